"""Compare policies in every world that fits what was measured: what `run --worlds` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sim.cli._terminal import echo

if TYPE_CHECKING:
    from sim.cli._asked import Asked as Run
    from sim.cli._study import Asked, Study
    from sim.scenario.model import Scenario
    from sim.studies.calibrate import Centre
    from sim.studies.numbers import Number
    from sim.studies.worlds import Laid, Verdict

WIDTH = 100
USUAL = 24
"""Worlds, where neither the command nor the file says how many."""
NAMED = 3
"""Measurements that are named for a decision."""
SINGLE = "The file as it is written: one world of many, whose intervals hold luck only"
"""Head of the answer that follows the worlds'."""
HOW = {
    "bunch": "from call records: of calls whose talk passes the target, count those that end within the next "
    "minute",
    "repeat_after_long": "from call records: the share of customers who call again within 7 days after calls "
    "that pass the target, less that after shorter ones",
    "transferred": "from the telephone system: transfers / answered calls",
    "cut": "listen to a hundred calls, and count those whose issue was not done when the agent ended them",
    "short_calls": "from call records: calls of up to a minute of talk",
    "fcr": "ask customers after the call whether their issue is settled",
    "recontact_7d": "from call records with the customer's number: calls followed by another within 7 days",
    "csat": "from the survey: good answers / answers",
    "occupancy": "from the telephone system: busy / (busy + available) time",
    "service_level": "from the telephone system",
    "abandoned": "from the telephone system",
    "asa": "from the telephone system",
    "aht": "from the telephone system: talk, hold and after-call work / calls",
}
"""How to get a figure from what centres record anyway."""


def worlds_of(asked: Run, count: int, out: Path, *, quiet: bool) -> list[dict[str, Any]]:
    """Compare the policies in every world that fits what was measured, in the first scenario asked for.

    Returns a row for each policy and measure: what it changes over all worlds, and in how many it gains.
    """
    from sim.cli._study import Asked

    first = None if asked.scenarios is None else asked.scenarios[0]
    names = None if asked.policies is None else ",".join(asked.policies)
    numbers = asked.replications, asked.seed, asked.jobs
    study = Asked(asked.file, first, names, asked.sets, *numbers, out, asked.engine)
    return [one._asdict() for one in worlds(study, count, quiet=quiet)]


def worlds(asked: Asked, count: int, *, quiet: bool) -> list[Verdict]:
    """Lay out worlds, fit and compare in each, print what they say, and leave tables in the result folder."""
    from sim.cli._study import study
    from sim.kpis import KPIS
    from sim.studies.calibrate import Centre
    from sim.studies.worlds import WORTH, ranges_of, table_of, turn, verdicts
    from sim.studies.worlds import worlds as lay_out

    with study(asked, quiet=quiet) as one:
        centre = Centre(one.loaded, one.bench)
        section = one.scenario.worlds
        count = count or (section.count if section is not None else USUAL)
        policies = [name for name in one.policies if name != one.scenario.baseline]
        worth = {kpi: _worth(one, kpi, least) for kpi, least in WORTH.items()}
        better = {kpi: 1 if KPIS[kpi].better == "higher" else -1 for kpi in worth}
        laid = lay_out(centre, count, policies, list(worth))
        told = verdicts(laid, policies, worth, better)
        turns = {
            (row.policy, row.kpi): turn(laid, row.policy, row.kpi, row.worth, better[row.kpi]) for row in told
        }
        tables = {"worlds": table_of(centre, laid), "worlds_ranges": ranges_of(centre)}
        about = {"tried": laid.tried, "implausible": laid.hopeless + laid.far, "kept": len(laid.worlds)}
        one.leave("worlds", tables if laid.worlds else {"worlds_ranges": tables["worlds_ranges"]}, about)
        if not quiet:
            echo("\n".join(_lines(one, centre, laid, told, turns)))
    return told


def pressing(
    scenario: Scenario,
    policies: Sequence[str],
    numbers: Sequence[Number],
    worlds: Sequence[Mapping[str, float]],
) -> Iterator[str]:
    """Yield which pressure comes with the target of each policy that sets one, over these worlds."""
    from sim.policies.pace.handle_time_target import HandleTimeTarget
    from sim.quantities import duration_text
    from sim.studies.numbers import ended_now

    labels, of = scenario.labels(policies), {path: one.name for one in numbers for path, _ in one.paths}
    for name in policies:
        pace = scenario.policies[name].pace
        if isinstance(pace, HandleTimeTarget):
            number = of.get(f"policies.{name}.pace.pressure")
            ended = [world[number] for world in worlds] if number else [ended_now(pace)]
            ends = dict.fromkeys(f"{100.0 * end:.0f} %" for end in (min(ended), max(ended)))
            yield (
                f"{labels[name]}: with its target of {duration_text(pace.target)} agents end "
                f"{' to '.join(ends)} of the contacts past it within a minute"
                f"{f' ({number})' if number else ', as the file says'}."
            )


def _worth(one: Study, kpi: str, least: float) -> float:
    """Return the smallest gain that counts: what the file says matters, else the usual one."""
    margin = one.judge.margins.get(kpi)
    return margin.amount if margin is not None and not margin.relative else least


def _lines(
    one: Study, centre: Centre, laid: Laid, told: Sequence[Verdict], turns: Mapping[tuple[str, str], object]
) -> Iterator[str]:
    n, own = len(laid.worlds), one.scenario
    yield f"{own.name}, {own.scenario}: policies in every world that fits what was measured"
    dropped = f"{laid.hopeless} before a run and {laid.far} after one" if laid.tried - n else "none"
    yield f"{n} of {laid.tried} worlds fit (dropped as implausible: {dropped})."
    if not n:
        yield "Nothing can be compared: look at what contradicts what, with goodwill calibrate."
        return
    yield from in_short(one.scenario.labels(one.policies), told)
    for text in (_ranges("Laid out", centre.open_numbers), _ranges("Fitted in each", centre.fit_numbers)):
        yield from _wrapped(text)
    for text in pressing(one.scenario, one.policies, centre.numbers, [w.fit.values for w in laid.worlds]):
        yield from _wrapped(text)
    yield from _table(one, told)
    yield from _wrapped(
        "k of n is a count over the ranges above, which somebody chose: no probability. Mean ± 2 standard "
        "deviations over worlds and luck together; luck: what is left of it in one world."
    )
    yield from _apart(centre, laid)
    yield from _measure_next(one, laid, told)
    yield from _turning(one, turns)


def in_short(labels: Mapping[str, str], told: Sequence[Verdict]) -> Iterator[str]:
    """Yield, for each policy, a sentence on all worlds, and what to think of the answer further down."""
    from sim.kpis import KPIS
    from sim.studies.worlds import FEWEST

    yield ""
    yield "In short, in how many worlds each policy gains what counts (its lowest and highest change)"
    for policy in dict.fromkeys(row.policy for row in told):
        each = []
        for row in told:
            if row.policy == policy:
                unit = KPIS[row.kpi].unit
                low, high = (_amount(value, unit) for value in (row.low, row.high))
                label = KPIS[row.kpi].label
                named = label[:1].lower() + label[1:]
                each.append(f"{named} in {row.wins} of {row.tried} ({low} to {high})")
        yield from _wrapped(f"  {labels[policy]}: {'; '.join(each)}.")
    if told and max(row.tried for row in told) < FEWEST:
        yield from _wrapped("So few worlds say little of how far it may go: try more, say --worlds 64.")
    yield from _wrapped(
        "Decide by all worlds: the file as it is written, further down, is one of many that show these "
        "figures. What counts as a gain stands in the table."
    )
    yield ""


def _ranges(words: str, numbers: Sequence[object]) -> str:
    from sim.studies.numbers import Number

    each = (f"{n.name} {n.text(n.low)} to {n.text(n.high)}" for n in numbers if isinstance(n, Number))
    return f"{words}: {', '.join(each)}."


def _table(one: Study, told: Sequence[Verdict]) -> Iterator[str]:
    from sim.cli._sections import table as laid_out
    from sim.kpis import KPIS

    labels = one.scenario.labels(one.policies)
    rows = []
    for row in told:
        unit = KPIS[row.kpi].unit
        least = _amount(row.worth, unit).lstrip("+")
        rows.append((
            labels[row.policy], KPIS[row.kpi].label, f"gains {least} in {row.wins} of {row.tried}",
            f"{_amount(row.mean, unit)} ± {_amount(row.half, unit).lstrip('+')}",
            f"{_amount(row.low, unit)} to {_amount(row.high, unit)}",
            f"± {_amount(row.luck, unit).lstrip('+')}",
        ))  # fmt: skip
    yield ""
    yield from laid_out(("policy", "measure", "worlds", "mean", "lowest to highest", "luck"), iter(rows))


def _amount(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100.0 * value:+.1f} pp"
    return f"{value:+.0f} s" if unit == "s" else f"{value:+.2f}"


def _apart(centre: Centre, laid: Laid) -> Iterator[str]:
    """Yield what the measured figures cannot tell, in words."""
    from sim.studies.worlds import not_told_apart

    pairs = not_told_apart(centre, laid)[:NAMED]
    if not pairs:
        return
    yield ""
    yield "What your figures cannot tell: these centres show the same figures"
    for first, second, a_low, a_high, b_low, b_high in pairs:
        ends = [
            f"{first.words} {first.text(first.at(a))} and {second.words} {second.text(second.at(b))}"
            for a, b in ((a_low, b_low), (a_high, b_high))
        ]
        name = "cut short or cannot solve" if {first.name, second.name} == {"ended", "skill"} else ""
        lead = f"{name}: " if name else ""
        yield from _wrapped(f"  {lead}{ends[0]}; or {ends[1]}.")


def _measure_next(one: Study, laid: Laid, told: Sequence[Verdict]) -> Iterator[str]:
    """Yield which further measurement would narrow each open decision most, and how to get it."""
    from sim.kpis import KPIS
    from sim.scenario.observed import KINDS
    from sim.studies.worlds import further

    labels, named, lines = one.scenario.labels(one.policies), dict[str, None](), []
    for row in told:
        if row.kpi == "csat" or not 0 < row.wins < row.tried:
            continue
        found = [f for f in further(laid, row.policy, row.kpi)[:NAMED] if f.left < 0.9]
        if found:
            each = ", ".join(f"{f.figure} leaves {100.0 * f.left:.0f} % of the spread" for f in found)
            lines += _wrapped(f"  {labels[row.policy]}, {KPIS[row.kpi].label.lower()}: {each}.")
            named |= dict.fromkeys(f.figure for f in found)
    if lines:
        yield ""
        yield "What to measure next, by what it leaves open of the decision"
        yield from lines
        for name in named:
            yield from _wrapped(f"  {name} ({KINDS[name].words}): {HOW.get(name, 'from your reports')}.")


def _turning(one: Study, turns: Mapping[tuple[str, str], object]) -> Iterator[str]:
    from sim.kpis import KPIS
    from sim.scenario.observed import KINDS
    from sim.studies.worlds import Turn
    from sim.wording import short_value

    labels = one.scenario.labels(one.policies)
    for (policy, kpi), found in turns.items():
        if isinstance(found, Turn):
            level = short_value(found.level, KINDS[found.figure].unit)
            (wins, below), (others, above) = found.below, found.above
            yield from _wrapped(
                f"{labels[policy]} turns on {found.figure}: it gains {KPIS[kpi].label.lower()} in {wins} of "
                f"{below} worlds below {level}, and in {others} of {above} from there on (right in "
                f"{100.0 * found.right:.0f} % of the worlds left out; the majority in "
                f"{100.0 * found.majority:.0f} %)."
            )


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False)

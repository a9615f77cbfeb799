"""Print what worlds say of policies: in how many each is better or worse, what is open, what to measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.cli._study import Study
    from sim.scenario.model import Scenario
    from sim.studies.calibrate import Centre
    from sim.studies.numbers import Number
    from sim.studies.threshold import Turn
    from sim.studies.worlds import Laid, Verdict

WIDTH = 100
NAMED = 3
"""Measurements that are named for a decision."""
NARROWS = 0.9
"""Share of the spread that a measurement leaves, up to which it is named."""
ALIKE = ("csat", "fcr_measured", "cost_per_resolved")
"""Measures that go with resolution and agents' time: what settles those settles them."""
MORE = 24, 64
"""Worlds to try where few fit: of fewer tried, and of more."""
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


def lines(
    one: Study,
    centre: Centre,
    laid: Laid,
    told: Sequence[Verdict],
    turns: Mapping[tuple[str, str], Turn | None],
) -> Iterator[str]:
    """Yield what the worlds say: the answer, its figures, what would settle what is open, and the ranges."""
    n, own = len(laid.worlds), one.scenario
    yield f"{own.name}, {own.scenario}: the policies in every world that fits what was measured"
    yield from _wrapped(_kept(laid))
    yield from _narrowed(centre, laid)
    if not n:
        yield "Nothing can be compared: look at what contradicts what, with goodwill validate."
        return
    yield from in_short(own.labels(one.policies), told, laid.tried, own.customers.currency)
    yield from _table(one, told)
    yield from _wrapped(
        "k of n is a count over the ranges below, which somebody chose: no probability. Today: the baseline "
        "in the mean world. Mean ± 2 standard deviations over worlds and luck together; luck: what is left "
        "of it in one world. All figures, costs too, are with today's staff: goodwill staff finds the staff "
        "that holds a goal."
    )
    yield from _apart(centre, laid)
    yield from _measure_next(one, laid, told)
    yield from _turning(one, turns)
    yield ""
    yield "The worlds"
    yield from _ranges("What nobody measured, laid out from", centre.open_numbers)
    yield from _ranges("Fitted to your figures in each world, from", centre.fit_numbers)
    for text in pressing(own, one.policies, centre.numbers, [w.fit.values for w in laid.worlds]):
        yield from _wrapped(f"  {text}")


def _kept(laid: Laid) -> str:
    """Return how many worlds fit, and why others do not."""
    n, dropped = len(laid.worlds), laid.hopeless + laid.far
    said = f"{n} of {laid.tried} worlds (sets of assumptions) show what you measured."
    if not dropped:
        return said
    are = "was" if dropped == 1 else "were"
    why = "with the assumptions laid out there no numbers were found that show it"
    return f"{said} {dropped} {are} dropped: {why}."


def _narrowed(centre: Centre, laid: Laid) -> Iterator[str]:
    """Yield the numbers that take only part of their range in the worlds that fit."""
    from sim.studies.worlds import narrowed

    for one, low, high in narrowed(centre, laid):
        laid_out = f"{one.text(one.low)} to {one.text(one.high)}"
        yield from _wrapped(
            f"In all worlds that fit, {one.words} is {one.text(low)} to {one.text(high)} (tried: {laid_out})."
        )


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
                f"{'' if number else ', as the file says'}."
            )


def in_short(
    labels: Mapping[str, str], told: Sequence[Verdict], tried: int = 0, currency: str = ""
) -> Iterator[str]:
    """Yield, for each policy, in how many worlds it is better or worse, and whether they are enough.

    tried: worlds that were tried, those that do not fit included. currency: that of the scenario's money.
    """
    from sim.kpis import KPIS
    from sim.studies.worlds import FEWEST

    yield ""
    yield "The answer: in how many worlds a policy is better or worse by what matters (lowest to highest)"
    for policy in dict.fromkeys(row.policy for row in told):
        yield f"  {labels[policy]}"
        for row in told:
            if row.policy == policy:
                unit = KPIS[row.kpi].unit
                low, high = (_amount(value, unit, currency) for value in (row.low, row.high))
                words = f"{KPIS[row.kpi].label}: {row.counts} ({low} to {high})."
                yield from wrap(words, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8)
    if told and max(row.tried for row in told) < FEWEST:
        more = MORE[tried >= MORE[0]]
        yield from _wrapped(
            "So few worlds say little of how far it may go, and nothing of what to measure next: try more, "
            f"say --worlds {more}."
        )


def _ranges(words: str, numbers: Sequence[Number]) -> Iterator[str]:
    """Yield the numbers in words with their ranges."""
    if numbers:
        each = "; ".join(f"{n.words} {n.text(n.low)} to {n.text(n.high)}" for n in numbers)
        yield from _wrapped(f"  {words}: {each}.")


def _table(one: Study, told: Sequence[Verdict]) -> Iterator[str]:
    from sim.cli._sections import table as laid_out
    from sim.kpis import KPIS
    from sim.studies.worlds import sides

    labels, currency = one.scenario.labels(one.policies), one.scenario.customers.currency
    rows = []
    for row in told:
        unit = KPIS[row.kpi].unit
        even = row.tried - row.wins - row.losses
        more, less = ("", "") if row.better != "neutral" else (f" {word}" for word in sides(row.better))
        rows.append((
            labels[row.policy], KPIS[row.kpi].label, _value(row.base, unit, currency),
            _size(row.worth, unit, currency),
            f"{row.wins}{more}", f"{row.losses}{less}", f"{even}",
            f"{_amount(row.mean, unit, currency)} ± {_size(row.half, unit, currency)}",
            f"± {_size(row.luck, unit, currency)}",
        ))  # fmt: skip
    head = ("policy", "measure", "today", "matters from", "better", "worse", "neither", "mean change", "luck")
    yield from laid_out(head, iter(rows))


def _amount(value: float, unit: str, currency: str = "") -> str:
    """Write a change with its sign and unit."""
    from sim.wording import unit_words

    if unit == "share":
        return f"{100.0 * value:+.1f} pp"
    if unit == "s":
        return f"{value:+.0f} s"
    if unit == "money":
        return f"{value:+,.2f} {currency}".rstrip()
    return f"{value:+,.3g} {unit_words(unit)}".rstrip()


def _value(value: float, unit: str, currency: str = "") -> str:
    """Write a value with its unit."""
    return f"{100.0 * value:.1f} %" if unit == "share" else _size(value, unit, currency)


def _size(value: float, unit: str, currency: str = "") -> str:
    """Write an amount without its sign."""
    return _amount(value, unit, currency).lstrip("+")


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
        if row.kpi in ALIKE or not row.is_open:
            continue
        found = [f for f in further(laid, row.policy, row.kpi)[:NAMED] if f.left < NARROWS]
        if found:
            unit = KPIS[row.kpi].unit
            each = "; ".join(
                f'± {_size(left_open(row, one.left), unit)} with "{KINDS[one.figure].words}"' for one in found
            )
            now = f"now ± {_size(row.half, unit)}"
            lines += _wrapped(f"  {labels[row.policy]}, {KPIS[row.kpi].label} ({now}): about {each}.")
            named |= dict.fromkeys(f.figure for f in found)
    if lines:
        yield ""
        yield "What to measure next, and how sure the change would be then"
        yield from lines
        for name in named:
            how = HOW.get(name, "from your reports")
            yield from _wrapped(f'  "{KINDS[name].words}" (write it as observed: {name}): {how}.')


def left_open(row: Verdict, left: float) -> float:
    """Return the half-width of a change where a further measurement leaves a share of its spread."""
    spread = sqrt(max(row.half**2 - row.luck**2, 0.0))
    return sqrt((left * spread) ** 2 + row.luck**2)


def _turning(one: Study, turns: Mapping[tuple[str, str], Turn | None]) -> Iterator[str]:
    from sim.kpis import KPIS
    from sim.scenario.observed import KINDS
    from sim.wording import short_value

    labels = one.scenario.labels(one.policies)
    for (policy, kpi), found in turns.items():
        if found is not None:
            level = short_value(found.level, KINDS[found.figure].unit)
            (wins, below), (others, above) = found.below, found.above
            on, gained = KINDS[found.figure].words, KPIS[kpi].label.lower()
            yield from _wrapped(
                f"{labels[policy]} turns on {on}: it gains {gained} in {wins} of {below} worlds below "
                f"{level}, and in {others} of {above} from there on (right in "
                f"{100.0 * found.right:.0f} % of the worlds left out; the majority in "
                f"{100.0 * found.majority:.0f} %)."
            )


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False)

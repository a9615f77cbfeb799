"""The command `break-even`: how far each assumption must move before the verdict turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo

if TYPE_CHECKING:
    import polars as pl

    from sim.cli._study import Study
    from sim.estimate import Estimate
    from sim.studies.axes import Axis
    from sim.studies.break_even import Turning

DECIDES = ("service_level", "csat", "cost")
"""Measures whose differences are looked at, where none are named."""
SIDES = ("better", "worse", "higher", "lower")
WORDS = {"same": "the same for practical purposes", **{word: word for word in SIDES}}
"""Verdicts as a sentence says them."""


def break_even(
    file: options.File,
    on: Annotated[
        list[str] | None,
        typer.Option(help="Measure whose difference is looked at; several allowed."),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=LOW..HIGH",
            help="Number to move, or staffing=80%..120%; left out: all with a range, and the staffing.",
        ),
    ] = None,
    scenario: options.Scenario = None,
    policy: options.Policy = None,
    sets: options.Sets = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
    out: options.Out = Path("results"),
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Find for each assumption where the verdict on a policy turns, and how far it moves the difference.

    A verdict turns where the difference passes what matters (`matters:` in the file, or the measure's own).
    Each assumption is moved alone through its range, with the same luck. What was simulated is kept.

    Example: goodwill break-even scenarios/retail_bank.yaml --on csat --vary staffing=80%..120%
    """
    from sim.cli._study import Asked, print_json, study

    asked = Asked(file, scenario, policy, sets, replications, seed, cluster or jobs, out, engine.value)
    with study(asked, quiet=quiet) as one:
        found = _found(one, on or DECIDES, vary or ())
        tables = _leave(one, found)
    if as_json:
        print_json(tables)
    elif not quiet:
        echo("\n".join(_lines(one, found)))


def _found(one: Study, on: Sequence[str], vary: Sequence[str]) -> list[Turning]:
    from sim.cli._study import borne
    from sim.errors import GoodwillError
    from sim.judging import measure_named
    from sim.kpis import KPIS
    from sim.quantities import QuantityError
    from sim.studies.axes import Variants, parse_range
    from sim.studies.break_even import Question
    from sim.studies.break_even import break_even as find

    own = one.scenario
    try:
        kpis = tuple(measure_named(name, KPIS) for name in on)
    except QuantityError as fault:
        raise GoodwillError(f"--on: {fault}") from fault
    others = tuple(name for name in one.policies if name != own.baseline)
    if not others:
        raise GoodwillError(
            f"policies: leave nothing to compare (got {own.baseline} alone; allowed at least one more). "
            "Add a policy to the file, or name one in --policy."
        )
    variants = Variants(one.file, own.scenario, one.sets, one.loaded)
    axes = [parse_range(text, one.loaded) for text in vary] or list(borne(one, variants))
    asked = Question(tuple(axes), kpis, others, own.baseline, one.replications, one.judge)
    return find(one.bench, variants, asked)


def _leave(one: Study, found: Sequence[Turning]) -> dict[str, pl.DataFrame]:
    from sim.studies.tables import turning_points

    tables = {"turning_points": turning_points(found, one.scenario, [_sentence(one, row) for row in found])}
    one.leave("break-even", tables, {})
    return tables


def _lines(one: Study, found: Sequence[Turning]) -> Iterator[str]:
    from sim.cli._sections import table
    from sim.kpis import KPIS

    own = one.scenario
    yield f"{own.name}, scenario {own.scenario}: what would turn the differences"
    yield f"{one.replications} replications on the same luck, seed {one.seed}; each assumption moved alone"
    labels = own.labels(one.policies)
    for policy, kpi in dict.fromkeys((row.policy, row.kpi) for row in found):
        rows = [row for row in found if (row.policy, row.kpi) == (policy, kpi)]
        unit = KPIS[kpi].unit
        yield ""
        today = f"{_difference(one, rows[0].today, unit)}, {WORDS[rows[0].now]}"
        yield f"{KPIS[kpi].label}: {labels[policy]} less {labels[own.baseline]}, {today}"
        turning = [row for row in rows if row.turns_at.value is not None]
        for row in turning:
            text = _where(row)
            yield f"  {text[0].upper()}{text[1:]}."
        if not turning:
            widest = max(rows, key=lambda row: row.swing)
            yield f"  No assumption turns it within its range; {widest.axis.path} moves it most."
        yield from (f"  {text}" for text in map(_places, rows) if text)
        head = ("  assumption", "range", "now", "at low", "at high", "turns at")
        yield from table(head, (_row(row) for row in sorted(rows, key=lambda row: -row.swing)))


def _row(row: Turning) -> tuple[str, ...]:
    from sim.kpis import KPIS
    from sim.studies.axes import told
    from sim.wording import NONE, show_change

    axis, unit = row.axis, KPIS[row.kpi].unit
    ends = (told(axis.low, axis.unit), told(axis.high, axis.unit))
    at = NONE if row.turns_at.value is None else told(row.turns_at.value, axis.unit)
    changes = (show_change(found, unit) for found in (row.at_low, row.at_high))
    return (f"  {axis.path}", " to ".join(ends), told(axis.value, axis.unit), *changes, at)


def _sentence(one: Study, row: Turning) -> str:
    """Return what the assumption does to the verdict, as a sentence that stands alone."""
    from sim.kpis import KPIS
    from sim.studies.axes import told

    own, axis, measure = one.scenario, row.axis, KPIS[row.kpi]
    labels = own.labels([row.policy, own.baseline])
    lead = f"{measure.label} with {labels[row.policy]}"
    if row.turns_at.value is None:
        ends = f"{told(axis.low, axis.unit)} to {told(axis.high, axis.unit)}"
        change = " to ".join(_difference(one, found, measure.unit) for found in (row.at_low, row.at_high))
        return f"{lead}, {WORDS[row.now]} now, stays so with {_what(axis)} anywhere from {ends} ({change})."
    return f"{lead}, {WORDS[row.now]} now, {_where(row)}."


def _where(row: Turning) -> str:
    """Return where the verdict turns, and what it turns into."""
    from sim.studies.axes import told

    axis, at = row.axis, row.turns_at
    level = at.value or 0.0
    move = "falls below" if level < axis.value else "rises above"
    now = told(axis.value, axis.unit)
    return (
        f"turns into {WORDS[row.then]} where {_what(axis)} {move} {told(level, axis.unit)}"
        f"{_between(at, axis.unit)}; it is {now} now"
    )


def _places(row: Turning) -> str:
    """Return at which staffing the policies change places, in words; nothing where they do not."""
    from sim.studies.axes import told

    found = row.places_at
    if found.value is None:
        return ""
    share = f"{told(found.value, row.axis.unit)}{_between(found, row.axis.unit)}"
    return f"The policies change places at {share} of today's headcount."


def _what(axis: Axis) -> str:
    from sim.studies.axes import STAFFING

    return "the headcount" if axis.path == STAFFING else axis.path


def _between(at: Estimate, unit: str) -> str:
    from sim.studies.axes import told

    low, high = at.low, at.high
    if low is None or high is None:
        return ""
    return f" [{told(max(low, 0.0), unit)} to {told(high, unit)}]"


def _difference(one: Study, found: Estimate, unit: str) -> str:
    from sim.wording import show_difference

    return show_difference(found, unit, one.scenario.customers.currency)

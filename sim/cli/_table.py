"""Lay results out as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from sim.comparison import Comparison
    from sim.estimate import Estimate
    from sim.judging import Measure

BETTER = {"higher": "↑", "lower": "↓"}
COLOURS = {"better": "green", "worse": "red"}
WIDE = 140
"""Columns from which on numbers stay on one line."""
NARROW = 118
"""Columns below which intervals of the single values are left out; those of differences stay."""


def differences(
    rows: Sequence[Comparison],
    more: Sequence[Comparison],
    kpis: Mapping[str, Measure],
    labels: Mapping[str, str],
    currency: str,
    width: int,
) -> Table:
    """Lay out one policy against the baseline, one line per measure.

    rows: comparisons of one policy in one scenario; more: those of what else is at work, in a section of
    their own. labels: policy to the words for it.
    """
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from sim.comparison import difference_text, verdict_text
    from sim.judging import SYMBOLS
    from sim.wording import show_value

    first = rows[0]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Measure")
    for policy in (first.baseline, first.policy):
        table.add_column(escape(labels[policy]), justify="right")
    table.add_column(escape("Difference [interval]"), justify="right", no_wrap=width >= WIDE)
    table.add_column("Verdict")
    for place, row in enumerate((*rows, *more)):
        if place == len(rows):
            _begin_section(table)
        measure = kpis[row.kpi]
        values = (_narrow(found, width) for found in (row.baseline_value, row.value))
        table.add_row(
            escape(_words(measure)),
            *(escape(show_value(found, measure.unit, currency)) for found in values),
            escape(difference_text(row, measure.unit, currency)),
            f"{SYMBOLS[row.verdict]} {verdict_text(row)}",
            style=COLOURS.get(row.verdict, ""),
        )
    return table


def values(
    found: pl.DataFrame,
    kpis: Mapping[str, Measure],
    labels: Mapping[str, str],
    names: Sequence[str],
    more: Sequence[str],
    currency: str,
) -> Table:
    """Lay out the values of policies without a comparison, one line per measure.

    found: estimates of one scenario over all contacts. names: the measures shown; more: those of what else
    is at work, in a section of their own.
    """
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from sim.wording import show_value

    by_key = {(row["kpi"], row["policy"]): row for row in found.iter_rows(named=True)}
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Measure")
    for label in labels.values():
        table.add_column(escape(label), justify="right")
    for place, name in enumerate((*names, *more)):
        if place == len(names):
            _begin_section(table)
        rows = [by_key.get((name, policy)) for policy in labels]
        if any(rows):
            measure = kpis[name]
            cells = (show_value(_estimate(row), measure.unit, currency) for row in rows)
            table.add_row(escape(_words(measure)), *map(escape, cells))
    return table


class Sliced(NamedTuple):
    """What a table by queue, or by group, tells: estimates and paired differences of one scenario.

    found: estimates in one dimension; rows: comparisons in it. kpis: the measures shown. labels: policy to
    the words for it. targets: member to the service level it should reach [share]; "" is the whole.
    """

    found: pl.DataFrame
    rows: Sequence[Comparison]
    kpis: Mapping[str, Measure]
    labels: Mapping[str, str]
    members: Sequence[str]
    targets: Mapping[str, float]
    currency: str


def slices(shown: Sliced, width: int) -> Table:
    """Lay out queues, or groups: one line for each policy and its difference, one column per measure."""
    from rich.markup import escape

    by_key = {(row["member"], row["policy"], row["kpi"]): row for row in shown.found.iter_rows(named=True)}
    apart = {(row.member, row.policy, row.kpi): row for row in shown.rows}
    table = _grid([(one.label, one.unit) for one in shown.kpis.values()], shown.currency, width)
    for member in shown.members:
        for policy, label in shown.labels.items():
            cells = (
                _level(_estimate(by_key.get((member, policy, name))), one, shown.targets.get(member), width)
                for name, one in shown.kpis.items()
            )
            table.add_row(escape(f"{member}, {label}"), *map(escape, cells))
            rows = [apart.get((member, policy, name)) for name in shown.kpis]
            if any(rows):
                changes = (
                    _change(row, one.unit, width) for row, one in zip(rows, shown.kpis.values(), strict=True)
                )
                table.add_row("  difference", *map(escape, changes), style="dim")
    return table


def standings(shown: Sliced) -> dict[str, str]:
    """Return for each policy whether the whole meets its target: met, missed, unclear, or nothing."""
    from sim.judging import met

    levels = shown.found.filter(kpi="service_level", member="")
    return {row["policy"]: met(_estimate(row), shown.targets[""]) for row in levels.iter_rows(named=True)}


def overview(shown: Sequence[tuple[str, Sliced]], kpis: Mapping[str, Measure], width: int) -> Table:
    """Lay out all scenarios, one line for each policy: service levels by queue, then measures of the whole.

    shown: by scenario, its estimates by queue and of the whole. kpis: the measures of the whole.
    """
    from rich.markup import escape

    level, currency = shown[0][1].kpis["service_level"], shown[0][1].currency
    queues = list(dict.fromkeys(queue for _, one in shown for queue in one.members))
    heads = [(f"{level.label}, {queue}" if queue else level.label, level.unit) for queue in queues]
    table = _grid([*heads, *((one.label, one.unit) for one in kpis.values())], currency, width)
    for scenario, one in shown:
        by_key = {(row["member"], row["policy"], row["kpi"]): row for row in one.found.iter_rows(named=True)}
        for policy, label in one.labels.items():
            levels = (
                _level(
                    _estimate(by_key.get((queue, policy, "service_level"))),
                    level,
                    one.targets.get(queue),
                    width,
                )
                for queue in queues
            )
            whole = (
                _level(_estimate(by_key.get(("", policy, name))), kpi, None, width)
                for name, kpi in kpis.items()
            )
            table.add_row(escape(f"{scenario}, {label}"), *map(escape, (*levels, *whole)))
    return table


def notes(
    kpis: Mapping[str, Measure], shown: Sequence[str], confidence: float, *, compared: bool
) -> list[str]:
    """Return how to read the table: symbols, intervals, and every measure's formula in words."""
    lines = ["↑ higher is better, ↓ lower is better."]
    if compared:
        lines += [
            f"± and [interval]: {confidence * 100:g} % confidence, each measure for itself.",
            "Differences are paired by replication; pp: percentage points.",
            "≈ same for practical purposes: the interval lies within the smallest difference that matters.",
            "▲ better, ▼ worse, △ higher, ▽ lower: beyond luck, headline measures tested together (Holm).",
            "? unclear: neither yet; behind it the replications that would settle it.",
        ]
    else:
        lines.append(f"±: half-width of the {confidence * 100:g} % confidence interval over replications.")
    lines += [f"{kpis[name].label}: {kpis[name].definition}" for name in shown]
    return lines


def shared_luck(rows: Sequence[Comparison]) -> Iterator[str]:
    """Yield what common random numbers brought, in the median of these measures."""
    from sim.comparison import nothing_differs

    found = [row.variance_reduction for row in rows if row.variance_reduction and not nothing_differs(row)]
    if found:
        yield (
            "Shared luck (common random numbers) divides the variance of a difference by "
            f"{median(found):,.1f}, in the median of these measures."
        )


def _grid(heads: Sequence[tuple[str, str]], currency: str, width: int) -> Table:
    """Open a table with one column per measure; heads: their labels and units."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from sim.wording import unit_words

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    for label, kind in heads:
        unit = unit_words(kind, currency).replace(" ", "\u00a0")
        words = fill(f"{label} [{unit}]", 14 if width >= NARROW else 9, break_long_words=False)
        table.add_column(escape(words), justify="right", no_wrap=True)
    return table


def _level(found: Estimate, measure: Measure, target: float | None, width: int) -> str:
    """Write a value without its unit, and behind a service level whether it meets its target."""
    from sim.judging import met
    from sim.wording import show_number

    judged = met(found, target) if measure.name == "service_level" and target is not None else ""
    return f"{show_number(_narrow(found, width), measure.unit)} {judged}".rstrip()


def _change(row: Comparison | None, unit: str, width: int) -> str:
    """Write a paired difference without its unit, with its half-width where there is room, and a sign."""
    from sim.comparison import nothing_differs
    from sim.judging import SYMBOLS
    from sim.wording import show_change

    if row is None:
        return ""
    if nothing_differs(row):
        return f"0 {SYMBOLS[row.verdict]}"
    return f"{show_change(row.difference, unit, spread=width >= WIDE)} {SYMBOLS[row.verdict]}"


def _begin_section(table: Table) -> None:
    table.add_row()
    table.add_row("At work in this scenario", style="bold")


def _words(measure: Measure) -> str:
    return f"{measure.label}\u00a0{BETTER.get(measure.better, '')}".rstrip()


def _estimate(row: Mapping[str, Any] | None) -> Estimate:
    """Read an estimate off its row of a table; no row is no data."""
    from sim.estimate import NO_DATA, Estimate

    return NO_DATA if row is None else Estimate(*(row[part] for part in Estimate._fields))


def _narrow(found: Estimate, width: int) -> Estimate:
    """Leave the interval out where the terminal has no room; two digits of it still set the decimals."""
    return found if width >= NARROW else found._replace(low=None, high=None, half_width=None)

"""Lay results out as a table for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from sim.comparison import Comparison, Measure
    from sim.estimate import Estimate

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

    from sim.comparison import SYMBOLS
    from sim.wording import show_difference, show_value

    first = rows[0]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Measure")
    for policy in (first.baseline, first.policy):
        table.add_column(escape(labels[policy]), justify="right")
    table.add_column(escape("Difference [interval]"), justify="right", no_wrap=width >= WIDE)
    table.add_column("Verdict")
    table.add_column("CRN", justify="right")
    for place, row in enumerate((*rows, *more)):
        if place == len(rows):
            _begin_section(table)
        measure = kpis[row.kpi]
        values = (_narrow(found, width) for found in (row.baseline_value, row.value))
        table.add_row(
            escape(_words(measure)),
            *(escape(show_value(found, measure.unit, currency)) for found in values),
            escape(show_difference(row.difference, measure.unit, currency)),
            f"{SYMBOLS[row.verdict]} {row.verdict}",
            _times(row.variance_reduction),
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


def slices(
    found: pl.DataFrame,
    kpis: Mapping[str, Measure],
    labels: Mapping[str, str],
    members: Sequence[str],
    currency: str,
    width: int,
) -> Table:
    """Lay out queues, or groups, one line for each policy and one column per measure.

    found: estimates of one scenario in one dimension. kpis: the measures shown. labels: policy to the words
    for it.
    """
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from sim.wording import show_number, unit_words

    by_key = {(row["member"], row["policy"], row["kpi"]): row for row in found.iter_rows(named=True)}
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    for measure in kpis.values():
        unit = unit_words(measure.unit, currency).replace(" ", "\u00a0")
        words = fill(f"{measure.label} [{unit}]", 14 if width >= NARROW else 9, break_long_words=False)
        table.add_column(escape(words), justify="right", no_wrap=True)
    for member in members:
        for policy, label in labels.items():
            rows = ((by_key.get((member, policy, name)), one.unit) for name, one in kpis.items())
            cells = (show_number(_narrow(_estimate(row), width), unit) for row, unit in rows)
            table.add_row(escape(f"{member}, {label}"), *map(escape, cells))
    return table


def notes(
    kpis: Mapping[str, Measure], shown: Sequence[str], confidence: float, *, compared: bool
) -> list[str]:
    """Say how to read the table: symbols, intervals, and every measure's formula in words."""
    lines = ["↑ higher is better, ↓ lower is better."]
    if compared:
        lines += [
            f"± and [interval]: {confidence * 100:g} % confidence, each measure for itself.",
            "Differences are paired by replication; pp: percentage points.",
            "▲ better, ▼ worse, △ higher, ▽ lower, = no clear difference: the interval includes 0.",
            "CRN ×2: the difference's variance is half of what policies with luck of their own would give.",
        ]
    else:
        lines.append(f"±: half-width of the {confidence * 100:g} % confidence interval over replications.")
    lines += [f"{kpis[name].label}: {kpis[name].definition}" for name in shown]
    return lines


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


def _times(factor: float | None) -> str:
    """Write a variance reduction, as in "×2.5"; beyond 1,000 the size says no more."""
    if factor is None:
        return ""
    return f"×{factor:.1f}" if factor < 100.0 else f"×{factor:.0f}" if factor < 1000.0 else "×>999"

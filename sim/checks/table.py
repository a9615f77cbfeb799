"""Write a report as lines for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.checks.verdict import Outcome, Report

HEADS = ("", "Check", "Policy", "Scenario", "Found", "Expected", "")
WIDEST = 44
"""Columns above which a cell no longer widens its column."""


def lines(report: Report) -> Iterator[str]:
    """Yield the title, one line per check, what else there is to know, and the count."""
    yield report.title()
    if report.outcomes:
        yield from _laid_out([HEADS, *_rows(report)])
    if not report.has_history:
        yield f"Baseline: {report.baseline_note}"
    yield from report.notes
    yield report.budget.words()
    yield report.counts()


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield a row per check; stored measures that hold share one row per policy and scenario."""
    held: Counter[tuple[str, str]] = Counter()
    for one in report.outcomes:
        if one.case.kind == "history" and one.level == "pass":
            held[one.case.policy, one.case.scenario] += 1
        else:
            yield _cells(one, report)
    for (policy, scenario), count in held.items():
        yield "PASS", f"{count} stored measures", policy, scenario, "as stored", "within tolerance", ""


def _cells(one: Outcome, report: Report) -> tuple[str, ...]:
    case = one.case
    title = case.selection.label
    if case.kind in ("claim", "history"):
        title += " vs baseline" if case.kind == "claim" else " vs stored"
    note = "confirmed with other seeds" if one.confirmed else one.note
    return one.sign, title, case.policy, case.scenario, one.value(report.currency), case.text, note


def _laid_out(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Align columns; the last one, the note, is as long as it needs to be."""
    widths = [min(WIDEST, max(len(row[column]) for row in rows)) for column in range(len(HEADS) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()

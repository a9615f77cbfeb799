"""Lay a report out as a workbook: one tidy sheet each, numbers as numbers, native charts to restyle."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from sim import outlets
from sim.answer.reconcile import reconciliation
from sim.answer.told import Told
from sim.report.content import Book, Row, Scene
from sim.report.data import BY_INTERVAL
from sim.report.look import Look
from sim.report.page import assumed, facts, reconciled
from sim.report.pen import WIDEST, Pen
from sim.report.voice import name
from sim.report.workbook_charts import draw_charts
from sim.tables import differences, intervals, labelled, whole_week

NUMBERS = ("Entered", "The run shows")
"""Heads above numbers of what was entered and shown."""
ENTERED = (("Figure", WIDEST), ("Unit", 10), *((head, 14) for head in NUMBERS), ("Differs", 10))
"""Heads of what was entered and shown, and the widths of their columns, in letters."""
Cells = Iterable[Sequence[Any]]
APART = "A difference is the value less the baseline's: of shares, in percentage points."
VERDICT = "verdict"
"""Head of a column of words, beside numbers."""


def workbook(book: Book, look: Look | None = None) -> bytes:
    """Return the report as an XLSX file."""
    target = io.BytesIO()
    pen = Pen(book, look or Look(), target)
    _answer(pen, book, book.heading(pen.prefix))
    draw_charts(pen, book, look or Look())
    judged, kpis = book.judged, book.judged.kpis
    pen.table("Measures", _named(book, whole_week(judged.found, kpis)))
    pen.table("Differences", _named(book, differences(judged.rows, judged.between, kpis)))
    pen.table("Intervals", _intervals(book))
    for title, key in (("Waits", "waits"), ("Flows", "flows")):
        if (table := book.tables.get(key)) is not None:
            pen.table(title, _named(book, table))
    if equal := _equal(book):
        pen.table("Equal service", pl.DataFrame(equal))
    _entered(pen, book)
    if (numbers := assumed(book)) is not None:
        _texts(pen, "Assumptions", numbers.heads, numbers.rows)
    used = set(judged.found["kpi"].unique())
    rows = [
        (key, one.label, one.unit, one.better, one.definition) for key, one in kpis.items() if key in used
    ]
    _texts(pen, "Definitions", ("kpi", "label", "unit", "better", "definition"), rows)
    _texts(pen, "About", ("what", ""), [*facts(book), *(("How sure", text) for text in book.sure)])
    pen.file.close()
    return target.getvalue()


def _named(book: Book, found: pl.DataFrame) -> pl.DataFrame:
    """Return a table with the words for its policies in a column beside their names."""
    words = pl.col("policy").replace_strict(
        dict(book.policies), default=pl.col("policy"), return_dtype=pl.String
    )
    place = found.columns.index("policy") + 1
    return found.insert_column(place, found.select(words.alias("policy_label")).to_series())


def _intervals(book: Book) -> pl.DataFrame:
    """Return the most asked-for measures by interval; intervals.csv has them all."""
    found = intervals(book.judged.found).filter(pl.col("kpi").is_in(BY_INTERVAL))
    units = {key: book.judged.kpis[key].unit for key in BY_INTERVAL}
    told = labelled(found, book.judged.kpis).with_columns(unit=pl.col("kpi").replace_strict(units))
    order = ["scenario", "policy", "interval", "kpi", "label", "unit", "value", "low", "high"]
    return _named(book, told.select(order))


def _equal(book: Book) -> list[dict[str, Any]]:
    """Return what equal service takes, a row for each scenario and policy."""
    return [
        {
            "scenario": name(scenario),
            "policy": name(policy),
            "policy_label": book.policies[policy],
            **{f"staff_share_{part}": getattr(one.staff, part) for part in ("value", "low", "high")},
            **{f"fte_{part}": getattr(one.fte, part) for part in ("value", "low", "high")},
            **{f"cost_a_day_{part}": getattr(one.cost, part) for part in ("value", "low", "high")},
            "why_none": one.reason,
        }
        for scenario, by in book.judged.equal.items()
        for policy, one in by.items()
    ]


def _entered(pen: Pen, book: Book) -> None:
    """Write what was entered beside what the run shows, as numbers with their units."""
    told, _ = reconciled(book)
    found = reconciliation(book.judged.found, next(iter(book.scenarios.values())))
    rows = [
        (row[0], book.voice.unit(one.unit), one.entered, one.shown, row[-1])
        for row, one in zip(told.rows, found, strict=True)
    ]
    sheet = pen.sheet("Entered and shown")
    for column, (head, wide) in enumerate(ENTERED):
        sheet.write_string(0, column, head, pen.above if head in NUMBERS else pen.head)
        sheet.set_column(column, column, wide)
    for at, (row, one) in enumerate(zip(rows, found, strict=True), 1):
        for column, value in enumerate(row):
            form = pen.number(one.unit) if ENTERED[column][0] in NUMBERS else pen.wrapped
            pen.put(sheet, at, column, value, form)
    pen.heads_stay(sheet)


def _texts(pen: Pen, title: str, heads: Sequence[str], rows: Cells) -> None:
    """Write a table of texts."""
    sheet = pen.sheet(title)
    told = [[outlets.line(str(cell)) for cell in row] for row in rows]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, pen.head)
        longest = max([len(head), *(len(row[column]) for row in told)])
        sheet.set_column(column, column, min(WIDEST, longest + 2))
        for place, row in enumerate(told, 1):
            pen.put(sheet, place, column, row[column], pen.wrapped)
    pen.heads_stay(sheet)


def _answer(pen: Pen, book: Book, title: str) -> None:
    """Write the answer: sentences, then the lines that a run prints, values beside differences."""
    sheet = pen.sheet("Answer")
    widths = [36, 8, *(wide for _, wide in _heads(book, book.scenes[0].told))]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    pen.put(sheet, 0, 0, title, pen.title)
    at = 2
    for scene in book.scenes:
        pen.put(sheet, at, 0, scene.title, pen.title)
        for place, text in enumerate(scene.answer, at + 1):
            pen.paragraph(sheet, place, text, widths)
        at = _lines(pen, book, sheet, scene, at + len(scene.answer) + 2) + 2
    for place, text in enumerate((*([APART] if book.judged.rows else []), *book.sure), at):
        pen.paragraph(sheet, place, text, widths)


def _heads(book: Book, told: Told) -> list[tuple[str, int]]:
    """Return the heads above the numbers of an answer, and how wide their columns are, in letters."""
    heads = []
    for policy in told.policies:
        heads.append((book.policies[policy], 16))
        if policy in told.others:
            heads += [("difference", 12), ("±", 11), (VERDICT, 10)]
    return heads


def _lines(pen: Pen, book: Book, sheet: Any, scene: Scene, at: int) -> int:
    """Write the lines of one scenario's answer as numbers; give the row behind them."""
    told = scene.told
    heads = _heads(book, told)
    pen.high(sheet, at, heads)
    for column, head in enumerate(("Measure", "Unit")):
        pen.put(sheet, at, column, head, pen.head)
    for column, (head, _) in enumerate(heads, 2):
        pen.put(sheet, at, column, head, pen.over if head == VERDICT else pen.above)
    for row in scene.table.parts[0][1]:
        at += 1
        if row.kpi not in told.kpis:
            _staff(pen, sheet, at, row, told)
            continue
        unit = told.kpis[row.kpi].unit
        pen.put(sheet, at, 0, row.label)
        pen.put(sheet, at, 1, book.voice.unit(unit) or "")
        place = row.kpi, row.dimension, row.member
        found = [(told.value(policy, *place), told.apart(policy, *place)) for policy in told.policies]
        _values(pen, sheet, at, found, unit)
    return at + 1


def _values(pen: Pen, sheet: Any, at: int, found: Sequence[tuple[Any, Any]], unit: str) -> None:
    column = 2
    for value, apart in found:
        pen.put(sheet, at, column, value.value, pen.number(unit))
        column += 1
        if apart is not None:
            _apart(pen, sheet, (at, column), apart, unit)
            column += 3


def _apart(pen: Pen, sheet: Any, place: tuple[int, int], apart: Any, unit: str) -> None:
    """Write a difference, its half-width and its verdict, in the unit of the values: a share as a share."""
    at, column = place
    ends = apart.difference.value, apart.difference.half_width
    for step, (end, form) in enumerate(zip(ends, (f"{unit} apart", unit), strict=True)):
        pen.put(sheet, at, column + step, end, pen.number(form))
    pen.put(sheet, at, column + 2, apart.verdict, pen.beside)


def _staff(pen: Pen, sheet: Any, at: int, row: Row, told: Told) -> None:
    """Write full-time equivalents: on the payroll, or those that answer as fast as the first policy."""
    pen.put(sheet, at, 0, row.label)
    pen.put(sheet, at, 1, "FTE")
    column, form = 2, pen.number("per_day")
    base = told.fte[told.policies[0]]
    for policy, cell in zip(told.policies, row.cells, strict=True):
        payroll = row.kpi == "fte"
        more = 0.0 if payroll else equal.fte.value if (equal := told.equal.get(policy)) else None
        pen.put(sheet, at, column, None if more is None else told.fte[policy] + more, form)
        column += 1
        if policy in told.others:
            if payroll:
                pen.put(sheet, at, column, told.fte[policy] - base, pen.number("per_day apart"))
                pen.put(sheet, at, column + 2, cell.verdict or None, pen.beside)
            column += 3

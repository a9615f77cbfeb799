"""Answer what each policy gives, side by side: six measures with their differences and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sim.answer.lines import MONEY, Line, chosen
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import HEAD
from sim.plots.sheet import Box, Sheet
from sim.plots.view import View
from sim.plots.words import formulas, gains, in_brief, legend

MOST = 6
"""Measures on the sheet: goals first, then what moved, then money."""
GOALS = 2
"""Goals among them at most."""


def find(view: View) -> Finding | str:
    """Return the measures that answer the run's question, policy by policy."""
    lines = _lines(view)
    if not lines:
        return "nothing was counted"
    rows = tuple(_row(view, line) for line in lines)
    columns = [Column("Measure"), Column("Unit")]
    for policy in view.policies:
        columns.append(Column(view.labels[policy], "by row"))
        if policy in view.others:
            columns += [
                Column(f"{view.labels[policy]}: difference", "by row"),
                Column(f"{view.labels[policy]}: verdict"),
            ]
    return Finding(
        title=in_brief(view),
        alt=" ".join(_alt(view, lines)),
        table=Table(columns, rows),
        note=" ".join((*formulas(view, [line.kpi for line in lines]), legend(view), view.sureness()))
        + view.key,
        draw=partial(draw, view=view, lines=lines),
        height=2.3 + 0.52 * len(lines),
    )


def _lines(view: View) -> list[Line]:
    """Return six measures at most: two goals, what moved, and what it costs."""
    found = chosen(view.told)
    goals = [line for line in found if line.kpi in ("service_level", "abandoned_share")]
    money = [line for line in found if line.kpi in MONEY][:2]
    moved = [line for line in found if line not in goals and line not in money]
    kept = [*goals[:GOALS], *moved[: MOST - len(goals[:GOALS]) - 1]]
    return [*kept, *money[: MOST - len(kept)]]


def _row(view: View, line: Line) -> tuple[str | float | None, ...]:
    """Return a measure's label and unit, then each policy's value, difference and verdict."""
    cells: list[str | float | None] = [line.label, view.kpis[line.kpi].unit]
    for policy in view.policies:
        cells.append(view.value(policy, line.kpi, line.dimension, line.member).value)
        row = view.row(policy, line.kpi, line.dimension, line.member)
        if policy in view.others:
            cells += [row.difference.value if row else None, row.verdict if row else ""]
    return tuple(cells)


def _alt(view: View, lines: Sequence[Line]) -> Iterator[str]:
    """Yield a sentence for each measure."""
    yield f"Table of {len(lines)} measures under {len(view.policies)} policies."
    for line in lines:
        unit = view.kpis[line.kpi].unit
        parts = []
        for policy in view.policies:
            value = view.said(view.value(policy, line.kpi, line.dimension, line.member).value, unit)
            row = view.row(policy, line.kpi, line.dimension, line.member)
            verdict = f" ({row.verdict})" if row and policy in view.others else ""
            parts.append(f"{view.labels[policy]} {value}{verdict}")
        yield f"{line.label}: {'; '.join(parts)}."


def draw(sheet: Sheet, *, view: View, lines: Sequence[Line]) -> None:
    """Draw the table: a row for each measure, a column for each policy; verdicts have sign and colour."""
    body, count = sheet.body, len(view.policies)
    first = body.width * (0.32 if count <= 3 else 0.22)
    each = (body.width - first) / count
    columns = [Box(body.left + first + each * n, body.bottom, each, body.height) for n in range(count)]
    size = sheet.small if count > 3 else sheet.letters
    heads = [sheet.fill(view.labels[policy], each - 0.12, size, "bold", HEAD) for policy in view.policies]
    top = body.top - max(sheet.high(head, size) for head in heads) - 0.1
    sheet.shade(Box(columns[0].left, body.bottom, each, body.height), "#F3F3F3")
    for box, head, policy in zip(columns, heads, view.policies, strict=True):
        colour = view.looks[policy].colour if policy == view.baseline else sheet.theme.text
        sheet.put(box.left + 0.06, top + 0.06, head, size, colour, "bold", up="bottom")
    high = (top - body.bottom) / len(lines)
    for place, line in enumerate(lines):
        middle = top - high * (place + 0.5)
        sheet.rule(body.left, body.right, top - high * place)
        label = sheet.fill(line.label, first - 0.15, sheet.letters, most=max(2, int(high / 0.2)))
        sheet.put(body.left, middle, label)
        for box, policy in zip(columns, view.policies, strict=True):
            _cell(sheet, box, middle, view, policy, line)


def _cell(sheet: Sheet, box: Box, middle: float, view: View, policy: str, line: Line) -> None:
    """Write a policy's value, and beneath it the difference with its verdict."""
    slice_ = (line.dimension, line.member)
    unit, row = view.kpis[line.kpi].unit, view.row(policy, line.kpi, *slice_)
    value, left = view.value(policy, line.kpi, *slice_), box.left + 0.06
    if row is None or policy not in view.others:
        sheet.put(left, middle, view.said(value.value, unit), weight="bold")
        return
    shift = sheet.letters * 0.72 / 72.0
    sheet.put(left, middle + shift, view.said(value.value, unit), weight="bold")
    words = f"{view.sign(row.verdict)} {view.change(row.difference, unit, value.value)}"
    weight, room = "bold" if row.verdict in gains(view) else "normal", box.width - 0.1
    size = sheet.small if sheet.wide(words, sheet.small, weight) < room else sheet.small * 0.85
    if sheet.wide(words, size, weight) >= room:
        words = f"{view.sign(row.verdict)} {view.change(row.difference, unit, value.value, spread=False)}"
    sheet.put(left, middle - shift, words, size, sheet.theme.verdict(row.verdict), weight)


EXHIBIT = Exhibit(10, "What does each policy give, and what does it cost?", find)

"""Draw the native charts of a workbook: each refers to cells of the sheet that it stands on."""

from __future__ import annotations

from math import ceil
from typing import Any, NamedTuple

from sim.answer.told import Told
from sim.kpis.base import ALL
from sim.report.content import Book, Scene
from sim.report.look import Look
from sim.report.pen import Pen, axis_format

CHARTS = (
    ("Service level by queue", "service_level", "queue"),
    ("Abandoned by queue", "abandoned_share", "queue"),
    ("Occupancy by group", "occupancy", "group"),
    ("First-contact resolution and satisfied customers", ("fcr", "csat"), ALL),
    ("Cost per day", ("cost",), ALL),
)
"""Title, measures, and what they are broken down by; for the whole, several measures stand side by side."""
LINES = (("Service level by interval", "service_level"), ("Occupancy by interval", "occupancy"))
SIZE = {"width": 640, "height": 340}
BESIDE, EACH = 2, 18
"""Charts beside each other, and rows of cells from the top of one to that of the next below it."""
APART = SIZE["width"] + 20
"""From the left of a chart to that of the next [pixels]."""
LOW = 6
"""How far below the top of its row a chart begins, so that its frame stays on the page [pixels]."""
ON_A_PAGE = 2
"""Rows of charts on a printed page."""
TOP = 2
"""Row of the first chart."""
PAGE = 760
"""Width that a printed page, A4 on its side, has room for, with a font that makes columns wider [pixels]."""
WIDE, FIRST = 16, 30
"""Width of a column of numbers, and of that of their labels, in letters."""
LETTER, EDGE = 7, 5
"""Width of a letter, and what a column has beside its letters [pixels]."""
WHOLE = ("service_level", "occupancy", "fcr", "csat")
"""Measures whose charts show the whole from 0 to 100 %."""


class Block(NamedTuple):
    """The numbers of one chart: title, rows of label, measure, dimension and member, kind and place.

    at: row of the numbers. drawn: how many charts come before it.
    """

    words: str
    rows: tuple[tuple[str, str, str, str], ...]
    kind: str
    at: int
    drawn: int


def draw_charts(pen: Pen, book: Book, look: Look) -> None:
    """Write a sheet of charts for each scenario, with the numbers behind them."""
    for place, scene in enumerate(book.scenes, 1):
        title = "Charts" if len(book.scenes) == 1 else f"Charts {place}"
        sheet = pen.sheet(title)
        sheet.set_column(0, 0, FIRST)
        sheet.set_column(1, len(book.policies), WIDE)
        pen.put(sheet, 0, 0, scene.title, pen.title)
        blocks = [*_columns(scene), *_intervals(scene)]
        at = _printed(sheet, len(blocks), len(book.policies))
        for drawn, (words, rows, kind) in enumerate(blocks):
            block = Block(words, tuple(rows), kind, at, drawn)
            at = _chart(pen, book, look, (sheet, title, scene.told), block)


def _printed(sheet: Any, charts: int, policies: int) -> int:
    """Set how a sheet prints, so that no page cuts a chart; give the row below all charts."""
    rows = ceil(charts / BESIDE)
    below = TOP + rows * EACH
    numbers = (FIRST + policies * WIDE) * LETTER + (policies + 1) * EDGE
    sheet.set_print_scale(int(100 * PAGE / max(BESIDE * APART, numbers)))
    sheet.set_h_pagebreaks([*(TOP + row * EACH for row in range(ON_A_PAGE, rows, ON_A_PAGE)), below])
    return below


def _columns(scene: Scene) -> list[tuple[str, Any, str]]:
    told, found = scene.told, []
    for words, kpis, dimension in CHARTS:
        if isinstance(kpis, str):
            members = list(dict.fromkeys(m for _, d, m, k in told.values if (d, k) == (dimension, kpis)))
            rows = [(member, kpis, dimension, member) for member in members]
        else:
            rows = [(told.kpis[kpi].label, kpi, dimension, "") for kpi in kpis]
        if rows:
            found.append((words, rows, "column"))
    return found


def _intervals(scene: Scene) -> list[tuple[str, Any, str]]:
    told, found = scene.told, []
    served = {m for (_, d, m, k), one in told.values.items()
              if (d, k) == ("interval", "service_level") and one.value is not None}  # fmt: skip
    for words, kpi in LINES:
        every = dict.fromkeys(m for _, d, m, k in told.values if (d, k) == ("interval", kpi))
        members = [member for member in every if member in served]
        if members:
            found.append((words, [(member, kpi, "interval", member) for member in members], "line"))
    return found


def _chart(pen: Pen, book: Book, look: Look, on: tuple[Any, str, Told], block: Block) -> int:
    """Write the numbers of one chart and the chart above all numbers; give the row where the next ones go."""
    sheet, title, told = on
    words, rows, kind, at, drawn = block
    unit = told.kpis[rows[0][1]].unit
    pen.put(sheet, at, 0, words, pen.head)
    pen.high(sheet, at, [(words, FIRST), *((label, WIDE) for label in book.policies.values())])
    for column, policy in enumerate(told.policies, 1):
        pen.put(sheet, at, column, book.policies[policy], pen.above)
    for row, (label, kpi, dimension, member) in enumerate(rows, at + 1):
        pen.put(sheet, row, 0, book.words(label))
        for column, policy in enumerate(told.policies, 1):
            value = told.value(policy, kpi, *told.part(dimension, member)).value
            pen.put(sheet, row, column, value, pen.number(told.kpis[kpi].unit))
    last = at + len(rows)
    chart = pen.file.add_chart({"type": kind})
    for column in range(1, len(told.policies) + 1):
        colour = look.colour(column - 1)
        stroke: dict[str, Any] = {"line": {"color": colour, "width": 2}}
        drawing = stroke if kind == "line" else {"fill": {"color": colour}}
        chart.add_series(
            {
                "name": [title, at, column],
                "categories": [title, at + 1, 0, last, 0],
                "values": [title, at + 1, column, last, column],
                **drawing,
            }
        )
    _frame(chart, words, axis_format(unit, book), whole=rows[0][1] in WHOLE)
    down, across = divmod(drawn, BESIDE)
    sheet.insert_chart(TOP + down * EACH, 0, chart, {"x_offset": across * APART, "y_offset": LOW})
    return last + 2


def _frame(chart: Any, words: str, form: str, *, whole: bool) -> None:
    chart.set_title({"name": words, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size(SIZE)
    chart.set_x_axis({"num_font": {"size": 9}})
    axis: dict[str, Any] = {
        "num_format": form,
        "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
    }
    chart.set_y_axis({**axis, "max": 1} if whole else axis)

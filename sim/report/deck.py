"""Deck: writes titles, texts, native tables and charts on slides, each text fitted to its box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from sim.plots.base import Lacking, Made
from sim.plots.style import width
from sim.report.content import Book
from sim.report.fitting import CELL, POINTS, broken, fitted, height, laid_out, lines_of, shortened
from sim.report.look import Look
from sim.report.pen import axis_format, excel_format
from sim.wording import spaced

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
"""Size of a slide and its margin [inch]."""
TITLE = 0.95
"""Height of a slide's title [inch]."""
BODY = HEIGHT - EDGE - TITLE - 0.75
"""Height between title and foot [inch]."""
LINE = XL_CHART_TYPE.LINE
HIGH = 0.4
"""Share from which on the axis of a chart of shares goes to 100 %."""
LABELLED = 12
"""Columns that have their numbers on them, and marks on an axis, at most."""
GOAL, GREY = "Goal", "#404040"
SIGNS = re.compile("([▲▼])")
INDENT, GAP = 0.22, 4.0
"""How far points stand in from their marks [inch], and the room behind each [points]."""
HEADS, HEAD_LINES = 15.0, 3
"""Letters of a head above points [points], and its lines at most."""
BESIDE, MARGINS = 40, 0.7
"""Room beside the columns of a category [% of a column], and beside those of a chart [inch]."""
NUMBERS, LEAST, WIDEST = 10.0, 7.0, "99.9% "
"""Letters of numbers above columns at most and at least [points], and the widest number."""
Box = tuple[float, float, float, float]
Series = dict[str, list[float | None]]


class Deck:
    """Slides of one house: every text is fitted to its box."""

    def __init__(self, book: Book, look: Look, made: Sequence[Made | Lacking]) -> None:
        self.book, self.look, self.made = book, look, made
        self.names = [name for one in book.scenarios.values() for name in one.names()]
        self.scene = ""
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.file.core_properties.title = book.heading(look.prefix)[:200]
        self.colour = _rgb(look.accent)

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """Add a slide with its title, its foot and its notes."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top = Inches(EDGE), Inches(0.35)
        holder.width, holder.height = Inches(WIDTH - 2 * EDGE), Inches(TITLE)
        self.write(holder, [spaced(title, self.names).removesuffix(".")], 26.0, bold=True, colour=self.colour)
        holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        foot = f"{self.look.prefix + ' · ' if self.look.prefix else ''}{self.book.title} · {self._ran()}"
        self.text(slide, [foot], (EDGE, HEIGHT - 0.42, WIDTH - 2 * EDGE, 0.3), 10.0)
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def _ran(self) -> str:
        results = self.book.judged.results
        about = f"scenario {self.scene} · " if len(self.book.scenes) > 1 else ""
        return f"{about}{len(results.replications)} replications, seed {results.seed}"

    def text(self, slide: Any, texts: Sequence[str], box: Box, size: float, *, bold: bool = False) -> Any:
        """Write paragraphs into a box [inch], as large as has room."""
        shape = slide.shapes.add_textbox(*(Inches(part) for part in box))
        self.write(shape, texts, size, bold=bold)
        return shape

    def row_shares(self, rows: Sequence[Sequence[tuple[str, Sequence[str]]]], wide: float) -> list[float]:
        """Return how much of a height each row of points side by side takes: by the fullest of each."""
        needs = [
            max(
                lines_of(texts, wide - INDENT, HEADS) + len(texts) / 3.0 + self._head(head, wide).count("\n")
                for head, texts in row
            )
            + 2.0
            for row in rows
        ]
        return [need / sum(needs) for need in needs]

    def _head(self, head: str, wide: float) -> str:
        """Return a head above points, broken into its lines."""
        told = shortened(spaced(head, self.names), wide - 0.1, HEADS, HEAD_LINES, bold=True)
        return broken(told, wide - 0.1, HEADS, bold=True)

    def points(self, slide: Any, parts: Sequence[tuple[str, Sequence[str], Box]], size: float) -> None:
        """Write heads and points into boxes [inch]: all letters as large as the fullest has room."""
        own = [[spaced(text, self.names) for text in texts] for _, texts, _ in parts]
        heads = [self._head(head, box[2]) for head, _, box in parts]
        tall = [(1 + head.count("\n")) * height(HEADS) + 0.1 for head in heads]
        rooms = [
            (box[2] - INDENT - 0.1, box[3] - above - len(texts) * GAP / POINTS - 0.06)
            for texts, above, (_, _, box) in zip(own, tall, parts, strict=True)
        ]
        least = min(fitted(texts, *room, size)[1] for texts, room in zip(own, rooms, strict=True))
        for texts, head, above, (_, _, box) in zip(own, heads, tall, parts, strict=True):
            left, top, wide, high = box
            if head:
                shape = slide.shapes.add_textbox(*map(Inches, (left, top, wide, above)))
                self.write(shape, [head.replace("\n", " ")], HEADS, bold=True, colour=self.colour)
            shape = slide.shapes.add_textbox(*map(Inches, (left, top + above, wide, high - above)))
            self.write(shape, texts, least, points=True)

    def write(
        self,
        shape: Any,
        texts: Sequence[str],
        size: float,
        *,
        bold: bool = False,
        colour: Any = None,
        points: bool = False,
    ) -> None:
        """Fill a shape with paragraphs; letters shrink, and what still has no room ends in ….

        points: whether each paragraph is a point, with a mark before it.
        """
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Inches(0.05)
        frame.margin_top = frame.margin_bottom = Inches(0.03)
        wide, high = Emu(shape.width).inches - 0.1, Emu(shape.height).inches - 0.06
        if points:
            wide, high = wide - INDENT, high - len(texts) * GAP / POINTS
        told, size = fitted(texts, wide, high, size, bold=bold)
        for place, text in enumerate(told):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.line_spacing = 1.0
            if points:
                _as_point(paragraph)
            self._runs(paragraph, text, size, bold=bold, colour=colour)

    def _runs(
        self, paragraph: Any, text: str, points: float, *, bold: bool = False, colour: Any = None
    ) -> None:
        """Write a text, whose signs for better and worse have the theme's colours."""
        for part in filter(None, SIGNS.split(text)):
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = part, Pt(points), bold
            own = {"▲": self.look.better, "▼": self.look.worse}.get(part)
            if colour is not None or own is not None:
                run.font.color.rgb = colour if own is None else _rgb(own)

    def table(
        self, slide: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], box: tuple[float, ...]
    ) -> None:
        """Add a native table within a box [inch]; names stand on as many lines as they need."""
        left, top, width, height = box
        first = width * (0.34 if len(heads) > 2 else 0.5)
        wide = [first, *[(width - first) / max(1, len(heads) - 1)] * (len(heads) - 1)]
        lines = [[spaced(cells[0], self.names), *cells[1:]] for cells in (heads, *rows)]
        laid = laid_out(lines, wide, height)
        shape = slide.shapes.add_table(
            len(lines), len(heads), *map(Inches, (left, top, width, sum(laid.high)))
        )
        table = shape.table
        for column, inches in zip(table.columns, wide, strict=True):
            column.width = Inches(inches)
        for at, cells in enumerate(lines):
            table.rows[at].height = Inches(laid.high[at])
            for place, text in enumerate(cells):
                told = shortened(text, wide[place] - CELL, laid.points, laid.most[at], bold=at == 0)
                self._cell(table.cell(at, place), told, laid.points, at, place)

    def _cell(self, cell: Any, text: str, points: float, at: int, place: int) -> None:
        cell.margin_left = cell.margin_right = Inches(0.06)
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if place == 0 else PP_ALIGN.RIGHT
        self._runs(paragraph, text, points, bold=at == 0, colour=RGBColor(255, 255, 255) if at == 0 else None)
        if at == 0:
            cell.fill.solid()
            cell.fill.fore_color.rgb = self.colour

    def chart(
        self,
        slide: Any,
        title: str,
        found: tuple[Sequence[str], Series],
        unit: str,
        kind: Any,
        box: tuple[float, ...],
        goals: Sequence[float | None] = (),
    ) -> None:
        """Add a native chart; categories, then by policy the numbers; goals: one for each category."""
        data = CategoryChartData(number_format=excel_format(unit, self.book))
        categories, series = found
        data.categories = list(categories)
        for label, values in series.items():
            data.add_series(label[:120], values)
        if goals:
            data.add_series(GOAL, goals)
        chart = slide.shapes.add_chart(kind, *map(Inches, box), data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size = Pt(10)
        for place, one in enumerate(chart.plots[0].series):
            if place == len(series):
                _as_goal(one)
            else:
                self._coloured(one, kind, place)
        self._axes(chart, categories, series, unit)
        if kind == LINE:
            return
        plot, form = chart.plots[0], axis_format("count", self.book)
        plot.gap_width = BESIDE
        if points := _letters(len(categories), len(series), box[2]):
            _with_numbers(plot, "0.0%" if unit == "share" else form, points)

    def _coloured(self, one: Any, kind: Any, place: int) -> None:
        """Set the colour of a series to that of its policy."""
        target = one.format.line.color if kind == LINE else one.format.fill
        if kind != LINE:
            target.solid()
            target = target.fore_color
        target.rgb = _rgb(self.look.colour(place))
        if kind == LINE:
            one.smooth = False

    def _axes(self, chart: Any, categories: Sequence[str], series: Series, unit: str) -> None:
        """Begin at 0, end shares at 100 % where they are large, and mark few of many categories."""
        axis = chart.value_axis
        axis.minimum_scale = 0
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            axis_format(unit, self.book),
            False,
        )
        if unit == "share" and max(value or 0.0 for one in series.values() for value in one) > HIGH:
            axis.maximum_scale = 1
        if (step := apart(categories)) > 1:
            last = chart.category_axis._element.find(qn("c:noMultiLvlLbl"))
            for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
                last.addprevious(OxmlElement(tag))
                last.getprevious().set("val", str(step))


def _as_point(paragraph: Any) -> None:
    """Put a mark before a paragraph, whose lines stand apart from it, and room behind it."""
    paragraph.space_after = Pt(GAP)
    about = paragraph._p.get_or_add_pPr()
    about.set("marL", str(Inches(INDENT)))
    about.set("indent", str(-Inches(INDENT)))
    mark = OxmlElement("a:buChar")
    mark.set("char", "•")
    about.append(mark)


def apart(categories: Sequence[str]) -> int:
    """Return the step between marked categories: where possible the same times of each day."""
    least = ceil(len(categories) / LABELLED)
    day = sum(one.split(" ")[0] == categories[0].split(" ")[0] for one in categories)
    return next((step for step in range(least, day + 1) if day % step == 0), least)


def _rgb(colour: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return found


def _as_goal(one: Any) -> None:
    """Draw a goal as a dashed line."""
    one.smooth = False
    one.format.line.color.rgb = _rgb(GREY)
    one.format.line.dash_style = MSO_LINE.DASH
    one.format.line.width = Pt(1.5)


def _letters(categories: int, series: int, wide: float) -> float:
    """Return the letters of numbers that fit above columns side by side [points]; 0 where none do."""
    if categories * series > LABELLED:
        return 0.0
    column = (wide - MARGINS) / (categories * (series + BESIDE / 100.0))
    sizes = (NUMBERS - less for less in range(int(NUMBERS - LEAST) + 1))
    return next((size for size in sizes if width(WIDEST, size) < column), 0.0)


def _with_numbers(plot: Any, form: str, points: float) -> None:
    """Write its number above every column, in a format; its currency stands on the axis."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.show_value = True
    labels.font.size = Pt(points)

"""Lay a report out as eight slides that can be edited: native tables and charts, notes with definitions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from sim.answer.told import Told
from sim.kpis.base import ALL
from sim.plots.base import Lacking, Made
from sim.report.clear import clear_of, whole_of
from sim.report.content import Book, Row, Scene
from sim.report.fitting import fitted, shortened
from sim.report.gather import in_order
from sim.report.look import Look
from sim.report.page import facts, reconciled
from sim.report.pen import excel_format

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
"""Size of a slide and its margin [inch]."""
TITLE = 0.95
"""Height of a slide's title [inch]."""
BODY = HEIGHT - EDGE - TITLE - 0.75
"""Height between title and foot [inch]."""
ROWS = 10
"""Lines of a table that have room on a slide."""
LEGEND = "▲ better   ▼ worse   △ higher   ▽ lower   ≈ same for practical purposes   ? unclear yet"
COLUMN = XL_CHART_TYPE.COLUMN_CLUSTERED
LINE = XL_CHART_TYPE.LINE
HIGH = 0.4
"""Share from which on the axis of a chart of shares goes to 100 %."""
Series = dict[str, list[float | None]]


class Deck:
    """Slides of one house: every text is fitted to its box."""

    def __init__(self, book: Book, look: Look, made: Sequence[Made | Lacking]) -> None:
        self.book, self.look, self.made = book, look, made
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.file.core_properties.title = book.heading(look.prefix)[:200]
        self.colour = RGBColor.from_string(look.accent.lstrip("#").upper())

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """Add a slide with its title, its foot and its notes."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top = Inches(EDGE), Inches(0.35)
        holder.width, holder.height = Inches(WIDTH - 2 * EDGE), Inches(TITLE)
        self.write(holder, [title], 26.0, bold=True, colour=self.colour)
        holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        foot = f"{self.look.prefix + ' · ' if self.look.prefix else ''}{self.book.title} · {self._ran()}"
        self.text(slide, [foot], (EDGE, HEIGHT - 0.42, WIDTH - 2 * EDGE, 0.3), 10.0)
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def _ran(self) -> str:
        results = self.book.judged.results
        return f"{len(results.replications)} replications, seed {results.seed}"

    def text(
        self, slide: Any, texts: Sequence[str], box: tuple[float, float, float, float], size: float
    ) -> Any:
        """Write paragraphs into a box [inch], as large as has room."""
        shape = slide.shapes.add_textbox(*(Inches(part) for part in box))
        self.write(shape, texts, size)
        return shape

    def write(
        self, shape: Any, texts: Sequence[str], size: float, *, bold: bool = False, colour: Any = None
    ) -> None:
        """Fill a shape with paragraphs; letters shrink, and what still has no room ends in …."""
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Inches(0.05)
        frame.margin_top = frame.margin_bottom = Inches(0.03)
        wide, high = Emu(shape.width).inches - 0.1, Emu(shape.height).inches - 0.06
        told, points = fitted(texts, wide, high, size, bold=bold)
        for place, text in enumerate(told):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.line_spacing = 1.0
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = text, Pt(points), bold
            if colour is not None:
                run.font.color.rgb = colour

    def table(
        self, slide: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], box: tuple[float, ...]
    ) -> None:
        """Add a native table within a box [inch]; the first column takes a third of it."""
        left, top, width, height = box
        high = min(0.42, height / (len(rows) + 1.6))
        shape = slide.shapes.add_table(len(rows) + 1, len(heads), *map(Inches, (left, top, width, height)))
        table = shape.table
        first = width * (0.34 if len(heads) > 2 else 0.5)
        for place, column in enumerate(table.columns):
            column.width = Inches(first if place == 0 else (width - first) / max(1, len(heads) - 1))
        for at, cells in enumerate((heads, *rows)):
            table.rows[at].height = Inches(high * 1.6 if at == 0 else high)
            for place, text in enumerate(cells):
                self._cell(table.cell(at, place), text, table.columns[place].width, at, place)

    def _cell(self, cell: Any, text: str, width: int, at: int, place: int) -> None:
        cell.margin_left = cell.margin_right = Inches(0.06)
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        size = 11.0 if at == 0 else 12.0
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if place == 0 else PP_ALIGN.RIGHT
        run = paragraph.add_run()
        lines = 2 if at == 0 else 1
        run.text = shortened(text, Emu(width).inches - 0.14, size, lines, bold=at == 0)
        run.font.size, run.font.bold = Pt(size), at == 0
        if at == 0:
            cell.fill.solid()
            cell.fill.fore_color.rgb = self.colour
            run.font.color.rgb = RGBColor(255, 255, 255)

    def chart(
        self,
        slide: Any,
        title: str,
        found: tuple[Sequence[str], Series],
        unit: str,
        kind: Any,
        box: tuple[float, ...],
    ) -> None:
        """Add a native chart; categories, then by policy the numbers."""
        data = CategoryChartData(number_format=excel_format(unit, self.book))
        categories, series = found
        data.categories = list(categories)
        for label, values in series.items():
            data.add_series(label[:120], values)
        frame = slide.shapes.add_chart(kind, *map(Inches, box), data)
        chart = frame.chart
        chart.has_title = True
        chart.chart_title.text_frame.text = title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size = Pt(10)
        for place, one in enumerate(chart.plots[0].series):
            rgb = RGBColor.from_string(self.look.colour(place).lstrip("#").upper())
            target = one.format.line.color if kind == LINE else one.format.fill
            if kind != LINE:
                target.solid()
                target = target.fore_color
            target.rgb = rgb
            if kind == LINE:
                one.smooth = False
        axis = chart.value_axis
        axis.minimum_scale = 0
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            "0%" if unit == "share" else "#,##0",
            False,
        )
        if unit == "share" and max(value or 0.0 for one in series.values() for value in one) > HIGH:
            axis.maximum_scale = 1


def slides(book: Book, look: Look | None = None, made: Sequence[Made | Lacking] = ()) -> bytes:
    """Return the report as a PPTX file of eight slides about its first scenario.

    made: that scenario's exhibits, whose findings are titles.
    """
    deck = Deck(book, look or Look(), made)
    scene = book.scenes[0]
    _opening(deck, scene)
    _answer(deck, scene)
    _changes(deck, scene)
    _queues(deck, scene)
    _day(deck, scene)
    _money(deck, scene)
    _customers(deck, scene)
    _method(deck, scene)
    target = io.BytesIO()
    deck.file.save(target)
    return target.getvalue()


def _defined(deck: Deck, kpis: Sequence[str]) -> list[str]:
    """Return the definitions of measures, for notes."""
    known = deck.book.judged.kpis
    return [f"{known[kpi].label}: {known[kpi].definition}." for kpi in dict.fromkeys(kpis) if kpi in known]


def _opening(deck: Deck, scene: Scene) -> None:
    book = deck.book
    slide = deck.slide(
        book.heading(deck.look.prefix), [*book.sure, *(f"{words}: {answer}" for words, answer in facts(book))]
    )
    wide = WIDTH - 2 * EDGE
    if deck.look.picture:
        slide.shapes.add_picture(io.BytesIO(deck.look.picture), Inches(EDGE), Inches(6.2), height=Inches(0.7))
    deck.text(
        slide,
        [scene.title, *scene.answer],
        (EDGE, 1.45, wide, BODY - (0.9 if deck.look.picture else 0)),
        20.0,
    )


def _heads(deck: Deck, first: str = "") -> list[str]:
    return [first, *deck.book.policies.values()]


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    """Return rows of a table: the value, and for other policies the sign of its difference."""
    return [[row.label, *(f"{cell.text} {cell.sign}".strip() for cell in row.cells)] for row in rows]


def _answer(deck: Deck, scene: Scene) -> None:
    rows = scene.table.parts[0][1]
    slide = deck.slide(scene.answer[0] if scene.answer else "The answer", _notes(deck, rows))
    pair = len(deck.book.policies) == 2 and bool(deck.book.judged.rows)
    heads = [*_heads(deck, "Measure"), *(["Difference"] if pair else [])]
    cells = [
        [*line, f"{row.cells[-1].change} {row.cells[-1].sign}".strip()] if pair else line
        for line, row in zip(_cells(rows), rows, strict=True)
    ]
    deck.table(slide, heads, cells, (EDGE, 1.45, WIDTH - 2 * EDGE, BODY - 0.35))
    deck.text(slide, [LEGEND], (EDGE, 6.65, WIDTH - 2 * EDGE, 0.32), 11.0)


def _notes(deck: Deck, rows: Sequence[Row]) -> list[str]:
    return [*_defined(deck, [row.kpi for row in rows]), *deck.book.sure]


def _changes(deck: Deck, scene: Scene) -> None:
    """Show the clear differences from the baseline: what is worse comes first, and the rest is counted."""
    told = scene.told
    worse, better = clear_of(scene)
    clear = [*worse, *better]
    shown = (clear or whole_of(scene))[:ROWS]
    base = deck.book.policies[told.policies[0]]
    words = (
        f"What changes beyond luck against {base}" if clear else f"Nothing differs beyond luck from {base}"
    )
    slide = deck.slide(words, _notes(deck, shown))
    heads = ["Measure", *(deck.book.policies[policy] for policy in told.others)]
    skip = len(told.policies) - len(told.others)
    cells = [[row.label, *(f"{c.change} {c.sign}".strip() for c in row.cells[skip:])] for row in shown]
    if len(heads) > 1:
        deck.table(slide, heads, cells, (EDGE, 1.45, WIDTH - 2 * EDGE, BODY - 0.35))
    if more := _more(worse, better):
        deck.text(slide, [more], (EDGE, 6.36, WIDTH - 2 * EDGE, 0.3), 12.0)
    deck.text(slide, [LEGEND], (EDGE, 6.65, WIDTH - 2 * EDGE, 0.32), 11.0)


def _more(worse: Sequence[Row], better: Sequence[Row]) -> str:
    """Return how many clear differences have no room on the slide; nothing where all have."""
    left = len(worse[ROWS:]), len(better[max(0, ROWS - len(worse)) :])
    told = [f"{count} more {word}" for count, word in zip(left, ("worse", "better"), strict=True) if count]
    return f"And {' and '.join(told)}, in the workbook (sheet Differences)." if told else ""


def _members(told: Told, dimension: str, kpi: str) -> list[str]:
    found = (
        m for (_, d, m, k), one in told.values.items() if (d, k) == (dimension, kpi) and one.value is not None
    )
    return in_order(told.scenario, dimension, dict.fromkeys(found))


def _titled(deck: Deck, exhibit: str, otherwise: str) -> str:
    """Return the finding of an exhibit of the first scenario as a title, or other words without one."""
    return next((one.title for one in deck.made if one.name == exhibit and isinstance(one, Made)), otherwise)


def _by(deck: Deck, told: Told, dimension: str, kpi: str) -> tuple[list[str], Series]:
    """Return the parts of a dimension and, by policy, a measure of each."""
    members = _members(told, dimension, kpi)
    if dimension == "interval":  # overtime behind the closing has nobody to serve
        open_ = set(_members(told, dimension, "service_level"))
        members = [member for member in members if member in open_]
    series = {
        deck.book.policies[policy]: [told.value(policy, kpi, dimension, member).value for member in members]
        for policy in told.policies
    }
    return [member or "all" for member in members], series


def _halves(deck: Deck, slide: Any, told: Told, charts: Sequence[tuple[str, str, str]]) -> None:
    """Place two charts of a measure by a dimension side by side."""
    wide = (WIDTH - 2 * EDGE - 0.3) / 2
    for place, (title, kpi, dimension) in enumerate(charts):
        found = _by(deck, told, dimension, kpi)
        if found[0]:
            box = (EDGE + place * (wide + 0.3), 1.45, wide, BODY)
            deck.chart(slide, title, found, told.kpis[kpi].unit, COLUMN, box)


def _queues(deck: Deck, scene: Scene) -> None:
    missed = [text for text in scene.answer if "misses" in text or "unclear yet whether" in text]
    title = missed[0] if missed else "All targets are met under every policy shown"
    met = [text for text in scene.answer if text.startswith("All targets")]
    slide = deck.slide(title if missed or met else "How well each queue is served",
                       _defined(deck, ["service_level", "abandoned_share", "asa"]))  # fmt: skip
    charts = (
        ("Service level by queue", "service_level", "queue"),
        ("Abandoned by queue", "abandoned_share", "queue"),
    )
    _halves(deck, slide, scene.told, charts)


def _day(deck: Deck, scene: Scene) -> None:
    slide = deck.slide(
        _titled(deck, "service_by_interval", "When in the week customers are answered in time"),
        _defined(deck, ["service_level", "occupancy"]),
    )
    half = (BODY - 0.1) / 2
    for place, (title, kpi) in enumerate(
        (("Service level by interval", "service_level"), ("Occupancy by interval", "occupancy"))
    ):
        found = _by(deck, scene.told, "interval", kpi)
        if found[0]:
            box = (EDGE, 1.4 + place * (half + 0.1), WIDTH - 2 * EDGE, half)
            deck.chart(slide, title, found, "share", LINE, box)


def _money(deck: Deck, scene: Scene) -> None:
    told = scene.told
    money = [text for text in scene.answer if "cost" in text.lower() and any(sign.isdigit() for sign in text)]
    slide = deck.slide(
        money[0] if money else _titled(deck, "cost_steps", "What it costs"),
        _defined(deck, ["cost", "staff_cost", "occupancy"]),
    )
    wide = (WIDTH - 2 * EDGE - 0.3) / 2
    cost = {deck.book.policies[policy]: [told.value(policy, "cost").value] for policy in told.policies}
    deck.chart(slide, "Cost per day", (["Cost per day"], cost), "money", COLUMN, (EDGE, 1.45, wide, BODY))
    found = _by(deck, told, "group", "occupancy")
    if found[0]:
        box = (EDGE + wide + 0.3, 1.45, wide, BODY)
        deck.chart(slide, "Occupancy by group of agents", found, "share", COLUMN, box)


def _customers(deck: Deck, scene: Scene) -> None:
    told = scene.told
    kpis = [kpi for kpi in ("fcr", "csat", "engaged_share", "recontact_share") if _members(told, ALL, kpi)]
    buys = [text for text in scene.answer if " buys: " in text or text.startswith("Most satisfied")]
    slide = deck.slide(buys[0] if buys else "What becomes of customers", _defined(deck, kpis))
    series = {
        deck.book.policies[policy]: [told.value(policy, kpi).value for kpi in kpis]
        for policy in told.policies
    }
    labels = [told.kpis[kpi].label for kpi in kpis]
    deck.chart(
        slide,
        "Of all customers or issues",
        (labels, series),
        "share",
        COLUMN,
        (EDGE, 1.45, WIDTH - 2 * EDGE, BODY),
    )


def _method(deck: Deck, scene: Scene) -> None:
    book = deck.book
    notes = [f"{one.words}: {one.answer}" for _, items in book.stress for one in items]
    slide = deck.slide("How sure this is, and what to measure first", notes)
    texts = [*book.sure, *scene.turns[:3]]
    if not scene.turns:
        texts.append(f"What would turn the answer was not studied: goodwill break-even {book.file}")
    entered, _ = reconciled(book)
    half = BODY / 2
    deck.text(slide, texts, (EDGE, 1.45, WIDTH - 2 * EDGE, half), 15.0)
    rows = [row for row in entered.rows if row[1] != "–"][:5]
    if rows:
        deck.table(slide, entered.heads, rows, (EDGE, 1.55 + half, WIDTH - 2 * EDGE, half - 0.1))

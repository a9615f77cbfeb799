"""Lay a report out as eight slides that can be edited: native tables and charts, notes with definitions.

A study of what would turn the answer, or a comparison in several worlds, adds a slide of its own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from sim.answer.sentences import RANKS, listed
from sim.answer.told import Told
from sim.commands import command
from sim.kpis.base import ALL
from sim.plots.base import Lacking, Made
from sim.plots.sheet import Size
from sim.report.board import LOOSE, checked, commands, untied
from sim.report.clear import aside_of, clear_of, whole_of
from sim.report.content import Book, Row, Scene
from sim.report.deck import BODY, EDGE, LINE, WIDTH, Deck, Series
from sim.report.fitting import height, lines_of
from sim.report.follows import follows, opening
from sim.report.gather import in_order
from sim.report.look import Look
from sim.report.page import facts, measured_first
from sim.wording import UNROUNDED, spaced

BEFORE = 7
"""Slides about one scenario before those of studies and the answers of others; what follows is the last."""
STUDIES = ("turning", "worlds")
"""Exhibits of studies that have a slide each."""
ROWS = 10
"""Lines of a table that have room on a slide."""
SIGNS = "▲ better   ▼ worse   △ higher   ▽ lower   ≈ same for practical purposes   ? unclear yet, may be luck"
LEGEND = f"{SIGNS}. {UNROUNDED}"
SMALL = 0.35
"""Height of a small line [inch]."""
FOUND, LETTERS = 1.25, 24.0
"""Height of the finding on the first slide at most [inch], and its letters [points]."""
TOTALS = ("Cost per day", "Value of customers lost")
"""Rows of the exhibit of cost steps that are no part of the cost."""
MEANS = {
    "fcr": "First-contact resolution: of answered issues, those solved in the first answered contact.",
    "csat": "Satisfied: of closed issues, those that their customer rates as good.",
    "engaged_share": "Engaged: of customers, those whose trust and tie pass a set threshold at the end.",
    "recontact_share": "Recontact: of contacts offered, those about an issue brought up before.",
}
"""What the shares of the slide about customers are of, in a few words; the notes have the definitions."""
COLUMN = XL_CHART_TYPE.COLUMN_CLUSTERED


def slides(
    book: Book, look: Look | None = None, made: Sequence[Made | Lacking] = (), scenario: str | None = None
) -> bytes:
    """Return the report as a PPTX file: eight slides about one scenario, and the answer of each other one.

    Each study of what would turn the answer that was made has a slide of its own.
    made: that scenario's exhibits, whose findings are titles. scenario: its name; the first one where None.
    """
    deck = Deck(book, look or Look(), made)
    scene = next((one for one in book.scenes if one.key == scenario), book.scenes[0])
    deck.scene = _plain(scene)
    _opening(deck, scene)
    _answer(deck, scene)
    _changes(deck, scene)
    _queues(deck, scene)
    _day(deck, scene)
    _money(deck, scene)
    _customers(deck, scene)
    for study in _studies(deck):
        _study(deck, study)
    for other in (one for one in book.scenes if one is not scene):
        deck.scene = _plain(other)
        _answer(deck, other, f"Scenario {_plain(other)}: ")
    deck.scene = _plain(scene)
    _follows(deck, scene)
    target = io.BytesIO()
    deck.file.save(target)
    return target.getvalue()


def _defined(deck: Deck, kpis: Sequence[str]) -> list[str]:
    """Return the definitions of measures, for notes."""
    known = deck.book.judged.kpis
    return [f"{known[kpi].label}: {known[kpi].definition}." for kpi in dict.fromkeys(kpis) if kpi in known]


def _opening(deck: Deck, scene: Scene) -> None:
    """Show the question, in a line what was found, and a few points; the whole answer is in the notes."""
    book, said = deck.book, opening(deck.book, scene)
    found = (f"{words}: {answer}" for words, answer in facts(book))
    notes = [*_more_slides(deck, scene), *said.rest, *book.sure, *found]
    slide = deck.slide(book.heading(deck.look.prefix), notes)
    wide, below = WIDTH - 2 * EDGE, [*_about(deck, scene), *([LOOSE] if untied(book) else [])]
    finding = spaced(said.finding, deck.names)
    tall = min(FOUND, lines_of([finding], wide - 0.1, LETTERS, bold=True) * height(LETTERS) + 0.2)
    high = BODY - tall - (0.9 if deck.look.picture else 0.0) - SMALL * len(below)
    if deck.look.picture:
        slide.shapes.add_picture(io.BytesIO(deck.look.picture), Inches(EDGE), Inches(6.2), height=Inches(0.7))
    deck.text(slide, [finding], (EDGE, 1.45, wide, tall), LETTERS, bold=True)
    if said.points:
        deck.points(slide, [("", said.points, (EDGE, 1.45 + tall, wide, high))], 20.0)
    if below:
        deck.text(slide, below, (EDGE, 1.45 + tall + high, wide, SMALL * len(below)), 14.0)


def _about(deck: Deck, scene: Scene) -> list[str]:
    """Return what the slides are about: of several scenarios which one, and where the others are."""
    others = [_plain(one) for one in deck.book.scenes if one is not scene]
    if not others:
        return []
    first = BEFORE + len(_studies(deck)) + 1
    places = f"slide {first}" if len(others) == 1 else f"slides {first} to {first + len(others) - 1}"
    return [
        f"These slides are about scenario {_plain(scene)}; the answer in {listed(others)} is on {places}."
    ]


def _more_slides(deck: Deck, scene: Scene) -> list[str]:
    """Return the command for all slides of another scenario; nothing where there is none."""
    keys = [one.key for one in deck.book.scenes if one is not scene]
    found = [command("report", deck.book.place, "--formats", "pptx", "--scenario", key) for key in keys[:1]]
    return [f"All slides of another: {one}" for one in found]


def _plain(scene: Scene) -> str:
    """Return a scenario's name as people write it."""
    return scene.name.replace("_", " ")


def _heads(deck: Deck, first: str = "") -> list[str]:
    return [first, *deck.book.policies.values()]


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    """Return rows of a table: the value, and for other policies the sign of its difference."""
    return [[row.label, *(f"{cell.text} {cell.sign}".strip() for cell in row.cells)] for row in rows]


def _answer(deck: Deck, scene: Scene, lead: str = "") -> None:
    rows = scene.table.parts[0][1]
    told = scene.answer[0] if scene.answer else "The answer"
    slide = deck.slide(f"{lead}{spaced(told, deck.names)}", _notes(deck, rows, scene.answer[1:]))
    pair = len(deck.book.policies) == 2 and bool(deck.book.judged.rows)
    heads = [*_heads(deck, "Measure"), *(["Difference"] if pair else [])]
    cells = [
        [*line, f"{row.cells[-1].change} {row.cells[-1].sign}".strip()] if pair else line
        for line, row in zip(_cells(rows), rows, strict=True)
    ]
    deck.table(slide, heads, cells, (EDGE, 1.45, WIDTH - 2 * EDGE, BODY - 0.35))
    deck.text(slide, [LEGEND], (EDGE, 6.65, WIDTH - 2 * EDGE, 0.32), 11.0)


def _notes(deck: Deck, rows: Sequence[Row], told: Sequence[str] = ()) -> list[str]:
    return [*told, *_defined(deck, [row.kpi for row in rows]), *deck.book.sure]


def _changes(deck: Deck, scene: Scene) -> None:
    """Show what gets worse or better beyond luck, worse first; what has no room stands in the notes."""
    told = scene.told
    worse, better = clear_of(scene)
    clear, aside = [*worse, *better], aside_of(scene)
    shown = (clear or aside or whole_of(scene))[:ROWS]
    base = deck.book.policies[told.policies[0]]
    words = f"What gets better or worse beyond luck against {base}" if clear else _nothing(base, aside)
    left = _without_room(worse, better, [row for row in aside if row not in shown])
    named = [f"More that is {key}: {'; '.join(map(_in_a_line, some))}." for key, some in left.items() if some]
    slide = deck.slide(words, [*named, *_notes(deck, shown)])
    heads = ["Measure", *(deck.book.policies[policy] for policy in told.others)]
    skip = len(told.policies) - len(told.others)
    cells = [[row.label, *(f"{c.change} {c.sign}".strip() for c in row.cells[skip:])] for row in shown]
    if len(heads) > 1:
        deck.table(slide, heads, cells, (EDGE, 1.45, WIDTH - 2 * EDGE, BODY - 0.4))
    if more := _more(left):
        deck.text(slide, [more], (EDGE, 6.36, WIDTH - 2 * EDGE, 0.3), 12.0)
    deck.text(slide, [LEGEND], (EDGE, 6.65, WIDTH - 2 * EDGE, 0.32), 11.0)


def _without_room(
    worse: Sequence[Row], better: Sequence[Row], aside: Sequence[Row]
) -> dict[str, Sequence[Row]]:
    """Return the rows that the slide of changes has no room for, by what they are."""
    return {
        "worse": worse[ROWS:],
        "better": better[max(0, ROWS - len(worse)) :],
        "higher or lower without being better or worse": aside,
    }


def _more(left: Mapping[str, Sequence[Row]]) -> str:
    """Return a sentence that counts the rows without room, nothing where there are none."""
    told = listed([f"{len(some)} more {key}" for key, some in left.items() if some])
    return f"And {told}: named in the notes." if told else ""


def _nothing(base: str, aside: Sequence[Row]) -> str:
    """Return the title where nothing is better or worse beyond luck."""
    return f"Nothing {'gets better or worse' if aside else 'differs'} beyond luck against {base}"


def _in_a_line(row: Row) -> str:
    """Return a measure with what each policy changes of it."""
    changes = [f"{one.change} {one.sign}" for one in row.cells if one.sign]
    return f"{row.label} {', '.join(changes)}"


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
        deck.book.policies[policy]: [
            told.value(policy, kpi, *told.part(dimension, member)).value for member in members
        ]
        for policy in told.policies
    }
    return [member.replace("_", " ") or "all" for member in members], series


def _halves(deck: Deck, slide: Any, told: Told, charts: Sequence[tuple[str, str, str]]) -> None:
    """Place two charts of a measure by a dimension side by side, with the goals of queues."""
    wide = (WIDTH - 2 * EDGE - 0.3) / 2
    for place, (title, kpi, dimension) in enumerate(charts):
        found = _by(deck, told, dimension, kpi)
        if found[0]:
            box = (EDGE + place * (wide + 0.3), 1.45, wide, BODY)
            goals = _goals(told, kpi, _members(told, dimension, kpi))
            named = [f"{part}{goal}" for part, goal in zip(found[0], goals, strict=True)]
            deck.chart(slide, title, (named, found[1]), told.kpis[kpi].unit, COLUMN, box)


def _goals(told: Told, kpi: str, queues: Sequence[str]) -> list[str]:
    """Return in words the goal of each queue for a measure, as it stands behind its name."""
    known = {one.queue: f" (goal {100.0 * one.share:g} %)" for one in told.targets() if one.kpi == kpi}
    return [known.get(queue, "") for queue in queues]


def _queues(deck: Deck, scene: Scene) -> None:
    rest = scene.answer[1:]
    missed = [text for text in rest if "misses" in text or "unclear yet whether" in text]
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
            goals = _goal_of_all(scene.told, kpi) * len(found[0])
            deck.chart(slide, title, found, "share", LINE, box, goals)


def _goal_of_all(told: Told, kpi: str) -> list[float | None]:
    """Return the goal that all queues share; nothing where a measure has none, or they differ."""
    goals = {one.share for one in told.targets() if one.kpi == kpi}
    return [*goals] if len(goals) == 1 else []


def _money(deck: Deck, scene: Scene) -> None:
    """Show what the cost is made of, and how busy agents are; what the answer says of it is in the notes."""
    told = scene.told
    said = [text for text in scene.answer if "cost" in text.lower() and any(sign.isdigit() for sign in text)]
    slide = deck.slide(
        _titled(deck, "cost_steps", "What it costs, and how busy agents are"),
        [*said, *_defined(deck, ["cost", "staff_cost", "occupancy"])],
    )
    wide = (WIDTH - 2 * EDGE - 0.3) / 2
    title, steps = _cost_steps(deck, told)
    deck.chart(slide, title, steps, "money", COLUMN, (EDGE, 1.45, wide, BODY))
    found = _by(deck, told, "group", "occupancy")
    if found[0]:
        box = (EDGE + wide + 0.3, 1.45, wide, BODY)
        deck.chart(slide, "Occupancy by group of agents", found, "share", COLUMN, box)


def _cost_steps(deck: Deck, told: Told) -> tuple[str, tuple[list[str], Series]]:
    """Return by policy what the cost per day is made of, or the cost alone where no exhibit says so."""
    names = [deck.book.policies[policy] for policy in told.policies]
    made = next((one for one in deck.made if one.name == "cost_steps" and isinstance(one, Made)), None)
    if made is None:
        total = [[told.value(policy, "cost").value] for policy in told.policies]
        return "Cost per day", (["Cost per day"], dict(zip(names, total, strict=True)))
    rows = [row for row in made.table.rows if row[0] not in TOTALS]
    amounts = {
        label: [cell if isinstance(cell, float) else None for cell in column]
        for label, column in zip(
            names, zip(*(row[1 : len(names) + 1] for row in rows), strict=True), strict=True
        )
    }
    return "Cost per day, by what it pays for", ([str(row[0]) for row in rows], amounts)


def _customers(deck: Deck, scene: Scene) -> None:
    told = scene.told
    kpis = [kpi for kpi in ("fcr", "csat", "engaged_share", "recontact_share") if _members(told, ALL, kpi)]
    best, _ = RANKS[0]
    buys = [text for text in scene.answer[1:] if " buys: " in text or text.startswith(best)]
    slide = deck.slide(buys[0] if buys else "What becomes of customers", _defined(deck, kpis))
    series = {
        deck.book.policies[policy]: [told.value(policy, kpi).value for kpi in kpis]
        for policy in told.policies
    }
    labels = [told.kpis[kpi].label for kpi in kpis]
    deck.chart(
        slide,
        "What share of customers, issues or contacts",
        (labels, series),
        "share",
        COLUMN,
        (EDGE, 1.45, WIDTH - 2 * EDGE, BODY - 0.5),
    )
    deck.text(slide, [" ".join(MEANS[kpi] for kpi in kpis)], (EDGE, 6.3, WIDTH - 2 * EDGE, 0.7), 12.0)


def _studies(deck: Deck) -> list[Made]:
    """Return the exhibits of studies that this result has."""
    return [one for one in deck.made if one.name in STUDIES and isinstance(one, Made)]


def _study(deck: Deck, study: Made) -> None:
    """Show what would turn the answer, or what several worlds say, as the page draws it."""
    slide = deck.slide(study.title, [study.question, study.alt, study.note])
    size = Size(WIDTH - 2 * EDGE, BODY, 12.0, 18.0, 9.0, 0.05, 3)
    at = Inches(EDGE), Inches(1.45), Inches(size.width)
    shape = slide.shapes.add_picture(io.BytesIO(study.bare(size)), *at)
    shape._element.nvPicPr.cNvPr.set("descr", study.alt)


def _follows(deck: Deck, scene: Scene) -> None:
    """Show what follows: for what and at what price, what is open, what to measure first, what to do next."""
    book = deck.book
    first = [words for words, _ in measured_first(book)]
    method = [f"{one.words}: {one.answer}" for _, items in book.stress for one in items]
    notes = [*([f"Measure first: {'; '.join(first)}."] if first else []), *commands(book, scene), *method]
    slide = deck.slide("What follows, what is open, and what to do next", notes)
    known = checked(book)
    wide, high = (WIDTH - 2 * EDGE - 0.3) / 2, BODY - SMALL * len(known)
    parts = follows(book, scene)
    upper, lower = deck.row_shares([parts[:2], parts[2:]], wide)
    rows = (1.4, high * upper - 0.1), (1.4 + high * upper, high * lower - 0.1)
    boxes = [(left, top, wide, tall) for top, tall in rows for left in (EDGE, EDGE + wide + 0.3)]
    deck.points(slide, [(*part, box) for part, box in zip(parts, boxes, strict=True)], 15.0)
    if known:
        deck.text(slide, known, (EDGE, 1.4 + high, wide * 2 + 0.3, SMALL * len(known)), 12.0)

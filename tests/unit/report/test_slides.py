"""Test the slides: eight that can be edited, numbers in their charts, and every text within its box."""

import builtins
import json
from contextlib import nullcontext

import pytest
from hostile_shop import HEBREW, LINK, LONG, TAG
from typer.testing import CliRunner

from sim.cli import app
from sim.report.build import NO_SLIDES, Studio, files_of
from sim.report.fitting import CELL, fitted, height, laid_out, lines_of, shortened
from sim.report.gather import gather
from sim.report.look import Look
from sim.reporting.stored import open_result

pytestmark = pytest.mark.slow
pptx = pytest.importorskip("pptx", reason="slides are made with the extra `slides`")


@pytest.fixture(scope="module")
def deck(plain_result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    done = CliRunner().invoke(app, ["report", str(plain_result), "--formats", "pptx", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    return pptx.Presentation(folder / "slides.pptx")


def shapes(deck, kind):
    return [shape for slide in deck.slides for shape in slide.shapes if getattr(shape, f"has_{kind}")]


def test_there_are_eight_slides_and_one_for_each_further_scenario_with_titles_notes_tables_and_charts(deck):
    assert len(deck.slides) == 8 + 1
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text
    assert len(shapes(deck, "table")) >= 2
    charts = [shape.chart for shape in shapes(deck, "chart")]
    assert len(charts) >= 6
    for chart in charts:
        for series in chart.plots[0].series:
            assert series.values
            assert all(value is None or isinstance(value, float) for value in series.values)


def test_slides_say_which_scenario_they_are_about_and_where_the_others_are(deck, plain_result, tmp_path):
    texts = [[s.text_frame.text for s in slide.shapes if s.has_text_frame] for slide in deck.slides]
    scenarios = json.loads((plain_result / "result.json").read_text("utf-8"))["scenarios"]
    first, second = (name.replace("_", " ") for name in scenarios)
    about = f"These slides are about scenario {first}; the answer in {second} is on slide 8. "
    assert any(text.startswith(about.strip()) for text in texts[0])
    assert f"--scenario {scenarios[1]}\n" in deck.slides[0].notes_slide.notes_text_frame.text
    assert texts[7][0].startswith(f"Scenario {second}: ")
    for place, told in enumerate(texts):
        assert any(f"· scenario {second if place == 7 else first} ·" in text for text in told), told
    options = ("--formats", "pptx", "--out", str(tmp_path), "--scenario")
    done = CliRunner().invoke(app, ["report", str(plain_result), *options, scenarios[1]])
    assert done.exit_code == 0, done.output
    other = pptx.Presentation(tmp_path / "slides.pptx").slides[0]
    assert any(f"about scenario {second};" in s.text_frame.text for s in other.shapes if s.has_text_frame)
    error = CliRunner().invoke(app, ["report", str(plain_result), *options, "tomorow"]).exception
    assert str(error).startswith("--scenario: is none of this result (got tomorow; allowed ")


def test_names_are_text_on_slides(deck):
    cells = {
        cell.text_frame.text for one in shapes(deck, "table") for row in one.table.rows for cell in row.cells
    }
    assert HEBREW in cells or any(text.startswith(HEBREW[:8]) for text in cells)
    assert any(text == LONG or (text.startswith(LONG[:12]) and text.endswith("…")) for text in cells)
    categories = {name for one in shapes(deck, "chart") for name in one.chart.plots[0].categories}
    assert all(any(name.startswith(words) for name in categories) for words in (TAG, LINK))
    links = [run for one in shapes(deck, "text_frame") for p in one.text_frame.paragraphs for run in p.runs
             if run.hyperlink.address]  # fmt: skip
    assert not links


def test_every_text_fits_its_box_and_every_shape_its_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
    for shape in shapes(deck, "text_frame"):
        texts = [paragraph.text for paragraph in shape.text_frame.paragraphs]
        points = shape.text_frame.paragraphs[0].runs[0].font.size.pt
        lines = lines_of(texts, shape.width.inches - 0.1, points)
        assert lines * height(points) <= shape.height.inches + 0.01, texts


NAMES = [f"{word} the target and ask every customer {word.lower()} before the end" for word in
         ("Keep", "Drop", "Move", "Hold", "Lift")]  # fmt: skip


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("rows", [3, 11])
def test_long_names_stand_whole_in_a_table_that_fits_its_box(count, rows):
    label = "Within 1 min, specialist desk for lending and unresolved complaints (goal 80 %)"
    cells = [["Measure", *NAMES[:count]], *[[label, *["12,607 EUR ≈"] * count]] * rows]
    wide = [4.2, *[8.1 / count] * count]
    laid = laid_out(cells, wide, 4.95)
    assert sum(laid.high) <= 4.95 + 1e-6
    assert laid.points >= 9.0
    for at, line in enumerate(cells):
        for inches, text in zip(wide, line, strict=True):
            assert shortened(text, inches - CELL, laid.points, laid.most[at], bold=at == 0) == text
        assert laid.most[at] * height(laid.points) <= laid.high[at]


def test_a_table_without_room_for_its_names_cuts_them_and_keeps_its_box():
    laid = laid_out([["Measure", "word " * 99], *[["a long label " * 9, "1"]] * 16], [2.0, 2.0], 4.95)
    assert sum(laid.high) <= 4.95 + 1e-6
    assert laid.points == 9.0


def test_a_long_heading_above_points_stands_on_several_lines_and_pushes_them_down(plain_result):
    from sim.report.deck import Deck

    deck = Deck(gather(open_result(plain_result), lambda _: None), Look(), ())
    slide = deck.slide("Title", [])
    head = f"Instead of {NAMES[0]} of a talk that lasts"
    parts = [(head, ["A point."], (0.5, 1.4, 6.0, 2.0)), ("Short", ["A point."], (7.0, 1.4, 6.0, 2.0))]
    deck.points(slide, parts, 15.0)
    boxes = {shape.text_frame.text: shape for shape in slide.shapes if shape.has_text_frame}
    above, below = boxes[head], next(shape for shape in slide.shapes if shape.text_frame.text == "A point.")
    points = above.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = lines_of([head], above.width.inches - 0.1, points, bold=True)
    assert lines > 1
    assert lines * height(points) <= above.height.inches
    assert above.top + above.height <= below.top
    assert above.height > boxes["Short"].height


def test_a_text_without_room_is_cut_and_a_short_one_is_not():
    words = ["word " * 400]
    told, points = fitted(words, 4.0, 1.0, 20.0)
    assert points == 9.0
    assert told[0].endswith("…")
    assert lines_of(told, 4.0, points) * height(points) <= 1.0
    assert fitted(["short"], 4.0, 1.0, 20.0) == (["short"], 20.0)
    assert shortened("short", 4.0, 12.0, 1) == "short"


def test_the_slide_of_changes_begins_with_what_gets_worse_and_counts_the_rest(plain_result):
    from sim.report.clear import aside_of, clear_of
    from sim.report.deck import Deck
    from sim.report.slides import ROWS, _changes

    book = gather(open_result(plain_result), lambda _: None)
    scene = book.scenes[0]
    (grid, *more), worse = scene.grids["change"], {"service_level", "cost"}
    rows = [
        row._replace(
            cells=(row.cells[0], row.cells[1]._replace(verdict="worse" if row.kpi in worse else "better"))
        )
        for row in grid.parts[0][1]
    ]
    changed = scene._replace(
        grids={**scene.grids, "change": (grid._replace(parts=(("", tuple(rows)),)), *more)}
    )
    bad, good = clear_of(changed)
    assert {row.kpi for row in bad} >= worse
    assert len(bad) + len(good) > ROWS
    deck = Deck(book, Look(), ())
    _changes(deck, changed)
    (slide,) = deck.file.slides
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    shown = [table.cell(place, 0).text_frame.text for place in range(1, ROWS + 1)]
    wanted = [row.label for row in (*bad, *good)][:ROWS]
    assert all(text.startswith(label[:20]) for text, label in zip(shown, wanted, strict=True))
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    left = len(bad) + len(good) - ROWS
    aside = aside_of(changed)
    tail = f" and {len(aside)} more higher or lower without being better or worse" if aside else ""
    assert f"And {left} more better{tail}: named in the notes." in texts
    notes = slide.notes_slide.notes_text_frame.text
    for row in (*good[-left:], *aside):
        assert row.label in notes.split("\n")[0 if row in good else 1]


@pytest.mark.parametrize(("name", "told"), [("pptx", True), ("lxml", False)])
def test_only_the_missing_library_of_slides_is_told_as_missing(monkeypatch, name, told):
    def absent(path, *more, **named):
        if path == "sim.report.slides":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return before(path, *more, **named)

    said: list[str] = []
    studio = Studio(None, {})
    before = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", absent)
    with nullcontext() if told else pytest.raises(ModuleNotFoundError, match=name):
        assert list(files_of(studio, ["pptx"], Look(), said.append)) == []
    assert (said == [NO_SLIDES]) is told

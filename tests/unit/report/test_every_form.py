"""Test that every form of a report says what a reader must not miss: its house, and what it is tied to."""

import html

import openpyxl
import pytest
from typer.testing import CliRunner

from sim import outlets
from sim.answer.measured import UNTIED
from sim.cli import app
from sim.report.board import LOOSE

pytestmark = pytest.mark.slow
pptx = pytest.importorskip("pptx", reason="slides are made with the extra `slides`")
HOUSE = "Hart & Partners"


@pytest.fixture(scope="module")
def themed(plain_result, tmp_path_factory):
    """A report in every form, with a house's words before its title."""
    folder = tmp_path_factory.mktemp("themed")
    theme = folder / "theme.yaml"
    theme.write_text(f"title_prefix: {HOUSE}\n", "utf-8")
    options = ("--formats", "html,md,xlsx,pptx,svg", "--theme", str(theme), "--out", str(folder))
    done = CliRunner().invoke(app, ["report", str(plain_result), *options])
    assert done.exit_code == 0, done.output
    return folder


def test_every_form_says_that_nothing_ties_its_figures_to_a_real_centre(themed):
    page = html.unescape((themed / "report.html").read_text("utf-8"))
    first_screen = page.partition('<section id="answer"')[2].partition("</section>")[0]
    assert UNTIED in first_screen
    assert first_screen.index(UNTIED) > first_screen.index("±: 95 % interval")
    assert outlets.markdown(UNTIED) in (themed / "report.md").read_text("utf-8").partition("<details>")[0]
    answer = openpyxl.load_workbook(themed / "tables.xlsx")["Answer"]
    assert UNTIED in [cell.value for cell in answer["A"]]
    deck = pptx.Presentation(themed / "slides.pptx")
    first, last = (
        [p.text for s in deck.slides[at].shapes if s.has_text_frame for p in s.text_frame.paragraphs]
        for at in (0, len(deck.slides) - 1)
    )
    assert LOOSE in first
    assert LOOSE in last


def test_every_title_begins_with_the_words_of_the_house(themed):
    page = html.unescape((themed / "report.html").read_text("utf-8"))
    assert f"<h1>{HOUSE}: Shop" in page
    assert f"<title>{HOUSE}: Shop" in page
    assert (themed / "report.md").read_text("utf-8").startswith(f"# {outlets.markdown(HOUSE)}: Shop")
    book = openpyxl.load_workbook(themed / "tables.xlsx")
    deck = pptx.Presentation(themed / "slides.pptx")
    opening = deck.slides[0].shapes.title.text_frame.text
    drawn = sorted((themed / "exhibits").glob("*.svg"))
    assert drawn
    for one in drawn:
        assert f"<!-- {HOUSE}: " in html.unescape(one.read_text("utf-8")), one.name
    for title in (book["Answer"]["A1"].value, book.properties.title, opening, deck.core_properties.title):
        assert title.startswith(f"{HOUSE}: Shop"), title


def test_the_answer_of_the_workbook_has_differences_in_the_unit_of_its_values_and_the_staff(themed):
    sheet = openpyxl.load_workbook(themed / "tables.xlsx")["Answer"]
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    shares = [row for row in rows if len(row) == 7 and row[1].value == "%"]
    assert shares
    for row in shares:
        *_, base, value, apart, half, _ = row
        assert apart.value == pytest.approx(value.value - base.value)
        assert base.number_format == "0.0%"
        assert apart.number_format == "+0.0%;-0.0%;0.0%"
        assert half.number_format == "0.0%"
    staff = [row for row in rows if row and row[0].value == "Staff on payroll, FTE"]
    assert len(staff) == 2
    for row in staff:
        base, value, apart = (cell.value for cell in row[2:5])
        assert base > 0
        assert apart == value - base


def test_the_slide_of_changes_says_how_many_have_no_room():
    from sim.report.content import Row
    from sim.report.slides import ROWS, _more, _without_room

    some = [Row(str(place), ()) for place in range(ROWS + 2)]
    assert _more(_without_room(some[:3], some[: ROWS - 3], [])) == ""
    assert _more(_without_room(some[:3], some[:ROWS], [])) == "And 3 more better: named in the notes."
    told = _more(_without_room(some, some[:1], some[:1]))
    assert told.startswith("And 2 more worse, 1 more better and 1 more higher or lower")

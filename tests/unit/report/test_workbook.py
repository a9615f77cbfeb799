"""Test how a workbook looks: heads and numbers have room, it prints page by page, charts speak in words."""

import io
import json
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest
from hostile_shop import LONG
from typer.testing import CliRunner

from sim.cli import app
from sim.report.content import Book
from sim.report.look import Look
from sim.report.pen import LINE, Pen, axis_format, excel_format
from sim.report.voice import Voice
from sim.report.workbook import APART


@pytest.fixture(scope="module")
def book(plain_result, tmp_path_factory):
    """The workbook of the small centre, in which names of queues and the like are drawn in capitals."""
    folder = tmp_path_factory.mktemp("workbook")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Book, "words", lambda _, text: text.upper())
        done = CliRunner().invoke(
            app, ["report", str(plain_result), "--formats", "xlsx", "--out", str(folder)]
        )
    assert done.exit_code == 0, done.output
    return openpyxl.load_workbook(folder / "tables.xlsx")


@pytest.fixture
def pen():
    """A pen that writes into memory."""
    about = SimpleNamespace(heading=str, voice=Voice(currency="EUR"))
    return Pen(about, Look(), io.BytesIO())


def test_a_row_of_heads_is_as_high_as_its_longest_label_needs(book):
    for sheet in (book["Answer"], book["Charts 1"]):
        heads = [cell for row in sheet for cell in row if cell.value == LONG.strip()]
        assert heads
        for cell in heads:
            wide = sheet.column_dimensions["C" if sheet.title == "Answer" else "B"].width
            lines = len(LONG) / wide
            assert sheet.row_dimensions[cell.row].height >= LINE * lines


def test_heads_above_numbers_stand_where_the_numbers_do_and_words_keep_a_distance(book):
    sheet = book["Answer"]
    heads = {cell.value: cell.alignment for row in sheet for cell in row if cell.font.b and cell.column > 2}
    assert {heads[words].horizontal for words in (LONG.strip(), "difference", "±")} == {"right"}
    verdicts = [cell for row in sheet for cell in row if cell.value in ("same", "better", "worse", "unclear")]
    assert verdicts
    for alignment in (heads["verdict"], *(cell.alignment for cell in verdicts)):
        assert (alignment.horizontal, alignment.indent) == ("left", 1.0)


def test_every_difference_has_its_sign(book):
    sheet = book["Answer"]
    columns = {cell.column for row in sheet for cell in row if cell.value == "difference"}
    forms = {
        cell.number_format
        for row in sheet
        for cell in row
        if cell.column in columns and cell.data_type == "n"
    }
    assert len(forms - {"General"}) >= 3
    assert all(form.startswith("+") for form in forms - {"General"})


def test_a_difference_is_the_value_less_the_baselines_in_one_unit(book):
    sheet = book["Answer"]
    heads = [row for row in sheet if any(cell.value == "difference" for cell in row)]
    assert heads
    shares = 0
    for head in heads:
        where = next(cell.column for cell in head if cell.value == "difference")
        for row in sheet.iter_rows(min_row=head[0].row + 1):
            base, value, apart, half = (row[column].value for column in (2, where - 2, where - 1, where))
            if not row[0].value or base is None:
                break
            if isinstance(apart, int | float):
                assert apart == pytest.approx(value - base, abs=1e-9), row[0].value
            if row[1].value == "%":
                shares += 1
                assert row[where - 1].number_format == "+0.0%;-0.0%;0.0%"
                assert half is None or row[where].number_format == "0.0%"
    assert shares > 2
    assert any(row[0].value == APART for row in sheet)


def test_what_was_entered_and_shown_are_numbers_with_their_units(result):
    sheet = openpyxl.load_workbook(result / "tables.xlsx")["Entered and shown"]
    known = json.loads((result / "result.json").read_text("utf-8"))["reconciliation"]
    heads, *rows = sheet.iter_rows()
    assert [cell.value for cell in heads] == ["Figure", "Unit", "Entered", "The run shows", "Differs"]
    assert len(rows) == len(known)
    formats = {}
    for row, one in zip(rows, known, strict=True):
        for cell, value in ((row[2], one["entered"]), (row[3], one["shown"])):
            assert cell.value == (None if value is None else pytest.approx(value))
            if value is not None:
                formats.setdefault(one["unit"], set()).add(cell.number_format)
    assert formats["share"] == {"0.0%"}
    assert formats["s"] == {"#,##0.0"}


def test_every_sheet_prints_as_wide_as_a_page_and_long_ones_with_their_heads(book):
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title.startswith("Charts"):
            continue
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert str(sheet.page_setup.fitToHeight) == "0"
        if sheet.freeze_panes:
            assert sheet.print_title_rows == "$1:$1", sheet.title
    assert book["Differences"].freeze_panes


def test_a_number_without_room_is_written_as_a_power_of_ten(pen):
    sheet = pen.table("Huge", pl.DataFrame({"variance_reduction": [3.4, 3.4e26], "unit": ["", ""]}))
    plain, huge = (sheet.table[row][0].format for row in (1, 2))
    assert plain is pen.number("per_day")
    assert huge is pen.number("")


def test_charts_have_words_for_names_and_only_what_is_read_as_a_whole_ends_at_it(book):
    sheet = book["Charts 1"]
    tops = {}
    for chart in sheet._charts:
        first = chart.series[0].cat.strRef or chart.series[0].cat.numRef
        place, _, _ = first.f.rpartition("!")[2].replace("$", "").partition(":")
        assert sheet[place].value == sheet[place].value.upper()
        words = "".join(run.t for run in chart.title.tx.rich.p[0].r)
        tops[words] = chart.y_axis.scaling.max
    assert tops["Service level by queue"] == 1
    assert tops["Abandoned by queue"] is None


def test_no_page_cuts_a_chart(book):
    sheet = book["Charts 1"]
    assert sheet.page_setup.scale < 100
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    for chart in sheet._charts:
        assert not [row for row in breaks if chart.anchor._from.row < row <= chart.anchor.to.row]
    assert max(chart.anchor.to.row for chart in sheet._charts) < breaks[-1]


def test_money_has_the_currency_of_the_theme_on_its_side_and_no_sign_between_thousands_that_it_has_not():
    plain, before = Voice(currency="EUR"), Voice(symbol="€", currency="EUR", before=True)
    forms = [axis_format("money", SimpleNamespace(voice=one)) for one in (plain, before)]
    assert forms == ['#,##0 "EUR"', '"€"#,##0']
    bare = SimpleNamespace(voice=Voice(currency="EUR", thousands=""))
    assert excel_format("money", bare) == '0.00 "EUR"'
    assert excel_format("s", bare) == "0.0"
    assert axis_format("share", bare) == "0%"


def test_figures_that_were_entered_begin_with_a_capital(result):
    figures = [
        cell.value for cell in openpyxl.load_workbook(result / "tables.xlsx")["Entered and shown"]["A"]
    ]
    assert len(figures) > 4
    assert all(words[:1].isupper() for words in figures)

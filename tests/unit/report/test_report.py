"""Test the report command: what it leaves, what it refuses, and that nobody's file is lost."""

import hashlib
import json
import re
import shutil

import openpyxl
import pytest
from hostile_shop import HEBREW, LINK, LONG, NAMES, TAG
from typer.testing import CliRunner

from sim import outlets
from sim.cli import app
from sim.errors import GoodwillError, ResultError
from sim.reporting.stored import read_result

pytestmark = pytest.mark.slow


def report(*words):
    return CliRunner().invoke(app, ["report", *map(str, words)])


@pytest.fixture
def copy(result, tmp_path):
    """A result of one's own to damage."""
    return shutil.copytree(result, tmp_path / "shop")


def test_markdown_holds_every_text_as_text(result):
    text = (result / "report.md").read_text("utf-8")
    assert "<script" not in text
    assert "@team" not in text
    assert outlets.markdown(HEBREW) in text
    assert outlets.markdown(LONG.strip()) in text
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert len(tables) > 10
    for table in tables:
        bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()}
        assert len(bars) == 1, table


def test_markdown_signs_are_escaped_at_the_start_and_within():
    assert outlets.markdown("1. a") == "&#49;. a"
    assert outlets.markdown("- a|b") == "&#45; a\\|b"
    assert outlets.markdown("a\\|b") == "a\\\\\\|b"
    assert outlets.markdown("12.5 %") == "12.5 %"


def test_the_workbook_has_numbers_as_numbers_and_texts_as_texts(result):
    book = openpyxl.load_workbook(result / "tables.xlsx")
    for sheet in book:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n"}, sheet.title
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    measures = book["Measures"]
    assert measures.freeze_panes == "A2"
    heads = [cell.value for cell in measures[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in measures.iter_rows(min_row=2)]
    content = json.loads((result / "result.json").read_text("utf-8"))
    assert len(rows) == len(content["estimates"])
    formats = {}
    for row, known in zip(rows, content["estimates"], strict=True):
        assert row["kpi"].value == known["kpi"]
        if known["value"] is None:
            assert row["value"].value is None
            continue
        assert row["value"].value == pytest.approx(known["value"])
        formats.setdefault(row["unit"].value, set()).add(row["value"].number_format)
    assert formats["share"] == {"0.0%"}
    assert formats["money"] == {'#,##0.00 "EUR"'}
    names = {row["member"].value for row in rows}
    assert {TAG, LINK, NAMES["repairs"]} <= names
    assert {row["policy_label"].value for row in rows} == {LONG.strip(), HEBREW}


def test_charts_of_the_workbook_refer_to_filled_cells(result):
    book = openpyxl.load_workbook(result / "tables.xlsx")
    charts = [chart for sheet in book for chart in sheet._charts]
    assert len(charts) >= 8
    for chart in charts:
        for series in chart.series:
            sheet, _, cells = series.val.numRef.f.rpartition("!")
            first, _, last = cells.replace("$", "").partition(":")
            area = book[sheet.strip("'")][f"{first}:{last or first}"]
            found = [cell.value for row in area for cell in row]
            assert found
            assert all(isinstance(value, int | float) for value in found), (sheet, cells)


def test_a_report_that_somebody_edited_is_kept_and_a_new_one_takes_its_place(copy):
    (copy / "report.md").write_text("my own words", "utf-8")
    done = report(copy, "--formats", "md")
    assert done.exit_code == 0, done.output
    assert (copy / "report.kept-1.md").read_text("utf-8") == "my own words"
    assert "report.kept-1.md" in done.stderr
    again = report(copy, "--formats", "md")
    assert "Kept" not in again.stderr
    assert report(copy, "--formats", "md", "--out", copy / "else").exit_code == 0
    assert (copy / "else/report.md").read_bytes() == (copy / "report.md").read_bytes()


def test_what_cannot_be_reported_is_refused(copy, tmp_path):
    error = report(copy, "--formats", "html,docx").exception
    assert isinstance(error, GoodwillError)
    assert str(error).startswith("--formats: is no form of a report (got docx; allowed html,")
    error = report(tmp_path / "nothing").exception
    assert isinstance(error, ResultError)
    assert "is no whole result of this version of Goodwill (there is no such folder). Name" in str(error)
    above, file = report(copy.parent).exception, report(copy / "result.json").exception
    assert str(above).endswith(f"(no result.json in it). Did you mean {copy}?")
    assert "(it is a file). If it is a scenario: goodwill run" in str(file)
    listing, file = copy / "files.sha256", copy / "result.json"
    before, content = file.read_bytes(), json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**content, "schema_version": 9}), "utf-8")
    old, new = (hashlib.sha256(some).hexdigest() for some in (before, file.read_bytes()))
    listing.write_text(listing.read_text("utf-8").replace(old, new), "utf-8")
    assert str(report(copy).exception) == (
        f"{copy}: result.json is of another version (got schema_version 9; allowed 1). Run again with this "
        "version, or read it with the one that wrote it."
    )


def test_a_table_that_was_changed_since_is_not_reported(copy):
    (copy / "waits.csv").write_text("scenario\n", "utf-8")
    assert str(report(copy).exception) == (
        f"{copy}: waits.csv is not what the run wrote (its SHA-256 differs from the one in files.sha256). "
        "Run again, or put the file back."
    )


def test_a_report_takes_what_the_run_wrote_and_that_is_what_judging_anew_gives(result):
    anew, written = (read_result(result, lambda _: None, anew=anew)[0] for anew in (True, False))
    shared = [name for name in anew.found.columns if name not in ("half_width", "n")]
    order = ["scenario", "policy", "dimension", "member", "kpi"]
    one, other = (judged.found.select(shared).sort(order) for judged in (anew, written))
    assert one.height > 1000
    assert one.equals(other)
    assert list(written.rows) == list(anew.rows)
    assert written.notice == anew.notice

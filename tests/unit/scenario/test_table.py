"""Check curves out of CSV tables: how rows meet opening hours, and what a table may not hold."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
import xlsxwriter

from sim.scenario.source import parse
from sim.scenario.table import resolve
from sim.scenario.tree import Mark, Source

SCENARIO = """\
clock: {open: {mon-tue: 08:00-09:00, sat: 08:00-08:30}, interval: 30m}
contacts:
  a: {volume: {file: t.csv, column: calls}}
on_duty:
  g: {file: t.csv, column: agents}
"""
HEAD = "weekday,start,calls,agents\n"
ROWS = "mon-tue,08:00,5,1\nmon-tue,08:30,6.5,2\nsat,08:00,1e1,3\n"


def resolved(folder: Path, table: str, scenario: str = SCENARIO) -> Source:
    (folder / "t.csv").write_text(table)
    return resolve(parse(scenario, "s.yaml").tree, folder / "s.yaml")


def test_a_reference_becomes_one_list_per_weekday(tmp_path: Path) -> None:
    source = resolved(tmp_path, HEAD + ROWS)
    assert not source.problems
    assert source.tree.value["contacts"]["a"]["volume"] == {"mon": [5, 6.5], "tue": [5, 6.5], "sat": [10]}
    assert source.tree.value["on_duty"]["g"] == {"mon": [1, 2], "tue": [1, 2], "sat": [3]}


def test_every_number_keeps_its_row_and_column(tmp_path: Path) -> None:
    marks = resolved(tmp_path, HEAD + ROWS).tree.marks
    assert marks[("contacts", "a", "volume", "tue", 1)] == Mark(str(tmp_path / "t.csv"), 3, 3)


def test_rows_may_stand_in_any_order_and_zeros_outside_the_hours_are_left_out(tmp_path: Path) -> None:
    table = HEAD + "sun,08:00,0,0\nsat,08:30,0,0\n" + "".join(reversed(ROWS.splitlines(keepends=True)))
    source = resolved(tmp_path, table)
    assert not source.problems
    assert source.tree.value["contacts"]["a"]["volume"] == {"mon": [5, 6.5], "tue": [5, 6.5], "sat": [10]}


def book(folder: Path, rows: list[list[object]]) -> Source:
    """Return what a scenario makes of the table in a workbook; times of day are cells of their kind."""
    with xlsxwriter.Workbook(folder / "t.xlsx") as made:
        sheet, clock = made.add_worksheet(), made.add_format({"num_format": "hh:mm"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, *([clock] if isinstance(cell, time) else []))
    text = SCENARIO.replace("t.csv", "t.xlsx")
    return resolve(parse(text, "s.yaml").tree, folder / "s.yaml")


def test_a_workbook_is_read_as_the_table_on_its_first_sheet(tmp_path: Path) -> None:
    head = HEAD.strip().split(",")
    rows = [head, ["mon-tue", time(8), 5, 1], [], ["mon-tue", time(8, 30), 6.5, 2], ["sat", "08:00", 10, 3]]
    source = book(tmp_path, rows)
    assert not source.problems
    assert source.tree.value["contacts"]["a"]["volume"] == {"mon": [5, 6.5], "tue": [5, 6.5], "sat": [10]}
    at = source.tree.marks[("contacts", "a", "volume", "tue", 1)]
    assert at == Mark(str(tmp_path / "t.xlsx"), 4, 3)  # the row of the sheet, the empty one counted


def test_what_a_workbook_may_not_hold_is_named_by_its_row(tmp_path: Path) -> None:
    rows = [HEAD.strip().split(","), ["mon-tue", time(8), 5, 1], ["mon-tue", "half past", 6.5, 2]]
    (problem, *_) = book(tmp_path, rows).problems
    assert (problem.line, problem.column) == (3, 2)
    assert "is not a time of day (got half past" in problem.text


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text(HEAD + ROWS)
    source = resolve(parse(SCENARIO.replace("t.csv", "t.xlsx"), "s.yaml").tree, tmp_path / "s.yaml")
    assert source.problems[0].text.startswith("t.xlsx is no workbook (got other content; allowed .xlsx)")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (HEAD, "has no rows"),
        ("", r"does not have one column weekday \(got none yet"),
        ("weekday,calls,agents\nmon,1,1\n", "does not have one column start"),
        ("weekday,start,agents\nmon,08:00,1\n", r"is not one column of .*got calls; allowed agents"),
        ("weekday;start;calls;agents\n", "is separated by semicolons"),
        (HEAD + ROWS + "mon,08:00,5,1\n", r"has two rows for mon 08:00 \(got lines 2 and 5"),
        (HEAD + "mon,08:00,5,1\n", r"has 4 intervals without a row, first mon 08:30"),
        (HEAD + ROWS + "sun,08:00,5,1\n", "is above zero at sun 08:00"),
        (HEAD + ROWS.replace("6.5", "-6"), r"has no number at mon 08:30 \(got -6"),
        (HEAD + ROWS.replace("6.5", ""), r"has no number at mon 08:30 \(got \"\""),
        (HEAD + ROWS.replace("sat", "saturday"), "has a weekday that is not a weekday"),
        (HEAD + ROWS.replace("08:30", "8.30"), "has a start that is not a time of day"),
        (HEAD + ROWS + "sat,08:00\n", r"has a row of another length \(got 2 cells; allowed 4\)"),
        (HEAD + 'mon,"08:00,5,1\n', "is not a CSV table"),
        (HEAD + "mon,08:00,5,1\n" * 3 + "\0", "is not a CSV table|has two rows"),
    ],
)
def test_an_unsound_table_is_refused(tmp_path: Path, table: str, words: str) -> None:
    source = resolved(tmp_path, table)
    assert [problem.text for problem in source.problems if re.search(words, problem.text)]


def test_every_bad_cell_of_a_column_is_reported_once(tmp_path: Path) -> None:
    source = resolved(tmp_path, HEAD + ROWS.replace("6.5", "few").replace("1e1", "many"))
    assert [problem.line for problem in source.problems] == [3, 4]


def test_a_decimal_comma_is_named_and_many_of_them_are_counted(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("mon-tue: 08:00-09:00, sat: 08:00-08:30", "mon-fri: 00:00-12:00")
    rows = "".join(f'mon-fri,{half // 2:02d}:{half % 2 * 30:02d},"{half},5",1\n' for half in range(24))
    found = resolved(tmp_path, HEAD + rows, scenario).problems
    assert [problem.line for problem in found] == list(range(2, 22))
    assert found[0].text.endswith("(got 0,5; allowed 0 or more). Write 0.5.")
    assert found[-1].text.endswith("Write 19.5. And 4 more rows like these.")


def test_rows_between_two_intervals_are_named_before_rows_that_are_missing(tmp_path: Path) -> None:
    (problem,) = resolved(tmp_path, HEAD + "mon-tue,08:15,5,1\nmon-tue,08:30,6,2\n").problems[:1]
    assert problem.text.startswith("has 2 starts between two intervals, first mon 08:15 (got 08:15;")


@pytest.mark.parametrize(
    "reference", ["{file: t.csv}", "{file: t.csv, column: 5}", "{file: [a], column: calls}"]
)
def test_a_reference_names_a_file_and_a_column(tmp_path: Path, reference: str) -> None:
    source = resolved(tmp_path, HEAD + ROWS, SCENARIO.replace("{file: t.csv, column: calls}", reference))
    assert [problem.field for problem in source.problems] == ["contacts.a.volume"]


@pytest.mark.parametrize(
    "text", ["contacts: []", "contacts: {a: 5}", "on_duty: 3", "clock: 5\ncontacts: {a: {volume: 3}}"]
)
def test_what_has_no_references_stays_as_it_is(tmp_path: Path, text: str) -> None:
    source = resolved(tmp_path, HEAD, text)
    assert not source.problems
    assert source.tree.value == parse(text, "s.yaml").tree.value


def test_without_sound_opening_hours_the_rows_are_taken_as_they_come(tmp_path: Path) -> None:
    source = resolved(tmp_path, HEAD + ROWS, SCENARIO.replace("08:00-09:00", "late"))
    assert source.tree.value["on_duty"]["g"] == {"mon": [1, 2], "tue": [1, 2], "sat": [3]}

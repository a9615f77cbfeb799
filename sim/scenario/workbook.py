"""Read the first sheet of a workbook as the text of a CSV table, row for row."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

from sim.errors import Problem, ScenarioError

SUFFIXES = (".xlsx", ".xlsm")
_TIME = re.compile(r"1899-12-3[01] (\d\d:\d\d:\d\d)")
"""How a cell that holds a time of day alone comes out."""
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
"""How a cell that holds a date alone comes out."""


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook by its name."""
    return path.suffix.lower() in SUFFIXES


def text_of(content: bytes, shown: str) -> str:
    """Return the first sheet as CSV text; empty rows stay, so that lines are the sheet's rows.

    Raises:
        ScenarioError: it is no workbook that can be read.
    """
    import fastexcel

    try:
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    except fastexcel.FastExcelError:
        text = "is no workbook (got other content; allowed .xlsx). Save it as .xlsx or CSV."
        raise ScenarioError([Problem(shown, 0, 0, "", text)]) from None
    columns = [_plain(column.to_list()) for column in sheet.to_polars()]
    out = StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    for row in zip(*columns, strict=True):
        lines.writerow(row if any(row) else ())
    return out.getvalue()


def _plain(cells: list[str | None]) -> list[str]:
    """Return the cells of a column as people see them: times of day, and dates where all are dates alone."""
    texts = [_TIME.sub(r"\1", " ".join((cell or "").split())) for cell in cells]
    below = [text for text in texts[1:] if text]
    if below and all(_MIDNIGHT.fullmatch(text) for text in below):
        return [_MIDNIGHT.sub(r"\1", text) for text in texts]
    return texts

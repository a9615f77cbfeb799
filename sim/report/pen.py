"""Pen: writes tidy sheets and cells into one Excel workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import polars as pl
import xlsxwriter

from sim import outlets
from sim.report.content import Book
from sim.report.look import Look

FORMATS = {
    "share": "0.0%",
    "s": "#,##0.0",
    "per_day": "#,##0.0",
    "per_week": "#,##0.0",
    "count": "#,##0.00",
    "score": "0.000",
}
"""Number format of each unit; money carries its currency."""
LETTERS = 32_000
"""Letters of a cell at most: spreadsheets refuse a little more."""
WIDEST = 60
"""Width of a column at most, in letters."""
LINE = 15
"""Height of a line [points]."""
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F2F2F2"}
BESIDE = {"align": "left", "indent": 1}
"""Look of words in a column to the right of numbers."""
MARGIN = 2
"""Letters of a column that no head fills: bold letters are wider."""
HUGE = 1e9
"""From here on a number has no room in a column but as a power of ten."""
A4 = 9
"""The size of paper, as workbooks count it."""
VALUES = {"value", "low", "high", "difference", "against_value", "matters"}
SHARES = {"share", "p"}


def excel_format(unit: str, book: Book) -> str:
    """Return the number format of a unit; money carries its currency."""
    if unit != "money":
        return _grouped(FORMATS.get(unit, "General"), book)
    return _with_currency("#,##0.00", book)


def axis_format(unit: str, book: Book) -> str:
    """Return the number format of a chart's axis: no decimals; money carries its currency."""
    if unit == "share":
        return "0%"
    return _with_currency("#,##0", book) if unit == "money" else _grouped("#,##0", book)


def _with_currency(form: str, book: Book) -> str:
    """Return a format of money with the theme's currency on the side it asks for, else the scenario's."""
    voice, form = book.voice, _grouped(form, book)
    currency = re.sub(r'["\\]', "", outlets.line(voice.symbol or voice.currency))[:20]
    if not currency:
        return form
    blank = " " if currency[-1].isalpha() else ""
    return f'"{currency}{blank}"{form}' if voice.symbol and voice.before else f'{form} "{currency}"'


def _grouped(form: str, book: Book) -> str:
    """Return a format without signs between thousands where the theme has none.

    Which signs stand there, and for decimals, is up to the system of who opens the file.
    """
    return form if book.voice.thousands else form.replace("#,##0", "0")


class Pen:
    """Writes sheets into one workbook; a text is written as text, whatever it begins with."""

    def __init__(self, book: Book, look: Look, target: io.BytesIO) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
        self.prefix = look.prefix
        self.file = xlsxwriter.Workbook(target, {"in_memory": True, **options})
        self.file.set_properties({"title": book.heading(look.prefix)[:200], "comments": "Made by Goodwill"})
        self.head = self.file.add_format(HEAD)
        self.above = self.file.add_format({**HEAD, "align": "right"})
        self.beside = self.file.add_format({"valign": "top", **BESIDE})
        self.over = self.file.add_format({**HEAD, **BESIDE})
        self.text = self.file.add_format({"valign": "top"})
        self.title = self.file.add_format({"bold": True, "font_size": 14, "font_color": look.accent})
        self.wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        forms = {unit: excel_format(unit, book) for unit in (*FORMATS, "money")}
        forms |= {f"{unit} apart": f"+{form};-{form};{form}" for unit, form in forms.items()}
        self._numbers = {
            unit: self.file.add_format({"num_format": form, "valign": "top"})
            for unit, form in {**forms, "": "General", "whole": axis_format("count", book)}.items()
        }

    def number(self, unit: str) -> Any:
        """Return the format of numbers of a unit; with "apart" behind it that of a difference."""
        return self._numbers.get(unit, self._numbers[""])

    def sheet(self, title: str) -> Any:
        """Add a sheet, which prints as wide as a page."""
        sheet = self.file.add_worksheet(title)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def heads_stay(self, sheet: Any) -> None:
        """Keep the first row in sight, and print it on every page."""
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def high(self, sheet: Any, row: int, heads: Sequence[tuple[str, int]]) -> None:
        """Make a row as high as its heads need: texts, and how wide their columns are, in letters."""
        sheet.set_row(row, LINE * max(len(wrap(head, wide - MARGIN) or [""]) for head, wide in heads))

    def put(self, sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
        """Write one cell: numbers as numbers, texts as texts, nothing for None."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int | float):
            words = "yes" if value is True else "" if value is False else outlets.line(str(value))
            sheet.write_string(row, column, words[:LETTERS], form or self.text)
        else:
            sheet.write_number(row, column, value, form or self.number(""))

    def paragraph(self, sheet: Any, row: int, text: str, widths: Sequence[int]) -> None:
        """Write a text across columns of these widths [letters], over as many lines as it needs."""
        sheet.set_row(row, LINE * len(wrap(text, sum(widths) - MARGIN) or [""]))
        sheet.merge_range(row, 0, row, len(widths) - 1, "", self.wrapped)
        self.put(sheet, row, 0, text, self.wrapped)

    def table(self, title: str, found: pl.DataFrame, widths: Mapping[str, int] | None = None) -> Any:
        """Write a tidy table to a sheet of its own: heads frozen, a filter on each column."""
        sheet = self.sheet(title)
        for column, head in enumerate(found.columns):
            sheet.write_string(0, column, head, self.head)
            sheet.set_column(column, column, (widths or {}).get(head, _width(found, head)))
        units = found["unit"].to_list() if "unit" in found.columns else [""] * found.height
        for column, head in enumerate(found.columns):
            for row, value in enumerate(found[head].to_list(), 1):
                self.put(sheet, row, column, value, self._form(head, units[row - 1], value))
        self.heads_stay(sheet)
        if found.height:
            sheet.autofilter(0, 0, found.height, found.width - 1)
        return sheet

    def _form(self, head: str, unit: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self.text
        if abs(value) >= HUGE:
            return self.number("")
        if head in VALUES:
            return self.number(unit)
        return self.number("share" if head in SHARES else "whole" if isinstance(value, int) else "per_day")


def _width(found: pl.DataFrame, head: str) -> float:
    longest = found[head].cast(pl.String).str.len_chars().max() if found[head].dtype == pl.String else 11
    size = longest if isinstance(longest, int) else 0
    return float(min(WIDEST, max(len(head) + 3, size + 1)))

"""Open an export: its encoding, its separator, its header, and its cells as text with their rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sim.errors import GoodwillError, Problem, ScenarioError
from sim.importers.preset import ALWAYS, Layout, Preset
from sim.quantities import show
from sim.scenario.variant import listed

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
HEAD = 40
"""Rows among which the header is looked for."""
HEAD_BYTES = 262_144
SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MANY = 5
"""Rows that are named of one kind of fault."""
ROW = "row"


class Sheet(NamedTuple):
    """An export as text: its cells with their rows, the header by column, the layout that fits.

    frame: columns c0, c1 … (text, null where empty) and `row` (row in the file, the header's included).
    decimal_comma: whether cells may have a comma for the point.
    """

    shown: str
    name: str
    layout: Layout
    header: Sequence[str]
    frame: pl.DataFrame
    how: str
    decimal_comma: bool

    def place(self, names: Sequence[str]) -> int | None:
        """Return the index of the first of these columns that is there; None if none is."""
        return _place(self.header, names)


def open_export(path: Path, preset: Preset, layout: str | None = None) -> Sheet:
    """Open an export of a preset; `layout` picks one by name.

    Raises:
        GoodwillError: it cannot be read, or no layout fits it.
        ScenarioError: rows have too few or too many cells.
    """
    layouts = _chosen(preset, layout)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        wrong = f"cannot be read (got {reason}; allowed a readable file). Check the name and its folder."
        raise GoodwillError(f"{path}: {wrong}") from None
    if not content.strip():
        raise GoodwillError(f"{path}: is empty (got no text; allowed a header and rows). Export it again.")
    if path.suffix.lower() in SHEETS or content[:4] == b"PK\x03\x04":
        return _of_workbook(content, str(path), layouts)
    return _of_text(content, str(path), layouts)


def _chosen(preset: Preset, name: str | None) -> Mapping[str, Layout]:
    if name is None:
        return preset.layouts
    if name not in preset.layouts:
        allowed = listed(preset.layouts)
        raise GoodwillError(
            f"--layout: is none of the preset's (got {show(name)}; allowed {allowed}). Pick one."
        )
    return {name: preset.layouts[name]}


def _of_text(content: bytes, shown: str, layouts: Mapping[str, Layout]) -> Sheet:
    text, encoding = _decoded(content, shown)
    data = text.encode("utf-8")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    elif b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    lead = data[:HEAD_BYTES].decode("utf-8", "ignore")
    tried = {sign: _first_rows(lead, sign) for sign in SEPARATORS}
    for sign, rows in tried.items():
        for name, layout in layouts.items():
            found = next(((n, row, end) for n, row, end in rows if _fits(row, layout)), None)
            if found:
                number, header, end = found
                frame = _cells(data, shown, sign, header, number, end)
                how = f"{encoding}, separated by {SEPARATORS[sign]}, header in row {number}"
                return _sheet(shown, name, layout, header, frame, how, sign != ",")
    best = max(tried.values(), key=lambda rows: max((len(row) for _, row, _ in rows), default=0))
    raise _unfit(shown, layouts, [row for _, row, _ in best])


def _decoded(content: bytes, shown: str) -> tuple[str, str]:
    """Return the text of a file, and its encoding in words."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "UTF-16"
    zeros = content[:400].count(0)
    if zeros > len(content[:400]) // 4:
        kind = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return content.decode(kind, "replace"), "UTF-16 without its mark"
    if zeros:
        wrong = "is no text (got zero bytes; allowed CSV text or a workbook). Export it as CSV or .xlsx."
        raise GoodwillError(f"{shown}: {wrong}")
    try:
        text = content.decode("utf-8-sig")
        return text, "UTF-8 with a mark" if content[:3] == b"\xef\xbb\xbf" else "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _first_rows(lead: str, sign: str) -> list[tuple[int, list[str], int]]:
    """Return the first rows with their numbers, from 1, and the line on which each ends."""
    rows = csv.reader(io.StringIO(lead, newline=""), delimiter=sign)
    found = []
    try:
        for number, row in enumerate(rows, 1):
            found.append((number, [cell.strip() for cell in row], rows.line_num))
            if number == HEAD:
                break
    except csv.Error:
        pass
    return found


def _normal(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    known = [_normal(one) for one in header]
    return next((known.index(_normal(name)) for name in names if _normal(name) in known), None)


def _needed(layout: Layout) -> list[Sequence[str]]:
    return [
        names
        for field, part in layout.fields.items()
        if not part.optional or field in ALWAYS[layout.grain]
        for names in part.columns()
    ]


def _fits(row: Sequence[str], layout: Layout) -> bool:
    """Return whether a row is the header of a layout."""
    return bool(row) and all(_place(row, names) is not None for names in _needed(layout))


def _unfit(shown: str, layouts: Mapping[str, Layout], rows: Sequence[Sequence[str]]) -> GoodwillError:
    """Word that no layout fits: what the nearest one lacks in the row that comes nearest to its header."""
    choices = [
        (sum(_place(row, names) is not None for names in _needed(layout)), -number, name, row)
        for number, row in enumerate(rows)
        for name, layout in layouts.items()
    ]
    hits, _, name, row = max(choices, key=lambda one: one[:2], default=(0, 0, next(iter(layouts)), []))
    lacking = [" or ".join(names) for names in _needed(layouts[name]) if _place(row, names) is None]
    got = (
        listed([show(one) for one in row if one], 12) if hits else listed([show(c) for c in rows[0] if c], 12)
    )
    wrong = f"lacks {listed(lacking)} (got columns {got}; allowed those of layout {name})."
    remedy = (
        "Export these columns too, or name yours in a mapping file of your own (preset custom shows how)."
    )
    return GoodwillError(f"{shown}: {wrong} {remedy}")


def _sheet(
    shown: str, name: str, layout: Layout, header: list[str], frame: pl.DataFrame, how: str, comma: bool
) -> Sheet:
    known = [_normal(one) for one in header]
    for part in layout.fields.values():
        for names in part.columns():
            at = _place(header, names)
            if at is not None and known.count(known[at]) > 1:
                wrong = f"has two columns {header[at]} (got both; allowed one). Rename or remove one."
                raise GoodwillError(f"{shown}: {wrong}")
    if frame.is_empty():
        raise GoodwillError(f"{shown}: has no rows (got a header; allowed rows below it). Export it again.")
    return Sheet(shown, name, layout, header, frame, how, comma)


def _cells(data: bytes, shown: str, sign: str, header: list[str], number: int, end: int) -> pl.DataFrame:
    """Return the cells below the header as text."""
    at = 0
    for _ in range(end):
        at = data.find(b"\n", at) + 1 or len(data)
    body, width = data[at:], len(header)
    if not body.strip():
        return pl.DataFrame()
    faults = _ragged(body, shown, sign, header, number)
    if faults:
        raise ScenarioError(faults)
    try:
        frame = pl.read_csv(
            io.BytesIO(body), separator=sign, has_header=False, schema=dict.fromkeys(_names(width), pl.String)
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise GoodwillError(
            f"{shown}: is no table (got {reason}; allowed rows of {width} cells). Check its quotes."
        ) from None
    return _numbered(frame, number)


def _names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def _numbered(frame: pl.DataFrame, header_row: int) -> pl.DataFrame:
    """Strip cells, make empty ones null, drop blank rows, and give every row its number."""
    stripped = pl.all().str.strip_chars()
    named = frame.with_columns(pl.when(stripped != "").then(stripped)).with_row_index(ROW, header_row + 1)
    cells = [name for name in named.columns if name != ROW]
    return named.with_columns(pl.col(ROW).cast(pl.Int64)).filter(
        pl.any_horizontal(pl.col(name).is_not_null() for name in cells)
    )


def _ragged(body: bytes, shown: str, sign: str, header: list[str], number: int) -> list[Problem]:
    """Return the rows with too few or too many cells, and a quote that does not end."""
    width = len(header)
    mark = sign.encode()
    rows = body.count(b"\n") + (not body.endswith(b"\n"))
    if b'"' not in body and body.count(mark) == rows * (width - 1) and b"\n\n" not in body:
        return []
    lines = io.TextIOWrapper(io.BytesIO(body), "utf-8", newline="")
    return _first([*_odd_rows(lines, shown, sign, width, number)])


def _odd_rows(lines: io.TextIOWrapper, shown: str, sign: str, width: int, number: int) -> Iterator[Problem]:
    reader = csv.reader(lines, delimiter=sign, strict=True)
    row_number = number
    try:
        for row_number, row in enumerate(reader, number + 1):
            if row and len(row) != width and any(cell.strip() for cell in row):
                got = f"got {show(sign.join(row))}; allowed {width}, as the header"
                wrong = f"has {len(row)} cell{'s' * (len(row) != 1)} ({got})."
                remedy = "Put cells that hold the separator into quotes, or export it again."
                column = min(len(row), width) + (len(row) > width)
                yield Problem(shown, row_number, column, "row", f"{wrong} {remedy}")
    except csv.Error:
        line = reader.line_num + number
        wrong = f"opens a quote that does not end as quotes do (got line {line}; allowed closed quotes)."
        yield Problem(shown, row_number + 1, 1, "row", f"{wrong} Check the quotes of this row.")


def _first(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MANY:
        return problems
    more = len(problems) - MANY
    last = problems[MANY - 1]
    text = f"{last.text} And {more} more row{'s' * (more > 1)} like these."
    return [*problems[: MANY - 1], Problem(last.file, last.line, last.column, last.field, text)]


def _of_workbook(content: bytes, shown: str, layouts: Mapping[str, Layout]) -> Sheet:
    import fastexcel

    try:
        book = fastexcel.read_excel(content)
        sheets = [
            (name, book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars())
            for name in book.sheet_names
        ]
    except fastexcel.FastExcelError:
        wrong = "is no workbook that can be read (got other content; allowed .xlsx). Save it as .xlsx or CSV."
        raise GoodwillError(f"{shown}: {wrong}") from None
    seen: list[list[str]] = []
    for title, cells in sheets:
        heads = [[(cell or "").strip() for cell in row] for row in cells.head(HEAD).iter_rows()]
        seen += heads
        for name, layout in layouts.items():
            number = next((n for n, row in enumerate(heads, 1) if _fits(row, layout)), 0)
            if number:
                body = cells.slice(number)
                body.columns = _names(body.width)
                how = f"workbook, sheet {title}, header in row {number}"
                frame = _numbered(body, number) if body.height else pl.DataFrame()
                return _sheet(shown, name, layout, heads[number - 1], frame, how, True)
    raise _unfit(shown, layouts, seen or [[]])

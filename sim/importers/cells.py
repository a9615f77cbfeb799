"""Read the cells of an export: numbers and durations, as countries and systems write them."""

from __future__ import annotations

import polars as pl

UNKNOWN = ("", "-", "--", "—", "–", "n/a", "N/A", "#N/A", "null", "NULL", "None")
"""Texts that mean unknown in every export; unknown is not 0."""
UNITS = {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0, "day": 86400.0}
"""Seconds of each unit."""
_PLAIN = r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$|^[+-]?\.\d+$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_COMMA = r"^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d*,\d+$"
_POINTED = r"^[+-]?\d{1,3}(\.\d{3})+$"
_CLOCK = r"^(-?)(?:(\d+)\s*d(?:ays?)?,?\s*)?(?:(\d+):)?(\d+):([0-5]?\d(?:[.,]\d+)?)$"
_WORKBOOK = r"^(18|19)\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"
"""How a duration looks that a workbook keeps as a time since 31 December 1899."""


def known(raw: pl.Series, empty: list[str]) -> pl.Series:
    """Return the cells with null for those that mean unknown."""
    return raw.set(raw.is_in([*UNKNOWN, *empty]), None)


def numbers(raw: pl.Series, *, comma: bool) -> pl.Series:
    """Return cells as numbers, null where they are none or unknown.

    comma: whether a comma may stand for the point; then points part the thousands in a column that has
    commas. Else commas that part thousands are left out.
    """
    text = pl.col("raw")
    bare = text.str.replace_all(" ", "").str.replace_all("\u00a0", "").str.replace_all("'", "")
    if comma and raw.str.contains(",", literal=True).any():
        pointed = (
            pl.when(bare.str.contains(_COMMA) | bare.str.contains(_POINTED))
            .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
            .otherwise(bare)
        )
    else:
        pointed = (
            pl.when(bare.str.contains(_GROUPED))
            .then(bare.str.replace_all(",", "", literal=True))
            .otherwise(bare)
        )
    value = pl.when(pointed.str.contains(_PLAIN)).then(pointed).cast(pl.Float64, strict=False)
    return raw.alias("raw").to_frame().select(value=value)["value"]


def durations(raw: pl.Series, unit: str, *, comma: bool) -> pl.Series:
    """Return cells as durations [s], null where they are none or unknown.

    Plain numbers are in `unit`; h:mm:ss and m:ss are understood, and so are the times that workbooks keep.
    """
    frame = raw.alias("raw").to_frame()
    if not frame.select(pl.col("raw").str.contains(":", literal=True).any()).item():
        return numbers(raw, comma=comma) * UNITS[unit]
    part = pl.col("raw").str.extract
    sign = pl.when(part(_CLOCK, 1) == "-").then(-1.0).otherwise(1.0)

    def whole(group: int) -> pl.Expr:
        return part(_CLOCK, group).str.replace(",", ".").cast(pl.Float64, strict=False)

    clock = sign * (
        whole(2).fill_null(0.0) * 86400.0 + whole(3).fill_null(0.0) * 3600.0 + whole(4) * 60.0 + whole(5)
    )
    book = (
        pl.when(pl.col("raw").str.contains(_WORKBOOK))
        .then(pl.col("raw").str.slice(0, 19))
        .str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
        - pl.datetime(1899, 12, 31)
    ).dt.total_seconds()
    read = frame.select(clock=clock, book=book.cast(pl.Float64))
    return read.select(value=pl.coalesce("clock", "book", pl.lit(numbers(raw, comma=comma) * UNITS[unit])))[
        "value"
    ]


def counts_text(raw: pl.Series, words: dict[str, str]) -> pl.Series:
    """Return what cells mean by a list of words, null where it is not on the list."""
    return raw.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)

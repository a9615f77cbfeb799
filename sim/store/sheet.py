"""Write tables for spreadsheets."""

from __future__ import annotations

import polars as pl

from sim.outlets import FORMULA


def to_csv(table: pl.DataFrame) -> str:
    """Return a table as CSV; what a spreadsheet would take for a formula stands behind an apostrophe."""
    guarded = pl.col(pl.String).str.replace(f"^({FORMULA.pattern})", "'${1}")
    return table.with_columns(guarded).write_csv()


def from_csv(content: bytes) -> pl.DataFrame:
    """Return a table that `to_csv` wrote, without the apostrophes that it put.

    Raises: PolarsError for what is no table.
    """
    table = pl.read_csv(content, infer_schema_length=None)
    return table.with_columns(pl.col(pl.String).str.replace(f"^'({FORMULA.pattern})", "${1}"))

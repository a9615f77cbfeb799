"""Import the exports of a contact centre: open, read, join, check, and tell what was done."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sim.errors import GoodwillError, Problem, ScenarioError
from sim.importers.contacts import check_outcomes, contacts, spread
from sim.importers.grain import CONTACTS, INTERVALS, shaped
from sim.importers.intervals import intervals
from sim.importers.moments import Reading
from sim.importers.opened import open_export
from sim.importers.preset import Preset
from sim.importers.quality import DROPPED, EXAMPLES, NOTED, Item, Quality, Span, merged
from sim.importers.table import Columns

GAP = 7
"""Dates named of those without a row."""


class Imported(NamedTuple):
    """A tidy table (columns: `sim.importers.grain`), and what was done to get it."""

    table: pl.DataFrame
    quality: Quality


class Asked(NamedTuple):
    """How exports are to be read.

    dates: dmy or mdy where the files do not tell. timezone: of the centre. drop_faulty: leave rows out that
    do not fit, and count them. layout: one of the preset's by name.
    """

    dates: str | None = None
    timezone: str | None = None
    drop_faulty: bool = False
    layout: str | None = None


def import_files(name: str, preset: Preset, paths: Sequence[Path], asked: Asked) -> Imported:
    """Import the exports at `paths` by a preset; several files are one table.

    Raises:
        GoodwillError: a file cannot be read or fits no layout.
        ScenarioError: rows that do not fit, by row and column, unless they are to be dropped.
    """
    found, items, spans, problems = [], list[Item](), list[Span](), list[Problem]()
    grains = set()
    for path in paths:
        sheet = open_export(path, preset, asked.layout)
        columns = Columns(sheet, Reading(asked.dates, asked.timezone))
        grains.add(sheet.layout.grain)
        spans.append(Span(sheet.shown, sheet.name, sheet.frame.height, sheet.how))
        if sheet.layout.grain == CONTACTS:
            check_outcomes(columns)
        try:
            columns.faults.settle(drop=asked.drop_faulty)
        except ScenarioError as error:
            problems += error.problems
            continue
        items += [*columns.items, *columns.faults.items]
        if sheet.layout.grain == CONTACTS:
            frame, told = contacts(columns)
        else:
            frame, told = intervals(columns, asked.timezone)
        items += told
        if frame.is_empty():
            got = sheet.frame.height
            wrong = f"leaves no {sheet.layout.grain} (got {got} rows, all left out; allowed some)."
            raise GoodwillError(f"{path}: {wrong} Check what was exported.")
        found.append(shaped(frame, sheet.layout.grain))
    if problems:
        raise ScenarioError(problems)
    if len(grains) > 1:
        wrong = "are call logs and interval exports (got both; allowed one kind at a time)."
        raise GoodwillError(f"{', '.join(map(str, paths))}: {wrong} Import them one after the other.")
    grain = grains.pop()
    table, more = _together(found, grain)
    quality = Quality(
        name, grain, tuple(spans), table.height, merged([*items, *more]), _figures(table, grain)
    )
    return Imported(table, quality)


def _together(found: Sequence[pl.DataFrame], grain: str) -> tuple[pl.DataFrame, list[Item]]:
    """Lay the tables of several files together; what two files hold alike is kept once."""
    items: list[Item] = []
    table = pl.concat(found)
    if len(found) > 1:
        cells = [name for name in table.columns if name not in ("file", "row")]
        if grain == CONTACTS:
            cells = [*cells] if table["contact_id"].null_count() else ["contact_id", "arrived"]
        again = ~table.select(pl.struct(cells).is_first_distinct())[cells[0]]
        some = table.filter(again).head(EXAMPLES).select("file", "row")
        items.append(
            Item(DROPPED, "row that an earlier file holds too", int(again.sum()), tuple(some.iter_rows()))
        )
        table = table.filter(~again)
    at = "arrived" if grain == CONTACTS else "start"
    if grain == CONTACTS:
        table = spread(table, items)
    table = table.sort(at, maintain_order=True)
    items += _days_without(table[at])
    return table, items


def _days_without(moments: pl.Series) -> list[Item]:
    """Return the dates between the first and the last that have no row, as one finding."""
    there = set(moments.dt.date().to_list())
    first, last = min(there), max(there)
    every = (first + datetime.timedelta(day) for day in range((last - first).days + 1))
    missing = [date for date in every if date not in there]
    named = ", ".join(str(date) for date in missing[:GAP])
    more = ", ..." if len(missing) > GAP else ""
    return [Item(NOTED, f"dates without any row: {named}{more}", len(missing))]


def _figures(table: pl.DataFrame, grain: str) -> tuple[tuple[str, str], ...]:
    """Return the figures that a planner knows from the system and can hold the table against."""
    at = "arrived" if grain == CONTACTS else "start"
    ends = table.select(pl.col(at).min().alias("first"), pl.col(at).max().alias("last"))
    first, last = ends.with_columns(pl.all().dt.to_string("%Y-%m-%d %H:%M")).row(0)
    span = f"{first} to {last}"
    figures = [("from, to", span)]
    if grain == INTERVALS:
        figures += [(name, f"{table[name].sum():,.0f}") for name in ("offered", "answered", "abandoned")]
        handled = table.filter(pl.col("handle_s").is_not_null())
        if handled["answered"].sum():
            mean = float(handled["handle_s"].sum()) / float(handled["answered"].sum())
            figures.append(("mean handle time", f"{mean:.1f} s"))
    else:
        answered = table.filter(pl.col("outcome") == "answered")
        figures.append(("contacts", f"{table.height:,}"))
        figures.append(("abandoned", f"{100.0 * (1 - answered.height / table.height):.1f} %"))
        for name, word in (("wait_s", "mean wait of the answered"), ("talk_s", "mean talk of the answered")):
            mean_of = answered.select(pl.col(name).mean()).item()
            figures.append((word, "unknown" if mean_of is None else f"{mean_of:.1f} s"))
    kinds = table["type"].fill_null("unknown").value_counts(sort=True)
    figures.append(("types", ", ".join(f"{kind} {count:,}" for kind, count in kinds.head(12).iter_rows())))
    return tuple(figures)

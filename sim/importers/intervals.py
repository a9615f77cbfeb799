"""Make intervals out of interval exports: lengths, partial ones, those of the doubled hour."""

from __future__ import annotations

import polars as pl

from sim.errors import GoodwillError, Problem, ScenarioError
from sim.importers.quality import DROPPED, EXAMPLES, NOTED, REPAIRED, Item
from sim.importers.table import Columns
from sim.quantities import show

SUMS = (
    *("offered", "answered", "abandoned", "answered_within"),
    *("wait_s", "abandon_wait_s", "talk_s", "hold_s", "wrap_s", "handle_s"),
)
LONGEST = 86400.0


def intervals(columns: Columns, timezone: str | None) -> tuple[pl.DataFrame, list[Item]]:
    """Return a row for each interval and queue of a sheet, and what was found on the way.

    Raises:
        ScenarioError: an interval has two rows that differ.
    """
    items: list[Item] = []
    frame = _whole(columns, items)
    for name in ("type", "channel"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit("all" if name == "type" else None, pl.String).alias(name))
    frame = _lengths(frame, columns.sheet.shown)
    if "handle_s" not in frame.columns and "talk_s" in frame.columns:
        parts = [pl.col(name).fill_null(0.0) for name in ("hold_s", "wrap_s") if name in frame.columns]
        frame = frame.with_columns(handle_s=pl.sum_horizontal("talk_s", *parts, ignore_nulls=False))
    frame = _each_once(frame, columns, items, timezone)
    more = (
        frame.filter(pl.col("answered") > pl.col("offered")) if "answered" in frame.columns else frame.head(0)
    )
    _tell(items, NOTED, "more answered than offered, such as contacts of the interval before; kept", more)
    return frame, items


def _whole(columns: Columns, items: list[Item]) -> pl.DataFrame:
    """Leave out intervals that the export calls incomplete."""
    frame = columns.frame()
    if "complete" not in frame.columns:
        return frame
    partial = frame.filter(pl.col("complete") == "no")
    _tell(items, DROPPED, "interval that was not complete when it was exported", partial)
    return frame.filter((pl.col("complete") != "no").fill_null(value=True))


def _lengths(frame: pl.DataFrame, shown: str) -> pl.DataFrame:
    """Return the table with the length of each interval [s]: as told, to its end, or the usual step."""
    if "length_s" in frame.columns:
        length = pl.col("length_s")
    elif "end" in frame.columns:
        length = (pl.col("end") - pl.col("start")).dt.total_seconds().cast(pl.Float64)
    else:
        steps = frame["start"].unique().sort().diff().dt.total_seconds().drop_nulls()
        if steps.is_empty():
            wrong = (
                "tells no length of its intervals (got one start; allowed several, or a column of lengths)."
            )
            raise GoodwillError(f"{shown}: {wrong} Add a column with the end or the length.")
        length = pl.lit(float(steps.min()))  # type: ignore[arg-type]
    frame = frame.with_columns(length_s=length)
    odd = frame.filter(~pl.col("length_s").is_between(60.0, LONGEST) | pl.col("length_s").is_null())
    if odd.height:
        row, got = odd["row"][0], odd["length_s"][0]
        wrong = f"is no length of an interval (got {show(got)} s; allowed 60 to 86400 s)."
        text = f"{wrong} Correct its start, end or length."
        raise ScenarioError([Problem(shown, row, 1, "interval", text)])
    return frame


def _each_once(
    frame: pl.DataFrame, columns: Columns, items: list[Item], timezone: str | None
) -> pl.DataFrame:
    """Leave out rows that are there already, add up those of a doubled hour, refuse the other repeats."""
    key = ["type", "channel", "start"]
    cells = [name for name in frame.columns if name not in ("row", "file")]
    again = ~frame.select(pl.struct(cells).is_first_distinct())[cells[0]]
    doubled = _doubled(frame["start"], timezone)
    _tell(items, DROPPED, "row repeated word for word", frame.filter(again & ~doubled))
    frame, doubled = frame.filter(~(again & ~doubled)), doubled.filter(~(again & ~doubled))
    twice = frame.select(pl.struct(key).is_duplicated())["type"]
    wrong = twice & ~doubled
    if wrong.any():
        raise ScenarioError(_second_rows(frame.filter(wrong), columns.sheet.shown))
    _tell(items, REPAIRED, "hour that the clock shows twice: both rows added up", frame.filter(twice))
    if not twice.any():
        return frame
    sums = [pl.col(name).sum() for name in SUMS if name in frame.columns]
    rest = [pl.col(n).first() for n in frame.columns if n not in (*key, *SUMS)]
    both = frame.filter(twice).group_by(key, maintain_order=True).agg(*rest, *sums)
    return pl.concat([frame.filter(~twice), both.select(frame.columns)]).sort("row", maintain_order=True)


def _doubled(start: pl.Series, timezone: str | None) -> pl.Series:
    """Return whether the clock shows these moments twice."""
    if timezone is None:
        return pl.Series([False]).new_from_index(0, start.len())
    early = start.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    late = start.dt.replace_time_zone(timezone, ambiguous="latest", non_existent="null")
    return (early != late).fill_null(value=False)


def _second_rows(frame: pl.DataFrame, shown: str) -> list[Problem]:
    first: dict[tuple[object, ...], int] = {}
    found = []
    for kind, channel, start, row in frame.select("type", "channel", "start", "row").iter_rows():
        key = kind, channel, start
        if key in first:
            wrong = f"has a second row for {show(kind)} at {start:%Y-%m-%d %H:%M}"
            text = (
                f"{wrong} (got rows {first[key]} and {row}; allowed one). Remove one, or tell the time zone."
            )
            found.append(Problem(shown, row, 1, "interval", text))
        first.setdefault(key, row)
    return found[:EXAMPLES]


def _tell(items: list[Item], kind: str, why: str, rows: pl.DataFrame) -> None:
    some = rows.head(EXAMPLES).select("file", "row").iter_rows()
    items.append(Item(kind, why, rows.height, tuple(some)))

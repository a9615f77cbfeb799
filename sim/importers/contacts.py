"""Make contacts out of the lines of call logs: versions, segments, repeated lines, stamps to the minute."""

from __future__ import annotations

import numpy as np
import polars as pl

from sim.importers.grain import ABANDONED, ANSWERED
from sim.importers.quality import DROPPED, EXAMPLES, NOTED, REPAIRED, Item
from sim.importers.table import Columns

MINUTE_US = 60_000_000
SHORT = 10.0
"""A conversation shorter than this is counted on the quality page [s]."""
ENOUGH = 20
"""Contacts from which on stamps that are all to the minute are no coincidence."""


def check_outcomes(columns: Columns) -> None:
    """Record contradictions within contacts, and what is unknown about them."""
    found = columns.columns
    outcome = found["outcome"]
    talk = found.get("talk_s")
    if talk is not None:
        answered, unknown = outcome == ANSWERED, talk.is_null()
        columns.note(NOTED, "answered, but how long they talked is unknown; kept unknown", answered & unknown)
        mistaken = (outcome == ABANDONED) & (talk > 0)
        columns.note(NOTED, "abandoned, but with a talk time; kept as abandoned, its talk not used", mistaken)
        columns.note(NOTED, f"answered and over within {SHORT:g} s; kept", answered & (talk < SHORT))
    wait = found.get("wait_s")
    if wait is not None:
        columns.note(NOTED, "wait is unknown; kept unknown", wait.is_null())
    agent = found.get("agent")
    if agent is not None:
        columns.note(NOTED, "answered by an agent without a name", (outcome == ANSWERED) & agent.is_null())


def contacts(columns: Columns) -> tuple[pl.DataFrame, list[Item]]:
    """Return a row for each contact of a sheet, and what was found on the way."""
    frame = columns.frame()
    for name in ("type", "channel"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit("all" if name == "type" else None, pl.String).alias(name))
    items: list[Item] = []
    if "contact_id" not in frame.columns:
        return frame.with_columns(lines=pl.lit(1)), items
    frame = _once(frame, items)
    frame = _newest(frame, items)
    if columns.sheet.layout.repeats == "segments":
        return _joined(frame, items), items
    return _lone(frame, items), items


def _once(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Leave out lines that are there word for word already."""
    cells = [name for name in frame.columns if name not in ("row", "file")]
    unknown = frame["contact_id"].is_null()
    again = ~frame.select(pl.struct(cells).is_first_distinct())[cells[0]] & ~unknown
    _tell(items, DROPPED, "line repeated word for word", frame, again)
    return frame.filter(~again)


def _newest(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Keep the newest version of each contact where versions have a moment."""
    if "updated" not in frame.columns:
        return frame
    place = pl.col("_place")
    last = place.sort_by("updated", maintain_order=True).last().over("contact_id")
    newest = frame.with_row_index("_place").select(keep=place == last)["keep"]
    newest = newest | frame["contact_id"].is_null()
    _tell(items, DROPPED, "older version of a contact that was updated later", frame, ~newest)
    return frame.filter(newest)


def _joined(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Join the segments of each contact: the first one's arrival and wait, all talk, the transfers."""
    key = pl.coalesce("chain", "contact_id") if "chain" in frame.columns else pl.col("contact_id")
    frame = frame.with_columns(_key=key)
    several = frame["_key"].is_duplicated() & frame["_key"].is_not_null()
    alone = frame.filter(~several).with_columns(lines=pl.lit(1, pl.Int64))
    if "transfers" not in alone.columns:
        alone = alone.with_columns(transfers=pl.lit(0, pl.Int64))
    _tell(items, REPAIRED, "line joined with others of the same contact", frame, several)
    if not several.any():
        return alone.drop("_key")
    parts = frame.filter(several).sort("arrived", maintain_order=True)
    first = [
        n for n in parts.columns if n not in ("_key", "talk_s", "hold_s", "wrap_s", "transfers", "outcome")
    ]
    answered = (pl.col("outcome") == ANSWERED).sum().cast(pl.Int64)
    sums = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
        for name in ("talk_s", "hold_s", "wrap_s")
        if name in parts.columns
    ]
    told = [pl.col("transfers").max().cast(pl.Int64)] if "transfers" in parts.columns else []
    whole = parts.group_by("_key", maintain_order=True).agg(
        *(
            (pl.col(name).drop_nulls().first() if name == "agent" else pl.col(name).first()).alias(name)
            for name in first
        ),
        *sums,
        outcome=pl.when(answered > 0).then(pl.lit(ANSWERED)).otherwise(pl.col("outcome").last()),
        transfers=pl.max_horizontal((answered - 1).clip(lower_bound=0), *told),
        lines=pl.len().cast(pl.Int64),
    )
    both = pl.concat([alone, whole.drop("_key")], how="diagonal_relaxed")
    return both.sort("row", maintain_order=True).drop("_key", strict=False)


def _lone(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Record ids that several different lines share, where each line is a whole contact."""
    again = frame["contact_id"].is_duplicated() & frame["contact_id"].is_not_null()
    _tell(
        items,
        NOTED,
        "id stands on other lines too, which differ; kept as contacts of their own",
        frame,
        again,
    )
    return frame.with_columns(lines=pl.lit(1, pl.Int64))


def spread(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Spread stamps that are to the minute evenly within it, in the order of the rows."""
    since = frame["arrived"].dt.timestamp("us") % MINUTE_US
    if frame.height < ENOUGH or (since != 0).any():
        return frame
    places = frame.select(
        at=(pl.int_range(pl.len()).over("arrived") + 0.5) / pl.len().over("arrived") * MINUTE_US
    )["at"]
    _tell(
        items,
        REPAIRED,
        "stamp to the minute, spread evenly within it",
        frame,
        pl.Series(np.ones(frame.height, np.bool_)),
    )
    return frame.with_columns(arrived=frame["arrived"] + places.cast(pl.Int64).cast(pl.Duration("us")))


def _tell(items: list[Item], kind: str, why: str, frame: pl.DataFrame, rows: pl.Series) -> None:
    mask = rows.fill_null(value=False)
    some = frame.filter(mask).head(EXAMPLES)
    items.append(Item(kind, why, int(mask.sum()), tuple(some.select("file", "row").iter_rows())))

"""Prepare the logs' tables for measures: what is counted, and the columns measures are made of."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.logs import Columns
from sim.quantities import DAYS
from sim.scenario.clock import DAY
from sim.world import World


def _in_window(world: World, column: str) -> pl.Expr:
    return pl.col(column).is_between(world.window.opens, world.window.closes, closed="left")


def _clipped(world: World, begins: pl.Expr, ends: pl.Expr) -> pl.Expr:
    opens, closes, _ = world.window
    return ends.clip(opens, closes) - begins.clip(opens, closes)


def intervals_per_day(world: World) -> int:
    """Return the number of planning intervals in a day; the last may be shorter."""
    return -int(-DAY // world.interval)


def interval_of(world: World, column: str) -> pl.Expr:
    """Return weekday and planning interval of the moments in `column`, as one number."""
    day = (pl.col(column) // DAY).cast(pl.Int32)
    slot = ((pl.col(column) - day * DAY) // world.interval).cast(pl.Int32)
    return (day + world.first_weekday) % 7 * intervals_per_day(world) + slot


def interval_name(world: World, key: int) -> str:
    """Return the name of an interval, such as "mon 09:00"."""
    weekday, slot = divmod(key, intervals_per_day(world))
    minutes, seconds = divmod(round(slot * world.interval), 60)
    text = f"{DAYS[weekday]} {minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def tables_of(world: World, table: str, values: Columns) -> dict[str, pl.DataFrame]:
    """Return the measures' tables that a chunk of one of the logs' tables feeds, by name."""
    frame = pl.DataFrame({name: np.asarray(column) for name, column in values.items()})
    if table == "legs":
        return {"stays": _stays(world, frame), "legs": _legs(world, frame)}
    if table == "contacts":
        return {"contacts": _contacts(world, frame)}
    if table == "issues":
        return {"issues": frame.with_columns(counted=_in_window(world, "opened"))}
    if table == "duty":
        return {"duty": _duty(world, frame)}
    return {table: frame}


def _stays(world: World, legs: pl.DataFrame) -> pl.DataFrame:
    queues = pl.DataFrame(
        {
            "queue": np.arange(len(world.queues), dtype=np.int32),
            "within": [queue.within for queue in world.queues],
            "short_abandon": [queue.short_abandon for queue in world.queues],
        }
    )
    return legs.join(queues, on="queue", how="left").with_columns(
        counted=_in_window(world, "joined"), interval=interval_of(world, "joined")
    )


def _legs(world: World, legs: pl.DataFrame) -> pl.DataFrame:
    answered = legs.filter(pl.col("group") >= 0).with_columns(answered=pl.col("joined") + pl.col("wait"))
    ends = pl.col("answered") + pl.col("talk") + pl.col("acw")
    return answered.with_columns(
        counted=_in_window(world, "answered"),
        interval=interval_of(world, "answered"),
        busy=_clipped(world, pl.col("answered"), ends),
    )


def _contacts(world: World, contacts: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("arrived") - pl.col("last_arrived")
    last_counted = (pl.col("last_arrived") >= 0) & _in_window(world, "last_arrived")
    return contacts.with_columns(
        counted=_in_window(world, "arrived"),
        follows=last_counted & (pl.col("last_answered") == 1) & (gap <= world.customers.repeat_window),
    )


def _duty(world: World, duty: pl.DataFrame) -> pl.DataFrame:
    wages = pl.DataFrame(
        {
            "group": np.arange(len(world.groups), dtype=np.int32),
            "wage": [group.wage for group in world.groups],
        }
    )
    seconds = _clipped(world, pl.col("begins"), pl.col("ends"))
    return (
        duty.join(wages, on="group", how="left")
        .with_columns(seconds=seconds)
        .filter(pl.col("seconds") > 0)
        .with_columns(cost=pl.col("seconds") / 3600.0 * pl.col("wage"))
    )


def by_interval(world: World, duty: pl.DataFrame) -> pl.DataFrame:
    """Cut the rows of duty at the bounds of planning intervals, so that each lies within one."""
    opens, closes, _ = world.window
    begins = np.clip(duty["begins"].to_numpy(), opens, closes)
    ends = np.clip(duty["ends"].to_numpy(), opens, closes)
    first, last = _slot(world, begins), _slot(world, ends)
    last = np.where(_start(world, last) == ends, last - 1, last)
    pieces = np.maximum(last - first + 1, 1)
    row = np.repeat(np.arange(len(begins)), pieces)
    slot = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    starts, stops = (
        np.maximum(begins[row], _start(world, slot)),
        np.minimum(ends[row], _start(world, slot + 1)),
    )
    share = (stops - starts) / duty["seconds"].to_numpy()[row]
    per_day = intervals_per_day(world)
    weekday = (slot // per_day + world.first_weekday) % 7
    return duty[row].with_columns(
        interval=pl.Series(weekday * per_day + slot % per_day, dtype=pl.Int32),
        seconds=pl.Series(stops - starts),
        cost=pl.col("cost") * pl.Series(share),
    )


def _slot(world: World, moments: NDArray[np.float64]) -> NDArray[np.int64]:
    day = (moments // DAY).astype(np.int64)
    return day * intervals_per_day(world) + ((moments - day * DAY) // world.interval).astype(np.int64)


def _start(world: World, slot: NDArray[np.int64]) -> NDArray[np.float64]:
    per_day = intervals_per_day(world)
    return slot // per_day * DAY + slot % per_day * world.interval


def first_stays(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the first queue stay of each contact: totals count a contact once."""
    return frame.filter(pl.col("leg") == 0)

"""Prepare the logs' tables for measures: what is counted, and the columns measures are made of."""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import AgentState, Outcome
from sim.kpis.base import DIMENSIONS
from sim.kpis.columns import BLOCKED, OUTBOUND, WENT
from sim.kpis.drivers import named
from sim.logs import TABLES, Columns
from sim.rules.trust import YEAR
from sim.scenario.clock import DAY
from sim.world import World

# tables of which a row counts if this moment lies in the measured window
COUNTED_BY = {
    "amends": "at",
    "callbacks": "joined",
    "complaints": "at",
    "failures": "struck",
    "information": "at",
    "jobs": "reported",
    "self_service": "began",
}


def _in_window(world: World, column: str) -> pl.Expr:
    return pl.col(column).is_between(world.window.opens, world.window.closes, closed="left")


def _clipped(world: World, begins: pl.Expr, ends: pl.Expr) -> pl.Expr:
    opens, closes, _ = world.window
    return ends.clip(opens, closes) - begins.clip(opens, closes)


def intervals_per_day(world: World) -> int:
    """Return the number of intervals in a day by which measures are told apart; the last may be shorter."""
    return -int(-DAY // world.reported)


def measured_days(world: World) -> dict[int, int]:
    """Return how many measured days there are of each kind, of which there are any."""
    first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
    return dict(sorted(Counter(world.days[first:last]).items()))


def interval_of(world: World, moments: pl.Series) -> pl.Series:
    """Return kind of day and interval of `moments` [s], as one number."""
    return pl.Series(_intervals(world)[_slot_of(world, moments.to_numpy())])


def _intervals(world: World) -> NDArray[np.int64]:
    """Return kind of day and interval, as one number, of every interval of the run and of its end."""
    per_day = intervals_per_day(world)
    kinds = np.array((*world.days, world.days[-1]))[:, None]
    return (kinds * per_day + np.arange(per_day)).ravel()


def _slot_of(world: World, moments: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many intervals of the run lie before that of each moment."""
    if DAY % world.reported == 0.0:
        return (moments / world.reported).astype(np.int64)
    day = (moments / DAY).astype(np.int64)
    return day * intervals_per_day(world) + ((moments - day * DAY) / world.reported).astype(np.int64)


def interval_name(world: World, key: int) -> str:
    """Return the name of an interval, such as "mon 09:00", or "2026-12-24 09:00" on a special day."""
    kind, slot = divmod(key, intervals_per_day(world))
    minutes, seconds = divmod(round(slot * world.reported), 60)
    text = f"{world.week[kind].name} {minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


class Feed(NamedTuple):
    """Hold rows of one of the measures' tables, and the dimensions by which they are to be added up."""

    table: str
    dimensions: tuple[str, ...]
    rows: pl.DataFrame


def feeds_of(world: World, table: str, values: Columns) -> list[Feed]:
    """Return the rows that a chunk of one of the logs' tables feeds to the measures' tables."""
    columns = {name: np.asarray(column) for name, column in values.items()}
    if table in ("duty", "overtime"):
        return _duty(world, columns)
    frame = pl.DataFrame(columns)
    if table == "legs":
        parts = [*_stays(world, frame, columns), _fed("legs", _legs(world, frame))]
        return [*parts, *_left_at_closing(world, columns)]
    if table == "contacts":
        return [_fed("contacts", _contacts(world, frame))]
    if table == "chats":
        return _chats(world, frame)
    if table == "outages":
        down = _clipped(world, pl.col("begins"), pl.col("ends"))
        return [_fed("outages", frame.with_columns(counted=_in_window(world, "begins"), down=down))]
    if table in COUNTED_BY:
        return [_fed(table, frame.with_columns(counted=_in_window(world, COUNTED_BY[table])))]
    if table == "issues":
        drivers = pl.DataFrame(named(world, columns))
        return [
            _fed("issues", _issues(world, frame)),
            _fed("drivers", drivers),
        ]
    if table == "customers":
        known = _customers(world, frame, columns["segment"])
        return [_fed(table, known), _fed("leavers", known.filter(WENT))]
    return [_fed(table, frame)]


def _issues(world: World, issues: pl.DataFrame) -> pl.DataFrame:
    """Add the chance that a customer answers a survey, and what would be said (`rules/survey.py`)."""
    n = world.survey
    chance = n.response + n.extremes * np.abs(2.0 * issues["quality"].to_numpy() - 1.0)
    return issues.with_columns(
        counted=_in_window(world, "opened"),
        answers=pl.Series(np.minimum(chance, 1.0)),
        recommends=_recommends(world, issues["goodwill"]),
    )


def _recommends(world: World, goodwill: pl.Series) -> pl.Series:
    n = world.survey
    of = goodwill.to_numpy()
    return pl.Series((of > n.promoter_above).astype(np.int32) - (of < n.detractor_below).astype(np.int32))


def _fed(table: str, rows: pl.DataFrame) -> Feed:
    return Feed(table, DIMENSIONS[table], rows)


def _stays(world: World, legs: pl.DataFrame, columns: Columns) -> list[Feed]:
    """Feed every stay to its queue, and the first of each contact to the rest: totals count it once."""
    queue = columns["queue"]
    stays = legs.with_columns(
        within=_by_queue([numbers.within for numbers in world.queues], queue),
        short_abandon=_by_queue([numbers.short_abandon for numbers in world.queues], queue),
        arrived_in=_in_window(world, "joined"),
        counted=_in_window(world, "joined") & ~BLOCKED,
        interval=interval_of(world, legs["joined"]),
    )
    if np.any(np.greater_equal(columns["outcome"], Outcome.OUTBOUND)):
        stays = stays.filter(pl.col("outcome") < int(Outcome.OUTBOUND))
    if not np.any(columns["leg"]):
        return [_fed("stays", stays)]
    rest = tuple(dimension for dimension in DIMENSIONS["stays"] if dimension != "queue")
    return [Feed("stays", ("queue",), stays), Feed("stays", rest, stays.filter(pl.col("leg") == 0))]


def _by_queue(values: list[float], queue: NDArray[np.generic]) -> pl.Expr:
    """Return the value of each row's queue, once where all queues have the same."""
    return pl.lit(values[0]) if len({*values}) == 1 else pl.lit(pl.Series(np.array(values)[queue]))


def _left_at_closing(world: World, legs: Columns) -> list[Feed]:
    """Feed what waits, of deferred work, when its queue closes; `times`: how often it was left."""
    opens, closes, _ = world.window
    joined, answered = legs["joined"], legs["joined"] + legs["wait"]  # type: ignore[operator]
    times = np.zeros(len(joined), dtype=np.int64)
    for queue in (number for number, numbers in enumerate(world.queues) if numbers.deferred):
        doors = np.array([at for at in world.queues[queue].opening.closes if opens <= at <= closes])
        of = legs["queue"] == queue
        times[of] = np.searchsorted(doors, answered[of]) - np.searchsorted(doors, joined[of])
    left = np.flatnonzero(times)
    if not left.size:
        return []
    columns = {name: legs[name][left] for name in ("queue", "type", "segment")}
    return [_fed("closings", pl.DataFrame({**columns, "times": times[left]}))]


def _legs(world: World, legs: pl.DataFrame) -> pl.DataFrame:
    legs = legs.filter(pl.col("group") >= 0)
    answered = legs["joined"] + legs["wait"]
    ends = answered + legs["talk"] + legs["acw"]
    opens, closes, _ = world.window
    return legs.with_columns(
        counted=answered.is_between(opens, closes, closed="left"),
        interval=interval_of(world, answered),
        busy=pl.Series(np.clip(ends.to_numpy(), opens, closes) - np.clip(answered.to_numpy(), opens, closes)),
    )


def _chats(world: World, chats: pl.DataFrame) -> list[Feed]:
    """Feed chats, and take back from the legs' busy time what chats at once had of the same seconds."""
    chats = chats.with_columns(
        counted=_in_window(world, "begins"),
        inside=_clipped(world, pl.col("begins"), pl.col("ends")),
        interval=interval_of(world, chats["begins"]),
    )
    shared = chats.with_columns(
        counted=pl.lit(value=False),
        busy=pl.col("given_in_window") - pl.col("inside"),
        **dict.fromkeys(TABLES["legs"].keys() - TABLES["chats"].keys(), pl.lit(0.0)),
    )
    return [_fed("chats", chats), _fed("legs", shared)]


def _contacts(world: World, contacts: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("arrived") - pl.col("last_arrived")
    last_counted = ~OUTBOUND & (pl.col("last_arrived") >= 0) & _in_window(world, "last_arrived")
    return contacts.with_columns(
        counted=_in_window(world, "arrived") & ~OUTBOUND,
        follows=last_counted & (pl.col("last_answered") == 1) & (gap <= world.customers.repeat_window),
    )


def _customers(world: World, customers: pl.DataFrame, segment: NDArray[np.generic]) -> pl.DataFrame:
    """Say who is there when the window opens and closes, who came and went between, and their value."""
    opens, closes, _ = world.window
    joined, left = pl.col("joined"), pl.col("left")
    values = np.array(world.customers.values)[segment.astype(int)]
    years = (left.clip(opens, closes) - joined.clip(opens, closes)) / YEAR
    return customers.with_columns(
        there_start=(joined <= opens) & (left > opens),
        there_end=(joined <= closes) & (left > closes),
        came=_in_window(world, "joined") & (joined > 0.0),
        went=_in_window(world, "left"),
        recommends=_recommends(world, customers["trust_end"] + customers["tie"]),
        years=years,
        value=years * pl.lit(pl.Series(values)),
        lifetime=pl.lit(pl.Series(values / _ordinary_hazard(world))),
    )


def _ordinary_hazard(world: World) -> float:
    """Return the hazard of leaving per year of an ordinary customer; infinity where nobody leaves."""
    churn = None if world.loyalty is None else world.loyalty.churn
    return churn.per_year if churn is not None and churn.per_year > 0.0 else inf


def _duty(world: World, duty: Columns) -> list[Feed]:
    """Feed the seconds in the window of duty, or of overtime: a row for each interval, group and state."""
    opens, closes, _ = world.window
    begins = np.clip(duty["begins"].astype(float), opens, closes)
    ends = np.clip(duty["ends"].astype(float), opens, closes)
    states, kinds = len(AgentState), len(AgentState) * len(world.groups)
    state: NDArray[np.generic] | int = duty["state"].astype(int) if "state" in duty else 0
    of = duty["group"].astype(int) * states + state
    row, interval, seconds = _cut(world, begins, ends)
    sums = np.bincount(interval * kinds + of[row], seconds).astype(float)
    found = np.flatnonzero(sums)
    interval, of = np.divmod(found, kinds)
    group, state = np.divmod(of, states)
    pay = np.array([(numbers.wage, numbers.overtime) for numbers in world.groups])[group] / (3600.0, 1.0)
    made = _paid(state, sums[found], pay) if "state" in duty else _extra(sums[found], pay)
    return [_fed("duty", pl.DataFrame({"group": group, "interval": interval, **made}))]


def _paid(
    state: NDArray[np.generic], seconds: NDArray[np.float64], pay: NDArray[np.float64]
) -> dict[str, NDArray[np.generic]]:
    """Return what measures need of spans of duty [s]; who is absent without pay costs nothing."""
    nothing = np.zeros(len(seconds))
    paid = np.where(state == AgentState.ABSENT, 0.0, seconds)
    cost = paid * pay[:, 0]
    return {
        "state": state, "planned": seconds, "seconds": paid, "cost": cost, "overtime": nothing,
        "overtime_cost": nothing,
    }  # fmt: skip


def _extra(seconds: NDArray[np.float64], pay: NDArray[np.float64]) -> dict[str, NDArray[np.generic]]:
    """Return what overtime [s] adds to its rows of duty: it was not planned, and may be paid better."""
    nothing, cost = np.zeros(len(seconds)), seconds * pay[:, 0]
    return {
        "state": nothing.astype(np.int32), "planned": -seconds, "seconds": nothing,
        "cost": cost * (pay[:, 1] - 1.0), "overtime": seconds, "overtime_cost": cost * pay[:, 1],
    }  # fmt: skip


def _cut(
    world: World, begins: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Cut spans at the bounds of intervals: return the span, interval and seconds of each piece."""
    first, last = _slot_of(world, begins), _slot_of(world, ends)
    row, slot, seconds = np.arange(len(begins)), first, ends - begins
    longer = np.flatnonzero(last > first)
    if longer.size:
        days = np.arange(world.run_days + 1)[:, None] * DAY
        bounds = np.append(days + np.arange(intervals_per_day(world)) * world.reported, np.inf)
        pieces = (last - first + 1)[longer]
        again = np.repeat(longer, pieces)
        slots = first[again] + np.arange(len(again)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        cut = np.minimum(ends[again], bounds[slots + 1]) - np.maximum(begins[again], bounds[slots])
        seconds[longer] = 0.0
        row, slot, seconds = np.append(row, again), np.append(slot, slots), np.append(seconds, cut)
    return row, _intervals(world)[slot], seconds

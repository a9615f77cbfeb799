"""Prepare the logs' tables for measures: what is counted, and the columns measures are made of."""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import AgentState, Outcome
from sim.kpis.base import DIMENSIONS
from sim.kpis.columns import BLOCKED, OUTBOUND, WENT
from sim.kpis.drivers import named
from sim.kpis.intervals import cut, interval_of
from sim.kpis.last_contact import UNKNOWN, LastContacts
from sim.logs import TABLES, Columns
from sim.quantities import duration_text
from sim.rules.survey import recommends, response_chance
from sim.rules.trust import YEAR
from sim.world.numbers import World

# table -> the column that must lie in the measured window for its row to count
COUNTED_BY = {
    "amends": "at",
    "callbacks": "joined",
    "complaints": "at",
    "failures": "struck",
    "information": "at",
    "jobs": "reported",
    "self_service": "began",
}

MINUTE = 60.0
LAST_TALK = "last_talk"
"""Column that a fold adds to contacts: the talk [s] of the last one, as `LastContacts` finds it."""
BY_FIRM = (int(Outcome.OUTBOUND), int(Outcome.REACHED), int(Outcome.UNREACHED))
"""Outcomes of calls that the firm makes: nobody arrives."""


def _in_window(world: World, column: str) -> pl.Expr:
    return pl.col(column).is_between(world.window.opens, world.window.closes, closed="left")


def _clipped(world: World, begins: pl.Expr, ends: pl.Expr) -> pl.Expr:
    opens, closes, _ = world.window
    return ends.clip(opens, closes) - begins.clip(opens, closes)


class Feed(NamedTuple):
    """Rows of one of the measures' tables, and the dimensions by which they are added up."""

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
        if LAST_TALK not in columns:
            frame = frame.with_columns(pl.Series(LAST_TALK, LastContacts(world).talk(columns)))
        return [_fed("contacts", _contacts(world, frame))]
    if table == "chats":
        return _chats(world, frame)
    if table == "outages":
        down = _clipped(world, pl.col("begins"), pl.col("ends"))
        return [_fed("outages", frame.with_columns(counted=_in_window(world, "begins"), down=down))]
    if table == "outbound":
        return [_fed("outbound", _outbound(world, frame))]
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
    """Add the chance that a customer answers a survey, and what the answer would be."""
    quality: Any = issues["quality"].to_numpy()
    answers: Any = response_chance(world.survey, quality)
    return issues.with_columns(
        counted=_in_window(world, "opened"),
        answers=pl.Series(answers),
        recommends=_recommends(world, issues["goodwill"]),
    )


def _recommends(world: World, goodwill: pl.Series) -> pl.Series:
    of: Any = goodwill.to_numpy()
    said: Any = recommends(world.survey, of)
    return pl.Series(said)


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
        policy_cost=pl.lit(world.policy_cost.per_contact),
    )
    if np.any(np.isin(columns["outcome"], BY_FIRM)):
        stays = stays.filter(~pl.col("outcome").is_in(BY_FIRM))
    within = _within(world, stays)
    if not np.any(columns["leg"]):
        return [_fed("stays", stays), *within]
    rest = tuple(dimension for dimension in DIMENSIONS["stays"] if dimension != "queue")
    return [Feed("stays", ("queue",), stays), Feed("stays", rest, stays.filter(pl.col("leg") == 0)), *within]


def limits_of(world: World) -> list[tuple[int, float]]:
    """Return queue and limit [s] of every limit of the wait that queues name, in a fixed order."""
    return [(queue, limit) for queue, numbers in enumerate(world.queues) for limit in numbers.limits]


def limit_name(world: World, queue: int, limit: float) -> str:
    """Return the name of a limit of the wait, such as "service 20s"."""
    return f"{world.queues[queue].name} {duration_text(limit)}"


def _within(world: World, stays: pl.DataFrame) -> list[Feed]:
    """Feed the stays in each queue once for every limit of the wait that the queue names."""
    parts = [
        stays.filter(pl.col("queue") == queue).select(
            *("counted", "outcome", "wait"), limit=pl.lit(limit), limit_index=pl.lit(place)
        )
        for place, (queue, limit) in enumerate(limits_of(world))
    ]
    return [_fed("within", pl.concat(parts))] if parts else []


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
    target = np.array([group.target for group in world.groups])[legs["group"].to_numpy()]
    talk = legs["talk"].to_numpy()
    return legs.with_columns(
        past=pl.Series(talk >= target),
        bunched=pl.Series((talk >= target) & (talk < target + MINUTE)),
        brief=pl.Series(talk <= MINUTE),
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
        **dict.fromkeys(("past", "bunched", "brief"), pl.lit(value=False)),
        **dict.fromkeys(TABLES["legs"].keys() - TABLES["chats"].keys(), pl.lit(0.0)),
    )
    return [_fed("chats", chats), _fed("legs", shared)]


def _contacts(world: World, contacts: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("arrived") - pl.col("last_arrived")
    last_counted = ~OUTBOUND & (pl.col("last_arrived") >= 0) & _in_window(world, "last_arrived")
    target = _targets(world)[contacts["queue"].to_numpy()]
    after = contacts[LAST_TALK].to_numpy()
    return contacts.with_columns(
        past=pl.Series(contacts["talk"].to_numpy() >= target),
        after_long=pl.Series(after >= target),
        after_short=pl.Series((after > UNKNOWN) & (after < target)),
        counted=_in_window(world, "arrived") & ~OUTBOUND,
        follows=last_counted & (pl.col("last_answered") == 1) & (gap <= world.customers.repeat_window),
    )


def _targets(world: World) -> NDArray[np.float64]:
    """Return the talk [s] that the first group serving each queue is held to; infinity where none is."""
    return np.array([
        next((group.target for group in world.groups if queue in group.queues), inf)
        for queue in range(len(world.queues))
    ])  # fmt: skip


def _outbound(world: World, outbound: pl.DataFrame) -> pl.DataFrame:
    """Add which calls of campaigns count, and how long each takes an agent within the window."""
    return outbound.with_columns(
        counted=_in_window(world, "rang_until"),
        interval=interval_of(world, outbound["rang_until"]),
        busy=_clipped(world, pl.col("begins"), pl.col("ends")),
    )


def _customers(world: World, customers: pl.DataFrame, segment: NDArray[np.generic]) -> pl.DataFrame:
    """Add who is there when the window opens and closes, who came and went between, and their value."""
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
    row, interval, seconds = cut(world, begins, ends)
    sums = np.bincount(interval * kinds + of[row], seconds).astype(float)
    filled = np.flatnonzero(sums)
    interval, of = np.divmod(filled, kinds)
    group, state = np.divmod(of, states)
    pay = np.array([(numbers.wage, numbers.overtime) for numbers in world.groups])[group] / (3600.0, 1.0)
    made = _paid(state, sums[filled], pay) if "state" in duty else _extra(sums[filled], pay)
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

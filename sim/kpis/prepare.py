"""Prepare the logs' tables for measures: what is counted, and the columns measures are made of."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from functools import reduce
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.codes import AgentState, Outcome
from sim.kpis.base import DIMENSIONS
from sim.kpis.drivers import named
from sim.kpis.intervals import cut, interval_keys, number_of_intervals
from sim.kpis.last_contact import UNKNOWN, LastContacts
from sim.kpis.rows import Plan, Rows
from sim.logs import TABLES, Columns
from sim.quantities import duration_text
from sim.rules.survey import recommends, response_chance
from sim.rules.trust import YEAR
from sim.world.numbers import World
from sim.world.window import clipped, is_in, seconds_in

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


def is_any(column: Any, codes: Iterable[int]) -> NDArray[np.bool_]:
    """Return which rows have one of a few codes: `np.isin` takes a dozen times as long."""
    found: NDArray[np.bool_] = reduce(operator.or_, (column == code for code in codes))
    return found


def rows_of(mask: NDArray[np.bool_]) -> Any:
    """Return what picks the rows of a mask: a slice where it is all of them, which copies nothing."""
    return slice(None) if mask.all() else np.flatnonzero(mask)


class Feed:
    """Rows of one of the measures' tables, and the dimensions by which they are added up."""

    def __init__(self, table: str, dimensions: tuple[str, ...], rows: Rows) -> None:
        self.table, self.dimensions, self.rows = table, dimensions, rows
        self.count = rows.count
        self._keys: dict[str, NDArray[np.int64]] = {}

    def of(self, plan: Plan) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield what each formula makes of rows; what is 0 for all rows is left out."""
        for name, values in plan.of(self.rows):
            if np.ndim(values):
                if (values != 0).any():  # in half the time of `values.any()`
                    yield name, values
            elif values:
                yield name, np.full(self.count, values)

    def key(self, name: str) -> NDArray[np.int64]:
        """Return a column of places: the same array each time, so that sums by it are made once."""
        if name not in self._keys:
            self._keys[name] = self.rows.column(name).astype(np.int64, copy=False)
        return self._keys[name]


def feeds_of(world: World, table: str, values: Columns) -> list[Feed]:
    """Return the rows that a chunk of one of the logs' tables feeds to the measures' tables."""
    columns: dict[str, NDArray[Any]] = {name: np.asarray(column) for name, column in values.items()}
    if table in ("duty", "overtime"):
        return _duty(world, columns)
    if table == "legs":
        return [*_stays(world, columns), _legs(world, columns), *_left_at_closing(world, columns)]
    if table == "contacts":
        if LAST_TALK not in columns:
            columns[LAST_TALK] = LastContacts(world).talk(columns)
        return [fed("contacts", {**columns, **_contacts(world, columns)})]
    if table == "chats":
        return _chats(world, columns)
    if table == "outages":
        down = seconds_in(world.window, columns["begins"], columns["ends"])
        return [fed("outages", {**columns, "counted": is_in(world.window, columns["begins"]), "down": down})]
    if table == "outbound":
        return [fed("outbound", {**columns, **_outbound(world, columns)})]
    if table in COUNTED_BY:
        return [fed(table, {**columns, "counted": is_in(world.window, columns[COUNTED_BY[table]])})]
    if table == "issues":
        return [
            fed("issues", {**columns, **_issues(world, columns)}),
            fed("drivers", named(world, columns)),
        ]
    if table == "customers":
        known = {**columns, **_customers(world, columns)}
        return [fed(table, known), Feed("leavers", DIMENSIONS["leavers"], Rows(known, known["went"]))]
    return [fed(table, columns)]


def fed(table: str, columns: Columns) -> Feed:
    """Return what rows feed to a table, by all its dimensions."""
    return Feed(table, DIMENSIONS[table], Rows(columns))


def _issues(world: World, issues: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the chance that a customer answers a survey, and what the answer would be."""
    quality: Any = issues["quality"]
    answers: Any = response_chance(world.survey, quality)
    return {
        "counted": is_in(world.window, issues["opened"]),
        "answers": answers,
        "recommends": _recommends(world, issues["goodwill"]),
    }


def _recommends(world: World, goodwill: Any) -> NDArray[Any]:
    said: Any = recommends(world.survey, goodwill)
    return np.asarray(said)


def _stays(world: World, legs: dict[str, NDArray[Any]]) -> list[Feed]:
    """Feed every stay to its queue, and the first of each contact to the rest: totals count it once."""
    queue, joined, outcome = legs["queue"], legs["joined"], legs["outcome"]
    arrived = is_in(world.window, joined)
    stays = {
        **legs,
        "within": _each([numbers.within for numbers in world.queues], queue),
        "short_abandon": _each([numbers.short_abandon for numbers in world.queues], queue),
        "arrived_in": arrived,
        "counted": arrived & (outcome != Outcome.BLOCKED),
        "interval": interval_keys(world, joined),
        "policy_cost": np.array(world.policy_cost.per_contact),
    }  # fmt: skip
    by_customer = ~is_any(outcome, BY_FIRM)
    within = _within(world, stays, by_customer)
    if not np.any(legs["leg"]):
        return [Feed("stays", DIMENSIONS["stays"], Rows(stays, by_customer)), *within]
    rest = tuple(dimension for dimension in DIMENSIONS["stays"] if dimension != "queue")
    first = by_customer & (legs["leg"] == 0)
    parts = (("queue",), by_customer), (rest, first)
    return [*(Feed("stays", dimensions, Rows(stays, of)) for dimensions, of in parts), *within]


def limits_of(world: World) -> list[tuple[int, float]]:
    """Return queue and limit [s] of every limit of the wait that queues name, in a fixed order."""
    return [(queue, limit) for queue, numbers in enumerate(world.queues) for limit in numbers.limits]


def limit_name(world: World, queue: int, limit: float) -> str:
    """Return the name of a limit of the wait, such as "service 20s"."""
    return f"{world.queues[queue].name} {duration_text(limit)}"


def _within(world: World, stays: Columns, by_customer: NDArray[np.bool_]) -> list[Feed]:
    """Feed the stays in each queue once for every limit of the wait that the queue names."""
    parts: list[dict[str, NDArray[Any]]] = []
    for place, (queue, limit) in enumerate(limits_of(world)):
        of = np.flatnonzero(by_customer & (stays["queue"] == queue))
        part: dict[str, NDArray[Any]] = {name: stays[name][of] for name in ("counted", "outcome", "wait")}
        parts.append({**part, "limit": np.full(len(of), limit), "limit_index": np.full(len(of), place)})
    if not parts:
        return []
    return [fed("within", {name: np.concatenate([part[name] for part in parts]) for name in parts[0]})]


def _each(values: list[float], place: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the value of each row's queue or group, by its place: one number where all have the same."""
    return np.array(values[0]) if len({*values}) == 1 else np.array(values)[place]


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
    return [fed("closings", {**columns, "times": times[left]})]


def _legs(world: World, legs: dict[str, NDArray[Any]]) -> Feed:
    """Feed the conversations."""
    rows = Rows(legs, legs["group"] >= 0)
    joined, wait, talk, acw, group = map(rows.column, ("joined", "wait", "talk", "acw", "group"))
    answered, target = joined + wait, _each([group.target for group in world.groups], group)
    past = talk >= target
    rows.put({
        "past": past,
        "bunched": past & (talk < target + MINUTE),
        "brief": talk <= MINUTE,
        "counted": is_in(world.window, answered),
        "interval": interval_keys(world, answered),
        "busy": seconds_in(world.window, answered, answered + talk + acw),
    })  # fmt: skip
    return Feed("legs", DIMENSIONS["legs"], rows)


def _chats(world: World, chats: dict[str, NDArray[Any]]) -> list[Feed]:
    """Feed chats, and take back from the legs' busy time what chats at once had of the same seconds."""
    count = len(chats["begins"])
    own = {
        **chats,
        "counted": is_in(world.window, chats["begins"]),
        "inside": seconds_in(world.window, chats["begins"], chats["ends"]),
        "interval": interval_keys(world, chats["begins"]),
    }
    shared = {
        **own,
        "busy": own["given_in_window"] - own["inside"],
        **dict.fromkeys(("counted", "past", "bunched", "brief"), np.zeros(count, dtype=bool)),
        **dict.fromkeys(TABLES["legs"].keys() - TABLES["chats"].keys(), np.zeros(count)),
    }
    return [fed("chats", own), fed("legs", shared)]


def _contacts(world: World, contacts: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    last, outbound = contacts["last_arrived"], contacts["outcome"] == Outcome.OUTBOUND
    counted = is_in(world.window, contacts["arrived"]) & ~outbound
    last_counted = ~outbound & (last >= 0) & is_in(world.window, last)
    near = contacts["arrived"] - last <= world.customers.repeat_window
    target = _each(_targets(world), contacts["queue"])
    after = contacts[LAST_TALK]
    return {
        "past": contacts["talk"] >= target,
        "after_long": after >= target,
        "after_short": (after > UNKNOWN) & (after < target),
        "counted": counted,
        "follows": last_counted & (contacts["last_answered"] == 1) & near,
    }


def _targets(world: World) -> list[float]:
    """Return the talk [s] that the first group serving each queue is held to; infinity where none is."""
    return [
        next((group.target for group in world.groups if queue in group.queues), inf)
        for queue in range(len(world.queues))
    ]


def _outbound(world: World, outbound: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return which calls of campaigns count, and how long each takes an agent within the window."""
    return {
        "counted": is_in(world.window, outbound["rang_until"]),
        "interval": interval_keys(world, outbound["rang_until"]),
        "due_in": is_in(world.window, outbound["due"]),
        "comes_up": np.array([bool(one.means) for one in world.campaigns])[outbound["campaign"]],
        "busy": seconds_in(world.window, outbound["begins"], outbound["ends"]),
    }


def _customers(world: World, customers: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return who is there when the window opens and closes, who came and went between, and their value."""
    opens, closes, _ = world.window
    joined, left = customers["joined"], customers["left"]
    values = np.array(world.customers.values)[customers["segment"]]
    years = seconds_in(world.window, joined, left) / YEAR
    return {
        "there_start": (joined <= opens) & (left > opens),
        "there_end": (joined <= closes) & (left > closes),
        "came": is_in(world.window, joined) & (joined > 0.0),
        "went": is_in(world.window, left),
        "recommends": _recommends(world, customers["trust_end"] + customers["tie"]),
        "years": years,
        "value": years * values,
        "lifetime": values / _ordinary_hazard(world),
    }


def _ordinary_hazard(world: World) -> float:
    """Return the hazard of leaving per year of an ordinary customer; infinity where nobody leaves."""
    churn = None if world.loyalty is None else world.loyalty.churn
    return churn.per_year if churn is not None and churn.per_year > 0.0 else inf


def _duty(world: World, duty: Columns) -> list[Feed]:
    """Feed the seconds in the window of duty, or of overtime: a row for each interval, group and state."""
    begins, ends = (clipped(world.window, duty[name]) for name in ("begins", "ends"))
    states, kinds = len(AgentState), len(AgentState) * len(world.groups)
    state: Any = duty.get("state", 0)
    of, sums = duty["group"] * states + state, np.zeros(number_of_intervals(world) * kinds)
    for rows, interval, seconds in cut(world, begins, ends):
        place = interval * kinds
        place += of[rows]
        sums += np.bincount(place, seconds, len(sums))
    filled = np.flatnonzero(sums)
    interval, of = np.divmod(filled, kinds)
    group, state = np.divmod(of, states)
    pay = np.array([(numbers.wage, numbers.overtime) for numbers in world.groups])[group] / (3600.0, 1.0)
    made = _paid(state, sums[filled], pay) if "state" in duty else _extra(sums[filled], pay)
    return [fed("duty", {"group": group, "interval": interval, **made})]


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

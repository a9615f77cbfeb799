"""Balance: what must add up in the logs of every run, against the floor, the roster and each other.

Source: semantics.md 24: identities of the sample path, never steady-state laws.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.codes import AgentState, End, Outcome
from sim.errors import InvariantError
from sim.logs import Columns
from sim.world.numbers import World
from sim.world.window import seconds_in


class Totals(NamedTuple):
    """Count what the floor saw, by itself: integrals over the window [s] and counts over the run.

    `planned_seconds` is what the roster asks of each group within the window, whatever happened.
    """

    queue_seconds: tuple[float, ...]
    busy_seconds: tuple[float, ...]
    paid_seconds: tuple[float, ...]
    planned_seconds: tuple[float, ...]
    contacts: int
    issues: int
    customers: int
    joined: int = 0
    left: int = 0


class Balance:
    """Add up the logs and hold them against the floor, the roster and each other (semantics.md 24)."""

    def __init__(self, world: World) -> None:
        self._world = world
        groups = len(world.groups)
        self._queue = np.zeros(len(world.queues))
        self._busy, self._overtime = np.zeros(groups), np.zeros(groups)
        self._duty = np.zeros((groups, len(AgentState)))
        self._stays = np.zeros(len(Outcome), dtype=np.int64)
        self._contacts = np.zeros(len(Outcome), dtype=np.int64)
        # waits [s], agents' time [s], conversations, contacts: of all rows of a table
        self._by_leg, self._by_contact, self._by_issue = np.zeros(4), np.zeros(4), np.zeros(4)
        # contacts lost, conversations dropped
        self._of_outages, self._by_outage = np.zeros(2), np.zeros(2)
        # callbacks accepted, customers reached, calls to them; the legs hold calls that nobody asked for, too
        self._of_callbacks, self._by_callback = np.zeros(3), np.zeros(3)
        self._issues = self._customers = self._joined = self._left = 0

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk."""
        if table == "legs":
            self._add_legs(values)
        elif table == "contacts":
            self._contacts += np.bincount(values["outcome"].astype(np.int64), minlength=len(Outcome))
            self._by_contact += _sums(0.0, _handle_time(values), values["legs"], len(values["legs"]))
        elif table == "issues":
            self._issues += len(values["issue"])
            self._by_issue += _sums(
                values["wait"], values["agent_seconds"], values["legs"], values["contacts"]
            )
        elif table == "duty":
            self._add_duty(values)
        elif table == "outbound":
            self._add_outbound(values)
        elif table == "chats":
            self._add_chats(values)
        elif table == "overtime":
            seconds = seconds_in(self._world.window, values["begins"], values["ends"])
            self._overtime += _by(values["group"], seconds, len(self._overtime))
        elif table == "customers":
            self._customers += len(values["customer"])
            self._joined += int(np.count_nonzero(_reals(values["joined"]) > 0.0))
            self._left += int(np.count_nonzero(np.isfinite(_reals(values["left"]))))
        elif table == "callbacks":
            reached = values["outcome"].astype(int) == Outcome.REACHED
            self._by_callback += _sums(values["accepted"], reached, values["tries"])
        elif table == "outages":
            self._by_outage += _sums(values["lost"], values["dropped"])

    def _add_legs(self, legs: Columns) -> None:
        joined, wait = _reals(legs["joined"]), _reals(legs["wait"])
        answered, handle_time = joined + wait, _handle_time(legs)
        self._queue += _by(legs["queue"], seconds_in(self._world.window, joined, answered), len(self._queue))
        group: Any = legs["group"]
        served = group >= 0
        busy = seconds_in(self._world.window, answered, answered + handle_time)
        self._busy += _by(np.maximum(group, 0), busy * served, len(self._busy))
        outcome: Any = legs["outcome"]
        reached, unreached = outcome == Outcome.REACHED, outcome == Outcome.UNREACHED
        dials = reached | unreached
        first = (legs["leg"] == 0) & ~dials
        self._stays += np.bincount(outcome if first.all() else outcome[first], minlength=len(Outcome))
        self._by_leg += _sums(wait, handle_time, served & ~unreached, first)
        self._of_callbacks += _sums(outcome == Outcome.CALLBACK, reached, dials)
        self._of_outages += _sums(outcome == Outcome.LOST, legs["end"] == End.DROPPED)

    def _add_chats(self, chats: Columns) -> None:
        """Take back what chats at once had of the same seconds of an agent."""
        begins, ends, given, within = (
            _reals(chats[name]) for name in ("begins", "ends", "given", "given_in_window")
        )
        shared = seconds_in(self._world.window, begins, ends) - within
        self._busy -= _by(chats["group"], shared, len(self._busy))
        self._by_issue += _sums(0.0, ends - begins - given, 0.0, 0.0)

    def _add_outbound(self, outbound: Columns) -> None:
        """Take in agents' time on campaigns."""
        busy = seconds_in(self._world.window, outbound["begins"], outbound["ends"])
        self._busy += _by(np.maximum(outbound["group"], 0), busy, len(self._busy))

    def _add_duty(self, duty: Columns) -> None:
        seconds = seconds_in(self._world.window, duty["begins"], duty["ends"])
        kinds: Any = duty["group"] * len(AgentState) + duty["state"]  # type: ignore[operator]
        self._duty += np.bincount(kinds, seconds, self._duty.size).reshape(self._duty.shape)

    def check(self, totals: Totals) -> None:
        """Check the sums of the logs against `totals` and each other, to a relative 1e-9.

        Raises:
            InvariantError: something came or went without a row.
        """
        working = self._duty[:, [AgentState.TALK, AgentState.ACW, AgentState.DIALLING]].sum(axis=1)
        paid = self._duty.sum(axis=1) - self._duty[:, AgentState.ABSENT]
        self._same("queue time", self._queue, totals.queue_seconds)
        self._same("agents' busy time, of legs, campaigns and the floor,", self._busy, totals.busy_seconds)
        self._same("agents' busy time, of duty and of the floor,", working, totals.busy_seconds)
        self._same("paid time", paid, totals.paid_seconds)
        self._within("time available or on a break", paid - working, totals.planned_seconds)
        self._same(
            "paid time, as planned and overtime,",
            paid,
            self._overtime + np.asarray(totals.planned_seconds),
        )
        self._same("contacts offered", int(self._contacts.sum()), totals.contacts)
        self._same("how contacts and their first queue stays ended", self._contacts, self._stays)
        self._same("waits, agents' time and contacts, of issues and of legs,", self._by_issue, self._by_leg)
        self._same("agents' time, of contacts and of legs,", self._by_contact[1:], self._by_leg[1:])
        self._same("contacts lost and dropped, of outages and of legs,", self._by_outage, self._of_outages)
        self._same("callbacks accepted, and who left the line,", self._by_callback[0], self._of_callbacks[0])
        self._within("customers reached, and calls,", self._by_callback[1:], tuple(self._of_callbacks[1:]))
        self._same("issues opened", self._issues, totals.issues)
        self._same("customers", self._customers, totals.customers + totals.joined)
        self._same("customers who joined and left", (self._joined, self._left), (totals.joined, totals.left))

    def _within(self, what: str, part: NDArray[np.float64], whole: tuple[float, ...]) -> None:
        self._same(
            f"{what} beyond its bound", np.maximum(part - np.asarray(whole), 0.0), np.zeros(len(whole))
        )

    def _same(self, what: str, logged: object, counted: object) -> None:
        if not np.allclose(np.asarray(logged), np.asarray(counted), rtol=1e-9, atol=1e-5):
            place = f"scenario {self._world.scenario}, policy {self._world.policy}"
            raise InvariantError(
                f"{what} does not balance in {place}: the logs hold {logged}, it should be {counted}. "
                "This is a defect of Goodwill; please report the scenario and its seed."
            )


def _handle_time(rows: Columns) -> NDArray[np.float64]:
    return _reals(rows["talk"]) + _reals(rows["acw"])


def _reals(column: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.asarray(column, float)


def _by(keys: Any, values: NDArray[np.float64], members: int) -> NDArray[np.float64]:
    """Add up by member; nothing to add where there is only one."""
    return np.bincount(keys, values, members).astype(float) if members > 1 else np.array([values.sum()])


def _sums(*columns: Any) -> NDArray[np.float64]:
    return np.array([_sum(column) for column in columns], dtype=np.float64)


def _sum(column: Any) -> Any:
    """Return the sum of a column; that of truth values in an eighth of the time of `np.sum`."""
    return np.count_nonzero(column) if np.result_type(column) == np.bool_ else np.sum(column)

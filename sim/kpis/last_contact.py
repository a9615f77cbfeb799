"""Last contact: whether the one before, of the same customer and type, passed the target."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from sim.hours import DAY
from sim.logs import Columns
from sim.world.numbers import World

SLACK = 7 * DAY
"""How much later than it arrived a contact may end and still be found [s]."""
UNKNOWN = -1.0
MIX, MIX_TOO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Odd numbers that spread what is multiplied by them over 64 bits."""


class _Chunk:
    """Contacts that may be looked up by customer, type and arrival."""

    def __init__(self, contacts: Columns) -> None:
        self.keys = _keys(contacts, "arrived")
        self.latest = float(np.max(contacts["arrived"]))
        self._talk, self._arrived = contacts["talk"].astype(float), contacts["arrived"].astype(float)
        marks = _marks(*self.keys)
        order = np.argsort(marks)
        self._marks = marks[order]
        if np.any(self._marks[1:] == self._marks[:-1]):  # which is rare: of these, the first row counts
            order = np.argsort(marks, kind="stable")
        self._order = order

    def find(self, customer_and_type: NDArray[np.int64], arrived: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the first row of each of these contacts, -1 where it is not here."""
        wanted = _marks(customer_and_type, arrived)
        place = np.minimum(np.searchsorted(self._marks, wanted), len(self._marks) - 1)
        row = self._order[place]
        same = (self.keys[0][row] == customer_and_type) & (self.keys[1][row] == arrived)
        found: NDArray[np.int64] = np.where(same, row, -1)
        return found

    def talk(self, rows: NDArray[np.int64], since: float) -> NDArray[np.float64]:
        """Return the talk [s] of rows, `UNKNOWN` of those that arrived before `since`."""
        return np.where(self._arrived[rows] >= since, self._talk[rows], UNKNOWN)


def _keys(contacts: Columns, moment: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return customer and type as one number, and a moment [s], of each contact."""
    who = (contacts["customer"].astype(np.int64) << 32) + contacts["type"].astype(np.int64)
    return who, contacts[moment].astype(np.float64)


def _marks(who: NDArray[np.int64], moment: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return numbers that are the same for the same contact, and hardly ever for two."""
    mixed: NDArray[np.uint64] = (
        who.view(np.uint64) * MIX ^ np.ascontiguousarray(moment).view(np.uint64) * MIX_TOO
    )
    return mixed


class LastContacts:
    """Talk times of recent contacts, looked up by the contacts that follow; keeps one repeat window."""

    def __init__(self, world: World) -> None:
        self._kept: list[_Chunk] = []
        self._since = -inf
        self._back = world.customers.repeat_window + SLACK
        self.asked = any(group.target < inf for group in world.groups)

    def talk(self, contacts: Columns) -> NDArray[np.float64]:
        """Return the talk [s] of each contact's last one, `UNKNOWN` where none is found; shape (rows,).

        A contact that ended later than the one that follows it is not found, however rows are cut in chunks.
        """
        count = len(contacts["arrived"])
        talk = np.full(count, UNKNOWN)
        if not self.asked or not count:
            return talk
        new = _Chunk(contacts)
        asks = np.flatnonzero(contacts["last_arrived"] >= 0.0)  # type: ignore[operator]
        keys = _keys(contacts, "last_arrived")
        marks = _marks(keys[0][asks], keys[1][asks])
        asks = asks[np.argsort(marks)]  # what is asked for in the order of marks is found sooner
        who, arrived = keys[0][asks], keys[1][asks]
        for chunk in (*self._kept, new):
            row = chunk.find(who, arrived)
            is_here = row >= 0
            before = is_here & (row < asks) if chunk is new else is_here
            talk[asks[before]] = chunk.talk(row[before], self._since)
            who, arrived, asks = who[~is_here], arrived[~is_here], asks[~is_here]
        self._since = max(self._since, new.latest - self._back)
        self._kept = [chunk for chunk in (*self._kept, new) if chunk.latest >= self._since]
        return talk

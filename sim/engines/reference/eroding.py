"""Eroding: groups whose norm of rapport drifts with the pressure they work under."""

from __future__ import annotations

from sim.engines.reference.calendar import Calendar
from sim.engines.reference.conversation import Talk
from sim.engines.reference.records import Contact, Leg
from sim.floor import Floor
from sim.logs import PACK
from sim.rules.erosion import ErosionNumbers, drift
from sim.rules.pressure import crowd

pack_row = PACK["groups"]


class Eroding:
    """Let only the norm's share of rapport be offered in the legs that `talk` decides.

    Each leg moves the norm of its group, as if what it finds had been so since the group's last one.
    """

    def __init__(
        self, talk: Talk, numbers: ErosionNumbers, calendar: Calendar, floor: Floor, kappa: float
    ) -> None:
        self._talk, self._numbers, self._calendar, self._floor = talk, numbers, calendar, floor
        self._kappa = kappa
        groups = len(floor.first_free)
        self._norm = [1.0] * groups
        self._since = [0.0] * groups
        self._seen: list[list[float]] = []

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now that `agent` answers `contact`."""
        leg = self._talk.begins(contact, agent, queue)
        _, group, talk, rapport, missing, acw, end, solvable, explains, pressure, warmth, passed_on = leg
        floor, now = self._floor, self._calendar.now
        crowded, elapsed = crowd(floor.waiting[queue], floor.on_duty[queue]), now - self._since[group]
        norm = drift(self._numbers, self._norm[group], self._kappa, crowded, pressure, elapsed)
        self._norm[group], self._since[group] = norm, now
        rapport = norm * rapport
        return agent, group, talk, rapport, missing, acw, end, solvable, explains, pressure, warmth, passed_on

    def survey(self) -> None:
        """Note the norms, the first time for the start and the second for the end of the window."""
        self._seen.append(self._norm[:])

    def rows(self) -> list[bytes]:
        """Return the rows of the groups' table."""
        return [pack_row(group, *norms) for group, norms in enumerate(zip(*self._seen, strict=True))]

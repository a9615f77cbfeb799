"""Familiar: contacts that wait, apart from the line, for the agent who knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.codes import AgentState, Moment
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process
from sim.engines.reference.records import Contact
from sim.floor import NOBODY, Floor

if TYPE_CHECKING:
    from sim.engines.reference.router import Router

OVERFLOW = ORDER[Moment.OVERFLOW]
BUSY = {int(AgentState.TALK), int(AgentState.ACW)}


class Familiar:
    """Know who waits for whom; `longest` is how long anybody does [s]."""

    def __init__(self, router: Router, calendar: Calendar, floor: Floor, longest: float) -> None:
        self._router, self._calendar, self._floor, self._longest = router, calendar, floor, longest
        self._waiting: dict[int, list[tuple[Contact, Happening]]] = {}

    def forgets_after(self, select_agent: Callable[..., Any]) -> Callable[..., Any]:
        """Return the routing's verb, after which the floor no longer knows who arrived."""
        known_by = self._floor.known_by

        def select_and_forget(
            numbers: Any, floor: Floor, groups: Any, queue: int, u: float, now: float
        ) -> Any:
            agent = select_agent(numbers, floor, groups, queue, u, now)
            known_by[queue] = NOBODY
            return agent

        return select_and_forget

    def meets(self, contact: Contact, queue: int) -> None:
        """Tell the floor which agent of `queue` knows a contact that arrives again."""
        contact.known = NOBODY
        if contact.leg == 0 and contact.callback is None:
            met = (agent for agent in contact.issue.people if agent != NOBODY)
            able = [agent for agent in met if self._router.may_serve(agent, queue)]
            contact.known = self._floor.known_by[queue] = able[-1] if able else NOBODY
            contact.special = contact.special or contact.known != NOBODY

    def is_awaited(self, contact: Contact) -> bool:
        """Tell whether the agent who knows a contact is busy, and worth waiting for."""
        known = contact.known
        return known != NOBODY and self._longest > 0.0 and self._floor.state[known] in BUSY

    def waits(self, contact: Contact, turn: Happening) -> None:
        """Let a contact wait for its agent apart from the line; when that is over, it stands in line."""
        self._floor.stands_apart(contact.queue, contact.place)
        waiting = self._waiting.setdefault(contact.known, [])
        waiting.append((contact, turn))
        self._calendar.start(self._lines_up(contact, turn, waiting))

    def _lines_up(
        self, contact: Contact, turn: Happening, waiting: list[tuple[Contact, Happening]]
    ) -> Process:
        yield self._calendar.at(contact.joined + self._longest, OVERFLOW + contact.issue.serial)
        waiting.remove((contact, turn))
        if contact.turn is turn and contact.place != NOBODY:
            self._floor.lines_up(contact.queue, contact.place)
            self._router.stands_in_line(contact, turn)

    def serves(self, agent: int, now: float) -> bool:
        """Let `agent` take whoever has waited for that agent longest; tell whether anybody has."""
        for contact, turn in self._waiting.get(agent, ()):
            if self._is_apart(contact, turn) and self._router.may_serve(agent, contact.queue):
                self._router.takes(agent, contact, now)
                return True
        return False

    def apart_from(self, queue: int) -> list[Contact]:
        """Return who waits for an agent apart from the line of `queue`."""
        every = (pair for pairs in self._waiting.values() for pair in pairs)
        return [
            contact for contact, turn in every if contact.queue == queue and self._is_apart(contact, turn)
        ]

    def _is_apart(self, contact: Contact, turn: Happening) -> bool:
        return contact.turn is turn and contact.place != NOBODY

"""Returns: whether a customer whose need is still open calls again, when, and as what."""

from __future__ import annotations

from typing import Any

from sim.codes import Closing, Outcome
from sim.engines.reference.records import Contact, Issue
from sim.engines.reference.verbs import Quantile, ready
from sim.luck import RETURN, Luck
from sim.rules.recontact import at_open_door, calls_again
from sim.world import NONE, RedialNumbers, World

LOST = int(Outcome.LOST)
TURNED_AWAY = {int(Outcome.BLOCKED), LOST}
GIVEN_UP, CAPPED, EXHAUSTED = int(Closing.GIVEN_UP), int(Closing.CAPPED), int(Closing.EXHAUSTED)
# chance of coming back after the first and after later attempts, delay, and the type it comes back as
Return = tuple[float, float, tuple[Quantile, Any] | None, int]


class Returns:
    """Hold the numbers of coming back, by what happened to the last contact."""

    def __init__(self, world: World, luck: Luck) -> None:
        self._world, self._luck, self._numbers = world, luck, world.returns
        chance = world.returns.chance
        self._delay = ready(world.returns.after)
        self._unresolved: Return = chance, chance, self._delay, NONE
        self._redial = [_ready(queue.redial) for queue in world.queues]
        self._redial_blocked = [_ready(queue.redial_blocked) for queue in world.queues]

    def caps(self, issue: Issue) -> bool:
        """Close an issue that has had as many legs and attempts in vain as it may; tell whether it has."""
        if issue.legs + issue.unanswered < self._numbers.limit:
            return False
        issue.closing = CAPPED
        return True

    def next_call(self, contact: Contact, now: float) -> float | None:
        """Return when the customer calls again [s], or None, with how the issue closes."""
        issue = contact.issue
        if self.caps(issue):
            return None
        u_whether, u_when, u_moment, _ = self._luck.at(RETURN, issue.entity, issue.attempt)
        chance, later, after, becomes = self._after(contact)
        if after is None or not calls_again(later if issue.attempt > issue.called else chance, u_whether):
            issue.closing = GIVEN_UP
            return None
        return self._calls(issue, now, after, becomes, u_when, u_moment)

    def about_promise(self, issue: Issue, now: float, u_when: float, u_moment: float) -> float | None:
        """Return when the customer calls about a forgotten promise [s], or None with how it closes."""
        if self.caps(issue):
            return None
        return self._calls(issue, now, self._delay, issue.type, u_when, u_moment)

    def _calls(
        self,
        issue: Issue,
        now: float,
        after: tuple[Quantile, Any],
        becomes: int,
        u_when: float,
        u_moment: float,
    ) -> float | None:
        if issue.attempt + 1 - issue.called >= self._numbers.attempts:
            issue.closing = EXHAUSTED
            return None
        if becomes != NONE:
            issue.type, issue.queue = becomes, self._world.types[becomes].queue
        quantile, numbers = after
        opening = self._world.queues[issue.queue].opening
        return at_open_door(opening, now + quantile(numbers, u_when), self._numbers.after_opening, u_moment)

    def _after(self, contact: Contact) -> Return:
        if not contact.hung_up and contact.leaving != LOST:
            return self._unresolved
        redials = self._redial_blocked if contact.leaving in TURNED_AWAY else self._redial
        return redials[contact.queue]


def _ready(numbers: RedialNumbers | None) -> Return:
    if numbers is None:
        return 0.0, 0.0, None, NONE
    return numbers.chance, numbers.later, ready(numbers.after), numbers.becomes

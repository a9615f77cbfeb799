"""Send a contact back to the person who knows the issue, and let it wait for that person a while.

Source: the practice called last-agent or sticky routing; how long it may wait is the planner's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.codes import AgentState
from sim.floor import NOBODY, Floor
from sim.policies.routing.base import Routing
from sim.quantities import Duration
from sim.rule import rule

_TALK, _ACW = int(AgentState.TALK), int(AgentState.ACW)


@rule
def select_agent(
    numbers: tuple[float, ...],
    floor: Floor,
    groups: Sequence[int],
    queue: int,
    known: int,
    u: float,
    now: float,
) -> int:
    """Return who knows the contact, -1 while it waits for that agent, else the longest free of `groups`.

    It waits for an agent who is talking or writing, if the first of the numbers, the time it may [s], allows.
    """
    chosen = NOBODY
    for group in groups:
        agent = floor.first_free[group]
        while agent != NOBODY:
            if agent == known:
                return known
            if (
                chosen == NOBODY
                or floor.free_since[agent] < floor.free_since[chosen]
                or (floor.free_since[agent] == floor.free_since[chosen] and agent < chosen)
            ):
                chosen = agent
            agent = floor.next_free[agent]
    if known != NOBODY and numbers[0] > 0.0 and (floor.state[known] == _TALK or floor.state[known] == _ACW):
        return NOBODY
    return chosen


class SameAgent(Routing):
    """A customer who calls again is served by the agent who dealt with the issue last, if at work.

    The contact waits up to `for_at_most` for that agent even if others are free; such contacts are served
    before the queue. After that anyone may take it, at the place in the queue where it would have stood. All
    other contacts go to the agent who has been idle longest.
    """

    kind: Literal["same_agent"]
    for_at_most: Duration = 120.0
    """How long a contact waits for a busy agent who knows it (assumption); 0s: it does not wait for that
    agent."""

    def numbers(self) -> tuple[float, ...]:
        """Return (longest wait for the agent who knows the contact [s],)."""
        return (self.for_at_most,)

    def waits_for_known(self) -> float:
        """Return how long a contact waits for the agent who knows it [s]."""
        return self.for_at_most

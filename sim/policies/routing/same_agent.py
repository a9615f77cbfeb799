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
    numbers: tuple[float, ...], floor: Floor, groups: Sequence[int], queue: int, u: float, now: float
) -> int:
    """Return who knows the contact, -1 while it waits for that agent, else the longest free of `groups`.

    It waits for an agent who is talking or writing, if the first of the numbers, the time it may [s], allows.
    """
    chosen, known = NOBODY, floor.known_by[queue]
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
    """Who calls again is served by whoever dealt with the issue last, if that agent is there.

    A busy agent is waited for, though others be free, and serves whoever waits so before the line; then
    anyone takes the contact, which stands in line as if it had stood there all the time. Of others, and for
    first contacts, the longest idle goes first.
    """

    kind: Literal["same_agent"]
    for_at_most: Duration = 120.0
    """How long a contact waits for a busy agent who knows it (assumption); 0s: no longer than for anybody."""

    def numbers(self) -> tuple[float, ...]:
        """Return (longest wait for the agent who knows the contact [s],)."""
        return (self.for_at_most,)

    def waits_for_known(self) -> float:
        """Return how long a contact waits for the agent who knows it [s]."""
        return self.for_at_most

"""Define what a routing decides: which free agent takes a contact that arrives.

Every member's module has the verb

    select_agent(numbers, floor, groups, queue, known, u, now) -> agent, or -1 when nobody is free

with the member's numbers, the floor's columns, the groups that serve the queue, the queue, the agent who
knows the contact (-1: nobody), a uniform (luck only where the member is `by_chance`) and the time [s].
Of agents who are equal to it, it takes the one free the longest, then the lower number, whatever the order
of the groups.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.routing"


class Routing(Lever):
    """A lever that says which free agent takes an arriving contact; `by_chance`: its verb asks for luck."""

    by_chance: ClassVar[bool] = False

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verb takes."""
        return ()

    def waits_for_known(self) -> float | None:
        """Return how long a contact waits for the agent who knows it [s], or None: nobody is preferred."""
        return None


AnyRouting = Annotated[Routing, OneOf(PACKAGE)]

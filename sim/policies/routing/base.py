"""Define what a routing decides: which free agent takes a contact that arrives.

Every member's module has the verb

    select_agent(numbers, floor, groups, u) -> agent, or -1 when nobody is free

with the member's numbers, the floor's columns, the groups that serve the queue and a uniform.
"""

from __future__ import annotations

from typing import Annotated

from sim.family import OneOf
from sim.frozen import Frozen

PACKAGE = "sim.policies.routing"


class Routing(Frozen):
    """A lever that says which free agent takes an arriving contact."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verb takes."""
        return ()


AnyRouting = Annotated[Routing, OneOf(PACKAGE)]

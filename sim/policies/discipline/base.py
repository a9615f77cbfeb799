"""Define what a discipline decides: which waiting contact a free agent serves.

Every member's module has the verb

    select_contact(numbers, floor, queues) -> queue, or -1 when nobody waits

with the member's numbers, the floor's columns and the queues the agent has the skills for; the
contact served is the first of that queue's line.
"""

from __future__ import annotations

from typing import Annotated

from sim.family import OneOf
from sim.frozen import Frozen

PACKAGE = "sim.policies.discipline"


class Discipline(Frozen):
    """A lever that says which waiting contact a free agent serves."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verb takes."""
        return ()


AnyDiscipline = Annotated[Discipline, OneOf(PACKAGE)]

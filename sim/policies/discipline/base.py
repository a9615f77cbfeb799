"""Define what a discipline decides: which waiting contact a free agent serves.

Every member's module has the verb

    select_contact(numbers, floor, queues, now) -> queue, or -1 when nobody waits

with the member's numbers, the floor's columns, the queues the agent has the skills for and the time [s];
the contact served is the first of that queue's line. It is asked anew whenever an agent becomes free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from sim.family import Lever, Mention, OneOf

PACKAGE = "sim.policies.discipline"


class Discipline(Lever):
    """A lever that says which waiting contact a free agent serves."""

    own_first: bool = False
    """Whether agents serve queues in the order of their group's `rank` for them (1 before 2, and so on),
    those that the group only helps by overflow last; the discipline decides between queues of equal rank."""

    def numbers(self, queues: Mapping[str, float]) -> tuple[float, ...]:
        """Return the numbers that the verb takes; `queues` are by name the service levels' times [s]."""
        del queues
        return ()


def mentioned(field: str, queues: Iterable[str]) -> Iterator[Mention]:
    """Yield the queues that are keys of a field."""
    return (Mention((field, name), "queue", name) for name in queues)


AnyDiscipline = Annotated[Discipline, OneOf(PACKAGE)]

"""Define what a dialling decides: how many of a campaign's numbers ring at once, and who waits for an answer.

Every member's module has the verbs

    reserves(numbers) -> bool                         an agent is held for each call before it is dialled
    prepares(numbers) -> s                            how long that agent looks at the record first
    rings(numbers, free, reached, abandoned) -> count how many calls may ring at once, without an agent held

with the member's numbers, the agents who are free for the campaign, and, since the hour began, the people who
answered and those of them whom nobody was free to speak to.
"""

from __future__ import annotations

from typing import Annotated

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.dialling"


class Dialling(Lever):
    """A lever that says how a campaign dials."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take."""
        return ()


AnyDialling = Annotated[Dialling, OneOf(PACKAGE)]

"""Define what outreach decides: whom the firm asks, unasked.

Every member's module has the verbs

    reaches(numbers, u) -> Reached    what is done about a failure just after it has struck
    calls_within(numbers) -> s        time in which who says to be dissatisfied is called; 0: not at all
"""

from __future__ import annotations

from typing import Annotated

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.outreach"
# logits of speaking up that are added, and money; nothing where the firm does not know of the failure
Reached = tuple[float, float]


class Outreach(Lever):
    """A lever that says whom the firm asks, unasked."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take; () where nobody is asked."""
        return ()


AnyOutreach = Annotated[Outreach, OneOf(PACKAGE)]

"""Define what a recovery decides: what is done for a customer who speaks up about a failure.

Every member's module has the verbs

    amends(numbers, severity, hoped) -> Amends    what the first conversation about the failure offers
    calls_within(numbers) -> s                    time in which the firm calls if that did not help; 0: never

with the severity of the failure and the chance that a resolution is as hoped without amends.
"""

from __future__ import annotations

from typing import Annotated

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.recovery"
# seconds it takes, the severity that is still felt, the chance of being as hoped, money
Amends = tuple[float, float, float, float]


class Recovery(Lever):
    """A lever that says what is done about a failure."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take; () where nothing is done."""
        return ()


AnyRecovery = Annotated[Recovery, OneOf(PACKAGE)]

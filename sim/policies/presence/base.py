"""Define what a presence decides: how many of a group may be aside from the line, when they come and go.

Every member's module has the verbs

    aside(numbers, rostered) -> count        of so many agents planned for contacts, how many may be aside
    calls(numbers, waiting) -> bool          one who is aside comes when so many wait
    calls_after(numbers) -> s                ... and when a contact has waited so long; infinity: never
    goes_after(numbers) -> s                 how long the line has to be empty until agents go aside
    does(numbers) -> AgentState              what they do there

with the member's numbers. The line of a group is who waits, on the line, in the queues that it serves.
"""

from __future__ import annotations

from typing import Annotated

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.presence"


class Presence(Lever):
    """A lever that says who of a group's roster is there for contacts."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take; () where everybody is there."""
        return ()


AnyPresence = Annotated[Presence, OneOf(PACKAGE)]

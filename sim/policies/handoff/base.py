"""Define what a handoff decides: who goes on with an unfinished contact, and what is carried over.

Every member's module has the verbs

    passes_on(numbers, u) -> bool    a contact ended early goes to a colleague rather than being closed
    kept(numbers) -> share           of the useful talk that the next person starts from
    conveyed(numbers) -> share       the same, if the first agent introduced the case
    introduction(numbers) -> s       how long both agents speak with the customer
    stays(numbers) -> s              how long the first agent waits for the colleague; 0: not at all
    returns(numbers) -> bool         the colleague only advises, for the time of an introduction
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.handoff"


class Handoff(Lever):
    """A lever that says how an unfinished contact goes on."""

    at_most: Annotated[int, Field(ge=0, strict=True)] | Literal["unlimited"] = "unlimited"
    """Times that one contact is handed over; what is still unsolved then ends unresolved, and is counted."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take."""
        raise TypeError(f"{type(self).__name__} does not say its numbers")


AnyHandoff = Annotated[Handoff, OneOf(PACKAGE)]

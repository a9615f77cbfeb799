"""Define what a handoff decides: who goes on with an unfinished contact, and what is carried over.

Every member's module has the verb

    style(numbers) -> Style    how contacts are handed over
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.family import Lever, OneOf
from sim.quantities import Share

PACKAGE = "sim.policies.handoff"


class Style(NamedTuple):
    """Say how contacts are handed over.

    `pass_on`: chance that a contact ended early goes to a colleague rather than being closed; `notes`,
    `conveyed`: share of the useful talk that the next person starts from, alone or introduced to the case;
    `introduction`: how long both agents speak with the customer [s]; `stays`: how long the first one waits
    for the other at most, 0 for not at all [s]; `returns`: the other only advises, for the time of an
    introduction, and the first one finishes the case.
    """

    pass_on: float
    notes: float
    conveyed: float
    introduction: float
    stays: float
    returns: bool


class Handoff(Lever):
    """A lever that says how an unfinished contact goes on."""

    at_most: Annotated[int, Field(ge=0, strict=True)] | Literal["unlimited"] = "unlimited"
    """Times that one contact is handed over; what is still unsolved then ends unresolved, and is counted."""
    pass_on: Share = 0.4
    """Share of contacts ended early that are passed on rather than closed (matched to V30-V33)."""
    notes: Share = 0.5
    """Share of the useful talk that the notes alone carry over (assumption: measure this first)."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verb takes."""
        return self.pass_on, self.notes


AnyHandoff = Annotated[Handoff, OneOf(PACKAGE)]

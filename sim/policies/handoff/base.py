"""Define what a handoff decides: who goes on with an unfinished contact, and what is carried over.

Every member's module has the verb

    style(numbers) -> Style    how contacts are handed over
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.family import Lever, OneOf
from sim.quantities import MOST, Duration, Share

PACKAGE = "sim.policies.handoff"


class Style(NamedTuple):
    """How contacts are transferred.

    `pass_on`: chance that a contact ended early goes to a colleague rather than being closed; `notes`,
    `conveyed`: share of the useful talk that the next person starts from, alone or introduced to the case;
    `introduction`: how long both agents speak with the customer [s]; `stays`: how long the first one waits
    for the other at most, 0 for not at all [s]; `returns`: the other only advises, for the time of an
    introduction, and the first one finishes the case; `share`: of the handoffs in which the first one stays;
    `dial`: how long it takes to reach the next line, the customer on hold [s].
    """

    pass_on: float
    notes: float
    conveyed: float
    introduction: float
    stays: float
    returns: bool
    share: float
    dial: float


class Handoff(Lever):
    """A lever that says how an unfinished contact goes on."""

    at_most: Annotated[int, Field(ge=0, le=MOST, strict=True)] | Literal["unlimited"] = "unlimited"
    """How often one contact may be transferred; one that is unsolved after that ends unresolved, and is
    counted."""
    pass_on: Share = 0.4
    """Share of contacts ended early that are passed on rather than closed (matched to V30-V33)."""
    notes: Share = 0.5
    """Share of the work done so far that notes spare the next agent (assumption: measure this first)."""
    dial: Duration = 0.0
    """Time it takes the agent to reach the next line, the customer on hold, before the contact joins it (none
    assumed)."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verb takes."""
        return self.pass_on, self.notes, self.dial


AnyHandoff = Annotated[Handoff, OneOf(PACKAGE)]

"""Keep the case: ask a colleague of the next tier while the customer is on the line, then finish it.

Source: ownership of a case (D4: one person); the seconds are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff
from sim.quantities import PositiveDuration, Share
from sim.rule import rule


@rule
def passes_on(numbers: tuple[float, ...], u: float) -> bool:
    """Tell whether a contact ended early goes to a colleague; numbers as `Consult.numbers` gives them."""
    return u < numbers[0]


@rule
def kept(numbers: tuple[float, ...]) -> float:
    """Return the share of useful talk that the notes carry over."""
    return numbers[1]


@rule
def conveyed(numbers: tuple[float, ...]) -> float:
    """Return the share of useful talk that is not lost: all of it, nobody takes over."""
    return 1.0


@rule
def introduction(numbers: tuple[float, ...]) -> float:
    """Return how long the colleague advises [s]."""
    return numbers[2]


@rule
def stays(numbers: tuple[float, ...]) -> float:
    """Return how long the agent waits for a colleague at most [s]."""
    return numbers[3]


@rule
def returns(numbers: tuple[float, ...]) -> bool:
    """Tell whether the first agent finishes the case."""
    return True


class Consult(Handoff):
    """The agent asks a colleague of the next tier and finishes the case; only cut contacts are passed on."""

    kind: Literal["consult"]
    pass_on: Share = 0.4
    """Share of contacts ended early that are passed on rather than closed (matched to V30-V33)."""
    notes: Share = 0.5
    """Share of the useful talk that the notes carry over where somebody else takes over (assumption)."""
    advice: PositiveDuration = 60.0
    """Time that the colleague's advice takes (assumption)."""
    stays: PositiveDuration = 180.0
    """Time the agent waits for a colleague at most; then the handoff is cold (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share passed on, share kept, advice [s], longest stay [s])."""
        return self.pass_on, self.notes, self.advice, self.stays

"""Pass a contact on without a word to the colleague; only the notes go along.

Source: E3 (shares are assumptions; "measure this first").
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff
from sim.quantities import Share
from sim.rule import rule


@rule
def passes_on(numbers: tuple[float, ...], u: float) -> bool:
    """Tell whether a contact ended early goes to a colleague; numbers are (pass on, notes)."""
    return u < numbers[0]


@rule
def kept(numbers: tuple[float, ...]) -> float:
    """Return the share of useful talk that the notes carry over."""
    return numbers[1]


@rule
def conveyed(numbers: tuple[float, ...]) -> float:
    """Return the share that an introduction would carry over: there is none beyond the notes."""
    return numbers[1]


@rule
def introduction(numbers: tuple[float, ...]) -> float:
    """Return how long both agents speak with the customer [s]: not at all."""
    return 0.0


@rule
def stays(numbers: tuple[float, ...]) -> float:
    """Return how long the first agent waits with the customer [s]: not at all."""
    return 0.0


@rule
def returns(numbers: tuple[float, ...]) -> bool:
    """Tell whether the first agent finishes the case: the colleague does."""
    return False


class Cold(Handoff):
    """A contact ended early is passed to the tail of its queue, or closed."""

    kind: Literal["cold"]
    pass_on: Share = 0.4
    """Share of contacts ended early that are passed on rather than closed (matched to V30-V33)."""
    notes: Share = 0.5
    """Share of the useful talk that the next person starts from (assumption: measure this first)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share passed on, share kept)."""
        return self.pass_on, self.notes

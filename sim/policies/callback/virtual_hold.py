"""Keep the customer's place in line while the customer is off it, and call when it is their turn.

Source: M. Armony & C. Maglaras, "Contact centers with a call-back option and real-time delay information",
Operations Research 52 (2004) 527-545: the offer by predicted delay. That the place is kept is the practice.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.callback.base import Promise
from sim.rule import rule


@rule
def offers(numbers: tuple[float, ...], predicted: float) -> bool:
    """Return whether the predicted wait passes the limit, the first of the numbers."""
    return predicted > numbers[0]


@rule
def calls_at(numbers: tuple[float, ...], now: float, predicted: float, u: float) -> float:
    """Return `now`: the place in line is kept."""
    return now


class VirtualHold(Promise):
    """The customer keeps the place in line without holding the line, and is called when it is their turn."""

    kind: Literal["virtual_hold"]

    def numbers(self) -> tuple[float, ...]:
        """Return (limit of the predicted wait [s],)."""
        return (self.when_over,)

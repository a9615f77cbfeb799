"""Call at the time that was predicted: the customer's place in line is by that time.

Source: the prediction of M. Armony & C. Maglaras, Operations Research 52 (2004) 527-545; the place by it is
the practice of scheduled callbacks.
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
    """Return the moment at which the wait would have been over, as predicted."""
    return now + predicted


class PredictedTime(Promise):
    """The customer is called when the wait was predicted to be over, behind who is in line by then."""

    kind: Literal["predicted_time"]

    def numbers(self) -> tuple[float, ...]:
        """Return (limit of the predicted wait [s],)."""
        return (self.when_over,)

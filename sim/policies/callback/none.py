"""Everybody waits on the line: nobody is called back."""

from __future__ import annotations

from typing import Literal

from sim.policies.callback.base import Callback
from sim.rule import rule


@rule
def offers(numbers: tuple[float, ...], predicted: float) -> bool:
    """Offer nothing, whatever the wait."""
    return False


@rule
def calls_at(numbers: tuple[float, ...], now: float, predicted: float, u: float) -> float:
    """Return `now`; it is never asked."""
    return now


class NoCallback(Callback):
    """Nobody is called back."""

    kind: Literal["none"]

"""Callback: who accepts to be called, who can be reached, and what the time until then feels like.

Source: the mechanism of Armony & Maglaras 2004, Operations Research 52:527-545; the numbers are assumptions.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def accepts(chance: float, u: float) -> bool:
    """Return whether a customer who is offered a call back takes it."""
    return u < chance


@rule
def is_reached(unreachable: float, u: float) -> bool:
    """Return whether a customer answers the call."""
    return u >= unreachable


@rule
def felt_delay(felt: float, delay: float) -> float:
    """Return the seconds of queueing that a `delay` [s] off the line feels like."""
    return felt * delay


@rule
def next_call(now: float, pause: float, tries: int, most: int) -> float:
    """Return when to call again after `tries` calls in vain [s of the run]; infinity after `most` of them."""
    return now + pause if tries < most else float("inf")

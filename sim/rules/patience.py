"""Patience: customers who think well of the firm wait longer.

Source: evidence.md E15 (patience by goodwill, assumption); semantics.md 10.
"""

from __future__ import annotations

from math import exp

from sim.rule import rule


@rule
def lengthened(patience: float, slope: float, ordinary: float, goodwill: float) -> float:
    """Return a `patience` [s] drawn for an ordinary customer, as one with this `goodwill` has it."""
    return patience * exp(slope * (goodwill - ordinary))


@rule
def as_the_customers(patience: float, times: float, at_most: float) -> float:
    """Return a `patience` [s] drawn for anybody, of one who waits so many `times` as long, up to a limit."""
    own = patience * times
    return own if own < at_most else at_most

"""Recontact: who calls again, and when a return finds the door open.

Source: evidence.md E3; semantics.md 1, 10, 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.rule import rule


class Opening(NamedTuple):
    """The opening spans of the whole run [s], sorted: from `opens[k]` up to `closes[k]`."""

    opens: Sequence[float]
    closes: Sequence[float]


class CallingCurve(NamedTuple):
    """When customers call, by opening span: edges [s after it opens], and which share has called by each.

    The edges of span k are those from `first[k]` up to `last[k]`, which is the end of its first day.
    """

    first: Sequence[int]
    last: Sequence[int]
    edges: Sequence[float]
    shares: Sequence[float]


@rule
def calls_again(chance: float, u: float) -> bool:
    """Return whether a customer whose issue is not resolved tries once more."""
    return u < chance


@rule
def _span_at(opening: Opening, now: float) -> int:
    """Return the index of the first opening span that closes after `now` [s], their number if none does."""
    low, high = 0, len(opening.closes)
    while low < high:
        middle = (low + high) // 2
        if opening.closes[middle] <= now:
            low = middle + 1
        else:
            high = middle
    return low


@rule
def is_open(opening: Opening, now: float) -> bool:
    """Return whether the door is open at `now` [s]."""
    span = _span_at(opening, now)
    return span < len(opening.closes) and opening.opens[span] <= now


@rule
def at_open_door(opening: Opening, wished: float, spread: float, u: float) -> float:
    """Return when a contact wished for at `wished` [s] is made.

    Within opening hours at once; otherwise at the next opening plus a share `u` of `spread` [s], or
    of the opening hours if they are shorter; infinity when the centre does not open again within the run.
    """
    low = _span_at(opening, wished)
    if low == len(opening.closes):
        return float("inf")
    if opening.opens[low] <= wished:
        return wished
    room = opening.closes[low] - opening.opens[low]
    return opening.opens[low] + u * (spread if spread < room else room)


@rule
def at_calling_time(opening: Opening, calling: CallingCurve, wished: float, u: float) -> float:
    """Return when a contact wished for at `wished` [s] is made.

    Within opening hours at once; otherwise after the next opening when others call: where the share of the
    day's volume that has come is `u` (assumption); infinity when the centre does not open again within
    the run.
    """
    span = _span_at(opening, wished)
    if span == len(opening.closes):
        return float("inf")
    if opening.opens[span] <= wished:
        return wished
    low, high = calling.first[span], calling.last[span]
    while high - low > 1:
        middle = (low + high) // 2
        if calling.shares[middle] <= u:
            low = middle
        else:
            high = middle
    part = (u - calling.shares[low]) / (calling.shares[high] - calling.shares[low])
    return opening.opens[span] + calling.edges[low] + part * (calling.edges[high] - calling.edges[low])

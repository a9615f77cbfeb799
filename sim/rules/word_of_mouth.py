"""Word of mouth: how many people hear of an episode, and how many customers that brings.

Source: evidence.md E16 (bad news is told to twice as many: TARP, Goodman, V17; the share who join because
of what they hear is an assumption); semantics.md 16.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule

REMEMBERED_DAYS = 28


class JoiningNumbers(NamedTuple):
    """Numbers of joining: customers per day without word of mouth, candidates per day, what is told.

    `told_good`, `told_bad`: people told of an episode; `brought`: customers brought, or kept away, by each
    person told; `usual`: people told a day, net, at the reference satisfaction.
    """

    per_day: float
    candidates: float
    told_good: float
    told_bad: float
    brought: float
    usual: float


@rule
def told(n: JoiningNumbers, good: bool) -> float:
    """Return how many more people hear good of an episode than hear bad."""
    return n.told_good if good else -n.told_bad


@rule
def per_day(heard: float, days: int) -> float:
    """Return how many people a day heard of the firm, net, if `heard` did in `days`."""
    return heard / days if days > 0 else 0.0


@rule
def joins(n: JoiningNumbers, told_per_day: float, u: float) -> bool:
    """Return whether a candidate becomes a customer while the net `told_per_day` hear of the firm (E16)."""
    rate = n.per_day + n.brought * told_per_day
    return u * n.candidates < (rate if rate > 0.0 else 0.0)

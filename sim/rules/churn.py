"""Churn: how likely a customer is to leave, and when exposure to that adds up to leaving.

Source: evidence.md E15 (attachment delays exit: Hirschman 1970, Exit, Voice, and Loyalty; hazard of
defection falling with satisfaction: Bolton 1998, Marketing Science 17(1):45-65); semantics.md 12.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule
from sim.rules.trust import YEAR

_TERMS = 60
_HALVINGS = 60


class ChurnNumbers(NamedTuple):
    """Numbers of churn: hazard per year at the goodwill `ordinary`, and its fall per unit of goodwill."""

    per_year: float
    slope: float
    ordinary: float


class Fading(NamedTuple):
    """How trust relaxes while nothing happens: its level, and the pace per year from either side."""

    level: float
    from_below: float
    from_above: float


@rule
def hazard(n: ChurnNumbers, goodwill: float) -> float:
    """Return the hazard of leaving per year at a `goodwill` of trust plus tie (E15)."""
    return n.per_year * exp(-n.slope * (goodwill - n.ordinary))


@rule
def exposure(n: ChurnNumbers, f: Fading, trust: float, tie: float, seconds: float) -> float:
    """Return the hazard integrated over `seconds` in which trust relaxes from `trust` towards its level.

    With y = trust - level and pace k the integral of exp(-slope y exp(-k t)) is t plus the series of
    (-slope y)^m (1 - exp(-m k t)) / (k m m!), which ends by itself.
    """
    years = seconds / YEAR
    apart = trust - f.level
    pace = f.from_below if apart < 0.0 else f.from_above
    at_level = hazard(n, f.level + tie)
    if pace * years < 1e-9:
        return hazard(n, trust + tie) * years
    power, left, total = 1.0, 1.0, years
    faded = exp(-pace * years)
    for m in range(1, _TERMS):
        power = power * (-n.slope * apart) / m
        left = left * faded
        term = power * (1.0 - left) / (m * pace)
        total = total + term
        if -1e-16 < term < 1e-16:
            break
    return at_level * total


@rule
def together(factor: float, other: float) -> float:
    """Return the factor of two causes on the hazard of leaving."""
    return factor * other


@rule
def borne(n: ChurnNumbers, f: Fading, trust: float, tie: float, seconds: float, factor: float) -> float:
    """Return what is borne in `seconds` while the hazard is `factor` times the usual."""
    return factor * exposure(n, f, trust, tie, seconds)


@rule
def leaving_time(
    n: ChurnNumbers, f: Fading, trust: float, tie: float, seconds: float, threshold: float
) -> float:
    """Return after how many seconds, at most `seconds`, the exposure reaches `threshold`: by bisection."""
    low, high = 0.0, seconds
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if exposure(n, f, trust, tie, middle) < threshold:
            low = middle
        else:
            high = middle
    return high


@rule
def leaving_after(
    n: ChurnNumbers, f: Fading, trust: float, tie: float, seconds: float, bears: float, factor: float
) -> float:
    """Return after how many of `seconds` who still `bears` so much leaves, at `factor` times the hazard.

    Nobody leaves where there is no hazard: then it is all of them.
    """
    if factor <= 0.0:
        return seconds
    return leaving_time(n, f, trust, tie, seconds, bears / factor)

"""Trust: what a customer expects of the next contact, and how episodes move it.

Source: evidence.md E11 to E13 (anchoring and adjustment: Bolton 1998, Marketing Science 17(1):45-65;
trust is easier to destroy than to create: Slovic 1993, Risk Analysis 13(6):675-682).
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule

YEAR = 365.0 * 86400.0
LEAST, MOST = 0.01, 0.99
"""Bounds of the trust that customers start with."""


class TrustNumbers(NamedTuple):
    """Numbers of trust: levels and spreads (0 to 1), fading per year, learning per episode."""

    level: float
    spread: float
    tie_spread: float
    engaged_above: float
    fade_bad: float
    fade_good: float
    gain_routine: float
    gain_failure: float
    loss: float


@rule
def usual_trust(n: TrustNumbers, level: float, z: float) -> float:
    """Return the trust a customer starts with, unbounded; arithmetic alone, so it may take arrays."""
    return level + n.spread * z


@rule
def first_trust(n: TrustNumbers, level: float, z: float) -> float:
    """Return the trust a customer starts with, within LEAST and MOST; `z` is a standard normal."""
    trust = usual_trust(n, level, z)
    if trust > MOST:
        return MOST
    return trust if trust > LEAST else LEAST


@rule
def tie_of(n: TrustNumbers, z: float) -> float:
    """Return a customer's lasting tie to the brand, whatever the service (section 4.1), of a normal `z`."""
    return n.tie_spread * z


@rule
def fade(n: TrustNumbers, trust: float, seconds: float) -> float:
    """Return trust after `seconds` without an event: it relaxes to its level, slower from below (E11)."""
    level = n.level
    pace = n.fade_bad if trust < level else n.fade_good
    return level + (trust - level) * exp(-pace * seconds / YEAR)


@rule
def forget(n: TrustNumbers, failures: float, seconds: float) -> float:
    """Return the remembered failures after `seconds` (E12)."""
    return failures * exp(-n.fade_bad * seconds / YEAR)


@rule
def learn(n: TrustNumbers, trust: float, quality: float, gain: float, failures: float) -> float:
    """Return trust after an episode of `quality`: a failed customer believes good news less (E12)."""
    step = gain / (1.0 + failures) if quality >= trust else gain * n.loss
    if step > 1.0:
        step = 1.0
    return trust + step * (quality - trust)


@rule
def is_engaged(n: TrustNumbers, trust: float, tie: float) -> bool:
    """Return whether trust and tie together pass the threshold of engagement (E13)."""
    return trust + tie > n.engaged_above

"""Warmth: how kind a leg feels.

Source: evidence.md E6 (hurry cuts kindness: Darley & Batson 1973, JPSP 27(1):100-108).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.distributions.normal import normal_quantile
from sim.rule import rule


class WarmthNumbers(NamedTuple):
    """Numbers of felt warmth: noise of one leg (standard deviation), warmth lost per unit of pressure."""

    noise: float
    chill: float


@rule
def felt_warmth(n: WarmthNumbers, agent: float, pressure: float, u: float) -> float:
    """Return felt warmth in [-1, 1] of a leg with an agent of warmth `agent` under `pressure` (E6)."""
    felt = agent + n.noise * normal_quantile(u) - n.chill * pressure
    if felt > 1.0:
        return 1.0
    return felt if felt > -1.0 else -1.0

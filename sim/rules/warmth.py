"""Warmth: how kind a leg feels.

Source: evidence.md E6 (hurry cuts kindness: Darley & Batson 1973, JPSP 27(1):100-108).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class WarmthNumbers(NamedTuple):
    """Numbers of felt warmth: noise of one leg (standard deviation), warmth lost per unit of pressure."""

    noise: float
    chill: float


@rule
def felt_warmth(n: WarmthNumbers, agent: float, pressure: float, z: float) -> float:
    """Return felt warmth in [-1, 1] of a leg with an agent of warmth `agent` under `pressure` (E6).

    `z` is the leg's luck, a standard normal.
    """
    felt = agent + n.noise * z - n.chill * pressure
    if felt > 1.0:
        return 1.0
    return felt if felt > -1.0 else -1.0

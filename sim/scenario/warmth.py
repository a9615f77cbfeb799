"""Warmth: the numbers of felt kindness."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Pressure, Spread
from sim.rules.warmth import WarmthNumbers


class Warmth(Frozen):
    """How kindness varies and shrinks under pressure."""

    noise: Spread = 0.7071067811865476
    """Standard deviation of one leg around its agent (fitted: with a spread of 0.25 the 0.75 of E6)."""
    chill: Pressure = 0.1
    """Warmth lost per unit of pressure (assumption, conservative)."""

    def numbers(self) -> WarmthNumbers:
        """Return the numbers of the warmth rule."""
        return WarmthNumbers(self.noise, self.chill)

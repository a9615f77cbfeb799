"""Erosion: the numbers of the drifting norm."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import PositiveDuration
from sim.rules.erosion import ErosionNumbers


class Erosion(Frozen):
    """How the share of the rapport that agents still offer wears off under pressure, group by group."""

    down: PositiveDuration = 4 * 7 * 86400.0
    """Time in which endless congestion wears off 63 % of the norm (assumption; shorter: V38)."""
    up: PositiveDuration = 13 * 7 * 86400.0
    """Time in which 63 % of what is lost comes back, without any pressure (assumption; longer: V38)."""

    def numbers(self, open_share: float, longest: float) -> ErosionNumbers:
        """Return the numbers [s of opening time]: `open_share` of the week the centre is open.

        longest: the time between two conversations of a group that counts at most [s].
        """
        return ErosionNumbers(self.down * open_share, self.up * open_share, longest)

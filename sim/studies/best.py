"""Compare many with the best of the others, so that picking the best is allowed for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from sim.estimate import ratio_difference
from sim.studies.goals import Sums


class Standing(NamedTuple):
    """How far one is ahead of the best of the others: an interval that always reaches 0 from one side.

    low, high: in the measure's unit, above 0 is better. word: best, may be best, not best.
    """

    low: float
    high: float

    @property
    def word(self) -> str:
        """Return whether it is the best."""
        return "best" if self.low >= 0.0 else "may be best" if self.high > 0.0 else "not best"


def best_of(sums: Mapping[str, Sums], *, higher: bool, confidence: float) -> dict[str, Standing]:
    """Return the standing of each of several ratios, all true at once with this confidence.

    sums: by name, paired by replication. Every pair is compared at 1 - (1 - confidence) / pairs
    (Bonferroni), which holds whatever the common luck does to their correlation.
    Source: Hsu 1984, Annals of Statistics 12:1136-1144; Nelson & Matejcik 1995, Management Science
    41:1935-1945 (common random numbers).
    """
    pairs = list(combinations(sums, 2))
    sure = 1.0 - (1.0 - confidence) / len(pairs)
    ahead: dict[str, list[tuple[float, float]]] = {name: [] for name in sums}
    for one, other in pairs:
        found = ratio_difference(*sums[one], *sums[other], sure).estimate
        value, half_width = found.value or 0.0, found.half_width
        lead = value if higher else -value
        width = float("inf") if half_width is None else half_width
        ahead[one].append((lead - width, lead + width))
        ahead[other].append((-lead - width, -lead + width))
    return {
        name: Standing(min(0.0, min(low for low, _ in found)), max(0.0, min(high for _, high in found)))
        for name, found in ahead.items()
    }

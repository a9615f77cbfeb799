"""Take one share always."""

from __future__ import annotations

from typing import Literal

from sim.distributions.base import ShareDistribution
from sim.quantities import Share
from sim.rule import rule


@rule
def quantile(numbers: tuple[float], u: float) -> float:
    """Return the fixed share, whatever the luck `u`."""
    return numbers[0]


class Fixed(ShareDistribution):
    """A share that never varies."""

    dist: Literal["fixed"]
    share: Share
    """The share."""

    def numbers(self) -> tuple[float]:
        """Return (share,)."""
        return (self.share,)

    def expected(self) -> float:
        """Return the share."""
        return self.share

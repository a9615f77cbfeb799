"""Run: how often the world is tried, and how sure a statement must be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count, Share


class Run(Frozen):
    """Replications, seed and confidence."""

    seed: Annotated[int, Field(ge=0, le=2**63 - 1, strict=True)] = 1
    """Names the luck; the same seed gives the same results."""
    replications: Annotated[Count, Field(le=100_000)] = 10
    """Runs of the same world with luck of their own."""
    confidence: Annotated[Share, Field(ge=0.5, le=0.999)] = 0.95
    """Confidence of every interval."""

"""Study: what `goodwill sweep` varies, and how sure it must be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count

Design = Literal["grid", "one_at_a_time", "sobol", "morris"]


class Study(Frozen):
    """What `goodwill sweep` varies."""

    vary: dict[str, str | list[str | float]] = {}
    """By dotted path, `staffing` or `policy`: a range such as 30s..60s:5s, or a list of values."""
    design: Design = "grid"
    """Every combination; each number alone at both ends; or a sample for Sobol's or Morris' indices."""
    measures: tuple[str, ...] = ()
    """Measures to look at, by id or label; service level, satisfaction and cost if left out."""
    samples: Annotated[Count, Field(ge=2, le=4096)] = 64
    """Points of the sample for Sobol's indices, a power of 2, or paths for Morris'."""
    until: dict[str, str | float] = {}
    """By measure: half-width that every paired difference is to reach, such as 0.5pp."""
    at_most: Annotated[Count, Field(ge=2, le=10_000)] = 100
    """Replications at which `until` gives up."""

"""Worlds: how many sets of assumptions that fit what was measured are tried, and over which numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count


class Worlds(Frozen):
    """Sets of assumptions that all show what was measured; policies are compared in each."""

    count: Annotated[Count, Field(ge=4, le=512)] = 24
    """How many `run --worlds 0` lays out; those that do not fit what was measured are dropped."""
    fit: dict[str, str] = {}
    """Numbers fitted to what was measured, by short name or dotted path, with their range, such as
    60%..100%; those that the measured figures settle if left out."""
    vary: dict[str, str] = {}
    """Numbers that nobody measured, by short name or dotted path, with their range; a usual list and
    those that carry a range in the file if left out."""

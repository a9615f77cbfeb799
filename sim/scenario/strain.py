"""Strain: the numbers of exhaustion, of quitting and of those who come instead."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Duration, Factor, Money, PositiveDuration, Pressure, Rate, Share
from sim.rules.strain import StrainNumbers


class Strain(Frozen):
    """How agents tire, what it does to their work, and who quits (E7)."""

    bears: Share = 0.85
    """Occupancy of the shift so far that does not tire (assumption; saturation begins near 93 %, V37). With
    room for another chat an agent counts as free."""
    by_pressure: Pressure = 0.1
    """Exhaustion per unit of pressure felt (assumption)."""
    time: PositiveDuration = 40 * 3600.0
    """Time at work in which exhaustion comes 63 % of the way to the load (assumption: a working week)."""
    chill: Pressure = 0.2
    """Warmth lost per unit of exhaustion (assumption; direction V40)."""
    dulls: Pressure = 0.1
    """Skill, as a share of issues, lost per unit of exhaustion (assumption; direction V40)."""
    quits: Rate = 0.26
    """Agents who quit, per agent and year, without exhaustion; times e^exhaustion with it (level V30). They
    leave at the end of a shift: where an `on_duty` plan goes on day and night, nobody comes to it."""
    replaced_after: Duration = 30 * 86400.0
    """Time in which the position stays vacant, before a beginner takes it (assumption)."""
    hiring_cost: Money = 0.0
    """What finding and training a replacement costs, in the scenario's currency."""
    beginner_speed: Annotated[Factor, Field(le=1)] = 0.7
    """Speed of a beginner on the first day, as a share of the later one (assumption)."""
    beginner_skill: Share = 0.8
    """Skill of a beginner on the first day, as a share of the later one (assumption)."""
    beginner_half_life: PositiveDuration = 30 * 86400.0
    """Calendar time in which a beginner learns half of what is lacking (assumption)."""

    def numbers(self) -> StrainNumbers:
        """Return the numbers of the strain rules, in field order."""
        return StrainNumbers(*(getattr(self, name) for name in StrainNumbers._fields))

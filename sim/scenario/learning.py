"""Learning: the starters of a group, and how fast they become as good as the others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Duration, Factor, PositiveDuration, Share
from sim.rules.learning import StarterNumbers


class Starters(Frozen):
    """Agents of a group who are new: slower and less skilled at first, and better every day (assumption)."""

    share: Share
    """Share of the group's positions that starters hold, spread over them by chance."""
    experience: Duration = 0.0
    """Calendar time since they began, when the measured days begin."""
    speed: Annotated[Factor, Field(le=1)] = 1.0
    """Their speed on the first day, as a share of the speed they will have (assumption)."""
    skill: Share = 1.0
    """Their skill on the first day, as a share of the skill they will have (assumption)."""
    half_life: PositiveDuration = 30.0 * 86400.0
    """Calendar time in which half of what they lack is learned (Wright 1936; its length is an assumption)."""

    def numbers(self) -> StarterNumbers:
        """Return the numbers that learning needs."""
        return StarterNumbers(self.share, self.experience, self.speed, self.skill, self.half_life)

"""Work: the numbers of the work rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.policies.pace.base import Pace
from sim.policies.tools import Tools
from sim.quantities import Duration, Factor, Norm, Pressure, Share
from sim.rules.work import TempoNumbers, WorkNumbers


class Work(Frozen):
    """What handing over and repairing costs."""

    reexplain: Duration = 45.0
    """Time each new person needs to hear the issue again (assumption)."""
    diagnosis: Share = 0.3
    """Share of the original work that shows a tier it cannot solve the issue (assumption)."""
    least_left: Duration = 5.0
    """Work left never falls below this (assumption)."""
    repair: Norm = 1.5
    """Work of repairing a failure, as a multiple of the contact type's work (assumption E1)."""
    congestion_pressure: Pressure = 0.5
    """Pressure per waiting contact and agent on duty, kappa of E4 (assumption: measure this first)."""
    avoidable: Annotated[Share, Field(le=0.5)] = 0.0
    """Share of talk without value to the outcome or to attention: searching, steps done twice, holds that
    could be avoided; what a target's `saves` and a policy's `tools` save is a share of it (assumption,
    0 to 25 %: measure this first; hold and search time bounds it from above)."""
    load: Factor = 1.0
    """How fast agents work under a long line, as a multiple of their speed: x (1 + (load - 1) x (1 -
    e^(-waiting per agent on duty))), read at answer; slower if below 1 (assumption: 1, no effect; KC &
    Terwiesch 2009 and Delasay et al. 2019 find both)."""

    def numbers(self) -> WorkNumbers:
        """Return the numbers of the work rules [s, share, s]."""
        return WorkNumbers(self.reexplain, self.diagnosis, self.least_left)

    def tempo(self, pace: Pace, tools: Tools | None) -> TempoNumbers:
        """Return how fast work goes under a policy's pace and tools [shares, contacts waiting per agent]."""
        by_tools = 0.0 if tools is None else tools.saves
        return TempoNumbers(self.avoidable, by_tools, pace.saved(), pace.held_above(), self.load)

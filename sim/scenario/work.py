"""Work: the numbers of the work rules."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Duration, Norm, Pressure, Share
from sim.rules.work import WorkNumbers


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

    def numbers(self) -> WorkNumbers:
        """Return the numbers of the work rules [s, share, s]."""
        return WorkNumbers(self.reexplain, self.diagnosis, self.least_left)

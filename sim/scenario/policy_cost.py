"""Policy cost: what a policy costs beside the people it keeps busy."""

from __future__ import annotations

from typing import NamedTuple

from sim.frozen import Frozen
from sim.quantities import Money, PositiveDuration


class PolicyCostNumbers(NamedTuple):
    """What a policy costs [money]: a measured day, whatever happens, and each answered contact."""

    per_day: float
    per_contact: float


class PolicyCost(Frozen):
    """What a policy costs beside wages, in the scenario's currency: a licence, training, a callback line."""

    once: Money = 0.0
    """Paid once, such as training; spread evenly over the time in `over`."""
    over: PositiveDuration = 31_536_000.0
    """Time over which what is paid once is spread (assumption: a year)."""
    per_day: Money = 0.0
    """Paid for each day of the calendar, open or not."""
    per_agent_day: Money = 0.0
    """Paid for each agent on the roster of a day, such as a licence for a seat; whoever is absent counts."""
    per_contact: Money = 0.0
    """Paid for each contact that an agent answers."""

    def numbers(self, day: float, agent_days: float) -> PolicyCostNumbers:
        """Return the numbers of a run; day: seconds of a day. agent_days: agents on the roster, a day."""
        fixed = self.once * day / self.over + self.per_day + self.per_agent_day * agent_days
        return PolicyCostNumbers(fixed, self.per_contact)

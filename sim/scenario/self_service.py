"""Self-service: how customers take to it."""

from __future__ import annotations

from typing import NamedTuple

from sim.distributions.base import Law, TimeDistribution, law
from sim.frozen import Frozen
from sim.quantities import Share


class SelfServiceNumbers(NamedTuple):
    """How long a customer tries [s], and the shares that try it and that give up after it failed."""

    takes: Law
    tries: float
    gives_up: float


class SelfServed(Frozen):
    """Who tries a self-service that the policy leads to, and who gives up after it."""

    tries: Share = 1.0
    """Share of those led to it that try it; the others ask for a person at once (assumption: all try)."""
    gives_up: Share = 0.1
    """Share of those it could not help that give the issue up, without a person (assumption)."""

    def numbers(self, time: TimeDistribution | None) -> SelfServiceNumbers | None:
        """Return the numbers of a self-service that takes this `time`, None where there is none."""
        return None if time is None else SelfServiceNumbers(law(time), self.tries, self.gives_up)

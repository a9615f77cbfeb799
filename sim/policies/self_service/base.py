"""Define what a self-service decides: who is led to it, and what it solves.

Every member's module has the verbs

    leads(numbers, kind, complexity) -> bool    a need of this contact type and complexity is led to it first
    solves(numbers, complexity) -> bool         it solves what it is asked

with the member's numbers, the index of the contact type and a share. Who goes along with it, and who gives
up after it failed, is a matter of the world (`behaviour.self_service`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from sim.distributions.base import TimeDistribution
from sim.family import Lever, OneOf

PACKAGE = "sim.policies.self_service"


class SelfService(Lever):
    """A lever that says which needs try to help themselves first."""

    def numbers(self, types: Sequence[str]) -> tuple[float, ...]:
        """Return the numbers that the verbs take; `types` are the scenario's contact types, in order."""
        del types
        return ()

    def time(self) -> TimeDistribution | None:
        """Return how long a customer tries, or None: there is no self-service."""
        return None

    def solved(self, contact: str) -> float:
        """Return the share of the issues of a contact type that it solves, of those who try it."""
        del contact
        return 0.0


AnySelfService = Annotated[SelfService, OneOf(PACKAGE)]

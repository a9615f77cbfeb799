"""Customers try to help themselves before they reach a person: a menu, a bot, a page of answers.

Source: E5 (what is simple enough can be solved, D0.13); Campbell & Frei 2010, Management Science
56(1):4-24 (online self-service raised the use of call centres: failures come back to people).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from sim.distributions.base import AnyTime, TimeDistribution
from sim.distributions.constant import Constant
from sim.family import Mention
from sim.policies.self_service.base import SelfService
from sim.quantities import Share
from sim.rule import rule

_FIRST = 2


@rule
def leads(numbers: tuple[float, ...], kind: int, complexity: float) -> bool:
    """Return whether the contact type is led there, and if only simple needs are, whether this is one.

    The numbers are the skill, the highest complexity that is led there, and 1 or 0 for each contact type.
    """
    return numbers[_FIRST + kind] > 0.0 and complexity <= numbers[1]


@rule
def solves(numbers: tuple[float, ...], complexity: float) -> bool:
    """Return whether it is simple enough."""
    return complexity <= numbers[0]


class FrontDoor(SelfService):
    """Customers try self-service first; what it cannot solve goes to a person, who hears it again."""

    kind: Literal["front_door"]
    offered: Literal["all", "simple"] = "all"
    """Whether all needs are sent there, or only those that it can solve, recognised beforehand."""
    contacts: tuple[str, ...] = ()
    """Contact types that are sent there; all if left out."""
    skill: Share = 0.4
    """Share of issues it can solve, the simplest ones (assumption: measure it)."""
    takes: AnyTime = Constant.model_validate({"dist": "constant", "value": "2m"})
    """How long a customer tries, solved or not; no agent's time (assumption)."""

    def numbers(self, types: Sequence[str]) -> tuple[float, ...]:
        """Return (skill, highest complexity led there, 1 or 0 for each contact type)."""
        led = (float(not self.contacts or name in self.contacts) for name in types)
        return self.skill, self.skill if self.offered == "simple" else 1.0, *led

    def time(self) -> TimeDistribution:
        """Return how long a customer tries."""
        return self.takes

    def solved(self, contact: str) -> float:
        """Return the share of the issues of a contact type that it solves, of those who try it."""
        return self.skill if not self.contacts or contact in self.contacts else 0.0

    def mentions(self) -> Iterator[Mention]:
        """Yield the contact types that are named."""
        return (
            Mention(("contacts", place), "contact type", name) for place, name in enumerate(self.contacts)
        )

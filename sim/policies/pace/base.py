"""Define what a pace decides: how a conversation goes on and how it ends.

Every member's module has the verb

    hold(numbers, wanted, crowd, kappa, u) -> (talk, rapport, missing, pressure, end)

with the member's numbers, the seconds the leg needs, the contacts waiting per agent on duty of the
queue at answer, the pressure that each of them puts on an agent (E4: kappa x crowd) and a uniform; it
returns the seconds of work talked, the unhurried seconds added at a natural end, the seconds left
unsaid, the pressure felt, and an `End`.
"""

from __future__ import annotations

from typing import Annotated

from sim.distributions.base import TimeDistribution
from sim.family import Lever, OneOf

PACKAGE = "sim.policies.pace"
Held = tuple[float, float, float, float, int]


class Pace(Lever):
    """A lever that says how long a conversation is held."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return the numbers that the verb takes for agents of `group`."""
        raise TypeError(f"{type(self).__name__} does not say its numbers for {group}")

    def talk_of(self, group: str) -> TimeDistribution | None:
        """Return the distribution each contact's need is drawn from anew, or None: the work decides."""
        del group
        return None

    def resolves(self, group: str) -> float | None:
        """Return the issues resolved per second of talk, as measured, or None: skill and speed decide."""
        del group
        return None


AnyPace = Annotated[Pace, OneOf(PACKAGE)]

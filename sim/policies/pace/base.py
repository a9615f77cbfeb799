"""Define what a pace decides: how a conversation goes on and how it ends.

Every member's module has the verb

    hold(numbers, wanted, crowd, kappa, u) -> (talk, rapport, missing, pressure, end)

with the member's numbers, the seconds the leg needs, the contacts waiting per agent on duty of the
queue at answer, the pressure that each of them puts on an agent (E4: kappa x crowd) and a uniform; it
returns the seconds of work talked, the unhurried seconds added at a natural end, the seconds left
unsaid, the pressure felt, and an `End`.
"""

from __future__ import annotations

from math import inf
from typing import Annotated, Self

from sim.distributions.base import TimeDistribution
from sim.family import Lever, OneOf
from sim.frozen import Frozen
from sim.quantities import PositiveDuration, Share
from sim.rules.hang_up import HangUpNumbers

PACKAGE = "sim.policies.pace"
Held = tuple[float, float, float, float, int]
ALWAYS = -1.0
"""A crowd below any there is."""


class HangsUp(Frozen):
    """Agents who hang up at once on some callers, so that their mean falls."""

    agents: Share
    """Share of agents who do (Anonymous Bank: four of 24; measure this first: calls below 10 s by agent)."""
    calls: Share
    """Share of their calls on which they hang up (Anonymous Bank: 10 to 19 %; measure this first)."""
    after: PositiveDuration = 5.0
    """After how long they do (assumption)."""

    def numbers(self, above: float) -> HangUpNumbers | None:
        """Return who hangs up, and how often, while more than `above` wait per agent; None if nobody does."""
        if not self.agents or not self.calls:
            return None
        return HangUpNumbers(self.agents, self.calls, self.after, above)


class Pace(Lever):
    """A lever that says how long a conversation is held."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return the numbers that the verb takes for agents of `group`."""
        raise TypeError(f"{type(self).__name__} does not say its numbers for {group}")

    def after(self, acw: float) -> Self:
        """Return the pace where after-call work takes `acw` [s] on average; one of talk stays as it is."""
        del acw
        return self

    def held_to(self) -> float:
        """Return the talk [s] that agents are held to, once `after` has taken off what is not talk."""
        return inf

    def held_above(self) -> float:
        """Return the contacts waiting per agent on duty above which agents are held to a target."""
        return inf

    def saved(self) -> float:
        """Return the share of avoidable talk that agents save while they are held to a target."""
        return 0.0

    def hang_up(self) -> HangUpNumbers | None:
        """Return who hangs up at once on some callers, and how often; None if nobody does."""
        return None

    def talk_of(self, group: str, contact: str = "", queue: str = "") -> TimeDistribution | None:
        """Return the distribution each contact's need is drawn from anew, or None: the work decides.

        contact, queue: the contact type and the queue; without one, any that has no talk of its own.
        """
        del group, contact, queue
        return None

    def resolves(self, group: str) -> float | None:
        """Return the issues resolved per second of talk, as measured, or None: skill and speed decide."""
        del group
        return None


AnyPace = Annotated[Pace, OneOf(PACKAGE)]

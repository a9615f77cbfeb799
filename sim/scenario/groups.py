"""Groups: the agents, what they can do and what they cost; shifts: when they work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.frozen import Frozen
from sim.hours import Hours, Weekdays
from sim.quantities import Duration, Factor, NonNegative, Number, PositiveDuration, Share
from sim.rules.attendance import AttendanceNumbers, expected_share
from sim.rules.chat import chat_speed, share_of_one
from sim.scenario.curve import EVERY_DAY
from sim.scenario.learning import Starters


class Proficiency(Frozen):
    """How well a group serves one queue."""

    rank: Annotated[int, Field(ge=1, le=1000)] = 1
    """Turn in which routing by skill_priority asks the group: 1 is the first choice."""
    speed: Factor = 1.0
    """Work they do per second of talk there, on top of the group's speed (assumption)."""
    skill: Share | None = None
    """Share of that queue's issues they can solve; the group's skill if left out."""


Skills = (
    Annotated[tuple[str, ...], Field(min_length=1)] | Annotated[dict[str, Proficiency], Field(min_length=1)]
)


class Group(Frozen):
    """Agents with the same skills and wage; each is a person with warmth, skill and speed of their own."""

    skills: Skills
    """Queues they serve: a list, or how well they serve each, as in {service: {}, disputes: {rank: 2}}."""
    overflow: dict[str, Duration] = {}
    """Queues they help with, by name, once the first contact in line has waited this long."""
    wage: NonNegative = 0.0
    """Cost of a paid hour within the shift, in the scenario's currency."""
    warmth: Number = 0.5
    """Mean warmth, -1 to 1 (matched to D4)."""
    warmth_spread: NonNegative = 0.25
    """Standard deviation of warmth between agents (assumption)."""
    skill: Share = 0.75
    """Share of issues they can solve (first tier 75 %, second 97 %; matched to V30-V33)."""
    skill_spread: NonNegative = 0.0
    """Standard deviation of skill between agents (assumption)."""
    speed: Factor = 1.0
    """Work they do per second of talk, on average (assumption): it divides talk, not after-call work."""
    speed_spread: Annotated[NonNegative, Field(le=2)] = 0.0
    """Standard deviation of the logarithm of agents' speed, which is lognormal (assumption)."""
    starters: Starters | None = None
    """Who of them is new, and how fast they learn; nobody if left out."""
    concurrency: Annotated[int, Field(ge=1, le=100)] = 1
    """Chats that one of them holds at once; a call or an email always takes the whole agent."""
    slow_down: Share = 0.3
    """Time that each further chat adds to all chats of an agent: of n at once each goes at 1 / (1 + slow_down
    x (n - 1)) of its pace (assumption; at 0 % as if alone, at 100 % no faster than one after the other)."""
    shrinkage: Share = 0.0
    """Paid time away from contacts (meetings, training) / time of the shift outside breaks, of those who
    come; placed by luck (none assumed)."""
    away_for: PositiveDuration = 2700.0
    """Longest stretch away: shrinkage comes in as few equal, evenly spaced stretches as that allows
    (assumption)."""
    absence: Share = 0.0
    """Shifts to which an agent does not come at all / shifts (none assumed)."""
    absence_paid: bool = False
    """Whether a shift to which an agent does not come is paid all the same, as sick leave is."""
    adherence: Annotated[Share, Field(ge=0.5)] = 1.0
    """Time there / time planned for contacts: the rest, paid, is lost at the start of the shift and after
    breaks and other time away (none assumed)."""

    at_shift_end: Literal["finish_then_leave", "cut_off"] = "finish_then_leave"
    """What becomes of the contact at hand: finished in overtime, or back to the head of its queue, where the
    next agent hears it again."""
    overtime: Annotated[Factor, Field(ge=1)] = 1.0
    """Pay of an hour of overtime, as a multiple of the wage."""

    def expected_share(self) -> float:
        """Return the expected share of shifts, breaks left out, in which an agent can take contacts."""
        return expected_share(self.absence, self.shrinkage, self.adherence)

    def attendance(self) -> AttendanceNumbers | None:
        """Return the numbers of the group's attendance, None where everybody is always there."""
        if self.expected_share() == 1.0:
            return None
        return AttendanceNumbers(
            self.absence, self.absence_paid, self.shrinkage, self.away_for, self.adherence
        )

    def proficiency(self, queue: str) -> Proficiency:
        """Return how well they serve `queue`."""
        return self.skills[queue] if isinstance(self.skills, dict) else Proficiency()

    def least_of_agent(self) -> float:
        """Return the time [s] of an agent that a second of chat takes when all slots are taken."""
        chats = self.concurrency
        return share_of_one(1.0, chats) / chat_speed(chats, self.slow_down, 1.0)


class Shift(Frozen):
    """A working day that some agents of each group share."""

    days: Weekdays = EVERY_DAY
    """Weekdays of the shift."""
    hours: Hours
    """From start to end; what an agent still does after it is overtime, and paid."""
    breaks: tuple[Hours, ...] = ()
    """Paid breaks; an agent in a conversation finishes it first."""
    staff: dict[str, NonNegative]
    """Agents of each group; of 8.5 the ninth works every other shift, by chance."""

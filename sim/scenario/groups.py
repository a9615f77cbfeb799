"""Groups: the agents, what they can do and what they cost; shifts: when they work."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.codes import NONE
from sim.distributions.base import Law, TimeDistribution, law
from sim.family import Choice
from sim.frozen import Frozen
from sim.hours import DaySpans, Hours, Spans, Weekdays
from sim.policies.pace.base import Pace
from sim.policies.presence.as_rostered import AsRostered
from sim.policies.presence.base import AnyPresence
from sim.quantities import Duration, Factor, LongDuration, Money, Share, Spread, Volume, Warmth
from sim.rules.attendance import AttendanceNumbers, expected_share
from sim.rules.chat import chat_speed, share_of_one
from sim.rules.learning import StarterNumbers
from sim.scenario.curve import EVERY_DAY
from sim.scenario.learning import Starters
from sim.scenario.rosters import pauses_of

FULL_TIME = 40.0
"""Paid hours a week of a full-time equivalent (assumption; breaks are paid)."""
EXACT = 1e-9
"""Share of the paid hours that is the computer's rounding."""


class MissedRingNumbers(NamedTuple):
    """Rings that an agent misses: chance, how long it rings, and how long the agent is taken out then [s]."""

    chance: float
    rings: float
    out: float


class GroupNumbers(NamedTuple):
    """One group: its queues, wage [per hour], people, and the pace they are held to.

    `target`: the talk [s] they are held to, infinite where they are not; `skill`, `speed` and `rank` are by
    queue, of all queues; `measured` is what the pace knows of the issues resolved per second of talk, -1 if
    nothing; `talk_of_types`, `talk_of_queues`: types and queues with a measured talk of their own; they hold
    `concurrency` chats at once, each further one adding `slow_down` of the time.
    """

    name: str
    queues: tuple[int, ...]
    overflow: tuple[tuple[int, float], ...]
    wage: float
    warmth: float
    warmth_spread: float
    skill: tuple[float, ...]
    skill_spread: float
    speed: tuple[float, ...]
    speed_spread: float
    rank: tuple[int, ...]
    measured: float
    starters: StarterNumbers | None
    attendance: AttendanceNumbers | None
    cuts_off: bool
    idle_first: bool
    makes_up: bool
    overtime: float
    pace: tuple[float, ...]
    target: float
    talk: Law | None
    talk_of_types: tuple[tuple[int, Law], ...]
    talk_of_queues: tuple[tuple[int, Law], ...]
    concurrency: int
    slow_down: float
    presence: Choice
    missed_rings: MissedRingNumbers | None


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


class MissedRings(Frozen):
    """Calls that ring at an agent in vain: the call returns to its place in line, the agent is taken out."""

    chance: Share
    """Share of the rings that an agent misses; who stays after the shift for those who wait misses none
    (assumption)."""
    rings: Duration = 20.0
    """How long it rings in vain (assumption)."""
    out: Duration = 300.0
    """How long the agent is taken out of the line of free agents then: paid, and late (assumption)."""

    def numbers(self) -> MissedRingNumbers:
        """Return the numbers of missed rings."""
        return MissedRingNumbers(self.chance, self.rings, self.out)


class Group(Frozen):
    """Agents with the same skills and wage; each is a person with warmth, skill and speed of their own."""

    skills: Skills
    """Queues they serve: a list, or how well they serve each, as in {service: {}, disputes: {rank: 2}}."""
    overflow: dict[str, Duration] = {}
    """Queues they help with, by name, once the first contact in line has waited this long."""
    wage: Money = 0.0
    """Cost of a paid hour within the shift, in the scenario's currency."""
    warmth: Warmth = 0.5
    """Mean warmth, -1 to 1 (matched to D4)."""
    warmth_spread: Spread = 0.25
    """Standard deviation of warmth between agents (assumption)."""
    skill: Share = 0.75
    """Share of issues they can solve (first tier 75 %, second 97 %; matched to V30-V33)."""
    skill_spread: Spread = 0.0
    """Standard deviation of skill between agents (assumption)."""
    speed: Factor = 1.0
    """Work they do per second of talk, on average (assumption): it divides talk, not after-call work."""
    speed_spread: Annotated[Spread, Field(le=2)] = 0.0
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
    shrinkage_contains: tuple[Literal["breaks", "holidays"], ...] | None = None
    """Whether `shrinkage` contains breaks, holidays, both, or, as [], neither. Breaks in it stand in no
    shift; holidays in it are taken as time away within shifts (assumption), else they are absence."""
    away_for: LongDuration = 2700.0
    """Longest stretch away: shrinkage comes in as few equal, evenly spaced stretches as that allows
    (assumption)."""
    fte: Volume | None = None
    """Full-time equivalents on the payroll, of 40 paid hours a week: the staff of the shifts then says only
    in which proportion they work them. Left out, the staff of the shifts says how many there are."""
    absence: Share = 0.0
    """Shifts to which an agent does not come at all / shifts (none assumed)."""
    absence_paid: bool = False
    """Whether a shift to which an agent does not come is paid all the same, as sick leave is."""
    adherence: Annotated[Share, Field(ge=0.5)] = 1.0
    """Time there / time planned for contacts: the rest, paid, is lost at the start of the shift and after
    breaks and other time away (none assumed)."""

    late_breaks: Literal["shortened", "made_up"] = "shortened"
    """What becomes of a break, or time away, that a conversation delays: it ends as planned (shortened, the
    default, an assumption: shrinkage and breaks as taken are then less than written), or lasts as long as
    planned, so that the agent comes back later (made_up). The end of the shift ends it in any case."""
    presence: AnyPresence = AsRostered(kind="as_rostered")
    """Who of those on the roster is there for contacts: everybody, or some only when the line calls."""
    missed_rings: MissedRings | None = None
    """Calls that ring at one of them in vain; none if left out."""
    at_shift_end: Literal["finish_then_leave", "cut_off"] = "finish_then_leave"
    """What becomes of the contact at hand: finished in overtime, or back to the head of its queue, where the
    next agent hears it again."""
    leaves: Literal["idle_first", "as_planned"] | None = None
    """Who leaves when the agents `on_duty` become fewer: whoever is idle first, the longest idle before
    others, and then whoever is free first (idle_first, the default of counts, which name nobody: an
    assumption), or the same agents whatever they do (as_planned, as shifts always do)."""
    overtime: Annotated[Factor, Field(ge=1)] = 1.0
    """Pay of an hour of overtime, as a multiple of the wage."""

    def numbers(
        self,
        name: str,
        queues: Sequence[str],
        drawn: Container[str],
        pace: Pace,
        counted: bool,
        types: Sequence[str] = (),
    ) -> GroupNumbers:
        """Return the numbers of the group called `name`, held to `pace`.

        queues: the scenario's queues, in order. drawn: those whose waits are drawn; nobody looks there for
        work. counted: whether the group stands in `on_duty`. types: the contact types, in order.
        """
        levels = [self.proficiency(queue) if queue in self.skills else Proficiency() for queue in queues]
        measured, talk, missed = pace.resolves(name), pace.talk_of(name), self.missed_rings
        return GroupNumbers(
            name=name,
            queues=tuple(queues.index(s) for s in self.skills if s in queues and s not in drawn),
            overflow=tuple((queues.index(queue), after) for queue, after in self.overflow.items()),
            wage=self.wage,
            warmth=self.warmth,
            warmth_spread=self.warmth_spread,
            skill=tuple(self.skill if level.skill is None else level.skill for level in levels),
            skill_spread=self.skill_spread,
            speed=tuple(self.speed * level.speed for level in levels),
            speed_spread=self.speed_spread,
            rank=tuple(level.rank for level in levels),
            measured=float(NONE) if measured is None else measured,
            starters=None if self.starters is None else self.starters.numbers(),
            attendance=self.attendance(),
            cuts_off=self.at_shift_end == "cut_off",
            makes_up=self.late_breaks == "made_up",
            idle_first=counted and self.leaves != "as_planned",
            overtime=self.overtime,
            pace=pace.numbers(name),
            target=pace.held_to(),
            talk=None if talk is None else law(talk),
            talk_of_types=_own([pace.talk_of(name, one) for one in types], talk),
            talk_of_queues=_own([pace.talk_of(name, "", one) for one in queues], talk),
            concurrency=self.concurrency,
            slow_down=self.slow_down,
            presence=Choice(self.presence.code(), self.presence.numbers()),
            missed_rings=None if missed is None else missed.numbers(),
        )

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
    hours: DaySpans
    """From start to end; what an agent still does after it is overtime, and paid. Between several spans,
    "08:00-12:00, 16:00-20:00", agents are not paid. A shift such as 22:00-06:00 belongs to the day on which
    it begins, as do its absence and what a policy costs per agent and day. It may begin before opening and
    end after closing."""
    breaks: tuple[Hours, ...] = ()
    """Paid breaks; an agent in a conversation finishes it first."""
    staff: dict[str, Volume]
    """Agents of each group; of 8.5 the ninth works every other shift, by chance. Of a group with `fte` these
    are proportions, in numbers or shares: 2 and 1 is twice as many in the first shift."""

    @property
    def paid_hours(self) -> float:
        """Paid hours of one who works it [h a week]."""
        return len(self.days) * sum(span.end - span.start for span in self.hours) / 3600.0

    def pauses(self) -> Spans:
        """Return the breaks [s from midnight of the day on which the shift begins], in order."""
        return pauses_of(self.hours, self.breaks)


def by_fte(groups: Mapping[str, Group], shifts: Mapping[str, Shift]) -> dict[str, Shift]:
    """Return the shifts with the agents that the groups' full-time equivalents make of their pattern."""
    factors = {}
    for name, group in groups.items():
        paid = sum(shift.paid_hours * shift.staff.get(name, 0.0) for shift in shifts.values())
        wanted = (group.fte or 0.0) * FULL_TIME
        if group.fte is not None and paid > 0.0 and abs(wanted - paid) > EXACT * paid:
            factors[name] = wanted / paid
    return {
        name: shift.model_copy(
            update={"staff": {who: n * factors.get(who, 1.0) for who, n in shift.staff.items()}}
        )
        if factors.keys() & shift.staff
        else shift
        for name, shift in shifts.items()
    }


def _own(
    talks: Sequence[TimeDistribution | None], usual: TimeDistribution | None
) -> tuple[tuple[int, Law], ...]:
    """Return the place and law of each talk that is not the usual one."""
    return tuple((place, law(own)) for place, own in enumerate(talks) if own is not None and own is not usual)

"""World: one scenario under one policy as plain numbers, in seconds and shares, ready for an engine."""

from __future__ import annotations

from typing import NamedTuple

from sim.distributions.base import Law
from sim.rules.attendance import AttendanceNumbers
from sim.rules.churn import ChurnNumbers
from sim.rules.erosion import ErosionNumbers
from sim.rules.experience import ExperienceNumbers
from sim.rules.failure import FailureNumbers
from sim.rules.learning import StarterNumbers
from sim.rules.promise import PromiseNumbers
from sim.rules.recontact import Opening
from sim.rules.strain import StrainNumbers
from sim.rules.survey import SurveyNumbers
from sim.rules.trust import TrustNumbers
from sim.rules.warmth import WarmthNumbers
from sim.rules.word_of_mouth import JoiningNumbers
from sim.rules.work import WorkNumbers
from sim.staffing import AgentNumbers, DayPlan

NONE = -1
UNLIMITED = 2**31
OUTAGES = ("telephony", "system", "site")
TELEPHONY, SYSTEM, SITE = range(3)
ANNOUNCED = ("nothing", "queue_length", "last_wait")
NOTHING, QUEUE_LENGTH, LAST_WAIT = range(3)


class Window(NamedTuple):
    """Hold the measured window and the end of the run [s]."""

    opens: float
    closes: float
    horizon: float


class JobNumbers(NamedTuple):
    """Hold the job of a contact type: share that is urgent, time until it is preferred, time it takes [s]."""

    urgent: float
    preferred: Law
    takes: float


class TypeNumbers(NamedTuple):
    """Hold one contact type; `means` are new issues per interval, by kind of day.

    `trace`: recorded arrivals [s from midnight] of each day of the run, empty if there are none;
    `day_factor`, `interval_factor`: quantile tables of mean 1, empty if there is none; `day_shared`: the
    share of a day's luck that is common to the types.
    """

    name: str
    queue: int
    refers_to: int
    means: tuple[tuple[float, ...], ...]
    trace: tuple[tuple[float, ...], ...]
    day_factor: tuple[float, ...]
    day_shared: float
    interval_factor: tuple[float, ...]
    work: Law
    acw: Law
    repair: float
    referral: tuple[float, float] | None
    job: JobNumbers | None


class TouchpointNumbers(NamedTuple):
    """Hold one touchpoint: failures per day of the whole base, or one of each customer; severity, type."""

    name: str
    per_day: float
    once: bool
    severity: Law
    type: int


class RedialNumbers(NamedTuple):
    """Hold who tries again: chance after the first and after later attempts, delay, type they become."""

    chance: float
    later: float
    after: Law
    becomes: int


class SilenceNumbers(NamedTuple):
    """Hold who stops answering in a chat: chance, time the agent waits [s], and if they are gone for good."""

    chance: float
    timeout: float
    leaves: bool


class DrawnWaitNumbers(NamedTuple):
    """Hold a wait that is drawn: the share of contacts that wait, how long [s], and who serves them then."""

    chance: float
    wait: Law
    groups: tuple[int, ...]


class QueueNumbers(NamedTuple):
    """Hold one queue: the wait `within` its level, its patience [s], who is let in, redials and serves it.

    `announces`: 0 nothing, 1 by queue length, 2 the last wait; `overflow`: (wait [s], groups) that help.
    """

    name: str
    within: float
    short_abandon: float
    patience: Law
    redial: RedialNumbers | None
    redial_blocked: RedialNumbers | None
    groups: tuple[int, ...]
    overflow: tuple[tuple[float, tuple[int, ...]], ...]
    deferred: bool
    capacity: int
    balking: float
    announces: int
    opening: Opening
    keeps_hours: bool
    clears: bool
    chat: bool
    silence: SilenceNumbers | None
    drawn: DrawnWaitNumbers | None


class TrunkNumbers(NamedTuple):
    """Hold one bundle of lines: how many, and the queues whose calls they bring."""

    lines: int
    queues: tuple[int, ...]


class SelfServiceNumbers(NamedTuple):
    """Hold how long a customer tries [s], and the shares that try it and that give up after it failed."""

    takes: Law
    tries: float
    gives_up: float


class CallbackNumbers(NamedTuple):
    """Hold how customers of some queues are called back: when, how often, and how they take it.

    `announces`: as of queues; `after`, `dial`, `pause` [s]; `drops`: at closing; shares who accept, who are
    `unreachable`, and of the delay that is `felt` as queueing.
    """

    queues: tuple[int, ...]
    announces: int
    after: float
    dial: float
    tries: int
    pause: float
    drops: bool
    accepts: float
    unreachable: float
    felt: float


class OutageNumbers(NamedTuple):
    """Hold one outage: what it hits, when it begins [s] or how often, and what it does.

    `lost` is 1 where arrivals are lost; `drops` tells whether contacts are dropped; `speed` is a share.
    """

    name: str
    hits: int
    queues: tuple[int, ...]
    groups: tuple[int, ...]
    begins: tuple[float, ...]
    every: Law | None
    lasts: Law
    lost: int
    drops: bool
    speed: float


class GroupNumbers(NamedTuple):
    """Hold one group: its queues, wage [per hour], people, and the pace they are held to.

    `skill`, `speed` and `rank` are by queue, of all queues; `measured` is what the pace knows of the issues
    resolved per second of talk, -1 if nothing; they hold `concurrency` chats at once, each
    further one adding `slow_down` of the time.
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
    overtime: float
    pace: tuple[float, ...]
    talk: Law | None
    concurrency: int
    slow_down: float


class CustomerNumbers(NamedTuple):
    """Hold the customers: how many, segments by cumulative share, repeat window [s].

    `levels` and `values` are each segment's level of trust and value per year.
    """

    total: int
    segments: tuple[str, ...]
    up_to: tuple[float, ...]
    levels: tuple[float, ...]
    values: tuple[float, ...]
    repeat_window: float


class LoyaltyNumbers(NamedTuple):
    """Hold how trust acts back: who leaves and comes, the slope of patience in goodwill, who complains.

    `price_cuts`: (begins [s], ends [s], factor on the hazard of leaving); `ordinary`: the goodwill, trust
    plus tie, at which patience is the queue's; `complaint_below`: minus infinity for nobody.
    """

    churn: ChurnNumbers | None
    price_cuts: tuple[tuple[float, float, float], ...]
    joining: JoiningNumbers | None
    patience: float
    complaint_below: float
    ordinary: float


class ReturnNumbers(NamedTuple):
    """Hold the numbers of coming back: chance, delay, spread after opening [s], limits, hope."""

    chance: float
    after: Law
    after_opening: float
    limit: int
    attempts: int
    hoped: float


class Levers(NamedTuple):
    """Hold the policy: the member of each family, by code, and its numbers; () for no lever."""

    pace: int
    routing: int
    routing_numbers: tuple[float, ...]
    waits_for_known: float | None
    discipline: int
    discipline_numbers: tuple[float, ...]
    handoff: int
    handoff_numbers: tuple[float, ...]
    handoffs_at_most: int
    confirm: tuple[float, ...]
    callback: int
    callback_numbers: tuple[float, ...]
    scheduling: int
    scheduling_numbers: tuple[float, ...]
    availability: tuple[float, ...]
    self_service: int
    self_service_numbers: tuple[float, ...]
    recovery: int
    recovery_numbers: tuple[float, ...]
    outreach: int
    outreach_numbers: tuple[float, ...]


class World(NamedTuple):
    """Hold everything an engine needs to know; nothing in it is a unit, a name to look up or a default.

    `week` holds the kinds of day, the weekdays (0 is Monday) and then special days; `days` gives the kind of
    each day of the run. `interval` is the planning interval, `reported` the one of measures [s].
    """

    scenario: str
    policy: str
    window: Window
    run_days: int
    days: tuple[int, ...]
    interval: float
    reported: float
    week: tuple[DayPlan, ...]
    types: tuple[TypeNumbers, ...]
    touchpoints: tuple[TouchpointNumbers, ...]
    queues: tuple[QueueNumbers, ...]
    groups: tuple[GroupNumbers, ...]
    agents: tuple[AgentNumbers, ...]
    customers: CustomerNumbers
    outages: tuple[OutageNumbers, ...]
    trunks: tuple[TrunkNumbers, ...]
    callbacks: CallbackNumbers | None
    self_service: SelfServiceNumbers | None
    levers: Levers
    kappa: float
    erosion: ErosionNumbers | None
    strain: StrainNumbers | None
    work: WorkNumbers
    warmth: WarmthNumbers
    returns: ReturnNumbers
    experience: ExperienceNumbers
    naming: float
    adapts: float
    promise: PromiseNumbers
    trust: TrustNumbers
    failure: FailureNumbers
    loyalty: LoyaltyNumbers | None
    survey: SurveyNumbers

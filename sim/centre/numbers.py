"""Numbers: what verbs ask about the world, in columns by index; here absent things become codes.

Verbs read these columns and never the `World`, so that no verb asks whether something is None. A law of
chance is an index into `laws`; NO_LAW stands where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from sim.centre.parts import Parts, parts_of, queues_with_doors
from sim.distributions.base import Law, quantile_of
from sim.family import module_of
from sim.floor import Floor
from sim.luck import name_of
from sim.policies.callback import base as callback
from sim.policies.dialling import base as dialling
from sim.policies.discipline import base as discipline
from sim.policies.handoff import base as handoff
from sim.policies.line import StandingNumbers
from sim.policies.outreach import base as outreach
from sim.policies.pace import base as pace
from sim.policies.presence import base as presence
from sim.policies.recovery import base as recovery
from sim.policies.routing import base as routing
from sim.policies.scheduling import base as scheduling
from sim.policies.self_service import base as self_service
from sim.rules.churn import ChurnNumbers, Fading
from sim.rules.day_clock import DayClock
from sim.rules.erosion import ErosionNumbers
from sim.rules.hang_up import HangUpNumbers
from sim.rules.learning import StarterNumbers
from sim.rules.recontact import Opening
from sim.rules.strain import StrainNumbers
from sim.rules.word_of_mouth import JoiningNumbers
from sim.rules.work import Steps
from sim.workload.needs import origins_of
from sim.world.numbers import (
    NONE,
    CallbackNumbers,
    GroupNumbers,
    LoyaltyNumbers,
    MessageNumbers,
    MissedRingNumbers,
    RedialNumbers,
    SilenceNumbers,
    World,
)

NO_LAW = -1
NOBODY_REDIALS = (0.0, 0.0, NO_LAW, NONE)
NO_REFERRAL = (-1.0, 1.0)
NO_LOYALTY = LoyaltyNumbers(None, (), None, 0.0, -inf, 0.0)
NO_CHURN, NO_JOINING = ChurnNumbers(0.0, 0.0, 0.0), JoiningNumbers(0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
NO_EROSION = ErosionNumbers(1.0, 1.0, 0.0)
NO_HANG_UP = HangUpNumbers(0.0, 0.0, 0.0, inf)
NO_STARTERS = StarterNumbers(0.0, 0.0, 1.0, 1.0, 1.0)
NO_STRAIN = StrainNumbers(1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0)
NO_SILENCE = SilenceNumbers(0.0, 0.0, False)
NO_MISSED_RINGS = MissedRingNumbers(0.0, 0.0, 0.0)
NO_MESSAGE = MessageNumbers(0.0, 0.0, NONE)
NO_STANDING = StandingNumbers((), (), (), (), (), (), from_arrival=False)
HELPS_LAST = inf
NO_CALLBACKS = CallbackNumbers((), 0, 0.0, 0.0, 0, 0.0, False, 0.0, 1.0, 0.0, 1.0, None)
# chance after the first and after later attempts, law of the delay, and the type it comes back as
Redial = tuple[float, float, int, int]
SelectAgent = Callable[[Any, Floor, Sequence[int], int, int, float, float], int]
SelectContact = Callable[[Any, Floor, Sequence[int], float], int]
MakeAmends = Callable[[Any, float, float], recovery.Amends]
Aside = Callable[[Any, int], int]
Calls = Callable[[Any, int], bool]
AsideFor = Callable[[Any], float]
DoesAside = Callable[[Any], int]
Reserves = Callable[[Any], bool]
Rings = Callable[[Any, int, int, int], int]
Hold = Callable[[Any, float, float, float, float], pace.Held]


class Numbers:
    """A world's numbers, by queue, type, group or agent, and the choices of its policy."""

    # more attributes than CPython 3.11 shares between the instances of a class: slots are read faster
    __slots__ = (
        "acw", "acw_steps", "adapts", "after_opening", "agent_origin", "amends", "announces",
        "aside", "asks", "availability", "balking", "beginners", "callback", "callback_is_due",
        "callback_patience", "callback_talk", "calling", "calling_times", "calls", "calls_after",
        "calls_back_within", "campaign_acw", "campaign_answers", "campaign_groups",
        "campaign_origin", "campaign_pause", "campaign_talk", "campaign_tries",
        "campaigns_beside", "campaigns_of", "capacity", "churn", "comes_up", "complaint_below",
        "concurrency", "confirm", "curves", "cuts_off", "day_clock", "dialling", "discipline",
        "does_aside", "drawn_chance",
        "drawn_groups", "drawn_queues", "drawn_wait", "entity_of", "erosion", "experience",
        "fading", "failure", "first_customers", "follows_up_within", "gives_up", "goes_after",
        "group_skill", "group_speed", "group_warmth", "groups_of", "hang_up", "has_churn", "has_door",
        "has_joining", "has_tier_above", "helpers", "helps", "hold", "hold_numbers", "hoped",
        "idle_first", "is_chat", "is_deferred", "job_is_due", "job_preferred", "job_takes",
        "job_urgent", "joining", "kappa", "keeps", "keeps_free", "keeps_hours", "keeps_patience",
        "laws", "leads", "makes_up", "mark_origin", "mark_patience", "mark_share", "measured",
        "measured_talk", "message", "missed_rings", "most_attempts", "most_handoffs", "most_legs", "offers",
        "offers_callback", "opening", "ordinary_goodwill", "origins", "outages", "outreach",
        "parts", "patience", "patience_at_most", "patience_slope", "patience_steps",
        "policy_callback", "prepares", "presence", "price_cuts", "promise", "queue_of", "queue_talk",
        "queues_of",
        "reaches", "reacting", "reacts_to", "recovery", "redial", "redial_blocked", "referral",
        "repair", "reserves", "rings", "rings_at_once", "routing", "scheduling",
        "segment_patience", "segments_up_to", "select_agent", "select_contact", "self_service",
        "self_service_gives_up", "self_service_time", "self_service_tries", "serves_out",
        "severity", "silence", "skill_spread", "slow_down", "solves", "speed_spread", "standing",
        "straight_after", "straight_back", "strain", "style", "survey", "targets", "teaches_norm",
        "tempo", "touchpoint_origin", "trunk_lines", "trunk_of", "trust", "turns", "type_origin",
        "type_patience", "unresolved",
        "waits_for_known", "warmth_rule", "warmth_spread", "window", "work", "work_rule",
        "work_steps",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        self.origins: list[str] = []
        self.laws: list[tuple[Callable[[Any, float], float], Any]] = []
        self._has_queues(world)
        self._has_types(world)
        self._has_choices(world)
        self._has_phases(world)
        self._has_amends(world)
        self._has_groups(world)
        self.severity = [self._law(point.severity) for point in world.touchpoints]
        self.kappa, self.work_rule, self.warmth_rule = world.kappa, world.work, world.warmth
        self.tempo, self.hang_up = world.tempo, world.hang_up or NO_HANG_UP
        self.experience, self.failure, self.hoped = world.experience, world.failure, world.returns.hoped
        self.adapts = world.adapts
        self._has_loyalty(world)
        self.erosion = world.erosion or NO_EROSION
        self._has_people(world)
        self.outages = world.outages
        self.trust = [world.trust._replace(level=level) for level in world.customers.levels]
        returns = world.returns
        self.unresolved: Redial = returns.chance, returns.chance, self._law(returns.after), NONE
        self.straight_back, self.straight_after = returns.straight_back, self._law(returns.straight_after)
        self.after_opening, self.most_legs = returns.after_opening, returns.limit
        self.most_attempts, self.calling = returns.attempts, list(world.calling)

    def _has_loyalty(self, world: World) -> None:
        of = world.loyalty or NO_LOYALTY
        self.has_churn, self.has_joining = of.churn is not None, of.joining is not None
        self.churn, self.joining = of.churn or NO_CHURN, of.joining or NO_JOINING
        self.price_cuts, self.complaint_below = of.price_cuts, of.complaint_below
        self.patience_slope, self.ordinary_goodwill = of.patience, of.ordinary
        trust, self.segments_up_to = world.trust, world.customers.up_to
        self.fading = [Fading(level, trust.fade_bad, trust.fade_good) for level in world.customers.levels]

    def _has_groups(self, world: World) -> None:
        groups = world.groups
        self.hold_numbers = [group.pace for group in groups]
        self.measured_talk = [self._talks(group, len(world.types)) for group in groups]
        self.queue_talk = [self._talks_in(group, len(world.queues)) for group in groups]
        self.measured = [group.measured for group in groups]
        self.group_warmth = [group.warmth for group in groups]
        self.warmth_spread = [group.warmth_spread for group in groups]
        self.group_skill = [group.skill for group in groups]
        self.skill_spread = [group.skill_spread for group in groups]
        self.group_speed = [group.speed for group in groups]
        self.speed_spread = [group.speed_spread for group in groups]
        self.missed_rings = [group.missed_rings or NO_MISSED_RINGS for group in groups]
        self.cuts_off = [group.cuts_off for group in groups]
        self.makes_up = [group.makes_up for group in groups]
        self.idle_first = [group.idle_first for group in groups]
        self.concurrency = [group.concurrency for group in groups]
        self.slow_down = [group.slow_down for group in groups]
        self._has_presence(world)
        self._has_campaigns(world)
        self.entity_of = [agent.entity for agent in world.agents]
        self.agent_origin = [self._origin(agent.origin) for agent in world.agents]

    def _has_presence(self, world: World) -> None:
        groups, queues = world.groups, range(len(world.queues))
        self.presence = [group.presence.numbers for group in groups]
        members = [module_of(presence.Presence, group.presence.code) for group in groups]
        self.aside: list[Aside] = [member.aside for member in members]
        self.calls: list[Calls] = [member.calls for member in members]
        self.calls_after: list[AsideFor] = [member.calls_after for member in members]
        self.goes_after: list[AsideFor] = [member.goes_after for member in members]
        self.does_aside: list[DoesAside] = [member.does for member in members]
        # by group, the queues whose lines its agents react to; by queue, the groups that do
        self.reacts_to = [
            tuple(q for q in group.queues if group.presence.numbers and not world.queues[q].deferred)
            for group in groups
        ]
        self.reacting = [
            tuple(group for group, of in enumerate(self.reacts_to) if queue in of) for queue in queues
        ]

    def _has_campaigns(self, world: World) -> None:
        campaigns = world.campaigns
        self.comes_up = [bool(one.means) for one in campaigns]
        self.campaign_groups = [one.groups for one in campaigns]
        self.calling_times = [one.times for one in campaigns]
        self.gives_up = [one.gives_up for one in campaigns]
        self.campaign_tries = [one.tries for one in campaigns]
        self.campaign_pause = [one.pause for one in campaigns]
        self.keeps_free = [one.keeps_free for one in campaigns]
        self.campaign_origin = [self._origin(name_of("campaign", one.name)) for one in campaigns]
        self.campaign_answers = [self._law(one.answers_after) for one in campaigns]
        self.campaign_talk = [self._law(one.talk) for one in campaigns]
        self.campaign_acw = [self._law(one.acw) for one in campaigns]
        self.dialling = [one.dialling.numbers for one in campaigns]
        members = [module_of(dialling.Dialling, one.dialling.code) for one in campaigns]
        self.reserves: list[Reserves] = [member.reserves for member in members]
        self.prepares: list[AsideFor] = [member.prepares for member in members]
        self.rings_at_once: list[Rings] = [member.rings for member in members]
        self.campaigns_of = [
            tuple(number for number, one in enumerate(campaigns) if group in one.groups)
            for group in range(len(world.groups))
        ]
        self.campaigns_beside = [
            tuple(k for k, other in enumerate(campaigns) if {*one.groups} & {*other.groups})
            for one in campaigns
        ]

    def _has_people(self, world: World) -> None:
        strain = self.strain = world.strain or NO_STRAIN
        self.window = world.window
        # how starters learn, by group, and how beginners do
        self.beginners = len(world.groups)
        self.curves = [group.starters or NO_STARTERS for group in world.groups] + [
            StarterNumbers(1.0, 0.0, strain.beginner_speed, strain.beginner_skill, strain.beginner_half_life)
        ]

    def _origin(self, name: str) -> int:
        if name not in self.origins:
            self.origins.append(name)
        return self.origins.index(name)

    def _talks_in(self, group: GroupNumbers, queues: int) -> list[int]:
        """Return the law of the group's measured talk by queue; none where the contact type says it."""
        found = [NO_LAW] * queues
        for of_queue, law in group.talk_of_queues:
            found[of_queue] = self._law(law)
        return found

    def _talks(self, group: GroupNumbers, types: int) -> list[int]:
        """Return the law of the group's measured talk by contact type."""
        found = [self._law(group.talk)] * types
        for of_type, law in group.talk_of_types:
            found[of_type] = self._law(law)
        return found

    def _law(self, law: Law | None) -> int:
        if law is None:
            return NO_LAW
        self.laws.append((quantile_of(law.code), law.numbers))
        return len(self.laws) - 1

    def _redial(self, redial: RedialNumbers | None) -> Redial:
        if redial is None:
            return NOBODY_REDIALS
        return redial.chance, redial.later, self._law(redial.after), redial.becomes

    def _has_queues(self, world: World) -> None:
        queues = world.queues
        self.patience = [self._law(queue.patience) for queue in queues]
        self.patience_steps = [_steps(world, queue.patience_times) for queue in queues]
        self.patience_at_most = [queue.patience_at_most for queue in queues]
        self.message = [queue.message or NO_MESSAGE for queue in queues]
        self.keeps_patience = [queue.keeps_patience for queue in queues]
        self.is_chat = [queue.chat for queue in queues]
        self.rings = [not queue.chat and not queue.deferred for queue in queues]
        self.silence = [queue.silence or NO_SILENCE for queue in queues]
        self.is_deferred = [queue.deferred for queue in queues]
        self.opening: list[Opening] = [queue.opening for queue in queues]
        self.serves_out = [queue.serves_out for queue in queues]
        self.redial = [self._redial(queue.redial) for queue in queues]
        self.redial_blocked = [self._redial(queue.redial_blocked) for queue in queues]
        self.groups_of = [queue.groups for queue in queues]
        self.helpers = [queue.overflow for queue in queues]
        self.keeps_hours = [queue.keeps_hours and not queue.deferred for queue in queues]
        self.capacity = [queue.capacity for queue in queues]
        self.balking = [queue.balking for queue in queues]
        self.announces = [queue.announces for queue in queues]
        self.drawn_chance = [0.0 if queue.drawn is None else queue.drawn.chance for queue in queues]
        self.drawn_wait = [self._law(queue.drawn.wait if queue.drawn else None) for queue in queues]
        self.drawn_groups = [() if queue.drawn is None else queue.drawn.groups for queue in queues]
        self.drawn_queues = [
            [queue for queue, of in enumerate(self.drawn_groups) if group in of]
            for group in range(len(world.groups))
        ]
        self.has_door = queues_with_doors(world)
        self.trunk_of = [NONE] * len(queues)
        for trunk, lines in enumerate(world.trunks):
            for queue in lines.queues:
                self.trunk_of[queue] = trunk
        self.trunk_lines = [lines.lines for lines in world.trunks]

    def _has_types(self, world: World) -> None:
        types = world.types
        of_first, of_candidates = origins_of(world)
        self.type_origin, self.touchpoint_origin = (
            [[self._origin(name) for name in getattr(whose, of)] for whose in (of_first, of_candidates)]
            for of in ("types", "touchpoints")
        )
        self.first_customers = world.customers.total
        self.queue_of = [kind.queue for kind in types]
        self.repair = [kind.repair for kind in types]
        self.type_patience = [self._law(kind.patience) for kind in types]
        self.segment_patience = list(world.customers.patience)
        marks = world.customers.marks
        self.mark_share = [mark.share for mark in marks]
        self.mark_patience = [mark.patience for mark in marks]
        self.mark_origin = [self._origin(name_of("mark", mark.name)) for mark in marks]
        self.work = [self._law(kind.work) for kind in types]
        self.work_steps = [_steps(world, kind.work_times) for kind in types]
        self.acw_steps = [_steps(world, kind.acw_times) for kind in types]
        self.acw = [self._law(kind.acw) for kind in types]
        self.targets = [kind.refers_to for kind in types]
        self.has_tier_above = [
            [bool(kind.refers_to) and not kind.refers(queue) for queue in range(len(world.queues))]
            for kind in types
        ]
        self.teaches_norm = [kind.job is None for kind in types]
        self.referral = [kind.referral or NO_REFERRAL for kind in types]

    def _has_choices(self, world: World) -> None:
        levers = world.levers
        self.queues_of = [world.groups[agent.group].queues for agent in world.agents]
        self.helps = [world.groups[agent.group].overflow for agent in world.agents]
        self.select_agent: SelectAgent = module_of(routing.Routing, levers.routing.code).select_agent
        self.routing = levers.routing.numbers
        self.select_contact: SelectContact = module_of(
            discipline.Discipline, levers.discipline.code
        ).select_contact
        self.discipline = levers.discipline.numbers
        self.standing = levers.standing or NO_STANDING
        self.turns = [_turns(group, len(world.queues), levers.own_first) for group in world.groups]
        self.hold: Hold = module_of(pace.Pace, levers.pace).hold
        self.style: handoff.Style = module_of(handoff.Handoff, levers.handoff.code).style(
            levers.handoff.numbers
        )
        self.most_handoffs = levers.handoffs_at_most
        self.confirm = levers.confirm
        self.waits_for_known = levers.waits_for_known or 0.0
        self.parts: Parts = parts_of(world, self.style)

    def _has_phases(self, world: World) -> None:
        levers, jobs = world.levers, [kind.job for kind in world.types]
        called = world.callbacks or NO_CALLBACKS
        self.callback, self.callback_talk = called, called.talk
        self.callback_patience = self._law(called.patience)
        self.offers_callback = [queue in self.callback.queues for queue in range(len(world.queues))]
        self.policy_callback = levers.callback.numbers
        of_callback = module_of(callback.Callback, levers.callback.code)
        self.offers, self.callback_is_due = of_callback.offers, of_callback.calls_at
        changes = [world.week[day.kind].change for day in world.days]
        begins, at = [day.start for day in world.days], [change.at for change in changes]
        self.day_clock = DayClock(begins, at, [change.by for change in changes])
        self.job_urgent = [job.urgent if job else 0.0 for job in jobs]
        self.job_takes = [job.takes if job else 0.0 for job in jobs]
        self.job_preferred = [self._law(job.preferred if job else None) for job in jobs]
        self.promise, self.scheduling = world.promise, levers.scheduling.numbers
        of_scheduling = module_of(scheduling.Scheduling, levers.scheduling.code)
        self.job_is_due, self.asks, self.keeps = of_scheduling.due, of_scheduling.asks, of_scheduling.keeps
        door = world.self_service
        self.self_service = levers.self_service.numbers
        self.self_service_tries, self.self_service_gives_up = (
            (door.tries, door.gives_up) if door else (0.0, 0.0)
        )
        self.self_service_time = self._law(door.takes if door else None)
        of_self_service = module_of(self_service.SelfService, levers.self_service.code)
        self.leads, self.solves = of_self_service.leads, of_self_service.solves
        self.availability = levers.availability

    def _has_amends(self, world: World) -> None:
        levers = world.levers
        self.recovery, self.outreach, self.survey = (
            levers.recovery.numbers, levers.outreach.numbers, world.survey,
        )  # fmt: skip
        self.amends: MakeAmends
        of_recovery = module_of(recovery.Recovery, levers.recovery.code)
        self.amends, owns = of_recovery.amends, of_recovery.calls_within
        of_outreach = module_of(outreach.Outreach, levers.outreach.code)
        self.reaches, follows_up = of_outreach.reaches, of_outreach.calls_within
        self.calls_back_within: float = owns(self.recovery)
        self.follows_up_within: float = follows_up(self.outreach)


def _turns(group: GroupNumbers, queues: int, own_first: bool) -> list[float]:
    """Return by queue the turn in which a group serves it: its rank, if own ones come first."""
    if not own_first:
        return [0.0] * queues
    return [float(group.rank[queue]) if queue in group.queues else HELPS_LAST for queue in range(queues)]


def _steps(world: World, times: Sequence[Sequence[float]]) -> Steps:
    """Return the factors of every interval of the run, in order; none where a time does not vary."""
    found = [
        (day.start + start, factor)
        for day in (world.days if times else ())
        for start, factor in zip(world.week[day.kind].starts, times[day.kind], strict=True)
    ]
    return Steps([begins for begins, _ in found], [factor for _, factor in found])

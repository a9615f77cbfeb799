"""Build: turn a scenario under one policy into its world, in seconds and shares."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

from sim.distributions.base import law
from sim.distributions.gamma import unit_mean_table
from sim.errors import GoodwillError
from sim.family import members
from sim.frozen import Frozen
from sim.hours import Span
from sim.loyalty import loyalty_of
from sim.luck import OF_CANDIDATES, identity
from sim.policies.callback import base as callback
from sim.policies.discipline import base as discipline
from sim.policies.handoff import base as handoff
from sim.policies.outreach import base as outreach
from sim.policies.pace import base as pace
from sim.policies.recovery import base as recovery
from sim.policies.routing import base as routing
from sim.policies.scheduling import base as scheduling
from sim.policies.self_service import base as self_service
from sim.rules.erosion import ErosionNumbers
from sim.rules.recontact import Opening
from sim.scenario.clock import DAY, Clock, Week
from sim.scenario.erosion import Erosion
from sim.scenario.groups import Proficiency
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.promise import Job
from sim.scenario.queues import Balking, Queue, Redial, Silent
from sim.scenario.trace import Trace
from sim.scenario.under import under
from sim.staffing import agents_of, day_plans
from sim.world import (
    ANNOUNCED,
    NONE,
    OUTAGES,
    UNLIMITED,
    CallbackNumbers,
    CustomerNumbers,
    DrawnWaitNumbers,
    GroupNumbers,
    JobNumbers,
    Levers,
    OutageNumbers,
    QueueNumbers,
    RedialNumbers,
    ReturnNumbers,
    SelfServiceNumbers,
    SilenceNumbers,
    TouchpointNumbers,
    TrunkNumbers,
    TypeNumbers,
    Window,
    World,
)

YEAR_DAYS = 365.0


def build(scenario: Scenario, policy: str) -> World:
    """Return the world of `scenario` under the policy called `policy`.

    Raises:
        GoodwillError: two names share the hash that gives their luck an address.
    """
    levers = scenario.policies[policy]
    scenario = under(scenario, policy)
    _refuse_clashes(scenario)
    clock, behaviour = scenario.clock, scenario.behaviour
    queues = {name: index for index, name in enumerate(scenario.queues)}
    types, customers = _types(scenario, queues), _customers(scenario)
    opens, closes = clock.warm_up_days * DAY, (clock.warm_up_days + clock.days) * DAY
    return World(
        scenario=scenario.scenario,
        policy=policy,
        window=Window(opens, closes, clock.run_days * DAY),
        run_days=clock.run_days,
        days=clock.days_of_run(),
        interval=clock.interval,
        reported=clock.reported,
        week=day_plans(clock),
        types=types,
        touchpoints=_touchpoints(scenario),
        queues=_queues(scenario),
        groups=tuple(_group(scenario, name, levers) for name in scenario.groups),
        agents=agents_of(scenario),
        customers=customers,
        outages=_outages(scenario),
        trunks=_trunks(scenario),
        callbacks=_callbacks(scenario, levers),
        self_service=_self_service(scenario, levers),
        levers=_levers(scenario, levers),
        kappa=behaviour.work.congestion_pressure,
        strain=None if behaviour.strain is None else behaviour.strain.numbers(),
        erosion=None if behaviour.erosion is None else _erosion(behaviour.erosion, clock),
        work=behaviour.work.numbers(),
        warmth=behaviour.warmth.numbers(),
        returns=_returns(scenario),
        experience=behaviour.experience.numbers(),
        naming=behaviour.experience.naming,
        adapts=behaviour.experience.adapts,
        promise=behaviour.promise.numbers(),
        trust=behaviour.trust.numbers(),
        failure=behaviour.trust.failure_numbers(),
        loyalty=loyalty_of(scenario, customers, types),
        survey=behaviour.survey.numbers(),
    )


def _erosion(erosion: Erosion, clock: Clock) -> ErosionNumbers:
    """Return the numbers of erosion, which is at work while the centre is open."""
    spans = [span for span in clock.open if span is not None]
    return erosion.numbers(sum(span.end - span.start for span in spans) / (7 * DAY), clock.interval)


def _refuse_clashes(scenario: Scenario) -> None:
    names = [f"type {name}" for name in scenario.contacts]
    names += [f"touchpoint {name}" for name in scenario.failures]
    loyalty = scenario.behaviour.loyalty
    if loyalty is not None and loyalty.joining != "none":
        names += ["candidates", *(f"{OF_CANDIDATES}{name}" for name in names)]
    names += [f"outage {name}" for name in scenario.outages]
    names += [f"agents {group} {shift}" for group in scenario.groups for shift in ("", *scenario.shifts)]
    names += [f"group {name}" for name, group in scenario.groups.items() if group.starters]
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(identity(name), name)
        if other != name:
            raise GoodwillError(f"the names of {other!r} and {name!r} hash alike; rename one of them")


def _opening(clock: Clock, own: Week | None) -> Opening:
    """Return when the centre opens and closes, or a queue with hours of its `own` within the centre's."""
    opens: list[float] = []
    closes: list[float] = []
    spans = [_shared(kind.span, own[kind.weekday] if own else kind.span) for kind in clock.kinds()]
    for day, kind in enumerate(clock.days_of_run()):
        span = spans[kind]
        if span is None:
            continue
        if closes and closes[-1] == day * DAY + span.start:
            closes[-1] = day * DAY + span.end
        else:
            opens.append(day * DAY + span.start)
            closes.append(day * DAY + span.end)
    return Opening(tuple(opens), tuple(closes))


def _shared(hours: Span | None, own: Span | None) -> Span | None:
    if hours is None or own is None or own.end <= hours.start or hours.end <= own.start:
        return None
    return Span(max(hours.start, own.start), min(hours.end, own.end))


def _types(scenario: Scenario, queues: dict[str, int]) -> tuple[TypeNumbers, ...]:
    clock, found = scenario.clock, []
    for name, contact in scenario.contacts.items():
        share = contact.scale * contact.new_share()
        found.append(
            TypeNumbers(
                name,
                queues[contact.queue],
                NONE if contact.refers_to is None else queues[contact.refers_to],
                contact.by_interval(name, clock, share),
                contact.volume.by_day(clock) if isinstance(contact.volume, Trace) else (),
                unit_mean_table(contact.day_to_day) if contact.day_to_day > 0 else (),
                contact.day_to_day_shared,
                unit_mean_table(contact.interval_to_interval) if contact.interval_to_interval > 0 else (),
                law(contact.work),
                law(contact.acw),
                scenario.behaviour.work.repair if contact.volume is None else 1.0,
                None if contact.referral is None else (contact.referral.chance, contact.referral.talk),
                None if contact.job is None else _job(contact.job),
            )
        )
    return tuple(found)


def _job(job: Job) -> JobNumbers:
    return JobNumbers(job.urgent, law(job.preferred), job.takes)


def _touchpoints(scenario: Scenario) -> tuple[TouchpointNumbers, ...]:
    types = list(scenario.contacts)
    return tuple(
        TouchpointNumbers(
            name,
            point.per_customer_year * scenario.customers.count / YEAR_DAYS,
            point.once_per_customer,
            law(point.severity),
            types.index(point.contact),
        )
        for name, point in scenario.failures.items()
    )


def _queues(scenario: Scenario) -> tuple[QueueNumbers, ...]:
    return tuple(_queue(scenario, name, queue) for name, queue in scenario.queues.items())


def _queue(scenario: Scenario, name: str, queue: Queue) -> QueueNumbers:
    balking = queue.balking or Balking()
    groups = list(scenario.groups.values())
    serve = tuple(g for g, group in enumerate(groups) if name in group.skills)
    drawn = queue.drawn_wait
    return QueueNumbers(
        name,
        queue.service_level.within,
        queue.short_abandon,
        law(queue.patience),
        _redial(scenario, queue.redial),
        _redial(scenario, queue.redial_blocked),
        serve if drawn is None else (),
        tuple(
            (after, tuple(g for g, group in enumerate(groups) if group.overflow.get(name) == after))
            for after in sorted({group.overflow[name] for group in groups if name in group.overflow})
        ),
        queue.channel == "email",
        _limit(queue.capacity),
        balking.chance,
        ANNOUNCED.index(balking.announced),
        _opening(scenario.clock, queue.open),
        queue.open is not None,
        queue.at_closing == "clear",
        queue.channel == "chat",
        _silence(queue.silent),
        None if drawn is None else DrawnWaitNumbers(drawn.chance, law(drawn.wait), serve),
    )


def _silence(silent: Silent | None) -> SilenceNumbers | None:
    if silent is None:
        return None
    return SilenceNumbers(silent.chance, silent.timeout, silent.then == "given_up")


def _redial(scenario: Scenario, redial: Redial | None) -> RedialNumbers | None:
    if redial is None:
        return None
    later = redial.chance if redial.later is None else redial.later
    becomes = NONE if redial.becomes is None else list(scenario.contacts).index(redial.becomes)
    return RedialNumbers(redial.chance, later, law(redial.after), becomes)


def _group(scenario: Scenario, name: str, levers: Policy) -> GroupNumbers:
    group, queues = scenario.groups[name], {queue: index for index, queue in enumerate(scenario.queues)}
    own = [skill for skill in group.skills if skill in queues and scenario.queues[skill].drawn_wait is None]
    talk, measured = levers.pace.talk_of(name), levers.pace.resolves(name)
    levels = [group.proficiency(queue) if queue in group.skills else Proficiency() for queue in queues]
    return GroupNumbers(
        name,
        tuple(queues[skill] for skill in own),
        tuple((queues[name], after) for name, after in group.overflow.items()),
        group.wage,
        group.warmth,
        group.warmth_spread,
        tuple(group.skill if level.skill is None else level.skill for level in levels),
        group.skill_spread,
        tuple(group.speed * level.speed for level in levels),
        group.speed_spread,
        tuple(level.rank for level in levels),
        float(NONE) if measured is None else measured,
        None if group.starters is None else group.starters.numbers(),
        group.attendance(),
        group.at_shift_end == "cut_off",
        group.overtime,
        levers.pace.numbers(name),
        None if talk is None else law(talk),
        group.concurrency,
        group.slow_down,
    )


def _outages(scenario: Scenario) -> tuple[OutageNumbers, ...]:
    queues, groups, clock = list(scenario.queues), list(scenario.groups), scenario.clock
    first = clock.start.toordinal() - clock.warm_up_days
    return tuple(
        OutageNumbers(
            name,
            OUTAGES.index(outage.hits),
            tuple(queues.index(queue) for queue in outage.queues or queues)
            if outage.hits == "telephony"
            else (),
            tuple(groups.index(group) for group in outage.groups or groups)
            if outage.hits != "telephony"
            else (),
            tuple(sorted((begin.date.toordinal() - first) * DAY + begin.time for begin in outage.begins)),
            None if outage.every is None else law(outage.every),
            law(outage.lasts),
            int(outage.arrivals == "lost"),
            outage.in_progress == "dropped",
            outage.speed,
        )
        for name, outage in scenario.outages.items()
    )


def _self_service(scenario: Scenario, policy: Policy) -> SelfServiceNumbers | None:
    time, customers = policy.self_service.time(), scenario.behaviour.self_service
    return None if time is None else SelfServiceNumbers(law(time), customers.tries, customers.gives_up)


def _callbacks(scenario: Scenario, policy: Policy) -> CallbackNumbers | None:
    promise, customers = policy.callback, scenario.behaviour.callback
    if not isinstance(promise, callback.Promise):
        return None
    calls = [name for name, queue in scenario.queues.items() if queue.channel == "voice"]
    queues = list(scenario.queues)
    return CallbackNumbers(
        tuple(queues.index(name) for name in promise.queues or calls),
        ANNOUNCED.index(promise.predictor),
        promise.after,
        promise.dial,
        promise.tries,
        promise.pause,
        promise.at_closing == "drop",
        customers.accepts,
        customers.unreachable,
        customers.felt,
    )


def _trunks(scenario: Scenario) -> tuple[TrunkNumbers, ...]:
    queues = list(scenario.queues)
    return tuple(
        TrunkNumbers(trunk.lines, tuple(queues.index(queue) for queue in trunk.queues))
        for trunk in scenario.trunks.values()
    )


def _customers(scenario: Scenario) -> CustomerNumbers:
    customers, level = scenario.customers, scenario.behaviour.trust.level
    segments = customers.segments
    return CustomerNumbers(
        customers.count,
        tuple(segments) or ("all",),
        tuple(accumulate(segment.share for segment in segments.values())) or (1.0,),
        tuple(level if s.trust is None else s.trust for s in segments.values()) or (level,),
        tuple(
            customers.value_per_year if s.value_per_year is None else s.value_per_year
            for s in segments.values()
        )
        or (customers.value_per_year,),
        customers.repeat_window,
    )


def _returns(scenario: Scenario) -> ReturnNumbers:
    back = scenario.behaviour.recontact
    return ReturnNumbers(
        back.chance,
        law(back.after),
        back.after_opening,
        _limit(back.limit),
        _limit(back.attempts),
        back.hoped,
    )


def _limit(limit: int | Literal["unlimited"]) -> int:
    return UNLIMITED if limit == "unlimited" else limit


def _levers(scenario: Scenario, policy: Policy) -> Levers:
    def code(package: str, lever: Frozen, base: type[Frozen]) -> int:
        return members(package, "kind", base)[getattr(lever, "kind")].code  # noqa: B009

    within = {name: queue.service_level.within for name, queue in scenario.queues.items()}
    return Levers(
        code(pace.PACKAGE, policy.pace, pace.Pace),
        code(routing.PACKAGE, policy.routing, routing.Routing),
        policy.routing.numbers(),
        policy.routing.waits_for_known(),
        code(discipline.PACKAGE, policy.discipline, discipline.Discipline),
        policy.discipline.numbers(within),
        code(handoff.PACKAGE, policy.handoff, handoff.Handoff),
        policy.handoff.numbers(),
        _limit(policy.handoff.at_most),
        () if policy.confirm is None else policy.confirm.numbers(),
        code(callback.PACKAGE, policy.callback, callback.Callback),
        policy.callback.numbers(),
        code(scheduling.PACKAGE, policy.scheduling, scheduling.Scheduling),
        policy.scheduling.numbers(),
        policy.availability.numbers(),
        code(self_service.PACKAGE, policy.self_service, self_service.SelfService),
        policy.self_service.numbers(list(scenario.contacts)),
        code(recovery.PACKAGE, policy.recovery, recovery.Recovery),
        policy.recovery.numbers(),
        code(outreach.PACKAGE, policy.outreach, outreach.Outreach),
        policy.outreach.numbers(),
    )

"""Build: turn a scenario under one policy into its world, in seconds and shares."""

from __future__ import annotations

from collections.abc import Sequence

from sim.hours import DAY
from sim.policies.pace.base import Pace
from sim.scenario.by_name import by_name
from sim.scenario.campaigns import CampaignNumbers
from sim.scenario.contacts import TypeNumbers
from sim.scenario.customers import EVERYBODY
from sim.scenario.failures import TouchpointNumbers
from sim.scenario.groups import GroupNumbers
from sim.scenario.model import Scenario
from sim.scenario.outages import OutageNumbers
from sim.scenario.pacing import mean_acw
from sim.scenario.policy import Levers, Policy
from sim.scenario.queues import QueueNumbers
from sim.scenario.under import under
from sim.world.calling import calling_of
from sim.world.loyalty import loyalty_of
from sim.world.numbers import World
from sim.world.staffing import AgentNumbers, DayPlan, agent_days, agents_of, day_plans


def build(scenario: Scenario, policy: str) -> World:
    """Return the world of `scenario` under the policy called `policy`, whatever the order of its mappings."""
    scenario = by_name(under(scenario, policy))
    levers, clock, behaviour = scenario.policies[policy], scenario.clock, scenario.behaviour
    types, customers = _types(scenario), scenario.customers.numbers(behaviour.trust.level)
    week, agents, open_share = day_plans(clock), agents_of(scenario), clock.open_share()
    return World(
        scenario=scenario.scenario,
        policy=policy,
        window=clock.window(),
        begins=clock.begins(),
        run_days=clock.run_days,
        days=clock.calendar(),
        eve=clock.eve(),
        passes_midnight=_passes_midnight(week, agents),
        interval=clock.interval,
        reported=clock.reported,
        week=week,
        types=types,
        touchpoints=_touchpoints(scenario),
        queues=_queues(scenario),
        groups=_groups(scenario, levers.pace),
        agents=agents,
        customers=customers,
        outages=_outages(scenario),
        trunks=tuple(trunk.numbers(list(scenario.queues)) for trunk in scenario.trunks.values()),
        campaigns=_campaigns(scenario),
        callbacks=behaviour.callback.numbers(levers.callback, scenario.queues),
        self_service=behaviour.self_service.numbers(levers.self_service.time()),
        levers=_levers(scenario, levers),
        kappa=behaviour.work.congestion_pressure,
        strain=None if behaviour.strain is None else behaviour.strain.numbers(),
        erosion=None if behaviour.erosion is None else behaviour.erosion.numbers(open_share, clock.interval),
        work=behaviour.work.numbers(),
        tempo=behaviour.work.tempo(levers.pace, levers.tools),
        hang_up=levers.pace.hang_up(),
        warmth=behaviour.warmth.numbers(),
        returns=behaviour.recontact.numbers(),
        calling=calling_of(scenario),
        experience=behaviour.experience.numbers(),
        naming=behaviour.experience.naming,
        adapts=behaviour.experience.adapts,
        promise=behaviour.promise.numbers(),
        trust=behaviour.trust.numbers(),
        failure=behaviour.trust.failure_numbers(),
        loyalty=loyalty_of(scenario, customers, types),
        survey=behaviour.survey.numbers(),
        policy_cost=levers.cost.numbers(DAY, agent_days(scenario)),
    )


def _passes_midnight(week: Sequence[DayPlan], agents: Sequence[AgentNumbers]) -> bool:
    """Return whether hours or shifts that begin on one day end on the next."""
    ends = {stretch.ends for agent in agents for day in agent.week for stretch in day}
    return any(plan.closes > DAY for plan in week) or any(end > DAY for end in ends)


def _types(scenario: Scenario) -> tuple[TypeNumbers, ...]:
    queues, repair = list(scenario.queues), scenario.behaviour.work.repair
    contacts = scenario.contacts.items()
    return tuple(contact.numbers(name, scenario.clock, queues, repair) for name, contact in contacts)


def _touchpoints(scenario: Scenario) -> tuple[TouchpointNumbers, ...]:
    count, types = scenario.customers.count, list(scenario.contacts)
    return tuple(point.numbers(name, count, types) for name, point in scenario.failures.items())


def _queues(scenario: Scenario) -> tuple[QueueNumbers, ...]:
    groups, types = scenario.groups, list(scenario.contacts)
    queues = scenario.queues.items()
    return tuple(queue.numbers(name, scenario.clock, groups, types) for name, queue in queues)


def _groups(scenario: Scenario, pace: Pace) -> tuple[GroupNumbers, ...]:
    drawn = {name for name, queue in scenario.queues.items() if queue.drawn_wait is not None}
    queues, types, groups = list(scenario.queues), list(scenario.contacts), scenario.groups.items()
    paces = {name: pace.after(mean_acw(scenario, name)) for name in scenario.groups}
    return tuple(
        group.numbers(name, queues, drawn, paces[name], name in scenario.on_duty, types)
        for name, group in groups
    )


def _campaigns(scenario: Scenario) -> tuple[CampaignNumbers, ...]:
    campaigns, groups = scenario.campaigns.items(), list(scenario.groups)
    return tuple(campaign.numbers(name, scenario.clock, groups) for name, campaign in campaigns)


def _outages(scenario: Scenario) -> tuple[OutageNumbers, ...]:
    queues, groups = list(scenario.queues), list(scenario.groups)
    outages, clock, campaigns = scenario.outages.items(), scenario.clock, list(scenario.campaigns)
    return tuple(outage.numbers(name, clock, queues, groups, campaigns) for name, outage in outages)


def _levers(scenario: Scenario, policy: Policy) -> Levers:
    within = {name: queue.service_level.within for name, queue in scenario.queues.items()}
    customers = scenario.customers
    segments = list(customers.segments) or [EVERYBODY]
    return policy.numbers(within, list(scenario.contacts), segments, list(customers.marked))

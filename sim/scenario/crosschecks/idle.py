"""Warn of what can change nothing: levers with nothing to move, twins, days and variations without effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sim.hours import DAY
from sim.policies.outreach.proactive import Proactive
from sim.policies.routing.skill_priority import SkillPriority
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding
from sim.scenario.groups import Proficiency
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.tree import Address

WEEK = 7 * DAY


def _warning(address: Address, wrong: str, got: object, allowed: str, remedy: str) -> Finding:
    return Finding(address, "warning", f"{wrong} (got {show(got)}; allowed {allowed}). {remedy}")


def _levers(scenario: Scenario) -> Iterator[Finding]:
    """Look for levers of which the world has nothing that they could move."""
    for name, policy in scenario.policies.items():
        for field, got, allowed, remedy in (*_of_needs(scenario, policy), *_of_supply(scenario, policy)):
            if getattr(policy, field) != Policy.model_fields[field].default:
                kind = getattr(policy, field).kind
                at = ("policies", name, field)
                yield _warning(at, "changes nothing", f"{kind} and {got}", allowed, remedy)


def _of_needs(scenario: Scenario, policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """Yield the levers for which nothing happens in the world, what there is, what is due and what to do."""
    otherwise = "or leave the lever out."
    behaviour = scenario.behaviour
    if not any(contact.job for contact in scenario.contacts.values()):
        remedy = f"Add job: to a contact type, {otherwise}"
        yield "scheduling", "no contact type with a job", "with one", remedy
    if not any(point.per_customer_year or point.once_per_customer for point in scenario.failures.values()):
        remedy = f"Add failures: with per_customer_year, {otherwise}"
        yield "recovery", "no failures", "with failures", remedy
        if isinstance(policy.outreach, Proactive):
            yield "outreach", "no failures", "with failures", remedy
    if all(queue.channel != "voice" for queue in scenario.queues.values()):
        yield "callback", "no queue of calls", "with one", f"Write channel: voice, {otherwise}"
    elif not behaviour.callback.accepts:
        remedy = f"Raise behaviour.callback.accepts, {otherwise}"
        yield "callback", "nobody who accepts", "with behaviour.callback.accepts above 0", remedy
    if not behaviour.self_service.tries:
        remedy = f"Raise behaviour.self_service.tries, {otherwise}"
        yield "self_service", "nobody who tries", "with behaviour.self_service.tries above 0", remedy


def _of_supply(scenario: Scenario, policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """Yield the levers that choose between queues or groups where there is no choice."""
    groups = scenario.groups.values()
    if any(change.startswith("groups") for change in policy.changes):
        return
    if all(len({*group.skills, *group.overflow}) < 2 for group in groups):
        remedy = "Give a group a second skill, or leave the lever out."
        yield "discipline", "no group that serves two queues", "with one", remedy
    by_rank = isinstance(policy.routing, SkillPriority)
    if by_rank and not any(_differ_in_rank(scenario, name) for name in scenario.queues):
        remedy = "Give groups a rank: in their skills, or leave the lever out."
        yield "routing", "no queue whose groups differ in rank", "with one", remedy


def _differ_in_rank(scenario: Scenario, queue: str) -> bool:
    groups = scenario.groups.values()
    ranks = {group.proficiency(queue).rank for group in groups if queue in group.skills}
    helpers = {Proficiency().rank for group in groups if queue in group.overflow}
    return len(ranks | helpers) > 1


def _ranks(scenario: Scenario) -> Iterator[Finding]:
    """Look for ranks that no policy asks for."""
    policies = scenario.policies.values()
    if any(isinstance(policy.routing, SkillPriority) or policy.discipline.own_first for policy in policies):
        return
    for name, group in scenario.groups.items():
        for queue in group.skills:
            if (rank := group.proficiency(queue).rank) != 1:
                at = ("groups", name, "skills", queue, "rank")
                allowed = "with a policy that has routing: skill_priority, or a discipline with own_first"
                remedy = "Add one of them to a policy, or leave the rank out."
                yield _warning(at, "changes nothing", rank, allowed, remedy)


def _twins(scenario: Scenario) -> Iterator[Finding]:
    """Look for policies that choose what another one chooses: the baseline, or one before them."""
    said: dict[str, str] = {}
    for name in sorted(scenario.policies, key=lambda name: name != scenario.baseline):
        chosen = repr(scenario.policies[name].model_copy(update={"label": ""}))
        twin = said.setdefault(chosen, name)
        if twin != name:
            which = f"{twin}, the baseline" if twin == scenario.baseline else twin
            wrong = "chooses what another policy chooses"
            remedy = "Change a lever, or remove one of the two: they will not differ."
            yield _warning(("policies", name), wrong, which, "a policy of its own", remedy)


def _loyalty(scenario: Scenario) -> Iterator[Finding]:
    loyalty, clock = scenario.behaviour.loyalty, scenario.clock
    if loyalty is None or loyalty.churn == "none":
        return
    at = ("behaviour", "loyalty")
    if clock.days * DAY < WEEK:
        remedy = "Customers leave by a few in a hundred a month: measure longer, or write churn: none."
        yield _warning(at, "sees hardly anybody leave", f"{clock.days} days", "a week or more", remedy)
    first = clock.start - timedelta(clock.warm_up_days)
    for index, cut in enumerate(loyalty.churn.price_cuts):
        day = (cut.begins - first).days
        if not (day < clock.run_days and day + cut.lasts / DAY > 0):
            where = (*at, "churn", "price_cuts", index)
            allowed = f"within the {clock.run_days} days from {first}"
            yield _warning(where, "changes nothing", str(cut.begins), allowed, "Pick a day of the run.")


def _special_days(scenario: Scenario) -> Iterator[Finding]:
    """Look for special days that are as their weekday usually is."""
    clock = scenario.clock
    for date, day in clock.special_days.items():
        if day.open is None and day.volume in (1.0, {}) and clock.weekday(date) == date.weekday():
            at = ("clock", "special_days", date.isoformat())
            allowed = "other hours, another weekday or volume"
            yield _warning(at, "changes nothing", "an ordinary day", allowed, "Add open:, like: or volume:.")


def _variations(scenario: Scenario) -> Iterator[Finding]:
    """Look for variations that never run."""
    listed = {name for names in scenario.scenarios.values() for name in names}
    for name in scenario.variations:
        if name not in listed:
            remedy = f"Add a scenario, such as {show(name)}: [{show(name)}], under scenarios."
            yield _warning(
                ("variations", name), "never runs", "no scenario that lists it", "with one", remedy
            )


CHECKS = (_levers, _ranks, _twins, _loyalty, _special_days, _variations)

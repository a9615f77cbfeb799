"""Check names: those that people give, and those that must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.family import Lever
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.tree import Address
from sim.scenario.variant import listed


def _names(scenario: Scenario) -> Iterator[Finding]:
    """Refuse names that cannot stand in dotted paths, tables and file names."""
    for section in ("queues", "contacts", "groups", "shifts", "failures", "outages", "trunks", "policies"):
        yield from _well_named((section,), getattr(scenario, section))
    yield from _well_named(("customers", "segments"), scenario.customers.segments)


def _well_named(address: Address, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if (
            not name
            or len(name) > 60
            or name != name.strip()
            or not name.isprintable()
            or {*name} & {*"./\\"}
        ):
            allowed = "up to 60 characters without dots, slashes and outer blanks"
            yield error(
                (*address, name), f"is no usable name (got {show(name)}; allowed {allowed}). Rename it."
            )


def _references(scenario: Scenario) -> Iterator[Finding]:
    queues, groups = scenario.queues, scenario.groups
    for name, contact in scenario.contacts.items():
        yield from known(("contacts", name, "queue"), contact.queue, queues, "queue")
        if contact.refers_to is not None:
            yield from known(("contacts", name, "refers_to"), contact.refers_to, queues, "queue")
    for name, group in groups.items():
        for index, skill in enumerate(group.skills):
            at = skill if isinstance(group.skills, dict) else index
            yield from known(("groups", name, "skills", at), skill, queues, "queue")
    for name, shift in scenario.shifts.items():
        for group_name in shift.staff:
            yield from known(("shifts", name, "staff", group_name), group_name, groups, "group")
    for name in scenario.on_duty:
        yield from known(("on_duty", name), name, groups, "group")
    for name, touchpoint in scenario.failures.items():
        yield from known(("failures", name, "contact"), touchpoint.contact, scenario.contacts, "contact type")
    for name, policy in scenario.policies.items():
        yield from _mentions(scenario, name, policy)
    yield from known(("baseline",), scenario.baseline, scenario.policies, "policy")


def _mentions(scenario: Scenario, name: str, policy: Policy) -> Iterator[Finding]:
    """Refuse what a lever of the policy names and the scenario does not have."""
    there: dict[str, Iterable[str]] = {
        "queue": scenario.queues,
        "group": scenario.groups,
        "contact type": scenario.contacts,
    }
    for field, lever in policy:
        for path, what, other in lever.mentions() if isinstance(lever, Lever) else ():
            yield from known(("policies", name, field, *path), other, there[what], what)


def _skills(scenario: Scenario) -> Iterator[Finding]:
    """Look for queues that nobody serves or joins, and for skills written twice."""
    skills = {skill for group in scenario.groups.values() for skill in group.skills}
    used = {contact.queue for contact in scenario.contacts.values()}
    used |= {contact.refers_to for contact in scenario.contacts.values() if contact.refers_to}
    for name in scenario.queues:
        if name in used and name not in skills:
            groups = listed(scenario.groups)
            wrong = f"is served by nobody (got no group with this skill; allowed one or more of {groups})."
            yield error(("queues", name), f"{wrong} Add it to the skills of a group.")
        if name not in used:
            wrong = "is joined by no contact (got no contact type with this queue; allowed one or more)."
            yield Finding(("queues", name), "warning", f"{wrong} Remove it or name it in a contact type.")
    for name, group in scenario.groups.items():
        if len(set(group.skills)) < len(group.skills):
            wrong = f"names a skill twice (got {listed(group.skills)}; allowed each once)."
            yield error(("groups", name, "skills"), f"{wrong} Remove one.")


CHECKS = (
    _names,
    _references,
    _skills,
)

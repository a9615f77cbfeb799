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
    for section in (
        "queues",
        "contacts",
        "groups",
        "shifts",
        "failures",
        "outages",
        "trunks",
        "campaigns",
        "policies",
    ):
        yield from well_named((section,), getattr(scenario, section))
    for section in ("segments", "marked"):
        yield from well_named(("customers", section), getattr(scenario.customers, section))


def _printable(scenario: Scenario) -> Iterator[Finding]:
    """Refuse what stands in titles, tables and figures and cannot be printed on one line."""
    texts: dict[Address, str] = {("name",): scenario.name}
    texts["customers", "currency"] = scenario.customers.currency
    texts |= {("policies", name, "label"): policy.label for name, policy in scenario.policies.items()}
    for address, text in texts.items():
        if not text.replace("\u00a0", " ").isprintable():
            wrong = f"holds a sign that cannot be printed (got {show(text)}; allowed one line of plain text)."
            yield error(address, f"{wrong} Remove it.")


def well_named(address: Address, names: Iterable[str]) -> Iterator[Finding]:
    """Refuse names of a section that are no usable ones; commas where the command line lists names."""
    chosen = address in (("scenarios",), ("policies",))
    for name in names:
        if (
            not name
            or len(name) > 60
            or name != name.strip()
            or not name.isprintable()
            or {*name} & {*("./\\," if chosen else "./\\")}
        ):
            signs = "dots, slashes, commas and outer blanks" if chosen else "dots, slashes and outer blanks"
            allowed = f"up to 60 characters without {signs}"
            yield error(
                (*address, name), f"is no usable name (got {show(name)}; allowed {allowed}). Rename it."
            )


def _references(scenario: Scenario) -> Iterator[Finding]:
    queues, groups = scenario.queues, scenario.groups
    for name, contact in scenario.contacts.items():
        yield from known(("contacts", name, "queue"), contact.queue, queues, "queue")
        at: Address = ("contacts", name, "refers_to")
        for target in contact.targets():
            where = at if isinstance(contact.refers_to, str) else (*at, target)
            yield from known(where, target, queues, "queue")
    for name, group in groups.items():
        for index, skill in enumerate(group.skills):
            place = skill if isinstance(group.skills, dict) else index
            yield from known(("groups", name, "skills", place), skill, queues, "queue")
    for name, shift in scenario.shifts.items():
        for group_name in shift.staff:
            yield from known(("shifts", name, "staff", group_name), group_name, groups, "group")
    for name, campaign in scenario.campaigns.items():
        for index, group_name in enumerate(campaign.groups):
            yield from known(("campaigns", name, "groups", index), group_name, groups, "group")
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
        "segment": scenario.customers.segments,
        "mark of customers": scenario.customers.marked,
    }
    for field, lever in policy:
        for path, what, other in lever.mentions() if isinstance(lever, Lever) else ():
            yield from known(("policies", name, field, *path), other, there[what], what)


def _skills(scenario: Scenario) -> Iterator[Finding]:
    """Look for queues that nobody serves or joins, and for skills written twice."""
    skills = {skill for group in scenario.groups.values() for skill in group.skills}
    used = {contact.queue for contact in scenario.contacts.values()}
    used |= {target for contact in scenario.contacts.values() for target in contact.targets()}
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
    _printable,
    _references,
    _skills,
)

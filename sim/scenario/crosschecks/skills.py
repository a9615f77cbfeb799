"""Warn of skill that nobody stated where nobody else can solve the rest."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.crosschecks.base import Finding
from sim.scenario.model import Scenario


def _unstated(scenario: Scenario) -> Iterator[Finding]:
    """Look for groups with the default skill of a first tier where no contact type has a second one."""
    if any(contact.refers_to or contact.referral for contact in scenario.contacts.values()):
        return
    for name, group in scenario.groups.items():
        if all(policy.pace.resolves(name) is not None for policy in scenario.policies.values()):
            continue  # the share that is resolved is measured
        served = {
            contact: kind.queue for contact, kind in scenario.contacts.items() if kind.queue in group.skills
        }
        kinds = [kind for kind, queue in served.items() if group.proficiency(queue).skill is None]
        if kinds and "skill" not in group.model_fields_set:
            never = f"{100.0 * (1.0 - group.skill):g} % of issues of {', '.join(kinds)} never solved"
            wrong = f"leaves {never}, by default: there is no second tier (got nothing; allowed a share)."
            remedy = "Write the share that this group can solve, or refers_to: in the contact types."
            yield Finding(("groups", name, "skill"), "warning", f"{wrong} {remedy}")


CHECKS = (_unstated,)

"""Returning: whether anybody may contact the centre again about an issue, by the scenario file alone."""

from __future__ import annotations

from collections.abc import Sequence

from sim.policies.callback.base import Promise
from sim.scenario.callback import Called
from sim.scenario.contacts import ContactType
from sim.scenario.groups import Group
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.under import under

SURE_PACES = ("none", "quality_time", "measured")
"""Paces under which no conversation ends before its work is done."""


def may_return(scenario: Scenario, only: str = "") -> bool:
    """Return whether a customer may contact again about an issue: as a redial, a return or a reminder.

    only: the contact type asked for; every one if left out.
    """
    kinds = [kind for name, kind in scenario.contacts.items() if only in ("", name)]
    names = {name for kind in kinds for name in (kind.queue, *kind.targets())}
    queues = [queue for name, queue in scenario.queues.items() if name in names]
    redials = any(queue.redial or queue.redial_blocked for queue in queues)
    redials |= any(queue.message is not None and queue.message.becomes is not None for queue in queues)
    reminds = any(kind.job for kind in kinds)
    returns = scenario.behaviour.recontact.chance > 0.0
    return (
        redials or reminds or (returns and any(_leaves_open(scenario, p, kinds) for p in scenario.policies))
    )


def solves_always(group: Group, queue: str, policy: Policy, name: str) -> bool:
    """Return whether agents of a group, called `name`, resolve every issue that they serve in a queue."""
    if policy.pace.resolves(name) is not None:
        return policy.pace.numbers(name)[0] >= 1.0
    own = group.proficiency(queue).skill if queue in group.skills else None
    skill = group.skill if own is None else own
    return skill >= 1.0 and not group.skill_spread and group.starters is None


def _leaves_open(scenario: Scenario, name: str, kinds: Sequence[ContactType]) -> bool:
    """Return whether a conversation may end, under a policy, with its issue unresolved."""
    policy, behaviour = scenario.policies[name], scenario.behaviour
    scenario = under(scenario, name)
    groups = scenario.groups.values()
    return (
        policy.pace.kind not in SURE_PACES  # type: ignore[attr-defined]
        or policy.handoff.at_most != "unlimited"
        or (isinstance(policy.callback, Promise) and _misses_callers(policy.callback, behaviour.callback))
        or policy.self_service.kind != "none"  # type: ignore[attr-defined]
        or behaviour.strain is not None
        or any(outage.in_progress == "dropped" for outage in scenario.outages.values())
        or any(queue.silent for queue in scenario.queues.values())
        or any(group.at_shift_end == "cut_off" for group in groups)
        or any(_may_stay_open(scenario, policy, contact) for contact in kinds)
    )


def _misses_callers(promise: Promise, customers: Called) -> bool:
    """Return whether a caller who was promised a call may never be reached."""
    return customers.unreachable > 0.0 or promise.at_closing == "drop"


def _may_stay_open(scenario: Scenario, policy: Policy, contact: ContactType) -> bool:
    """Return whether somebody who serves the last queue of a contact type may leave its issue unresolved."""
    groups, targets = scenario.groups.items(), contact.targets()
    return any(target.if_busy == "lost" for target in targets.values()) or any(
        not solves_always(group, last, policy, name)
        for last in [*targets] or [contact.queue]
        for name, group in groups
        if last in group.skills or last in group.overflow
    )

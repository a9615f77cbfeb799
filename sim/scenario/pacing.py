"""Pacing: what a policy's pace asks of a group, once its after-call work is known."""

from __future__ import annotations

from sim.scenario.model import Scenario
from sim.scenario.policy import Policy


def pace_numbers(scenario: Scenario, policy: Policy, group: str) -> tuple[float, ...]:
    """Return the numbers of a policy's pace for a group; a target on handle time leaves its talk."""
    return policy.pace.after(mean_acw(scenario, group)).numbers(group)


def mean_acw(scenario: Scenario, group: str) -> float:
    """Return the mean after-call work [s] of the contact types that a group serves, by volume.

    Types without a volume of their own count only where no other is served.
    """
    skills = scenario.groups[group].skills
    found = [
        (
            sum(sum(day) for day in contact.by_interval(name, scenario.clock, contact.scale)),
            contact.acw.expected(),
        )
        for name, contact in scenario.contacts.items()
        if contact.queue in skills or any(target in skills for target in contact.targets())
    ]
    volume = sum(weight for weight, _ in found)
    if volume:
        return sum(weight * acw for weight, acw in found) / volume
    return sum(acw for _, acw in found) / len(found) if found else 0.0

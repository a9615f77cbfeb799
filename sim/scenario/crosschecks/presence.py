"""Check presence: who is aside has a line to come for, and some are aside at all."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from sim.family import module_of
from sim.policies.presence.base import Presence
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario


def _presence(scenario: Scenario) -> Iterator[Finding]:
    for name, group in scenario.groups.items():
        numbers, at = group.presence.numbers(), ("groups", name, "presence")
        if not numbers:
            continue
        served = [scenario.queues[queue].channel for queue in group.skills if queue in scenario.queues]
        if served and all(channel == "email" for channel in served):
            wrong = (
                "has no line that calls (got only queues of deferred work; allowed one of calls or chats)."
            )
            yield error(at, f"{wrong} Remove presence: reactive, or add a skill.")
        there = most_there(scenario, name)
        if not module_of(Presence, group.presence.code()).aside(numbers, there):
            wrong = f"changes nothing (got {show(there)} agents there at most; allowed enough for one aside)."
            yield Finding(at, "warning", f"{wrong} Raise share, or leave presence out.")


def most_there(scenario: Scenario, group: str) -> int:
    """Return how many agents of `group` there may be at once."""
    if group in scenario.on_duty:
        curve = scenario.on_duty[group]
        return ceil(max((max(curve.on(kind), default=0.0) for kind in scenario.clock.kinds()), default=0.0))
    named = len(scenario.rosters.get(group, ()))
    return named + sum(ceil(shift.staff.get(group, 0.0)) for shift in scenario.shifts.values())


CHECKS = (_presence,)

"""Change how many agents a scenario has, and count what they are on the payroll."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

from sim.scenario.capacity import paid_hours
from sim.scenario.curve import Curve, Steady
from sim.scenario.groups import FULL_TIME
from sim.scenario.model import Scenario
from sim.scenario.rosters import Rostered, Team
from sim.scenario.under import under

DIGITS = 9
"""Decimals of a headcount: beyond them a product is the computer's rounding, not a fraction of an agent."""


def staffed(scenario: Scenario, policy: str, factors: Mapping[str, float]) -> Scenario:
    """Return `scenario` as `policy` changes it, with the agents of each group times its factor.

    factors: by group; groups without one stay as they are. Of 8.5 agents the ninth works by chance. Of named
    agents there are whole ones: doubles who work alike, or agents left out, spread evenly over the names.

    Raises:
        ScenarioError: a change of the policy cannot be made.
    """
    changed = under(scenario, policy)
    shifts = {
        name: shift.model_copy(
            update={"staff": {group: _times(n, factors.get(group, 1.0)) for group, n in shift.staff.items()}}
        )
        for name, shift in changed.shifts.items()
    }
    groups = {name: group.model_copy(update={"fte": None}) for name, group in changed.groups.items()}
    on_duty = {group: _curve(curve, factors.get(group, 1.0)) for group, curve in changed.on_duty.items()}
    rosters = {group: _team(team, factors.get(group, 1.0)) for group, team in changed.rosters.items()}
    policies = {policy: changed.policies[policy].model_copy(update={"changes": {}})}
    update = {
        "shifts": shifts,
        "on_duty": on_duty,
        "rosters": rosters,
        "groups": groups,
        "policies": policies,
        "baseline": policy,
    }
    return changed.model_copy(update=update)


def paid_fte(scenario: Scenario, full_time: float = FULL_TIME) -> dict[str, float]:
    """Return the full-time equivalents on the payroll by group: paid hours a week / `full_time` [h].

    `scenario` is taken as written: see `staffed` for a policy's changes.
    """
    return {group: paid_hours(scenario, group) / full_time for group in scenario.groups}


def _curve(curve: Curve, factor: float) -> Curve:
    days = tuple((days, _numbers(numbers, factor)) for days, numbers in curve.days)
    dates = tuple((date, _numbers(numbers, factor)) for date, numbers in curve.dates)
    level, per_hour = (None if n is None else _times(n, factor) for n in (curve.level, curve.per_hour))
    return Curve(days, per_hour, level, dates)


def _numbers(numbers: tuple[float, ...], factor: float) -> tuple[float, ...]:
    found = tuple(_times(number, factor) for number in numbers)
    return Steady(*found) if isinstance(numbers, Steady) else found


def _team(team: Team, factor: float) -> dict[str, Rostered]:
    """Return a roster with `factor` times as many agents, to the nearest one, spread over their names."""
    found = dict[str, Rostered]()
    for place, (name, one) in enumerate(sorted(team.items())):
        copies = floor((place + 1) * factor + 0.5) - floor(place * factor + 0.5)
        found |= {name if not double else f"{name} +{double}": one for double in range(copies)}
    return found


def _times(number: float, factor: float) -> float:
    return number if factor == 1.0 else round(number * factor, DIGITS)

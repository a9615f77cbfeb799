"""Check for work without bounds: attempts by the thousand, outages by the second, waits that nobody ends."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from sim.hours import DAY
from sim.quantities import duration_text
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.curve import Curve
from sim.scenario.loyalty import GOODWILL
from sim.scenario.model import Scenario
from sim.scenario.tree import Address

MOST_ATTEMPTS = 1000.0
"""Attempts a day that a customer may be expected to make at most: one in a minute and a half."""
SHORTEST_CYCLE = 60.0
"""The shortest mean time from one outage to the next [s]."""
MOST_UNLIKE = 3.0
"""The largest standard deviation between customers of the logarithm of the hazard of leaving."""
SHORTEST_LEG = 1.0
"""The shortest mean conversation [s] while nothing limits how many an issue has."""


def _attempts(scenario: Scenario) -> Iterator[Finding]:
    """Refuse customers who try again without end where nothing limits how often."""
    recontact = scenario.behaviour.recontact
    if recontact.limit != "unlimited" or recontact.attempts != "unlimited":
        return
    tries: list[tuple[Address, float, float]] = []
    for name, queue in scenario.queues.items():
        for key, redial, waited in (
            ("redial", queue.redial, queue.patience.expected()),
            ("redial_blocked", queue.redial_blocked, 0.0),
        ):
            if redial:
                again = redial.chance if redial.later is None else redial.later
                tries.append((("queues", name, key), again, redial.after.expected() + waited))
    for at, chance, after in tries:
        by_chance = 1.0 / (1.0 - chance) if chance < 1.0 else MOST_ATTEMPTS + 1.0
        if by_chance > MOST_ATTEMPTS and after * MOST_ATTEMPTS < DAY:
            got = f"got {100 * chance:.10g} % after {duration_text(round(after, 3))} on average, and no limit"
            allowed = "allowed up to 99.9 %, or after 1m30s or more"
            text = f"tries again without end ({got}; {allowed}). Lower the chance, or write a limit."
            yield error(at, text)


def _legs(scenario: Scenario) -> Iterator[Finding]:
    """Refuse conversations of no time where nothing limits how many an issue has."""
    if scenario.behaviour.recontact.limit != "unlimited":
        return
    for name, policy in scenario.policies.items():
        target = getattr(policy.pace, "target", SHORTEST_LEG)
        if target < SHORTEST_LEG:
            got = f"got {duration_text(target)} while returns are unlimited; allowed 1s or more"
            yield error(("policies", name, "pace", "target"), f"is too short ({got}). Write a longer time.")


def _outages(scenario: Scenario) -> Iterator[Finding]:
    for name, outage in scenario.outages.items():
        if outage.every is not None:
            cycle = outage.every.expected() + outage.lasts.expected()
            if cycle < SHORTEST_CYCLE:
                got = f"got one every {duration_text(round(cycle, 3))} on average; allowed 1m or more"
                yield error(("outages", name, "every"), f"comes too often ({got}). Write a longer time.")


def _drawn_waits(scenario: Scenario) -> Iterator[Finding]:
    """Refuse queues whose waits are drawn, and end when an agent is free, where no agent ever is."""
    for name, queue in scenario.queues.items():
        if queue.drawn_wait is None:
            continue
        groups = [one for one, group in scenario.groups.items() if name in group.skills]
        for one in groups:
            if scenario.groups[one].missed_rings is not None:
                wrong = f"rings at agents of a drawn wait (got {name}; allowed queues without drawn_wait:)."
                yield error(("groups", one, "missed_rings"), f"{wrong} Leave one of the two out.")
        if not any(_works(scenario, group) for group in groups):
            wrong = "waits for agents who never come (got nobody on duty; allowed one or more)."
            yield error(("queues", name, "drawn_wait"), f"{wrong} Add agents who serve the queue.")


def _works(scenario: Scenario, group: str) -> bool:
    curve = scenario.on_duty.get(group, Curve())
    planned = any(any(curve.on(kind)) for kind in scenario.clock.kinds())
    planned = planned or group in scenario.rosters
    return planned or any(shift.staff.get(group) for shift in scenario.shifts.values())


def _leaving(scenario: Scenario) -> Iterator[Finding]:
    """Refuse customers so unlike each other that a few of them leave by the thousand, and as many come."""
    loyalty, trust = scenario.behaviour.loyalty, scenario.behaviour.trust
    if loyalty is None or loyalty.churn == "none":
        return
    spread = loyalty.churn.sensitivity / GOODWILL * hypot(trust.spread, trust.tie_spread)
    if spread > MOST_UNLIKE:
        got = f"got {spread:.3g} on the log scale, by trust.spread and trust.tie_spread; allowed up to 3"
        text = f"spreads the hazard of leaving too far ({got}). Lower it, or a spread."
        yield error(("behaviour", "loyalty", "churn", "sensitivity"), text)


CHECKS = (_attempts, _legs, _outages, _drawn_waits, _leaving)

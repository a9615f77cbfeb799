"""Saving: the numbers of talk without value, which no figure of today shows, and what bounds or pins them.

Hold and search time bounds `avoidable` from above; figures of a pilot under a policy pin what agents save and
what they cut there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.policies.pace.handle_time_target import HandleTimeTarget
from sim.scenario.model import Scenario
from sim.scenario.observed import Measured

MOST = 0.25
"""Share of talk that may be without value at most where hold and search time is not measured (assumption)."""
BY_TOOLS = 0.6
"""Share of it that tools may save at most (assumption)."""
FAR = 2.0
PINS = {"saves": ("aht",), "pressed": ("bunch", "fcr", "cut", "repeat_after_long")}
"""Which figures of a pilot settle what agents save under its policy, and how many calls they cut."""


class Open(NamedTuple):
    """A number of saving: name, words, where it stands with what stands there now, and its range."""

    name: str
    words: str
    paths: tuple[tuple[str, float], ...]
    low: float
    high: float


def savings(scenario: Scenario) -> Iterator[Open]:
    """Yield what is open about talk without value, where any policy saves some of it."""
    by_agents: dict[float, list[str]] = {}
    by_tools: dict[float, list[str]] = {}
    for name, policy in scenario.policies.items():
        if saves := policy.pace.saved():
            by_agents.setdefault(saves, []).append(f"policies.{name}.pace.saves")
        if policy.tools is not None and policy.tools.saves:
            by_tools.setdefault(policy.tools.saves, []).append(f"policies.{name}.tools.saves")
    if not by_agents and not by_tools:
        return
    now = scenario.behaviour.work.avoidable
    yield Open("avoidable", "talk without value", (("behaviour.work.avoidable", now),), 0.0, _most(scenario))
    yield from _grouped("saves", "what agents save of it under a target", by_agents, 1.0)
    yield from _grouped("tools", "what tools save of it", by_tools, BY_TOOLS)


def _grouped(name: str, words: str, found: dict[float, list[str]], high: float) -> Iterator[Open]:
    """Yield one number for all policies that say the same; further ones are called by their path."""
    for place, (value, paths) in enumerate(found.items()):
        yield Open(paths[0] if place else name, words, tuple((path, value) for path in paths), 0.0, high)


def pilots(scenario: Scenario) -> list[str]:
    """Return the policies, other than today's, under a target of their own pressure and with figures."""
    under = scenario.observed.under if scenario.observed is not None else {}
    today = getattr(scenario.policies[scenario.baseline].pace, "pressure", None)
    paces = {name: scenario.policies[name].pace for name in under}
    return [
        name
        for name, pace in paces.items()
        if isinstance(pace, HandleTimeTarget) and pace.pressure != today and pace.saved()
    ]


def is_piloted(scenario: Scenario, name: str, paths: tuple[tuple[str, float], ...]) -> bool:
    """Return whether figures of a pilot settle a number of saving."""
    under = scenario.observed.under if scenario.observed is not None else {}
    kind = "pressed" if name.startswith("pressed") else "saves"
    policies = {path.split(".")[1] for path, _ in paths if path.startswith("policies.")}
    told = {one.name for policy in policies & under.keys() for one in under[policy].measured()}
    return bool(told & {*PINS[kind]})


def _most(scenario: Scenario) -> float:
    told = hold_and_search(scenario)
    return MOST if told is None else min(max(told.value + FAR * told.error, 0.01), 0.5)


def hold_and_search(scenario: Scenario) -> Measured | None:
    """Return the measured share of talk spent on hold and searching; None if it was not measured."""
    told = () if scenario.observed is None else scenario.observed.measured()
    return next((one for one in told if one.name == "hold_and_search"), None)

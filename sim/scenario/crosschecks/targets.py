"""Check targets on handle time: what they count must be said, and leave time to talk."""

from __future__ import annotations

from collections.abc import Iterator

from sim.policies.pace.handle_time_target import HandleTimeTarget
from sim.quantities import duration_text
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.pacing import mean_acw


def _no_time_to_talk(scenario: Scenario) -> Iterator[Finding]:
    """Refuse a target on handle time that after-call work uses up."""
    for name, policy in scenario.policies.items():
        pace = policy.pace
        if not isinstance(pace, HandleTimeTarget) or pace.counts == "talk":
            continue
        longest = max((mean_acw(scenario, group) for group in scenario.groups), default=0.0)
        if longest >= pace.target:
            got = f"got {duration_text(pace.target)}, of which after-call work takes {duration_text(longest)}"
            yield error(
                ("policies", name, "pace", "target"),
                f"leaves no time to talk ({got}; allowed more than after-call work takes). "
                "Write a longer target, or counts: talk.",
            )


def _counts_unsaid(scenario: Scenario) -> Iterator[Finding]:
    """Warn of a target that does not say whether after-call work is in it, where there is some."""
    for name, policy in scenario.policies.items():
        pace = policy.pace
        if not isinstance(pace, HandleTimeTarget) or "counts" in pace.model_fields_set:
            continue
        longest = max((mean_acw(scenario, group) for group in scenario.groups), default=0.0)
        if longest > 0.0:
            talk, told = duration_text(pace.target), round(longest) or longest
            yield Finding(
                ("policies", name, "pace"),
                "warning",
                f"does not say what its target counts (got no counts and {duration_text(told)} of "
                f"after-call work; allowed counts: talk or handle_time). {talk} are taken as talk: write "
                "counts: talk, or counts: handle_time where after-call work is in your target.",
            )


CHECKS = (_no_time_to_talk, _counts_unsaid)

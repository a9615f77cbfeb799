"""Check who saves talk without value: there must be some, and talk that the work decides."""

from __future__ import annotations

from collections.abc import Iterator

from sim.policies.pace.measured import Measured
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario

AVOIDABLE = "behaviour.work.avoidable"


def _idle(scenario: Scenario) -> Iterator[Finding]:
    """Look for savings where there is nothing to save."""
    if scenario.behaviour.work.avoidable > 0.0:
        return
    for name, policy in scenario.policies.items():
        by_tools = 0.0 if policy.tools is None else policy.tools.saves
        for field, saved in (("pace", policy.pace.saved()), ("tools", by_tools)):
            if saved > 0.0:
                text = (
                    f"changes nothing (got {AVOIDABLE}: 0%; allowed a share above 0%). "
                    f"Measure hold and search time and write, say, {AVOIDABLE}: 10%, or leave it out."
                )
                yield Finding(("policies", name, field, "saves"), "warning", text)


def _measured(scenario: Scenario) -> Iterator[Finding]:
    """Look for what changes how fast work goes where talk is measured, whatever the work."""
    paces = {name: policy.pace for name, policy in scenario.policies.items()}
    for name, policy in scenario.policies.items():
        if policy.tools is not None and isinstance(policy.pace, Measured):
            text = (
                "cannot save on a talk that is measured (got pace: measured; allowed a pace by which the "
                "work decides). Give the measured talk as it is with the tools, or write another pace."
            )
            yield error(("policies", name, "tools"), text)
    load = scenario.behaviour.work.load
    if load != 1.0 and all(isinstance(pace, Measured) for pace in paces.values()):
        text = (
            f"changes nothing (got {show(load)} and pace: measured under every policy; allowed with a pace "
            "by which the work decides). Leave it out, or write another pace."
        )
        yield Finding(("behaviour", "work", "load"), "warning", text)


CHECKS = (_idle, _measured)

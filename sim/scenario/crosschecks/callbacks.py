"""Check callbacks: who is called back must have called."""

from __future__ import annotations

from collections.abc import Iterator

from sim.policies.callback.base import Promise
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario


def _callbacks(scenario: Scenario) -> Iterator[Finding]:
    for name, policy in scenario.policies.items():
        named = policy.callback.queues if isinstance(policy.callback, Promise) else ()
        for index, queue in enumerate(named):
            if queue in scenario.queues and scenario.queues[queue].channel != "voice":
                got = f"the {scenario.queues[queue].channel} queue {show(queue)}; allowed queues of calls"
                at = ("policies", name, "callback", "queues", index)
                yield error(at, f"has no callers to call back (got {got}). Leave it out.")


CHECKS = (_callbacks,)

"""Check queues: redials, overflow and thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from sim.quantities import duration_text, show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario


def _redials_and_overflow(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        for key, redial in (("redial", queue.redial), ("redial_blocked", queue.redial_blocked)):
            if redial and redial.becomes is not None:
                at = ("queues", name, key, "becomes")
                yield from known(at, redial.becomes, scenario.contacts, "contact type")
    for name, group in scenario.groups.items():
        for queue_name in group.overflow:
            at = ("groups", name, "overflow", queue_name)
            yield from known(at, queue_name, scenario.queues, "queue")
            if queue_name in group.skills:
                wrong = (
                    f"serves this queue anyway (got {show(queue_name)}; allowed queues beyond their skills)."
                )
                yield error(at, f"{wrong} Leave one of the two out.")


def _thresholds(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        within = queue.service_level.within
        if queue.short_abandon > within:
            got = duration_text(queue.short_abandon)
            wrong = f"is above the service level's time (got {got}; allowed at most {duration_text(within)})."
            yield error(
                ("queues", name, "short_abandon"), f"{wrong} Lower it, or the service level's time rises."
            )


CHECKS = (
    _redials_and_overflow,
    _thresholds,
)

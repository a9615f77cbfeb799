"""Check trunks: the queues that share lines."""

from __future__ import annotations

from collections.abc import Iterator

from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario


def _trunks(scenario: Scenario) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for name, trunk in scenario.trunks.items():
        for index, queue in enumerate(trunk.queues):
            at = ("trunks", name, "queues", index)
            yield from known(at, queue, scenario.queues, "queue")
            other = taken.setdefault(queue, name)
            if other != name:
                got = f"{show(queue)}, also in {other}; allowed one trunk each"
                yield error(at, f"has its lines elsewhere (got {got}). Leave it out here, or there.")
            if queue in scenario.queues and (channel := scenario.queues[queue].channel) != "voice":
                wrong = f"needs no line (got the {channel} queue {show(queue)}; allowed queues of calls)."
                yield error(at, f"{wrong} Leave it out.")


CHECKS = (_trunks,)

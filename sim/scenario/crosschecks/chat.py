"""Check chats: what only chats can do stands where chats are."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario


def _chats(scenario: Scenario) -> Iterator[Finding]:
    chats = {name for name, queue in scenario.queues.items() if queue.channel == "chat"}
    for name, queue in scenario.queues.items():
        if queue.silent is not None and name not in chats:
            wrong = f"has no meaning here (got a {queue.channel} queue; allowed a chat queue)."
            yield error(("queues", name, "silent"), f"{wrong} Leave it out, or write channel: chat.")
    for name, group in scenario.groups.items():
        if group.concurrency > 1 and not chats & {*group.skills, *group.overflow}:
            got = f"got {group.concurrency} and no chat queue among the skills; allowed 1"
            wrong = f"has no meaning here ({got})."
            yield error(("groups", name, "concurrency"), f"{wrong} Leave it out, or add a chat queue.")


CHECKS = (_chats,)

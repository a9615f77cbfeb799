"""Say which queues are close to M/M/n(+M), and which line they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.scenario.model import Scenario
from sim.world import UNLIMITED, World

Sums = Mapping[tuple[str, str, str], tuple[float, float]]
"""(dimension, member, measure) to numerator and denominator, added up over replications."""


class Pool(NamedTuple):
    """Hold the queues that are one line to a formula, the groups that serve them and the types that come.

    All are indices; `unfit` says why no formula fits, or is empty.
    """

    queues: tuple[int, ...]
    groups: tuple[int, ...]
    types: tuple[int, ...]
    unfit: str


def pool_of(scenario: Scenario, world: World, queue: int) -> Pool:
    """Return the line that `queue` is part of.

    A formula fits if the groups that serve the queue all serve the same queues, nobody else helps and
    they help nowhere else, places to wait are unlimited, the queue opens with the centre and its
    contacts do not wait overnight as email does; several queues must be served first come first served.
    """
    groups = world.queues[queue].groups
    queues = sorted({other for group in groups for other in world.groups[group].queues})
    every = sorted({group for other in queues for group in world.queues[other].groups})
    types = [k for k, kind in enumerate(world.types) if kind.queue in queues or kind.refers_to in queues]
    unfit = next((why for why in (_unfit(world, other) for other in queues) if why), "")
    if not groups:
        unfit = "nobody serves it"
    elif any(sorted(world.groups[group].queues) != queues for group in every):
        unfit = "its groups serve different sets of queues"
    elif any(world.groups[group].overflow for group in every):
        unfit = "its agents help other queues after a wait"
    elif len(queues) > 1 and scenario.policies[world.policy].discipline.kind != "fifo":  # type: ignore[attr-defined]
        unfit = "its agents serve several queues, and not first come first served"
    return Pool(tuple(queues), tuple(every), tuple(types), unfit)


def _unfit(world: World, queue: int) -> str:
    numbers = world.queues[queue]
    if numbers.deferred:
        return "email waits overnight"
    if numbers.chat and any(world.groups[group].concurrency > 1 for group in numbers.groups):
        return "agents hold several chats at once"
    if numbers.overflow:
        return "other groups help after a wait"
    if numbers.capacity < UNLIMITED:
        return "places to wait are limited"
    if any(queue in trunk.queues for trunk in world.trunks):
        return "lines are limited"
    if world.levers.waits_for_known:
        return "contacts wait for the agent who knows them"
    if world.callbacks and queue in world.callbacks.queues:
        return "callers are called back"
    return "it keeps opening hours of its own" if numbers.keeps_hours else ""

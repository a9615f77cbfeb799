"""Which queues are close to M/M/n(+M), and which line they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from sim.scenario.model import Scenario
from sim.world.numbers import UNLIMITED, TypeNumbers, World

Sums = Mapping[tuple[str, str, str], tuple[float, float]]
"""(dimension, member, measure) to numerator and denominator, added up over replications."""


class Pool(NamedTuple):
    """Queues that are one line to a formula, the groups that serve them and the types that come.

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
    types = [k for k, kind in enumerate(world.types) if kind.queue in queues or _is_referred(kind, queues)]
    unfit = next((why for why in (_unfit(world, other) for other in queues) if why), "")
    if not groups:
        unfit = "nobody serves it"
    elif any(sorted(world.groups[group].queues) != queues for group in every):
        unfit = "its groups serve different sets of queues"
    elif any(world.groups[group].overflow for group in every):
        unfit = "its agents help other queues after a wait"
    elif len(queues) > 1 and not _is_fifo(scenario, world):
        unfit = "its agents serve several queues, and not first come first served"
    return Pool(tuple(queues), tuple(every), tuple(types), unfit)


def _is_referred(kind: TypeNumbers, queues: Sequence[int]) -> bool:
    return any(kind.refers(queue) for queue in queues)


def _has_own_patience(world: World, queue: int) -> bool:
    """Return whether some who wait in a queue have another patience than its law says."""
    of_customers = [*world.customers.patience, *(mark.patience for mark in world.customers.marks)]
    comes = [kind for kind in world.types if queue == kind.queue or kind.refers(queue)]
    return (
        world.queues[queue].patience_at_most < inf
        or any(times != 1.0 for times in of_customers)
        or any(kind.patience is not None for kind in comes)
    )


def _is_fifo(scenario: Scenario, world: World) -> bool:
    discipline = scenario.policies[world.policy].discipline
    return discipline.kind == "fifo" and not discipline.own_first  # type: ignore[attr-defined]


def _unfit(world: World, queue: int) -> str:
    numbers = world.queues[queue]
    if numbers.deferred:
        return "email waits overnight"
    if world.levers.standing is not None:
        return "contacts do not stand as they come"
    if _has_own_patience(world, queue):
        return "patience is not one law of the queue"
    if numbers.chat and any(world.groups[group].concurrency > 1 for group in numbers.groups):
        return "agents hold several chats at once"
    if numbers.message is not None:
        return "callers leave messages"
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

"""Parts: which optional parts a world has; a verb that may hand on to one asks by name, never for None."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from sim.policies.handoff.base import Style
from sim.rules.day_clock import DAY
from sim.rules.work import TempoNumbers
from sim.world.numbers import UNLIMITED, WAITS, QueueNumbers, World


@dataclass(frozen=True, slots=True)
class Parts:
    """What a world has beyond the plain floor, in the order in which the rooms know it.

    `changes`: something may change a conversation while it lasts; `foremost`: queues come before others by
    more than the discipline; `stay_luck`: chance says who answers, or how long a talk is.
    """

    learning: bool
    strain: bool
    presence: bool
    campaigns: bool
    adapting_norms: bool
    loyalty: bool
    amends: bool
    erosion: bool
    hang_ups: bool
    confirm: bool
    dialling: bool
    stay_luck: bool
    sticky: bool
    standing: bool
    foremost: bool
    own_patience: bool
    messages: bool
    ring_misses: bool
    picky_targets: bool
    drawn_wait: bool
    callbacks: bool
    clock_changes: bool
    conference: bool
    chat: bool
    jobs: bool
    self_service: bool
    information: bool
    by_volume: bool
    tempo_changes: bool
    varying: bool
    closings: bool
    serve_outs: bool
    idle_first: bool
    makes_up: bool
    cut_offs: bool
    outages: bool
    changes: bool


def parts_of(world: World, style: Style) -> Parts:
    """Return the optional parts that `world` has; `style` is how its policy hands contacts off."""
    levers, queues, groups = world.levers, world.queues, world.groups
    chat, cut_offs = any(queue.chat for queue in queues), any(group.cuts_off for group in groups)
    return Parts(
        learning=world.strain is not None or any(group.starters is not None for group in groups),
        strain=world.strain is not None,
        campaigns=bool(world.campaigns),
        presence=any(group.presence.numbers for group in groups),
        adapting_norms=world.adapts > 0.0,
        loyalty=world.loyalty is not None,
        amends=bool(levers.recovery.numbers or levers.outreach.numbers),
        erosion=world.erosion is not None,
        hang_ups=world.hang_up is not None,
        confirm=bool(levers.confirm),
        dialling=style.dial > 0.0,
        stay_luck=levers.by_chance or any(group.talk for group in groups),
        sticky=levers.waits_for_known is not None,
        standing=levers.standing is not None,
        foremost=levers.own_first or levers.standing is not None,
        own_patience=_has_own_patience(world),
        ring_misses=any(group.missed_rings is not None for group in groups),
        picky_targets=any(one.if_busy != WAITS for kind in world.types for one in kind.refers_to),
        messages=any(queue.message is not None for queue in queues),
        drawn_wait=any(queue.drawn is not None for queue in queues),
        callbacks=world.callbacks is not None,
        clock_changes=any(day.length != DAY for day in world.days),
        conference=style.stays > 0.0,
        chat=chat,
        jobs=any(kind.job is not None for kind in world.types),
        self_service=world.self_service is not None,
        information=bool(levers.availability),
        by_volume=world.returns.by_volume,
        tempo_changes=world.tempo.load != 1.0 or _saves(world.tempo),
        varying=any(kind.work_times or kind.acw_times for kind in world.types)
        or any(queue.patience_times for queue in queues),
        closings=any(queue.clears for queue in queues),
        serve_outs=any(queue.serves_out and _closes(queue, world) for queue in queues),
        idle_first=any(group.idle_first and _falls(number, world) for number, group in enumerate(groups)),
        makes_up=any(group.makes_up for group in groups),
        cut_offs=cut_offs,
        outages=bool(world.outages),
        changes=chat or cut_offs or bool(world.outages or world.callbacks),
    )


def _saves(tempo: TempoNumbers) -> bool:
    """Return whether talk without value is saved."""
    return tempo.avoidable > 0.0 and (tempo.tools > 0.0 or tempo.saves > 0.0)


def _has_own_patience(world: World) -> bool:
    """Return whether patience is more than a law of the queue."""
    of_customers = [*world.customers.patience, *(mark.patience for mark in world.customers.marks)]
    return (
        any(times != 1.0 for times in of_customers)
        or any(kind.patience is not None for kind in world.types)
        or any(queue.patience_at_most < inf for queue in world.queues)
    )


def _closes(queue: QueueNumbers, world: World) -> bool:
    """Return whether `queue` closes before the end of the run."""
    return any(closes < world.window.horizon for closes in queue.opening.closes)


def _falls(group: int, world: World) -> bool:
    """Return whether some agents of `group` work at other times than others, so that their number falls."""
    weeks = [agent.week for agent in world.agents if agent.group == group]
    hours = {tuple(tuple((s.begins, s.ends) for s in day) for day in week) for week in weeks}
    return len(hours) > 1


def queues_with_doors(world: World) -> list[bool]:
    """Return for each queue whether it turns contacts away, or remembers what it takes to predict a wait."""
    guarded = {queue for lines in world.trunks for queue in lines.queues}
    guarded |= {queue for outage in world.outages for queue in outage.queues if outage.lost}
    guarded |= set(world.callbacks.queues) if world.callbacks is not None else set()
    return [number in guarded or _has_door(queue) for number, queue in enumerate(world.queues)]


def _has_door(queue: QueueNumbers) -> bool:
    limited = queue.capacity != UNLIMITED or queue.keeps_hours
    return limited or queue.balking > 0.0 or queue.announces != 0

"""Outages: what stops on the floor when the centre itself fails, and goes on when it is repaired."""

from __future__ import annotations

from sim.centre import ledger
from sim.centre.closing import send_away
from sim.centre.conversation import changes
from sim.centre.phases import campaign, chat
from sim.centre.queues.admission import lose_arrivals
from sim.centre.queues.lines import exit_as
from sim.centre.queues.router import connect
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.centre.service import break_off, serve_waiting
from sim.codes import End, Moment, Outcome
from sim.world.numbers import SITE, SYSTEM, TELEPHONY

LOST, DROPPED, LEG_END = int(Outcome.LOST), int(End.DROPPED), int(Moment.LEG_END)


def break_down(run: Run, number: int, now: float) -> None:
    """Begin the outage of this `number`."""
    outage = run.numbers.outages[number]
    ledger.outage_begun(run, number, now)
    _change(run, number, now)
    if outage.hits == TELEPHONY and outage.drops:
        for queue in outage.queues:
            ledger.waiting_lost(run, number, run.floor.waiting[queue])
            send_away(run, queue, LOST, now)
    if outage.hits != SYSTEM and outage.drops:
        _drop(run, number, now)


def repair(run: Run, number: int, now: float) -> None:
    """End the outage of this `number`."""
    outage = run.numbers.outages[number]
    ledger.outage_ended(run, number, now)
    _change(run, number, now)
    if outage.hits != SYSTEM:
        serve_waiting(run, now)
        for called_for in range(len(run.campaigns)):
            campaign.plan_look(run, called_for, now)


def end_outages(run: Run, horizon: float) -> None:
    """Write the outages that are not repaired by the end of the run, the first first."""
    for number in _present(run):
        ledger.outage_ended(run, number, horizon)


def _present(run: Run) -> list[int]:
    """Return the outages that are there, the first first."""
    numbers = [number for number in range(len(run.outages)) if run.outages[number].is_there]
    return [number for _, number in sorted([(run.outages[number].began, number) for number in numbers])]


def _change(run: Run, number: int, now: float) -> None:
    """Set what an outage hits as all outages that are there leave it."""
    outage = run.numbers.outages[number]
    if outage.hits == SYSTEM:
        for group in outage.groups:
            changes.re_time(run, group, _speed_of(run, group), now)
            chat.re_time(run, group, now)
        return
    queues_up = [not _is_down(run, TELEPHONY, queue) for queue in range(len(run.groups_of))]
    groups_up = [not _is_down(run, SITE, group) for group in range(len(run.work_speed))]
    connect(run, queues_up, groups_up)
    for called_for in range(len(run.campaigns)):
        campaign.connect(run, called_for, not _cannot_dial(run, called_for), groups_up)
    for queue in outage.queues:
        lose_arrivals(run, queue, _taker(run, queue))


def _speed_of(run: Run, group: int) -> float:
    """Return the speed at which the slowest system that is there lets `group` work, 1 as usual."""
    slowest = 1.0
    for number in _present(run):
        outage = run.numbers.outages[number]
        if outage.hits == SYSTEM and group in outage.groups and outage.speed < slowest:
            slowest = outage.speed
    return slowest


def _is_down(run: Run, hits: int, index: int) -> bool:
    """Return whether an outage of telephony has the queue `index`, or one of a site the group."""
    for number in _present(run):
        outage = run.numbers.outages[number]
        if outage.hits == hits and index in (outage.queues if hits == TELEPHONY else outage.groups):
            return True
    return False


def _cannot_dial(run: Run, called_for: int) -> bool:
    """Return whether an outage that is there has the lines of the campaign `called_for`."""
    for number in _present(run):
        outage = run.numbers.outages[number]
        if called_for in outage.silences:
            return True
    return False


def _taker(run: Run, queue: int) -> int:
    """Return the first outage that takes whoever comes to `queue`, or NONE."""
    for number in _present(run):
        outage = run.numbers.outages[number]
        if outage.lost and queue in outage.queues:
            return number
    return NONE


def _drop(run: Run, number: int, now: float) -> None:
    """Break off the conversations of the queues and groups that an outage hits."""
    outage, floor = run.numbers.outages[number], run.floor
    slots = changes.conversations(run, run.common_line)
    for agent in range(run.common_line):
        slots.extend(changes.conversations(run, agent))
    for slot in slots:
        if run.contacts[slot].queue in outage.queues or floor.group[run.legs[slot].agent] in outage.groups:
            ledger.talk_dropped(run, number)
            exit_as(run, slot, LOST)
            break_off(run, slot, DROPPED, LEG_END, now)

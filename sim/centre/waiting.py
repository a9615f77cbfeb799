"""Waiting: what contacts in line ask for as time passes: an agent, help, a callback, to leave a message."""

from __future__ import annotations

from sim.centre.agents.duty import AVAILABLE
from sim.centre.phases import callback, follow_up
from sim.centre.queues import drawn_wait, lines, message, standing
from sim.centre.queues.admission import enter_call
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.overflow import await_help, find_help
from sim.centre.queues.router import find_agent
from sim.centre.run import Run
from sim.centre.service import fill_desks, pick_up, plan_wait
from sim.centre.turn import set_turn
from sim.codes import Moment, Promised

PATIENCE, CALLBACK = int(Moment.PATIENCE), int(Promised.CALLBACK)


def stop_waiting_apart(run: Run, slot: int, now: float) -> None:
    """Move the contact at `slot`, which waited for one agent, or rang there, into the line for anyone."""
    lines.stand_in_line(run, slot)
    if run.contacts[slot].rings == 0:
        _ask_all(run, slot, now)
        return
    agent = find_agent(run, slot, now)
    if agent != NOBODY:
        lines.take(run, agent, now)
        pick_up(run, slot, agent, now)


def _ask_all(run: Run, slot: int, now: float) -> None:
    """Offer the contact at `slot`, which has come into line, to whoever is free or has room for a chat."""
    agent = find_agent(run, slot, now)
    if agent == NOBODY:
        plan_wait(run, slot, now)
    else:
        lines.take(run, agent, now)
        pick_up(run, slot, agent, now)
    fill_desks(run, now)


def ask_for_agent(run: Run, slot: int, now: float) -> None:
    """Answer the contact at `slot`, which has waited as drawn, by whoever is free now or first."""
    agent = drawn_wait.find_agent(run, slot, now)
    if agent == NOBODY:
        drawn_wait.ripen(run, slot, now)
        return
    lines.take(run, agent, now)
    pick_up(run, slot, agent, now)


def offer_callback(run: Run, slot: int, now: float) -> None:
    """Offer the contact at `slot`, which waits, to be called back; it leaves the line now if it accepts."""
    if run.contacts[slot].apart_for == NOBODY and callback.offer(run, slot, now):
        set_turn(run, slot, now, PATIENCE)


def ask_for_message(run: Run, slot: int, now: float) -> None:
    """Ask the contact at `slot`, which waits, for a message; it leaves the line now if it leaves one."""
    if run.contacts[slot].apart_for == NOBODY and message.leaves_one(run, slot):
        set_turn(run, slot, now, PATIENCE)


def line_up(run: Run, slot: int, now: float) -> None:
    """Add the contact at `slot` to its queue, off the line; its owner, or whoever is free, calls at once."""
    contact = run.contacts[slot]
    enter_call(run, slot, now)
    lines.join(run, slot, contact.queue, now)
    if run.numbers.parts.standing:
        standing.take_place(run, slot)
    lines.step_aside(run, slot, now)
    agent = NOBODY if contact.promised == CALLBACK else _free_owner(run, slot)
    if agent == NOBODY:
        _ask_all(run, slot, now)
        return
    lines.take(run, agent, now)
    pick_up(run, slot, agent, now)


def _free_owner(run: Run, slot: int) -> int:
    """Return who had the case of the contact at `slot` last, if that agent is free and serves its queue."""
    agent = follow_up.owner(run, slot)
    if agent == NOBODY or run.floor.state[agent] != AVAILABLE:
        return NOBODY
    return agent if run.contacts[slot].queue in run.queues_of[agent] else NOBODY


def ask_for_help(run: Run, slot: int, now: float) -> None:
    """Answer the contact at `slot` by whoever is to help now and is free, or schedule when it asks others."""
    agent = find_help(run, slot, now)
    if agent == NOBODY:
        await_help(run, slot, run.contacts[slot].helpers_asked + 1, now)
    else:
        lines.take(run, agent, now)
        pick_up(run, slot, agent, now)

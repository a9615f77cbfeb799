"""Lines: who waits in which queue, and which agents are free, in the order in which they came."""

from __future__ import annotations

from sim import lines
from sim.centre.agents import presence
from sim.centre.run import Run
from sim.codes import Outcome
from sim.floor import Floor
from sim.lines import NOBODY
from sim.rules.standing import goes_before

ABANDONED = int(Outcome.ABANDONED)


def join(run: Run, slot: int, queue: int, now: float) -> None:
    """Put the contact at `slot` at the end of `queue`."""
    floor, contact = run.floor, run.contacts[slot]
    floor.joined[slot] = now
    floor.priority[slot] = contact.head_start = 0.0
    lines.append(floor.waiting_lines, queue, slot)
    floor.waiting[queue] += 1
    floor.waiting_from[queue] += now
    contact.waits, contact.exit_outcome = True, ABANDONED
    if run.numbers.parts.presence:
        presence.line_changed(run, queue, now)


def suppose(run: Run, slot: int, queue: int, now: float) -> Floor:
    """Return the floor as it would be if the contact at `slot` now joined `queue`, where nobody waits."""
    floor, supposed = run.floor, run.supposed
    for line in range(len(floor.first_waiting)):
        supposed.first_waiting[line], supposed.waiting[line] = floor.first_waiting[line], floor.waiting[line]
    floor.joined[slot] = now
    floor.priority[slot] = run.contacts[slot].head_start = 0.0
    supposed.first_waiting[queue] = slot
    supposed.waiting[queue] += 1
    return supposed


def leave(run: Run, slot: int, now: float) -> None:
    """Take the contact at `slot` out of its queue, for an agent or for good."""
    floor, contact = run.floor, run.contacts[slot]
    queue = contact.queue
    if contact.apart_for == NOBODY:
        lines.remove(floor.waiting_lines, queue, slot)
    else:
        lines.remove(run.awaited, contact.apart_for, slot)
        contact.apart_for = NOBODY
    floor.waiting[queue] -= 1
    floor.waiting_from[queue] -= now
    contact.waits = False
    if run.numbers.parts.presence:
        presence.line_changed(run, queue, now)


def stand_apart(run: Run, slot: int, agent: int) -> None:
    """Move the contact at `slot`, which has just joined, apart from the line, to wait for `agent`."""
    contact = run.contacts[slot]
    lines.remove(run.floor.waiting_lines, contact.queue, slot)
    lines.append(run.awaited, agent, slot)
    contact.apart_for = agent


def stand_in_line(run: Run, slot: int) -> None:
    """Put who stood apart into the line, behind those who joined no later."""
    contact = run.contacts[slot]
    lines.remove(run.awaited, contact.apart_for, slot)
    contact.apart_for = NOBODY
    _insert(run, slot)


def stand(run: Run, slot: int, priority: float, head_start: float) -> None:
    """Put the contact at `slot`, which has just joined its queue, where it stands by priority, then by time.

    `head_start`: how much longer it counts as having waited [s].
    """
    floor, contact = run.floor, run.contacts[slot]
    contact.head_start = head_start
    floor.priority[slot] = priority
    floor.joined[slot] -= head_start
    lines.remove(floor.waiting_lines, contact.queue, slot)
    _insert(run, slot)


def _insert(run: Run, slot: int) -> None:
    """Put a contact behind those who stand before it, and those who are its equals."""
    floor, queue = run.floor, run.contacts[slot].queue
    before, priority, joined = floor.last_waiting[queue], floor.priority[slot], floor.joined[slot]
    while before != NOBODY and goes_before(priority, joined, floor.priority[before], floor.joined[before]):
        before = floor.previous_waiting[before]
    lines.insert(floor.waiting_lines, queue, slot, before)


def step_first(run: Run, slot: int, queue: int) -> None:
    """Put the contact at `slot` at the head of `queue`, as if in line for as long as who stood there."""
    floor = run.floor
    lines.remove(floor.waiting_lines, queue, slot)
    head = floor.first_waiting[queue]
    lines.insert(floor.waiting_lines, queue, slot, NOBODY)
    if head != NOBODY:
        floor.joined[slot] = floor.joined[head]
        floor.priority[slot] = floor.priority[head]
        run.contacts[slot].head_start = run.contacts[head].head_start


def step_aside(run: Run, slot: int, now: float) -> None:
    """Take the contact at `slot` out of the line, with its place kept."""
    floor, queue = run.floor, run.contacts[slot].queue
    floor.waiting[queue] -= 1
    floor.waiting_from[queue] -= now
    floor.on_hold[queue] += 1


def step_back(run: Run, slot: int, now: float) -> None:
    """Count the contact at `slot`, who stepped aside, as waiting again."""
    floor, queue = run.floor, run.contacts[slot].queue
    floor.waiting[queue] += 1
    floor.waiting_from[queue] += now
    floor.on_hold[queue] -= 1


def count_ahead(run: Run, slot: int) -> int:
    """Return how many stand in line before the contact at `slot`, off the line or on it."""
    ahead, before = 0, run.floor.previous_waiting[slot]
    while before != NOBODY:
        ahead, before = ahead + 1, run.floor.previous_waiting[before]
    return ahead


def exit_as(run: Run, slot: int, outcome: int) -> None:
    """Write how the stay of the contact at `slot` ends, or has ended: its Outcome."""
    run.contacts[slot].exit_outcome = outcome


def free_agents(run: Run) -> list[int]:
    """Return the free agents, group by group, the longest free of each first."""
    free = []
    for group in range(len(run.floor.first_free)):
        agent = run.floor.first_free[group]
        while agent != NOBODY:
            free.append(agent)
            agent = run.floor.next_free[agent]
    return free


def become_free(run: Run, agent: int, now: float) -> None:
    """Put `agent` at the end of the group's line of free agents."""
    run.floor.free_since[agent] = now
    lines.append(run.floor.free_lines, run.floor.group[agent], agent)


def take(run: Run, agent: int, now: float) -> None:
    """Take `agent` out of the line of free agents."""
    floor = run.floor
    floor.idle_seconds[agent] += now - floor.free_since[agent]
    lines.remove(floor.free_lines, floor.group[agent], agent)


__all__ = [
    "NOBODY", "become_free", "count_ahead", "exit_as", "free_agents", "join", "leave", "stand", "stand_apart",
    "stand_in_line", "step_aside", "step_back", "step_first", "suppose", "take",
]  # fmt: skip

"""Router: match contacts and agents by the policy's two selections; it answers nobody."""

from __future__ import annotations

from collections.abc import Sequence

from sim.centre.queues.drawn_wait import find_ripe
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.overflow import queues_for
from sim.centre.queues.serve_out import queues_to_stay_for
from sim.centre.queues.sticky import find_awaiting
from sim.centre.run import Run
from sim.codes import AgentState
from sim.floor import Floor
from sim.rules.standing import goes_before

AVAILABLE = int(AgentState.AVAILABLE)


def find_agent(run: Run, slot: int, now: float, known: int = NOBODY) -> int:
    """Return the free agent who takes the contact at `slot`, which arrives, or NOBODY.

    `known`: the agent who knows it, if the routing is to be told.
    """
    n, contact = run.numbers, run.contacts[slot]
    queue = contact.queue
    groups, u = run.groups_of[queue], contact.routing_luck
    return n.select_agent(n.routing, run.floor, groups, queue, known, u, now)


def is_anyone_free(run: Run, slot: int, queue: int, now: float) -> bool:
    """Return whether an agent is free who would take the contact at `slot` if it came to `queue` now."""
    n, u = run.numbers, run.contacts[slot].routing_luck
    groups = run.groups_of[queue]
    return n.select_agent(n.routing, run.floor, groups, queue, NOBODY, u, now) != NOBODY


def next_queue(run: Run, floor: Floor, agent: int, now: float) -> int:
    """Return the queue whose first contact `agent` would take now, or NOBODY.

    `floor`: the run's as it is, or as it would be with one more contact in line.
    """
    if run.numbers.parts.serve_outs and _stays(run, agent):
        served = queues_for(run, floor, agent, now)
        return _choose(run, floor, agent, queues_to_stay_for(run, floor, agent, served, now), now)
    if run.helps[agent]:
        return _choose(run, floor, agent, queues_for(run, floor, agent, now), now)
    return _choose(run, floor, agent, run.queues_of[agent], now)


def has_work(run: Run, agent: int, now: float) -> bool:
    """Return whether a contact waits that `agent`, who is free, would take now."""
    if next_queue(run, run.floor, agent, now) != NOBODY:
        return True
    return run.numbers.parts.drawn_wait and _find_ripe(run, agent, now) != NOBODY


def _choose(run: Run, floor: Floor, agent: int, queues: Sequence[int], now: float) -> int:
    """Return the queue that the discipline chooses, or NOBODY, of those of `queues` that come first."""
    n = run.numbers
    if n.parts.foremost:
        return n.select_contact(n.discipline, floor, _foremost(run, floor, agent, queues), now)
    return n.select_contact(n.discipline, floor, queues, now)


def _foremost(run: Run, floor: Floor, agent: int, queues: Sequence[int]) -> list[int]:
    """Return those of `queues` that come first.

    The turn that the agent's group gives them decides, then the priority of who is first in line.
    """
    turns = run.numbers.turns[floor.group[agent]]
    best, turn, priority = NOBODY, 0.0, 0.0
    for queue in queues:
        head = floor.first_waiting[queue]
        if head != NOBODY and (
            best == NOBODY or goes_before(turns[queue], floor.priority[head], turn, priority)
        ):
            best, turn, priority = queue, turns[queue], floor.priority[head]
    return [
        queue
        for queue in queues
        if floor.first_waiting[queue] != NOBODY
        and turns[queue] == turn
        and floor.priority[floor.first_waiting[queue]] == priority
    ]


def _stays(run: Run, agent: int) -> bool:
    """Return whether the shift of `agent` is over, who serves only queues that are served out."""
    return run.agents[agent].plan != AVAILABLE


def _find_ripe(run: Run, agent: int, now: float) -> int:
    """Return the contact that `agent` takes of those who have waited as drawn, or NOBODY."""
    drawn = run.drawn_queues[run.floor.group[agent]]
    if run.agents[agent].plan != AVAILABLE:
        return find_ripe(run, queues_to_stay_for(run, run.floor, agent, drawn, now))
    return find_ripe(run, drawn)


def connect(run: Run, queues_up: list[bool], groups_up: list[bool]) -> None:
    """Connect contacts and agents only where both the queue and the group are up."""
    n = run.numbers
    for queue in range(len(n.groups_of)):
        is_up = queues_up[queue]
        run.groups_of[queue] = _up(n.groups_of[queue], groups_up, is_up)
        run.helpers[queue] = [(after, _up(groups, groups_up, is_up)) for after, groups in n.helpers[queue]]
        run.drawn_groups[queue] = _up(n.drawn_groups[queue], groups_up, is_up)
    for group, is_up in enumerate(groups_up):
        run.drawn_queues[group] = _up(n.drawn_queues[group], queues_up, is_up)
    for agent in range(len(run.agents)):
        is_up = groups_up[run.floor.group[agent]]
        run.queues_of[agent] = _up(n.queues_of[agent], queues_up, is_up)
        run.helps[agent] = [helped for helped in n.helps[agent] if is_up and queues_up[helped[0]]]


def _up(of: Sequence[int], are_up: list[bool], is_up: bool) -> list[int]:
    """Return those of queues, or of groups, that are up, none unless the other side is."""
    return [one for one in of if is_up and are_up[one]]


def find_contact(run: Run, agent: int, now: float) -> int:
    """Return the contact that `agent` takes next, the first of a queue, or NOBODY."""
    if run.numbers.parts.serve_outs and _stays(run, agent):
        served = queues_for(run, run.floor, agent, now)
        return _find_in(run, agent, queues_to_stay_for(run, run.floor, agent, served, now), now)
    if run.helps[agent]:
        return _find_in(run, agent, queues_for(run, run.floor, agent, now), now)
    return _find_in(run, agent, run.queues_of[agent], now)


def _find_in(run: Run, agent: int, queues: Sequence[int], now: float) -> int:
    """Return the contact that `agent` takes next in `queues`, or NOBODY."""
    n = run.numbers
    if n.parts.sticky:
        awaiting = find_awaiting(run, agent, queues)
        if awaiting != NOBODY:
            return awaiting
    queue = _choose(run, run.floor, agent, queues, now)
    if queue == NOBODY:
        return _find_ripe(run, agent, now) if n.parts.drawn_wait else NOBODY
    return run.floor.first_waiting[queue]

"""Person: who holds a position, with a warmth, skill and speed of their own, and whom an issue has met.

A person is a number: at first that of the agent, and a new one for everybody who takes over a position.
"""

from __future__ import annotations

from sim.centre.records import NONE
from sim.centre.run import MEETINGS, Run
from sim.distributions.normal import normal_quantile
from sim.luck import AGENT
from sim.rules.learning import part_of
from sim.rules.person import around
from sim.rules.resolution import resolving_speed
from sim.rules.work import own_speed


def draw_person(run: Run, agent: int, turn: int) -> None:
    """Draw the holder of the position of `agent`, its first (0) or a later one, around the group."""
    n, people = run.numbers, run.people
    group = run.floor.group[agent]
    u_warmth, u_skill, u_speed, _ = run.draw(AGENT, n.agent_origin[agent], n.entity_of[agent], turn, 0)
    people.warmth[agent] = around(n.group_warmth[group], n.warmth_spread[group], normal_quantile(u_warmth))
    z_skill, z_speed = normal_quantile(u_skill), normal_quantile(u_speed)
    for queue in range(len(run.floor.on_duty)):
        people.skill[agent][queue] = around(n.group_skill[group][queue], n.skill_spread[group], z_skill)
        people.speed[agent][queue] = own_speed(n.group_speed[group][queue], n.speed_spread[group], z_speed)
        if n.parts.learning:
            people.full_skill[agent][queue] = people.skill[agent][queue]
            people.full_speed[agent][queue] = people.speed[agent][queue]
    compare(run, agent)


def replace(run: Run, agent: int) -> None:
    """Replace the person who is `agent` by somebody who has met none of the customers."""
    run.agents[agent].person = len(run.positions)
    run.positions.append(agent)


def grow(run: Run, agent: int, skill: float, speed: float) -> None:
    """Set the `skill` and `speed` of `agent`, as shares of those of people who know the work."""
    people = run.people
    for queue in range(len(run.floor.on_duty)):
        people.skill[agent][queue] = part_of(skill, people.full_skill[agent][queue])
        people.speed[agent][queue] = part_of(speed, people.full_speed[agent][queue])
    compare(run, agent)


def compare(run: Run, agent: int) -> None:
    """Write how fast `agent` resolves, by queue, to the floor."""
    measured = run.numbers.measured[run.floor.group[agent]]
    for queue in range(len(run.floor.on_duty)):
        skill, speed = run.people.skill[agent][queue], run.people.speed[agent][queue]
        run.floor.resolves[queue][agent] = resolving_speed(skill, speed, measured)


def has_met(run: Run, slot: int, agent: int) -> bool:
    """Return whether the issue at `slot` has met the person who is `agent`."""
    issue, person = run.issues[slot], run.agents[agent].person
    if issue.first_met == person:
        return True
    meeting = issue.last_meeting
    while meeting != NONE:
        if run.meetings[meeting].met == person:
            return True
        meeting = run.meetings[meeting].met_before
    return False


def last_met_in(run: Run, slot: int, queue: int) -> int:
    """Return the agent of `queue` whom the issue at `slot` met last, -1 for nobody who is still there."""
    issue = run.issues[slot]
    meeting = issue.last_meeting
    while meeting != NONE:
        if serves(run, run.meetings[meeting].met, queue):
            return run.positions[run.meetings[meeting].met]
        meeting = run.meetings[meeting].met_before
    first = issue.first_met
    return run.positions[first] if first != NONE and serves(run, first, queue) else NONE


def serves(run: Run, person: int, queue: int) -> bool:
    """Return whether `person` is still there and serves `queue`."""
    agent = run.positions[person]
    return run.agents[agent].person == person and queue in run.queues_of[agent]


def meet(run: Run, slot: int, agent: int) -> None:
    """Mark that the issue at `slot` has met the person who is `agent`."""
    issue, person = run.issues[slot], run.agents[agent].person
    if issue.people == 0:
        issue.people, issue.first_met = 1, person
        return
    if has_met(run, slot, agent):
        return
    issue.people += 1
    index = run.take_slot(MEETINGS)
    run.meetings[index].met, run.meetings[index].met_before = person, issue.last_meeting
    issue.last_meeting = index


def last_met(run: Run, slot: int) -> int:
    """Return the last agent who was new to the issue at `slot`, or NONE: there was none, or that one quit."""
    issue = run.issues[slot]
    if issue.people == 0:
        return NONE
    person = issue.first_met if issue.last_meeting == NONE else run.meetings[issue.last_meeting].met
    agent = run.positions[person]
    return agent if run.agents[agent].person == person else NONE


def forget_meetings(run: Run, slot: int) -> None:
    """Forget whom the issue at `slot` has met: it closes."""
    meeting = run.issues[slot].last_meeting
    while meeting != NONE:
        before = run.meetings[meeting].met_before
        run.free_slot(MEETINGS, meeting)
        meeting = before

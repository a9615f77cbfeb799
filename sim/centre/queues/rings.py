"""Rings: a call that rings at an agent who does not pick up comes back, and the agent is taken out."""

from __future__ import annotations

from sim.centre.queues import lines
from sim.centre.queues.lines import NOBODY
from sim.centre.run import ALWAYS, Run
from sim.codes import Action, AgentState, Moment, Promised
from sim.luck import RING, WORDS
from sim.rules.rings import is_missed

OVERFLOW, RELEASE = int(Moment.OVERFLOW), int(Moment.RELEASE)
IS_OVER, COMES_BACK = int(Action.STAND_IN_LINE), int(Action.COME_BACK)
NOTHING, AVAILABLE, LATE = int(Promised.NOTHING), int(AgentState.AVAILABLE), int(AgentState.LATE)


def draw_miss(run: Run, slot: int, agent: int) -> bool:
    """Draw whether `agent` misses the ring of the call at `slot`, and count the ring.

    Who stays after the shift, for those who wait at closing, misses none.
    """
    n, contact = run.numbers, run.contacts[slot]
    chance = n.missed_rings[run.floor.group[agent]].chance
    if chance <= 0.0 or not n.rings[contact.queue] or run.agents[agent].plan != AVAILABLE:
        return False
    if contact.promised != NOTHING or contact.apart_for != NOBODY or contact.rings >= WORDS:
        return False
    issue = run.issues[slot]
    luck = run.draw(RING, issue.origin, issue.entity, issue.attempt, contact.leg_index)
    contact.rings += 1
    return is_missed(chance, luck[contact.rings - 1])


def ring(run: Run, slot: int, agent: int, now: float) -> None:
    """Ring the call at `slot`, which is in line, at `agent` in vain; schedule when the agent is back."""
    missed = run.numbers.missed_rings[run.floor.group[agent]]
    over = now + missed.rings
    lines.stand_apart(run, slot, agent)
    run.plan(over, OVERFLOW, run.issues[slot].serial, IS_OVER, slot, run.versions[slot])
    run.plan(over + missed.out, RELEASE, agent, COMES_BACK, agent, ALWAYS)


def is_to_come_back(run: Run, agent: int, now: float) -> bool:
    """Return whether `agent` missed a ring, has not been elsewhere since, and is out no longer."""
    missed, since = run.numbers.missed_rings[run.floor.group[agent]], run.agents[agent].state_since
    return run.floor.state[agent] == LATE and since + missed.rings + missed.out <= now

"""Making up: a break that a conversation delays lasts as long as planned, where the group says so."""

from __future__ import annotations

from math import inf

from sim.centre.agents.duty import AVAILABLE, IS_BUSY, IS_PAID, change_state
from sim.centre.run import ALWAYS, Run
from sim.codes import Action, AgentState, Moment

RELEASE, COMES_BACK = int(Moment.RELEASE), int(Action.COME_BACK)
BREAK, AWAY = int(AgentState.BREAK), int(AgentState.AWAY)


def plan_changed(run: Run, agent: int, state: int, now: float) -> None:
    """Mark `state` as the plan of `agent` from now on; missed breaks are owed until the shift ends."""
    if not run.numbers.makes_up[run.floor.group[agent]]:
        return
    pause = run.pauses[agent]
    if not IS_PAID[state]:
        pause.due_since, pause.owed, pause.back_at = inf, 0.0, -inf
        return
    _owe(run, agent, now)
    if pause.back_at > now:  # the next break comes before the last one is made up for
        pause.owed += pause.back_at - now
        pause.back_at = -inf
    if state in (BREAK, AWAY) and IS_BUSY[run.floor.state[agent]]:
        pause.due_since, pause.missed_state = now, state


def _owe(run: Run, agent: int, now: float) -> None:
    """Count the time since `agent` should be away."""
    pause = run.pauses[agent]
    if pause.due_since < inf:
        pause.owed += now - pause.due_since
        pause.due_since = inf


def begin_owed(run: Run, agent: int, now: float) -> bool:
    """Begin what `agent`, who is free of all else, has to make up for; return whether there is anything.

    Whoever should be on a break now takes that one first.
    """
    if not run.numbers.makes_up[run.floor.group[agent]]:
        return False
    _owe(run, agent, now)
    pause = run.pauses[agent]
    if pause.owed <= 0.0 or run.agents[agent].plan != AVAILABLE:
        return False
    if run.floor.state[agent] != pause.missed_state:
        change_state(run, agent, pause.missed_state, now)
    pause.back_at, pause.owed = now + pause.owed, 0.0
    run.plan(pause.back_at, RELEASE, agent, COMES_BACK, agent, ALWAYS)
    return True


def is_over(run: Run, agent: int, now: float) -> bool:
    """Return whether `agent` has made up for a break by now and should be there for contacts."""
    pause = run.pauses[agent]
    if pause.back_at != now or run.agents[agent].plan != AVAILABLE:
        return False
    pause.back_at = -inf
    return True

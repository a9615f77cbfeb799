"""Duty: what each agent does and should do; a conversation is always finished first."""

from __future__ import annotations

from math import inf

from sim.centre.agents import presence, strain
from sim.centre.run import Run
from sim.codes import AgentState, Table

OFF, AVAILABLE = int(AgentState.OFF), int(AgentState.AVAILABLE)
TALK, ACW = int(AgentState.TALK), int(AgentState.ACW)
ABSENT, ABSENT_PAID = int(AgentState.ABSENT), int(AgentState.ABSENT_PAID)
LATE = int(AgentState.LATE)
DIALLING = int(AgentState.DIALLING)
DUTY, OVERTIME = int(Table.DUTY), int(Table.OVERTIME)


IS_BUSY = tuple(state in {TALK, ACW, DIALLING} for state in AgentState)
IS_THERE = tuple(state in {AVAILABLE, TALK, ACW, DIALLING} for state in AgentState)
IS_PAID = tuple(state not in {OFF, ABSENT} for state in AgentState)
IS_AT_WORK = tuple(state not in {OFF, ABSENT, ABSENT_PAID} for state in AgentState)


def set_plan(run: Run, agent: int, state: int, now: float) -> None:
    """Record what `agent` should do from now on; who is busy and should not be paid works overtime."""
    _end_overtime(run, agent, now)
    if run.numbers.parts.presence:
        presence.plan_changed(run, agent, run.agents[agent].plan, state)
    run.agents[agent].plan = state
    if IS_BUSY[run.floor.state[agent]] and not IS_PAID[state]:
        _begin_overtime(run, agent, now)


def change_state(run: Run, agent: int, state: int, now: float) -> None:
    """Write what `agent` did, and let `state` begin."""
    floor, record = run.floor, run.agents[agent]
    old, group, since, is_busy = floor.state[agent], floor.group[agent], record.state_since, IS_BUSY[state]
    if now > since:
        run.write_row(DUTY, agent, group, since, now, old)
    floor.state[agent], record.state_since = state, now
    if run.numbers.parts.presence:
        presence.state_changed(run, agent, old, state)
    if is_busy != IS_BUSY[old]:
        floor.busy[group] += 1 if is_busy else -1
        floor.busy_from[group] += now if is_busy else -now
        if is_busy and not IS_PAID[record.plan] and record.over_since == inf:
            _begin_overtime(run, agent, now)
    if not (IS_THERE[old] and IS_THERE[state]):
        _come_or_go(run, agent, old, state, now)


def close_duty(run: Run, agent: int, horizon: float) -> None:
    """Write what `agent` does at the end of the run."""
    record, group = run.agents[agent], run.floor.group[agent]
    _end_overtime(run, agent, horizon)
    if horizon > record.state_since:
        run.write_row(DUTY, agent, group, record.state_since, horizon, run.floor.state[agent])


def _come_or_go(run: Run, agent: int, old: int, state: int, now: float) -> None:
    floor, tires = run.floor, run.numbers.parts.strain
    if IS_PAID[old] != IS_PAID[state]:
        is_paid, group = IS_PAID[state], floor.group[agent]
        floor.paid[group] += 1 if is_paid else -1
        floor.paid_from[group] += now if is_paid else -now
        if is_paid:
            floor.signed_seconds[agent] = floor.idle_seconds[agent] = 0.0
        else:
            _end_overtime(run, agent, now)
    if IS_THERE[old] != IS_THERE[state]:
        if tires:
            strain.come_or_go(run, agent, IS_THERE[state], now)
        _sign(run, agent, IS_THERE[state], now)
    if state == OFF:
        run.agents[agent].state_since = inf
        if tires:
            strain.go_home(run, agent, now)


def _begin_overtime(run: Run, agent: int, now: float) -> None:
    run.agents[agent].over_since = now
    run.staying[run.floor.group[agent]] += 1


def _end_overtime(run: Run, agent: int, now: float) -> None:
    since = run.agents[agent].over_since
    if since < inf:
        run.agents[agent].over_since = inf
        run.staying[run.floor.group[agent]] -= 1
        if now > since:
            run.write_row(OVERTIME, agent, run.floor.group[agent], since, now)


def _sign(run: Run, agent: int, comes: bool, now: float) -> None:
    """Count `agent`, who comes or goes for a shift or for a break, on duty or no longer."""
    floor = run.floor
    if comes:
        floor.signed_since[agent] = now
    else:
        floor.signed_seconds[agent] += now - floor.signed_since[agent]
    for queue in run.numbers.queues_of[agent]:
        floor.on_duty[queue] += 1 if comes else -1

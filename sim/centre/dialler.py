"""Dialler: campaigns call people when agents are free; whoever calls in comes first."""

from __future__ import annotations

from sim.centre.agents.duty import DIALLING, TALK, change_state
from sim.centre.phases import campaign
from sim.centre.queues import lines
from sim.centre.queues.lines import NOBODY
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.centre.service import release, wrap_up


def look(run: Run, number: int, now: float) -> None:
    """Dial as many people of the campaign `number` as its dialling allows for the agents who are free."""
    if not campaign.begin_look(run, number, now):
        return
    is_held = run.numbers.reserves[number](run.numbers.dialling[number])
    free = campaign.free_agents(run, number)
    while free > 0 and (is_held or campaign.may_ring(run, number, free, now)):
        record = campaign.next_record(run, number, now)
        if record == NONE:
            return
        agent = NOBODY
        if is_held:
            agent, free = campaign.longest_free(run, number), free - 1
            lines.take(run, agent, now)
            change_state(run, agent, DIALLING, now)
        campaign.dial(run, number, record, agent, now)


def ring_out(run: Run, slot: int, now: float) -> None:
    """Complete a dialled call: an agent speaks with a person who answers, and is free if nobody does."""
    call = run.dials[slot]
    number, agent = call.campaign, call.dialler_agent
    campaign.stop_ringing(run, slot)
    speaks = call.picks_up and run.campaigns[number].has_lines
    can_talk = campaign.may_talk(run, slot)
    if speaks and can_talk and agent == NOBODY:
        agent = campaign.longest_free(run, number)
        can_talk = agent != NOBODY
        if can_talk:
            lines.take(run, agent, now)
    if speaks and can_talk:
        change_state(run, agent, TALK, now)
        campaign.converse(run, slot, agent, now)
    else:
        if speaks:
            campaign.leave_alone(run, slot, now)
        else:
            campaign.give_up(run, slot, now)
        if agent != NOBODY:
            release(run, agent, now)
    campaign.plan_look(run, number, now)


def end_dial(run: Run, slot: int, now: float) -> None:
    """End a conversation with somebody who was called; the agent does the after-call work."""
    call = run.dials[slot]
    agent, acw = call.dialler_agent, call.writes
    campaign.end_call(run, slot)
    wrap_up(run, agent, acw, False, now)

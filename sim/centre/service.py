"""Service: contacts meet agents.

Here alone contacts are answered and agents released.
"""

from __future__ import annotations

from math import inf

from sim.centre import closing
from sim.centre.agents import making_up, presence, seats
from sim.centre.agents.duty import ACW, AVAILABLE, IS_BUSY, LATE, OFF, TALK, change_state, set_plan
from sim.centre.conversation import changes, talk
from sim.centre.customers import relationship, returns
from sim.centre.numbers import NO_LAW
from sim.centre.phases import (
    callback,
    campaign,
    chat,
    conference,
    follow_up,
)
from sim.centre.queues import drawn_wait, lines, message, rings, standing, sticky
from sim.centre.queues.admission import admit, enter
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.overflow import await_help
from sim.centre.queues.router import find_agent, find_contact, has_work, next_queue
from sim.centre.records import NO_CALL, NONE
from sim.centre.run import ALWAYS, Run
from sim.centre.turn import set_turn
from sim.codes import Action, End, Moment, Offer, Outcome, Promised

LEG_END, PATIENCE, RELEASE = int(Moment.LEG_END), int(Moment.PATIENCE), int(Moment.RELEASE)
SHIFT_OVER, CUT_OFF, DROPPED = int(Moment.SHIFT_OVER), int(End.SHIFT_OVER), int(End.DROPPED)
FREES = int(Action.RELEASE)
SERVED, QUEUED, OFF_LINE, REFUSED = (
    int(status) for status in (Offer.SERVED, Offer.QUEUED, Offer.OFF_LINE, Offer.REFUSED)
)
CALLBACK = int(Promised.CALLBACK)
BLOCKED = int(Outcome.BLOCKED)


def offer(run: Run, slot: int, queue: int, now: float) -> int:
    """Bring a contact to `queue`: somebody free answers it, or it waits as long as its patience lasts."""
    enter(run, slot, queue, now)
    contact, parts = run.contacts[slot], run.numbers.parts
    if contact.owner != NONE:
        answer(run, slot, contact.owner, now)
        return SERVED
    if contact.promised != NO_CALL:
        return _wait_for_call(run, slot, now)
    if parts.sticky:
        sticky.recognise(run, slot)
    agent = find_agent(run, slot, now, contact.known)
    if parts.chat and agent == NOBODY:
        agent = chat.find_room(run, slot, now)
    if (parts.picky_targets or run.numbers.has_door[queue]) and not _is_let_in(run, slot, agent, now):
        return REFUSED
    rang_in_vain = False
    if agent != NOBODY:
        if not (parts.chat and chat.is_chatting(run, agent)):
            lines.take(run, agent, now)
        rang_in_vain = parts.ring_misses and rings.draw_miss(run, slot, agent)
        if not rang_in_vain:
            answer(run, slot, agent, now)
            return SERVED
    _begin_to_wait(run, slot, now)
    if rang_in_vain:
        _ring(run, slot, agent, now)
    return QUEUED


def _is_let_in(run: Run, slot: int, agent: int, now: float) -> bool:
    """Return whether the contact at `slot`, for whom `agent` or NOBODY is free, may be answered or wait."""
    n = run.numbers
    if n.parts.picky_targets and not returns.may_wait(run, slot) and agent == NOBODY:
        lines.exit_as(run, slot, BLOCKED)
        return False
    return not n.has_door[run.contacts[slot].queue] or admit(run, slot, agent != NOBODY, now)


def _begin_to_wait(run: Run, slot: int, now: float) -> None:
    """Start the wait of the contact at `slot` in its queue, as long as its patience lasts."""
    queue = run.contacts[slot].queue
    lines.join(run, slot, queue, now)
    if run.numbers.parts.standing:
        standing.take_place(run, slot)
    until = now + standing.patience_of(run, slot, now)
    if run.numbers.parts.loyalty:
        customer = run.issues[slot].customer
        until = now + relationship.lengthened_patience(run, customer, until - now, now)
    set_turn(run, slot, until, PATIENCE)
    if run.numbers.parts.sticky and sticky.is_awaited(run, slot):
        sticky.wait(run, slot)
    else:
        plan_wait(run, slot, now)
    if run.numbers.parts.cut_offs and changes.is_cut_off(run, slot):
        lines.step_first(run, slot, queue)
    if run.numbers.parts.serve_outs and run.floor.on_duty[queue] == 0:
        closing.send_away_if_forsaken(run, queue, now)


def _ring(run: Run, slot: int, agent: int, now: float) -> None:
    """Ring the call at `slot`, which is in line, at `agent`, who misses it and is taken out."""
    rings.ring(run, slot, agent, now)
    change_state(run, agent, LATE, now)


def come_back(run: Run, agent: int, now: float) -> None:
    """Put `agent`, who missed a ring or made up for a break and is there still, back on the plan."""
    makes_up = run.numbers.parts.makes_up and making_up.is_over(run, agent, now)
    if makes_up or rings.is_to_come_back(run, agent, now):
        release(run, agent, now)


def plan_wait(run: Run, slot: int, now: float) -> None:
    """Schedule help for the contact at `slot` after a while, and the offers of a callback and a message.

    Who waits as drawn waits for that time.
    """
    n, queue = run.numbers, run.contacts[slot].queue
    if n.parts.drawn_wait and n.drawn_wait[queue] != NO_LAW:
        drawn_wait.hold(run, slot)
    if n.helpers[queue]:
        await_help(run, slot, 0, now)
    if n.parts.callbacks:
        callback.plan_offer(run, slot, now)
    if n.parts.messages:
        message.plan_question(run, slot, now)
    if n.parts.presence and run.contacts[slot].promised == NO_CALL:
        presence.plan_calls(run, slot, now)


def _wait_for_call(run: Run, slot: int, now: float) -> int:
    """Start the wait of the contact at `slot`, whose customer is off the line, for its turn to be called."""
    contact = run.contacts[slot]
    until = callback.may_be_given_up(run, slot, now) if contact.promised == CALLBACK else inf
    set_turn(run, slot, until, PATIENCE)
    if contact.promised != CALLBACK:
        follow_up.plan_line_up(run, slot, now)
    elif contact.waits:
        plan_wait(run, slot, now)
    else:
        callback.plan_line_up(run, slot)
    return OFF_LINE


def pick_up(run: Run, slot: int, agent: int, now: float) -> None:
    """Answer the contact at `slot`, which waits, by `agent`, who is free of all else."""
    if run.numbers.parts.ring_misses and rings.draw_miss(run, slot, agent):
        _ring(run, slot, agent, now)
        return
    leave_queue(run, slot, now)
    answer(run, slot, agent, now)


def leave_queue(run: Run, slot: int, now: float) -> None:
    """Take a contact out of its queue; agents who held back for it may take chats again."""
    lines.leave(run, slot, now)
    if run.numbers.parts.chat and not run.numbers.is_chat[run.contacts[slot].queue]:
        fill_desks(run, now)


def fill_desks(run: Run, now: float) -> None:
    """Start further chats that wait, with agents who chat and have room."""
    if run.numbers.parts.chat:
        for agent in chat.who_may_take(run):
            _fill_desk(run, agent, now)


def _fill_desk(run: Run, agent: int, now: float) -> None:
    """Start further chats that wait, with agents who chat, as long as the discipline puts them first."""
    while chat.may_take(run, agent):
        queue = next_queue(run, run.floor, agent, now)
        if queue == NOBODY or not run.numbers.is_chat[queue]:
            return
        slot = run.floor.first_waiting[queue]
        lines.leave(run, slot, now)
        answer(run, slot, agent, now)


def serve_waiting(run: Run, now: float) -> None:
    """Match who waits with free agents, the longest free first, and with those who have room for a chat."""
    free = [(run.floor.free_since[agent], agent) for agent in lines.free_agents(run)]
    for _, agent in sorted(free):
        if has_work(run, agent, now):
            lines.take(run, agent, now)
            release(run, agent, now)
    fill_desks(run, now)


def _leave(run: Run, agent: int, state: int, now: float) -> None:
    """Set the state of `agent`, who is free; send away whom only an agent who leaves could serve."""
    change_state(run, agent, state, now)
    if run.numbers.parts.serve_outs and state == OFF:
        for queue in run.numbers.queues_of[agent]:
            closing.send_away_if_forsaken(run, queue, now)
        for queue, _ in run.numbers.helps[agent]:
            closing.send_away_if_forsaken(run, queue, now)


def answer(run: Run, slot: int, agent: int, now: float) -> None:
    """Answer the contact at `slot` by `agent`: begin their talk and schedule its end."""
    n = run.numbers
    if n.parts.conference:
        _let_go(run, slot, conference.meet(run, slot, now), now)
    if run.contacts[slot].promised != NO_CALL and not _dial(run, slot, agent, now):
        change_state(run, agent, TALK, now)
        set_turn(run, slot, now + n.callback.dial, LEG_END)
        return
    if n.parts.chat and n.is_chat[run.contacts[slot].queue]:
        chat.begin(run, slot, agent, now)
        return
    change_state(run, agent, TALK, now)
    talk.begin(run, slot, agent, now)
    leg = run.legs[slot]
    ends = now + leg.talk + leg.rapport
    if n.parts.changes:
        ends = changes.begin(run, slot, ends, now)
    set_turn(run, slot, ends, LEG_END)


def break_off(run: Run, slot: int, end: int, kind: int, now: float) -> None:
    """Break off the conversation at `slot` as the End says, as an event of `kind`."""
    end_stay(run, slot, now)
    if run.numbers.is_chat[run.contacts[slot].queue]:
        chat.break_off(run, slot, end, kind, now)
    else:
        acw = run.legs[slot].acw if end == DROPPED else 0.0
        changes.cut(run, slot, end, acw, kind, now)


def _dial(run: Run, slot: int, agent: int, now: float) -> bool:
    """Call the customer of the contact at `slot` by `agent`; return whether the customer answers."""
    if run.contacts[slot].promised == CALLBACK:
        return callback.dial(run, slot, agent, now)
    return follow_up.dial(run, slot, now)


def release(run: Run, agent: int, now: float) -> None:
    """Continue the plan of `agent`: serve the next contact, wait for one, or go."""
    parts = run.numbers.parts
    if parts.chat and not chat.settle_one(run, agent):
        return
    if parts.chat and chat.is_chatting(run, agent):
        _fill_desk(run, agent, now)
        return
    if parts.idle_first:
        seats.relieve(run, agent, now)
    if parts.makes_up and making_up.begin_owed(run, agent, now):
        return
    state = run.agents[agent].plan
    if state != AVAILABLE and (state != OFF or not parts.serve_outs):
        change_state(run, agent, state, now)
        return
    slot = find_contact(run, agent, now)
    if slot == NOBODY and state == OFF:
        _leave(run, agent, state, now)
        return
    if slot == NOBODY:
        _be_free(run, agent, now)
        return
    pick_up(run, slot, agent, now)
    if parts.chat and chat.is_chatting(run, agent):
        _fill_desk(run, agent, now)


def _be_free(run: Run, agent: int, now: float) -> None:
    """Start the wait of `agent` for a contact, or send the agent aside, as nobody waits."""
    group = run.floor.group[agent]
    if run.numbers.parts.presence and presence.may_step_aside(run, group, now):
        change_state(run, agent, presence.state_aside(run, group), now)
        return
    change_state(run, agent, AVAILABLE, now)
    lines.become_free(run, agent, now)
    if run.numbers.parts.campaigns:
        campaign.agent_is_free(run, group, now)


def come(run: Run, agent: int, now: float) -> bool:
    """Count `agent` on duty; return whether contacts may come, or the last one is still at hand."""
    set_plan(run, agent, AVAILABLE, now)
    if run.numbers.parts.makes_up:
        making_up.plan_changed(run, agent, AVAILABLE, now)
        if not IS_BUSY[run.floor.state[agent]] and making_up.begin_owed(run, agent, now):
            return False
    if IS_BUSY[run.floor.state[agent]]:
        return run.numbers.parts.chat and chat.has_room(run, agent)
    change_state(run, agent, AVAILABLE, now)
    return True


def go_away(run: Run, agent: int, state: int, now: float) -> None:
    """Send `agent` home or into a break, at once or after the contact at hand."""
    set_plan(run, agent, state, now)
    if run.numbers.parts.makes_up:
        making_up.plan_changed(run, agent, state, now)
    if IS_BUSY[run.floor.state[agent]]:
        n = run.numbers
        if n.parts.cut_offs and state == OFF and n.cuts_off[run.floor.group[agent]]:
            _cut_off(run, agent, now)
        return
    if run.floor.state[agent] == AVAILABLE:
        lines.take(run, agent, now)
    _leave(run, agent, state, now)
    if run.numbers.parts.presence:
        presence.plan_look(run, run.floor.group[agent], now)


def sign_off(run: Run, seat: int, now: float) -> None:
    """Send home whoever leaves as the shift of `seat` ends."""
    if run.numbers.parts.idle_first:
        go_away(run, seats.who_leaves(run, seat, now), OFF, now)
    else:
        go_away(run, run.holders[seat], OFF, now)


def _cut_off(run: Run, agent: int, now: float) -> None:
    """Put the contacts of `agent`, whose shift is over, back at the head of the line; finish advice."""
    for line in (run.common_line, agent):
        for slot in changes.conversations(run, line):
            if run.legs[slot].agent == agent and run.contacts[slot].advice <= 0.0:
                break_off(run, slot, CUT_OFF, SHIFT_OVER, now)


def end_stay(run: Run, slot: int, now: float) -> None:
    """Release the agent who stays with the contact at `slot`, if any."""
    if run.numbers.parts.conference:
        _let_go(run, slot, conference.end(run, slot, now), now)


def _let_go(run: Run, slot: int, agent: int, now: float) -> None:
    """Start the after-call work of `agent`, if anybody, for the conversation before the stay.

    Without any, the agent is free once all is done that happens `now`.
    """
    if agent != NOBODY:
        _release_after(run, agent, run.kept_legs[slot].acw, now)


def wrap_up(run: Run, agent: int, acw: float, hands_off: bool, now: float) -> None:
    """Start the after-call work of `agent`, and continue the plan after it.

    Without after-call work the release waits for a contact that is handed off, so that it joins the tail of
    its queue before the agent turns to the head of it.
    """
    if run.numbers.parts.chat and run.desks[agent].to_settle > 0:
        acw = 0.0  # it is part of a chat
    if acw <= 0.0 and not hands_off:
        release(run, agent, now)
        return
    _release_after(run, agent, acw, now)


def _release_after(run: Run, agent: int, acw: float, now: float) -> None:
    """Start the after-call work of `agent`, if any, and schedule the release after it."""
    if acw > 0.0:
        change_state(run, agent, ACW, now)
    run.plan(now + acw, RELEASE, agent, FREES, agent, ALWAYS)

"""Chat: agents who hold several chats at once, each slowed by the others.

Whoever chats takes further chats up to a number, and nothing else. An arriving chat goes to a free agent, as
the policy's routing says; if there is none, to the agent with the fewest chats, of several to the one whose
last chat began first. Where the discipline puts a call or an email first, agents take no further chat until
somebody has taken it.
"""

from __future__ import annotations

from math import inf

from sim.centre import ledger
from sim.centre.agents.duty import AVAILABLE, OFF, TALK, change_state
from sim.centre.conversation import changes, talk
from sim.centre.conversation import leg as conversation
from sim.centre.customers import returns
from sim.centre.queues import lines
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.router import next_queue
from sim.centre.records import Desk
from sim.centre.run import Run
from sim.centre.turn import set_turn
from sim.codes import End, Moment
from sim.luck import SILENCE
from sim.rules.chat import chat_speed, falls_silent, given_within, said_by_then, share_of_one
from sim.rules.outages import remaining

LEG_END, SILENT = int(Moment.LEG_END), int(End.SILENT)
NOT_YET = inf


def has_room(run: Run, agent: int) -> bool:
    """Return whether `agent` chats and could take one more."""
    desk = run.desks[agent]
    return 0 < desk.chats < run.numbers.concurrency[run.floor.group[agent]] and desk.to_settle == 0


def may_take(run: Run, agent: int) -> bool:
    """Return whether `agent` chats and is to take one more if it comes, or of a queue that is served out."""
    plan = run.agents[agent].plan
    return has_room(run, agent) and (plan == AVAILABLE or (plan == OFF and run.numbers.parts.serve_outs))


def who_may_take(run: Run) -> list[int]:
    """Return who chats and is to take one more: the fewest chats first, then whose last began first."""
    willing = [agent for agent in range(len(run.desks)) if may_take(run, agent)]
    return [agent for _, _, agent in sorted([_turn(run, agent) for agent in willing])]


def _turn(run: Run, agent: int) -> tuple[int, float, int]:
    """Return what says when it is the turn of `agent` to take a chat: the least comes first."""
    return run.desks[agent].chats, run.desks[agent].took, agent


def find_room(run: Run, slot: int, now: float) -> int:
    """Return who chats and takes the contact at `slot`, which comes to a queue without a line, or NOBODY."""
    queue = run.contacts[slot].queue
    if not run.numbers.is_chat[queue] or run.floor.first_waiting[queue] != NOBODY:
        return NOBODY
    floor, groups = lines.suppose(run, slot, queue, now), run.groups_of[queue]
    for agent in who_may_take(run):
        if floor.group[agent] in groups and next_queue(run, floor, agent, now) == queue:
            return agent
    return NOBODY


def begin(run: Run, slot: int, agent: int, now: float) -> None:
    """Begin a chat of `agent` with the contact at `slot`, beside the chats that run."""
    desk, chat, leg = run.desks[agent], run.chats[slot], run.legs[slot]
    if desk.chats == 0:
        change_state(run, agent, TALK, now)
    talk.begin(run, slot, agent, now)
    chat.idle = _silence(run, slot)
    _settle(desk, now)
    _go_on(run, agent, desk.chats + 1, now)
    desk.chats += 1
    desk.took, chat.given_before = now, desk.given
    changes.watch(run, slot, agent)
    chat.chat_ends = now + remaining(leg.talk + leg.rapport + leg.acw, 1.0, desk.chat_speed) + chat.idle
    set_turn(run, slot, chat.chat_ends, LEG_END)


def _silence(run: Run, slot: int) -> float:
    """Cut the leg short where the customer stops answering; return how long the agent then waits [s]."""
    issue, contact = run.issues[slot], run.contacts[slot]
    chance, timeout, _ = run.numbers.silence[contact.queue]
    if chance <= 0.0:
        return 0.0
    u_whether, u_when, _, _ = run.draw(SILENCE, issue.origin, issue.entity, issue.attempt, contact.leg_index)
    if not falls_silent(chance, u_whether):
        return 0.0
    conversation.fall_silent(run, slot, said_by_then(run.legs[slot].talk, u_when))
    return timeout


def _settle(desk: Desk, now: float) -> None:
    """Bring what each chat of `desk` has had of the agent up to `now` [s]."""
    desk.given += share_of_one(now - desk.given_until, desk.chats)
    desk.given_until = now


def _go_on(run: Run, agent: int, chats: int, now: float) -> None:
    """Continue the chats of `agent` as fast as `chats` at once go."""
    desk, group = run.desks[agent], run.floor.group[agent]
    old = desk.chat_speed
    desk.chat_speed = new = chat_speed(chats, run.numbers.slow_down[group], run.work_speed[group])
    if new == old:
        return
    for slot in changes.conversations(run, agent):
        chat = run.chats[slot]
        left = chat.chat_ends - chat.idle - now
        if left > 0.0:
            chat.chat_ends = now + remaining(left, old, new) + chat.idle
            set_turn(run, slot, chat.chat_ends, LEG_END)


def re_time(run: Run, group: int, now: float) -> None:
    """Continue the chats of `group` as fast as its systems now let them."""
    for agent in range(len(run.desks)):
        if run.floor.group[agent] == group and run.desks[agent].chats > 0:
            _go_on(run, agent, run.desks[agent].chats, now)


def end(run: Run, slot: int, now: float) -> None:
    """End the chat at `slot`; what it had of its agent counts as agents' time."""
    contact, leg, chat = run.contacts[slot], run.legs[slot], run.chats[slot]
    desk = run.desks[leg.agent]
    _settle(desk, now)
    given = desk.given - chat.given_before + share_of_one(chat.chat_ends - now, desk.chats)
    changes.unwatch(run, slot, leg.agent)
    desk.chats -= 1
    _go_on(run, leg.agent, desk.chats, now)
    desk.to_settle += 1
    seconds = chat.chat_ends - contact.answered_at
    changes.stretch(run, slot, seconds - leg.talk - leg.rapport - leg.acw)
    within = given_within(chat.given_before, desk.given, desk.given_opening, desk.given_closing)
    ledger.chat_ended(run, slot, chat.chat_ends, seconds, given, within, leg.end == SILENT)
    if leg.end == SILENT and run.numbers.silence[contact.queue].leaves:
        returns.settle(run, slot, returns.GIVEN_UP)


def break_off(run: Run, slot: int, end: int, kind: int, now: float) -> None:
    """Break off the chat at `slot` as the End says, as an event of `kind`."""
    leg, chat = run.legs[slot], run.chats[slot]
    speed = run.desks[leg.agent].chat_speed
    left = remaining(max(0.0, chat.chat_ends - chat.idle - now), speed, 1.0)
    conversation.shorten(run, slot, max(0.0, leg.talk + leg.rapport + leg.acw - left), end, 0.0)
    chat.chat_ends, chat.idle = now, 0.0
    set_turn(run, slot, now, kind)


def settle_one(run: Run, agent: int) -> bool:
    """Settle one of the chats of `agent` that are over; return whether all are."""
    desk = run.desks[agent]
    desk.to_settle = max(0, desk.to_settle - 1)
    return desk.to_settle == 0


def take_note(run: Run, now: float) -> None:
    """Record what each desk has given: the first time as the window opens, the second as it closes."""
    for agent in range(len(run.desks)):
        desk = run.desks[agent]
        _settle(desk, now)
        if desk.given_opening == NOT_YET:
            desk.given_opening = desk.given
        else:
            desk.given_closing = desk.given


def is_chatting(run: Run, agent: int) -> bool:
    """Return whether `agent` chats, where there are chats."""
    return run.desks[agent].chats > 0

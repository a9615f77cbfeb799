"""Chat: agents who hold several chats at once, each slowed by the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.codes import AgentState, Closing, End, Moment
from sim.engines.reference.agent import Duty
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process
from sim.engines.reference.conversation import Talk
from sim.engines.reference.records import ACW, RAPPORT, TALKS, Contact, Leg
from sim.engines.reference.router import Router
from sim.engines.reference.watching import CUT_OFF, DROPPED, LOST, SHIFT_OVER, WatchingRouter
from sim.floor import NOBODY, Floor
from sim.logs import PACK
from sim.luck import SILENCE, Luck
from sim.rules.chat import chat_speed, falls_silent, said_by_then, share_of_one
from sim.rules.outages import remaining
from sim.world import World

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

AVAILABLE, TALK = int(AgentState.AVAILABLE), int(AgentState.TALK)
LEG_END, WINDOW = ORDER[Moment.LEG_END], ORDER[Moment.WINDOW]
SILENT, GIVEN_UP = int(End.SILENT), int(Closing.GIVEN_UP)
pack_row = PACK["chats"]


class Chat:
    """Remember a chat while it runs: when it `ends` [s] unless its speed changes.

    `idle`: silence at its end, which no speed changes [s]; `given`: the desk's when it began [s].
    """

    __slots__ = ("contact", "ends", "given", "idle", "leg")

    def __init__(self, contact: Contact, leg: Leg, idle: float, given: float) -> None:
        self.contact, self.leg, self.idle, self.given = contact, leg, idle, given
        self.ends = contact.answered


class Desk:
    """Hold the chats of one agent, by the need's serial number.

    `given`: what each chat has had of the agent, if it was there all the time [s]; `noted`: the same when the
    measured window opened and closed; `took`: when the last chat began [s]; `speed`: work per second in each;
    `closing`: chats that are over while what the agent does next is not settled.
    """

    def __init__(self, agent: int, group: int, slots: int, slow_down: float) -> None:
        self.agent, self.group, self.slots, self.slow_down = agent, group, slots, slow_down
        self.chats: dict[int, Chat] = {}
        self.given = self.took = self._since = 0.0
        self.noted: list[float] = []
        self.speed = 1.0
        self.closing = 0

    def settle(self, now: float) -> None:
        """Bring `given` up to `now` [s]."""
        self.given += share_of_one(now - self._since, len(self.chats))
        self._since = now

    def has_room(self) -> bool:
        """Tell whether the agent chats and could take one more."""
        return 0 < len(self.chats) < self.slots and not self.closing

    def within_window(self, given: float) -> float:
        """Return what a chat that began at `given` has had of the agent within the measured window [s]."""
        if not self.noted:
            return 0.0
        opens, closes = self.noted[0], self.noted[1] if len(self.noted) > 1 else self.given
        return max(0.0, closes - max(given, opens))


class ChatRouter(WatchingRouter):
    """Route chats beside all else: whoever chats takes further chats up to a number, and nothing else.

    An arriving chat goes to a free agent, as the policy's routing says; if there is none, to the agent with
    the fewest chats, of several to the one whose last chat began first. Where the discipline puts a call or
    an email first, agents take no further chat until somebody has taken it.
    """

    def __init__(
        self, world: World, luck: Luck, calendar: Calendar, floor: Floor, duty: Duty, talk: Talk,
        rows: list[bytes]
    ) -> None:  # fmt: skip
        super().__init__(world, luck, calendar, floor, duty, talk)
        self._rows = rows
        self._is_chat = [queue.chat for queue in world.queues]
        self._select_free, self._select_agent = self._select_agent, self._finds
        self._seizes = self._seizes_a_slot
        self._desks = [
            Desk(
                number,
                agent.group,
                world.groups[agent.group].concurrency,
                world.groups[agent.group].slow_down,
            )
            for number, agent in enumerate(world.agents)
        ]
        calendar.start(self._takes_note())

    def _takes_note(self) -> Process:
        """Note what each desk has given when the measured window opens and when it closes."""
        window = self._world.window
        for time in (window.opens, window.closes):
            yield self._calendar.at(time, WINDOW)
            for desk in self._desks:
                desk.settle(time)
                desk.noted.append(desk.given)

    def _finds(
        self,
        numbers: tuple[float, ...],
        floor: Floor,
        groups: Sequence[int],
        queue: int,
        u: float,
        now: float,
    ) -> int:
        """Return the agent who takes an arriving contact: a free one, or for a chat one who chats already."""
        agent: int = self._select_free(numbers, floor, groups, queue, u, now)
        if agent != NOBODY or not self._is_chat[queue] or floor.first_waiting[queue] != NOBODY:
            return agent
        place = floor.joins(queue, now)
        willing = (
            desk.agent
            for desk in self._desks_with_room()
            if desk.group in groups and self._next_queue(desk.agent, now) == queue
        )
        agent = next(willing, NOBODY)
        floor.leaves(queue, place, now)
        return agent

    def _desks_with_room(self) -> list[Desk]:
        """Return who chats and may take one more: the fewest chats first, then whose last began first."""
        plan = self._duty.plan
        found = (desk for desk in self._desks if desk.has_room() and plan[desk.agent] == AVAILABLE)
        return sorted(found, key=lambda desk: (len(desk.chats), desk.took, desk.agent))

    def _seizes_a_slot(self, agent: int, now: float) -> None:
        if not self._desks[agent].chats:
            self._floor.is_taken(agent, now)

    def has_room(self, agent: int) -> bool:
        """Tell whether a busy agent could take one more contact."""
        return self._desks[agent].has_room()

    def _answers(self, agent: int, contact: Contact, now: float) -> Happening:
        contact.chats = self._is_chat[contact.queue]
        if not contact.chats:
            return super()._answers(agent, contact, now)
        contact.answered, contact.special = now, True
        if contact.conference is not None:
            contact.conference.meets()
        if contact.callback is not None:
            contact.callback.dials(agent)
        desk = self._desks[agent]
        if not desk.chats:
            self._duty.changes_to(agent, TALK, now)
        leg, idle = self._may_fall_silent(contact, self._talk.begins(contact, agent, contact.queue))
        desk.settle(now)
        self._goes_on(desk, len(desk.chats) + 1, now)
        contact.present = leg
        chat = Chat(contact, leg, idle, desk.given)
        chat.ends = now + remaining(leg[TALKS] + leg[RAPPORT] + leg[ACW], 1.0, desk.speed) + idle
        desk.chats[contact.issue.serial], desk.took = chat, now
        contact.turn = turn = self._calendar.at(chat.ends, LEG_END + contact.issue.serial)
        return turn

    def _may_fall_silent(self, contact: Contact, leg: Leg) -> tuple[Leg, float]:
        """Return the leg, cut short where the customer stops answering, and how long the agent waits [s]."""
        silence = self._world.queues[contact.queue].silence
        if silence is None:
            return leg, 0.0
        u_whether, u_when, _, _ = self._luck.at(
            SILENCE, contact.issue.entity, contact.issue.attempt, contact.leg
        )
        if not falls_silent(silence.chance, u_whether):
            return leg, 0.0
        agent, group, talk, _, _, acw, _, solvable, explains, pressure, warmth, _ = leg
        said = said_by_then(talk, u_when)
        cut = agent, group, said, 0.0, 0.0, acw, SILENT, solvable, explains, pressure, warmth, False
        return cut, silence.timeout

    def _goes_on(self, desk: Desk, chats: int, now: float) -> None:
        """Let the chats of `desk` go on as fast as `chats` at once do."""
        old = desk.speed
        desk.speed = new = chat_speed(chats, desk.slow_down, self._speed[desk.group])
        if new == old:
            return
        for chat in desk.chats.values():
            left = chat.ends - chat.idle - now
            if left > 0.0:
                chat.ends = now + remaining(left, old, new) + chat.idle
                self._turns(chat.contact, chat.ends)

    def ends_talk(self, contact: Contact, agent: int) -> None:
        """Take note that a conversation is over; what a chat had of its agent counts as agents' time."""
        if not contact.chats:
            super().ends_talk(contact, agent)
            return
        issue, now, desk = contact.issue, self._calendar.now, self._desks[agent]
        chat = desk.chats[issue.serial]
        desk.settle(now)
        given = desk.given - chat.given + share_of_one(chat.ends - now, len(desk.chats))
        del desk.chats[issue.serial]
        self._goes_on(desk, len(desk.chats), now)
        desk.closing += 1
        _, group, talk, rapport, _, acw, end, *_ = chat.leg
        seconds = chat.ends - contact.answered
        contact.stretched = seconds - talk - rapport - acw
        issue.seconds += given - seconds
        if end == SILENT and self._leaves(contact.queue):
            issue.closing = GIVEN_UP
        self._rows.append(pack_row(
            issue.serial, issue.attempt, contact.leg, issue.type, issue.segment, contact.queue, agent, group,
            contact.answered, chat.ends, given, desk.within_window(chat.given), end == SILENT
        ))  # fmt: skip

    def _leaves(self, queue: int) -> bool:
        silence = self._world.queues[queue].silence
        return silence is not None and silence.leaves

    def wraps_up(self, agent: int, acw: float, hand_over: bool) -> None:
        """Let `agent` do after-call work, which is part of a chat, and then the next thing."""
        super().wraps_up(agent, 0.0 if self._desks[agent].closing else acw, hand_over)

    def is_released(self, agent: int, now: float) -> None:
        """Let `agent` follow the plan once all chats that are over are settled."""
        desk = self._desks[agent]
        desk.closing = max(0, desk.closing - 1)
        if desk.closing:
            return
        if not desk.chats:
            super().is_released(agent, now)
        self._fills(desk, now)

    def _fills(self, desk: Desk, now: float) -> None:
        """Let whoever chats take further chats that wait, as long as the discipline puts them first."""
        while desk.has_room() and self._duty.plan[desk.agent] == AVAILABLE:
            queue = self._next_queue(desk.agent, now)
            if queue == NOBODY or not self._is_chat[queue]:
                return
            self.takes(desk.agent, self._waiting[self._floor.first_waiting[queue]], now)

    def leaves_queue(self, contact: Contact) -> None:
        """Take `contact` out of its queue; agents who held back for it may take chats again."""
        super().leaves_queue(contact)
        if not self._is_chat[contact.queue]:
            self._all_fill(self._calendar.now)

    def stands_in_line(self, contact: Contact, turn: Happening) -> None:
        """Let whoever is free, or has room for a chat, take a contact that has just come into line."""
        super().stands_in_line(contact, turn)
        self._all_fill(self._calendar.now)

    def _all_fill(self, now: float) -> None:
        for desk in self._desks_with_room():
            self._fills(desk, now)

    def serves_waiting(self, now: float) -> None:
        """Let free agents, and those with room for a chat, take whoever waits."""
        super().serves_waiting(now)
        self._all_fill(now)

    def works_at(self, group: int, speed: float) -> None:
        """Let the conversations of `group` go on at `speed` (1: as usual)."""
        super().works_at(group, speed)
        for desk in self._desks:
            if desk.group == group and desk.chats:
                self._goes_on(desk, len(desk.chats), self._calendar.now)

    def drops(self, queues: tuple[int, ...], groups: tuple[int, ...], now: float) -> int:
        """Break off the conversations of `queues` and of `groups`; return how many."""
        dropped = super().drops(queues, groups, now)
        for desk in self._desks:
            for chat in desk.chats.values():
                if chat.contact.queue in queues or desk.group in groups:
                    dropped += 1
                    chat.contact.leaving = LOST
                    self._breaks_off(desk, chat, DROPPED, now, LEG_END)
        return dropped

    def cuts_off(self, agent: int, now: float) -> None:
        """Let the contacts of `agent`, whose shift is over, come back first in line, if they cut off."""
        super().cuts_off(agent, now)
        desk = self._desks[agent]
        for chat in desk.chats.values() if self._cuts_off[agent] else ():
            if chat.contact.advice <= 0.0:
                chat.contact.returns = True
                self._breaks_off(desk, chat, CUT_OFF, now, SHIFT_OVER)

    def _breaks_off(self, desk: Desk, chat: Chat, end: int, now: float, order: int) -> None:
        contact = chat.contact
        if contact.conference is not None:
            contact.conference.ends(now)
        agent, group, talk, rapport, missing, acw, _, solvable, explains, pressure, warmth, _ = chat.leg
        left = remaining(max(0.0, chat.ends - chat.idle - now), desk.speed, 1.0)
        done = max(0.0, talk + rapport + acw - left)
        said = min(talk, done)
        stayed = min(rapport, done - said)
        missing += talk - said
        contact.present = chat.leg = (
            agent, group, said, stayed, missing, 0.0, end, solvable, explains, pressure, warmth, False
        )  # fmt: skip
        chat.ends, chat.idle = now, 0.0
        self._turns(contact, now, order)


def router_of(centre: Centre) -> Router:
    """Return the router that the centre's world needs."""
    world = centre.world
    parts = world, centre.luck, centre.calendar, centre.floor, centre.duty, centre.manners.talk
    if any(queue.chat for queue in world.queues):
        return ChatRouter(*parts, centre.buffer.rows["chats"])
    if world.outages or world.callbacks or any(group.cuts_off for group in world.groups):
        return WatchingRouter(*parts)
    return Router(*parts)

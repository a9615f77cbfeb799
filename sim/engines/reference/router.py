"""Router: bring contacts and agents together, by the policy's two selections."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.codes import AgentState, Moment, Outcome
from sim.engines.reference.agent import Duty
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process, takes_over
from sim.engines.reference.conversation import Talk
from sim.engines.reference.door import ADMITTED, doors_of
from sim.engines.reference.drawn_wait import DrawnWait
from sim.engines.reference.familiar import Familiar
from sim.engines.reference.records import RAPPORT, TALKS, Contact
from sim.engines.reference.verbs import ready, verb_of
from sim.floor import NOBODY, Floor
from sim.luck import STAY, Luck
from sim.policies.discipline import base as discipline
from sim.policies.routing import base as routing
from sim.rules.overflow import is_ripe
from sim.world import World

if TYPE_CHECKING:
    from sim.engines.reference.callback import Callbacks
    from sim.engines.reference.loyalty import Loyalty

AVAILABLE, TALK, ACW = int(AgentState.AVAILABLE), int(AgentState.TALK), int(AgentState.ACW)
LEG_END, PATIENCE, RELEASE = ORDER[Moment.LEG_END], ORDER[Moment.PATIENCE], ORDER[Moment.RELEASE]
OVERFLOW = ORDER[Moment.OVERFLOW]
ABANDONED = int(Outcome.ABANDONED)


class Router:
    """Answer contacts that find an agent free, and let the others wait as long as their patience lasts."""

    def __init__(
        self, world: World, luck: Luck, calendar: Calendar, floor: Floor, duty: Duty, talk: Talk
    ) -> None:
        self._luck, self._calendar, self._floor, self._duty, self._talk = luck, calendar, floor, duty, talk
        levers = world.levers
        self._select_agent = verb_of(routing.PACKAGE, routing.Routing, levers.routing, "select_agent")
        self._routing = levers.routing_numbers
        self._select_contact = verb_of(
            discipline.PACKAGE, discipline.Discipline, levers.discipline, "select_contact"
        )
        self._discipline = levers.discipline_numbers
        self._groups = [queue.groups for queue in world.queues]
        self._queues = [world.groups[agent.group].queues for agent in world.agents]
        self._helps = [world.groups[agent.group].overflow for agent in world.agents]
        self._helpers = [queue.overflow for queue in world.queues]
        self._drawn = [
            None if queue.drawn is None else DrawnWait(queue.drawn, luck) for queue in world.queues
        ]
        self.doors = doors_of(world, luck, floor)
        self._patience = [ready(queue.patience) for queue in world.queues]
        self._seizes = floor.is_taken
        self._waiting: dict[int, Contact] = {}
        self.loyalty: Loyalty | None = None
        self._world = world
        self.callbacks: Callbacks | None = None
        self._familiar: Familiar | None = None
        if levers.waits_for_known is not None:
            self._familiar = Familiar(self, calendar, floor, levers.waits_for_known)
            self._select_agent = self._familiar.forgets_after(self._select_agent)

    def asks_for_agent(self, contact: Contact, queue: int) -> Happening | None:
        """Return the event at which the conversation or the patience ends.

        Return None for a contact that is not let in.
        """
        issue, now = contact.issue, self._calendar.now
        contact.queue, contact.joined = queue, now
        if issue.attempt == 0 and contact.leg == 0:
            contact.luck = luck = issue.first_stay
        else:
            contact.luck = luck = self._luck.at(STAY, issue.entity, issue.attempt, contact.leg)
            if self._familiar is not None:
                self._familiar.meets(contact, queue)
        if contact.special and (turn := self._has_a_turn(contact, queue, now)) is not None:
            return turn
        agent = self._select_agent(self._routing, self._floor, self._groups[queue], queue, luck[1], now)
        door = self.doors[queue]
        if door is not None and contact.leg == 0:
            contact.leaving = door.refuses(contact, agent != NOBODY, now)
            if contact.leaving != ADMITTED:
                return None
        if agent != NOBODY:
            self._seizes(agent, now)
            return self._answers(agent, contact, now)
        contact.leaving = ABANDONED
        contact.place = place = self._floor.joins(queue, now)
        self._waiting[place] = contact
        limit, calendar = self._runs_out(contact, queue, now), self._calendar
        contact.turn = turn = (
            calendar.at(limit, PATIENCE + issue.serial) if limit < inf else calendar.some_time()
        )
        if contact.special and self._familiar is not None and self._familiar.is_awaited(contact):
            self._familiar.waits(contact, turn)
        elif self._helpers[queue] or self.callbacks is not None or self._drawn[queue] is not None:
            self.is_in_line(contact, turn)
        return turn

    def _runs_out(self, contact: Contact, queue: int, now: float) -> float:
        """Return when the patience of a contact that begins to wait in `queue` is over [s]."""
        patience, numbers = self._patience[queue]
        limit: float = now + patience(numbers, contact.luck[0])
        if self.loyalty is not None:
            limit = now + self.loyalty.patience(contact.issue.customer, limit - now, now)
        return limit

    def _comes_first(self, contact: Contact, queue: int) -> Happening | None:
        contact.returns = False
        turn = self.asks_for_agent(contact, queue)
        if contact.place != NOBODY:
            self._floor.steps_first(queue, contact.place)
        return turn

    def _has_a_turn(self, contact: Contact, queue: int, now: float) -> Happening | None:
        """Return the turn of a contact that need not ask: its agent's, a callback's, or the first."""
        if contact.owner != NOBODY:
            return self._answers(contact.owner, contact, now)
        if contact.callback is not None:
            return contact.callback.waits()
        return self._comes_first(contact, queue) if contact.returns else None

    def is_in_line(self, contact: Contact, turn: Happening) -> None:
        """Let those who help take a contact after a while, and let it be asked whether to be called back."""
        drawn = self._drawn[contact.queue]
        if drawn is not None:
            self._calendar.start(drawn.holds(self, self._calendar, contact, turn))
        if self._helpers[contact.queue]:
            self._calendar.start(self._overflows(contact, contact.queue, turn))
        if self.callbacks is not None:
            self.callbacks.may_offer(contact, turn)

    def lines_up(self, contact: Contact, owner: int = NOBODY) -> None:
        """Let a contact whose customer is off the line join its queue.

        Its owner, or whoever is free, calls at once.
        """
        queue, now = contact.queue, self._calendar.now
        contact.joined, contact.place = now, self._floor.joins(queue, now)
        self._floor.steps_aside(queue, 1, now)
        self._waiting[contact.place] = contact
        if owner != NOBODY and self._duty.state[owner] == AVAILABLE and self.may_serve(owner, queue):
            self._seizes(owner, now)
            self.takes(owner, contact, now)
            return
        self.stands_in_line(contact, contact.turn)

    def stands_in_line(self, contact: Contact, turn: Happening) -> None:
        """Let whoever is free take a contact that has just come into line, or those who help be asked."""
        queue, now = contact.queue, self._calendar.now
        agent = self._select_agent(
            self._routing, self._floor, self._groups[queue], queue, contact.luck[1], now
        )
        if agent != NOBODY:
            self._seizes(agent, now)
            self.takes(agent, contact, now)
            return
        self.is_in_line(contact, turn)

    def line(self, queue: int) -> list[Contact]:
        """Return the contacts in line for `queue`, its head first, and those who wait apart from it."""
        found, place = [], self._floor.first_waiting[queue]
        while place != NOBODY:
            found.append(self._waiting[place])
            place = self._floor.next_waiting[place]
        return found if self._familiar is None else found + self._familiar.apart_from(queue)

    def may_serve(self, agent: int, queue: int) -> bool:
        """Tell whether `agent` has the skill for `queue` and nothing keeps them apart."""
        return queue in self._queues[agent]

    def _overflows(self, contact: Contact, queue: int, turn: Happening) -> Process:
        """Ask one group of helpers after the other, as long as the contact waits."""
        for after, groups in self._helpers[queue]:
            ripe = max(contact.joined + after, self._calendar.now)
            yield self._calendar.at(ripe, OVERFLOW + contact.issue.serial)
            if contact.turn is not turn or contact.place == NOBODY:
                return
            if self.asks(groups, contact, self._calendar.now):
                return

    def asks(self, groups: tuple[int, ...], contact: Contact, now: float) -> bool:
        """Let whoever of `groups` is free take a waiting contact; tell whether anybody is."""
        agent = self._select_agent(self._routing, self._floor, groups, contact.queue, contact.luck[1], now)
        if agent == NOBODY:
            return False
        self._seizes(agent, now)
        self.takes(agent, contact, now)
        return True

    def clears(self, queue: int, leaving: int) -> int:
        """Send away all who wait on the line in `queue`, as the Outcome `leaving` says; return how many."""
        for contact in self.line(queue):
            if contact.callback is None:
                self.ends_wait(contact, leaving)
        return self._floor.waiting[queue]

    def ends_wait(self, contact: Contact, leaving: int) -> None:
        """Let `contact` go on from its queue now, as the Outcome `leaving` says."""
        contact.leaving = leaving
        self._turns(contact, self._calendar.now, PATIENCE)

    def leaves_queue(self, contact: Contact) -> None:
        """Take `contact` out of its queue, for an agent or for good."""
        place = contact.place
        del self._waiting[place]
        self._floor.leaves(contact.queue, place, self._calendar.now)
        contact.place = NOBODY

    def _answers(self, agent: int, contact: Contact, now: float) -> Happening:
        contact.answered = now
        if contact.special:
            if contact.conference is not None:
                contact.conference.meets()
            if contact.callback is not None and not contact.callback.dials(agent):
                return contact.turn
        self._duty.changes_to(agent, TALK, now)
        contact.present = leg = self._talk.begins(contact, agent, contact.queue)
        ends = now + leg[TALKS] + leg[RAPPORT]
        contact.turn = turn = self._calendar.at(ends, LEG_END + contact.issue.serial)
        return turn

    def has_room(self, agent: int) -> bool:
        """Tell whether a busy agent could take one more contact."""
        del agent
        return False

    def is_released(self, agent: int, now: float) -> None:
        """Let `agent` follow the plan: serve the next contact, wait for one, or go."""
        plan = self._duty.plan[agent]
        if plan != AVAILABLE:
            self._duty.changes_to(agent, plan, now)
            return
        if self._familiar is not None and self._familiar.serves(agent, now):
            return
        if self._helps[agent]:
            queue = self._next_queue(agent, now)
        else:
            queue = self._select_contact(self._discipline, self._floor, self._queues[agent], now)
        if queue == NOBODY:
            self._duty.changes_to(agent, AVAILABLE, now)
            self._floor.becomes_free(agent, now)
            return
        self.takes(agent, self._waiting[self._floor.first_waiting[queue]], now)

    def _next_queue(self, agent: int, now: float) -> int:
        helped = (queue for queue, after in self._helps[agent] if self._is_ripe(queue, after, now))
        queues = *self._queues[agent], *helped
        queue: int = self._select_contact(self._discipline, self._floor, queues, now)
        return queue

    def _is_ripe(self, queue: int, after: float, now: float) -> bool:
        place = self._floor.first_waiting[queue]
        return place != NOBODY and is_ripe(now - self._floor.joined[place], after)

    def takes(self, agent: int, contact: Contact, now: float) -> None:
        """Let `agent`, who is free of all else, take a contact that waits."""
        self.leaves_queue(contact)
        out_of_patience = contact.turn
        takes_over(self._answers(agent, contact, now), out_of_patience)

    def connects(self, queue_is_up: list[bool], group_is_up: list[bool]) -> None:
        """Let contacts and agents meet only where both the queue and the group are up."""
        world = self._world

        def up(queues: tuple[int, ...], group: int) -> tuple[int, ...]:
            return tuple(queue for queue in queues if queue_is_up[queue] and group_is_up[group])

        def there(groups: tuple[int, ...], queue: int) -> tuple[int, ...]:
            return tuple(group for group in groups if queue_is_up[queue] and group_is_up[group])

        self._groups = [there(queue.groups, number) for number, queue in enumerate(world.queues)]
        self._helpers = [
            tuple((after, there(groups, number)) for after, groups in queue.overflow)
            for number, queue in enumerate(world.queues)
        ]
        self._queues = [up(world.groups[agent.group].queues, agent.group) for agent in world.agents]
        self._helps = [
            tuple(
                (queue, after)
                for queue, after in world.groups[agent.group].overflow
                if up((queue,), agent.group)
            )
            for agent in world.agents
        ]

    def serves_waiting(self, now: float) -> None:
        """Let the free agents take whoever waits, the longest free first."""
        floor = self._floor
        for agent in sorted(floor.free_agents(), key=lambda agent: (floor.free_since[agent], agent)):
            if self._next_queue(agent, now) != NOBODY:
                floor.is_taken(agent, now)
                self.is_released(agent, now)

    def _turns(self, contact: Contact, time: float, order: int = LEG_END) -> None:
        """Let `contact` go on at `time` [s] instead of when it would have."""
        later = self._calendar.at(time, order + contact.issue.serial)
        takes_over(later, contact.turn)
        contact.turn = later

    def wraps_up(self, agent: int, acw: float, hand_over: bool) -> None:
        """Let `agent` do after-call work, and then the next thing.

        Without after-call work the release waits for a contact that is being handed over, so that
        it joins the tail of its queue before the agent turns to the head of it.
        """
        now = self._calendar.now
        if acw <= 0.0 and not hand_over:
            self.is_released(agent, now)
            return
        if acw > 0.0:
            self._duty.changes_to(agent, ACW, now)
        self._calendar.start(self._after_call_work(agent, now + acw))

    def _after_call_work(self, agent: int, until: float) -> Process:
        yield self._calendar.at(until, RELEASE + agent)
        self.is_released(agent, until)

"""Router: bring contacts and agents together, by the policy's two selections."""

from __future__ import annotations

from sim.codes import AgentState, Moment, Outcome
from sim.engines.reference.agent import Duty
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process, takes_over
from sim.engines.reference.conversation import Conversation, ready, verb_of
from sim.engines.reference.door import ADMITTED, doors_of
from sim.engines.reference.records import RAPPORT, TALKS, Contact
from sim.floor import NOBODY, Floor
from sim.luck import STAY, Luck
from sim.policies.discipline import base as discipline
from sim.policies.routing import base as routing
from sim.rules.overflow import is_ripe
from sim.world import World

AVAILABLE, TALK, ACW = int(AgentState.AVAILABLE), int(AgentState.TALK), int(AgentState.ACW)
LEG_END, PATIENCE, RELEASE = ORDER[Moment.LEG_END], ORDER[Moment.PATIENCE], ORDER[Moment.RELEASE]
OVERFLOW = ORDER[Moment.OVERFLOW]
ABANDONED, CLEARED = int(Outcome.ABANDONED), int(Outcome.CLEARED)

NEVER = float("inf")


class Router:
    """Answer contacts that find an agent free, and let the others wait as long as their patience lasts."""

    def __init__(
        self, world: World, luck: Luck, calendar: Calendar, floor: Floor, duty: Duty, talk: Conversation
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
        self.doors = doors_of(world, luck, floor)
        self._patience = [ready(queue.patience) for queue in world.queues]
        self._waiting: dict[int, Contact] = {}

    def asks_for_agent(self, contact: Contact, queue: int) -> Happening | None:
        """Return the event at which the conversation ends, with its leg, or patience does, with None.

        Return None for a contact that is not let in.
        """
        issue, now = contact.issue, self._calendar.now
        contact.queue, contact.joined = queue, now
        if issue.attempt == 0 and contact.leg == 0:
            contact.luck = luck = issue.first_stay
        else:
            contact.luck = luck = self._luck.at(STAY, issue.entity, issue.attempt, contact.leg)
        agent = self._select_agent(self._routing, self._floor, self._groups[queue], luck[1])
        door = self.doors[queue]
        if door is not None and contact.leg == 0:
            contact.leaving = door.refuses(contact, agent != NOBODY, now)
            if contact.leaving != ADMITTED:
                return None
        if agent != NOBODY:
            self._floor.is_taken(agent)
            return self._answers(agent, contact, now)
        return self._waits(contact, queue, now)

    def _waits(self, contact: Contact, queue: int, now: float) -> Happening:
        contact.leaving = ABANDONED
        contact.place = place = self._floor.joins(queue, now)
        self._waiting[place] = contact
        patience, numbers = self._patience[queue]
        limit, calendar = now + patience(numbers, contact.luck[0]), self._calendar
        contact.turn = turn = (
            calendar.at(limit, PATIENCE + contact.issue.serial) if limit < NEVER else Happening(calendar)
        )
        if self._helpers[queue]:
            calendar.start(self._overflows(contact, queue, turn))
        return turn

    def _overflows(self, contact: Contact, queue: int, turn: Happening) -> Process:
        """Ask one group of helpers after the other, as long as the contact waits."""
        for after, groups in self._helpers[queue]:
            yield self._calendar.at(contact.joined + after, OVERFLOW + contact.issue.serial)
            if contact.turn is not turn or contact.place == NOBODY:
                return
            now = self._calendar.now
            agent = self._select_agent(self._routing, self._floor, groups, contact.luck[1])
            if agent != NOBODY:
                self._floor.is_taken(agent)
                self._takes(agent, contact, now)
                return

    def clears(self, queue: int) -> None:
        """Send away all who wait in `queue`."""
        now, place = self._calendar.now, self._floor.first_waiting[queue]
        while place != NOBODY:
            contact = self._waiting[place]
            contact.leaving = CLEARED
            later = self._calendar.at(now, PATIENCE + contact.issue.serial)
            takes_over(later, contact.turn)
            contact.turn = later
            place = self._floor.next_waiting[place]

    def leaves_queue(self, contact: Contact) -> None:
        """Take `contact` out of its queue, for an agent or for good."""
        place = contact.place
        del self._waiting[place]
        self._floor.leaves(contact.queue, place, self._calendar.now)
        contact.place = NOBODY

    def _answers(self, agent: int, contact: Contact, now: float) -> Happening:
        contact.answered = now
        if contact.conference is not None:
            contact.conference.meets()
        self._duty.changes_to(agent, TALK, now)
        leg = self._talk.begins(contact, agent, contact.queue)
        ends = now + leg[TALKS] + leg[RAPPORT]
        contact.turn = turn = self._calendar.at(ends, LEG_END + contact.issue.serial, leg)
        return turn

    def is_released(self, agent: int, now: float) -> None:
        """Let `agent` follow the plan: serve the next contact, wait for one, or go."""
        plan = self._duty.plan[agent]
        if plan != AVAILABLE:
            self._duty.changes_to(agent, plan, now)
            return
        queues, helps = self._queues[agent], self._helps[agent]
        if helps:
            queues = (*queues, *(queue for queue, after in helps if self._is_ripe(queue, after, now)))
        queue = self._select_contact(self._discipline, self._floor, queues)
        if queue == NOBODY:
            self._duty.changes_to(agent, AVAILABLE, now)
            self._floor.becomes_free(agent, now)
            return
        self._takes(agent, self._waiting[self._floor.first_waiting[queue]], now)

    def _is_ripe(self, queue: int, after: float, now: float) -> bool:
        place = self._floor.first_waiting[queue]
        return place != NOBODY and is_ripe(now - self._floor.joined[place], after)

    def _takes(self, agent: int, contact: Contact, now: float) -> None:
        self.leaves_queue(contact)
        out_of_patience = contact.turn
        takes_over(self._answers(agent, contact, now), out_of_patience)

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

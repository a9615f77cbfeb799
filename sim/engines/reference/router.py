"""Router: bring contacts and agents together, by the policy's two selections."""

from __future__ import annotations

from sim.codes import AgentState, Moment
from sim.engines.reference.agent import Duty
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process, takes_over
from sim.engines.reference.conversation import Conversation, ready, verb_of
from sim.engines.reference.records import RAPPORT, TALKS, Contact
from sim.floor import NOBODY, Floor
from sim.luck import STAY, Luck
from sim.policies.discipline import base as discipline
from sim.policies.routing import base as routing
from sim.world import World

AVAILABLE, TALK, ACW = int(AgentState.AVAILABLE), int(AgentState.TALK), int(AgentState.ACW)
LEG_END, PATIENCE, RELEASE = ORDER[Moment.LEG_END], ORDER[Moment.PATIENCE], ORDER[Moment.RELEASE]

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
        self._patience = [ready(queue.patience) for queue in world.queues]
        self._waiting: dict[int, Contact] = {}

    def asks_for_agent(self, contact: Contact, queue: int) -> Happening:
        """Return the event at which the conversation ends, with its leg, or patience does, with None."""
        calendar, issue = self._calendar, contact.issue
        now = calendar.now
        contact.queue, contact.joined = queue, now
        if issue.attempt == 0 and contact.leg == 0:
            contact.luck = luck = issue.first_stay
        else:
            contact.luck = luck = self._luck.at(STAY, issue.entity, issue.attempt, contact.leg)
        agent = self._select_agent(self._routing, self._floor, self._groups[queue], queue, luck[1], now)
        if agent != NOBODY:
            self._floor.is_taken(agent, now)
            return self._answers(agent, contact, now)
        contact.place = place = self._floor.joins(queue, now)
        self._waiting[place] = contact
        patience, numbers = self._patience[queue]
        limit = now + patience(numbers, luck[0])
        contact.turn = turn = (
            calendar.at(limit, PATIENCE + issue.serial) if limit < NEVER else Happening(calendar)
        )
        return turn

    def leaves_queue(self, contact: Contact) -> None:
        """Take `contact` out of its queue, for an agent or for good."""
        place = contact.place
        del self._waiting[place]
        self._floor.leaves(contact.queue, place, self._calendar.now)
        contact.place = NOBODY

    def _answers(self, agent: int, contact: Contact, now: float) -> Happening:
        contact.answered = now
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
        queue = self._select_contact(self._discipline, self._floor, self._queues[agent], now)
        if queue == NOBODY:
            self._duty.changes_to(agent, AVAILABLE, now)
            self._floor.becomes_free(agent, now)
            return
        contact = self._waiting[self._floor.first_waiting[queue]]
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

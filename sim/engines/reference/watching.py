"""Watching: conversations that something may change while they last, such as an outage or a shift's end."""

from __future__ import annotations

from sim.codes import End, Moment, Outcome
from sim.engines.reference.agent import Duty
from sim.engines.reference.calendar import ORDER, Calendar, Happening
from sim.engines.reference.conversation import Talk
from sim.engines.reference.records import ACW, AGENT, GROUP, RAPPORT, TALKS, Contact, Leg
from sim.engines.reference.router import LEG_END, Router
from sim.floor import Floor
from sim.luck import Luck
from sim.rules.outages import remaining
from sim.world import World

SHIFT_OVER = ORDER[Moment.SHIFT_OVER]
LOST, DROPPED, CUT_OFF = int(Outcome.LOST), int(End.DROPPED), int(End.SHIFT_OVER)


class WatchingRouter(Router):
    """Route contacts and watch their conversations, by the need's serial number."""

    def __init__(
        self, world: World, luck: Luck, calendar: Calendar, floor: Floor, duty: Duty, talk: Talk
    ) -> None:
        super().__init__(world, luck, calendar, floor, duty, talk)
        self._speed = [1.0] * len(world.groups)
        self._cuts_off = [world.groups[agent.group].cuts_off for agent in world.agents]
        self._talking: dict[int, Contact] = {}

    def _answers(self, agent: int, contact: Contact, now: float) -> Happening:
        turn, leg = super()._answers(agent, contact, now), contact.present
        if leg is None:  # the customer does not answer the agent's call
            return turn
        self._talking[contact.issue.serial] = contact
        _, group, talk, rapport, *_ = leg
        ends = now + talk + rapport
        nominal = ends - now
        longer = remaining(nominal, 1.0, self._speed[group]) - nominal
        contact.stretched = longer + contact.dial
        if contact.stretched != 0.0:
            self._turns(contact, ends + contact.stretched)
        return contact.turn

    def ends_talk(self, contact: Contact, agent: int) -> None:
        """Take note that a conversation is over."""
        del agent
        del self._talking[contact.issue.serial]

    def _conversations(self) -> list[tuple[Contact, Leg]]:
        """Return who talks at the moment, and the leg of each."""
        talking = self._talking.values()
        return [(contact, contact.present) for contact in talking if contact.present is not None]

    def works_at(self, group: int, speed: float) -> None:
        """Let the conversations of `group` go on at `speed` (1: as usual)."""
        old, self._speed[group] = self._speed[group], speed
        for contact, leg in self._conversations():
            if leg[GROUP] == group:
                left = contact.answered + leg[TALKS] + leg[RAPPORT] + contact.stretched - self._calendar.now
                more = remaining(left, old, speed) - left
                contact.stretched += more
                self._turns(contact, self._calendar.now + left + more)

    def drops(self, queues: tuple[int, ...], groups: tuple[int, ...], now: float) -> int:
        """Break off the conversations of `queues` and of `groups`; return how many."""
        dropped = 0
        for contact, leg in self._conversations():
            if contact.queue in queues or leg[GROUP] in groups:
                dropped += 1
                contact.leaving = LOST
                self._ends_early(contact, leg, leg[ACW], DROPPED, now, LEG_END)
        return dropped

    def cuts_off(self, agent: int, now: float) -> None:
        """Let the contact of `agent`, whose shift is over, come back first in line, if they cut off.

        Who advises a colleague, introduces a customer, dials or does after-call work finishes that.
        """
        for contact, leg in self._conversations() if self._cuts_off[agent] else ():
            if leg[AGENT] == agent and contact.advice <= 0.0:
                contact.special = contact.returns = True
                self._ends_early(contact, leg, 0.0, CUT_OFF, now, SHIFT_OVER)

    def _ends_early(self, contact: Contact, leg: Leg, acw: float, end: int, now: float, order: int) -> None:
        if contact.conference is not None:
            contact.conference.ends(now)
        agent, group, talk, rapport, missing, _, _, solvable, explains, pressure, warmth, passed_on = leg
        spent = now - contact.answered
        talked = max(spent - contact.dial, 0.0)
        said = min(talk, talked)
        stayed = min(rapport, talked - said)
        contact.stretched = spent - said - stayed
        missing += talk - said
        contact.present = (
            agent, group, said, stayed, missing, acw, end, solvable, explains, pressure, warmth, passed_on
        )  # fmt: skip
        self._turns(contact, now, order)

"""Confirming: agents who ask before they end a conversation whether the issue is settled."""

from __future__ import annotations

from sim.codes import End
from sim.engines.reference.conversation import Talk
from sim.engines.reference.records import Contact, Leg
from sim.luck import CONFIRM, Luck
from sim.policies.confirm import says_so

UNSETTLED = (int(End.CUT), int(End.UNSOLVED))


class Confirming:
    """Add the question to the legs that `talk` decides; `numbers` are those of the lever."""

    def __init__(self, talk: Talk, luck: Luck, numbers: tuple[float, ...]) -> None:
        self._talk, self._luck, self._numbers = talk, luck, numbers
        self._asks = numbers[0]

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now; a colleague who only advises the agent asks nothing."""
        leg = self._talk.begins(contact, agent, queue)
        if contact.special and contact.advice > 0.0:
            return leg
        _, group, talk, rapport, missing, acw, end, solvable, explains, pressure, warmth, passed_on = leg
        if end in UNSETTLED and not passed_on:
            issue = contact.issue
            u = self._luck.at(CONFIRM, issue.entity, issue.attempt, contact.leg)[0]
            passed_on = says_so(self._numbers, u)
        # the question is no work, and no unhurried time either: it counts on both sides of attention
        rapport, missing = rapport + self._asks, missing + self._asks
        return agent, group, talk, rapport, missing, acw, end, solvable, explains, pressure, warmth, passed_on

"""Conversation: what a leg will be, decided by rules and policies the moment it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sim.codes import End
from sim.distributions.normal import normal_quantile
from sim.engines.reference.conference import style_of
from sim.engines.reference.person import Person
from sim.engines.reference.records import Contact, Leg
from sim.engines.reference.verbs import ready, verb_of
from sim.floor import Floor
from sim.luck import LEG, REFERRAL, Luck
from sim.policies.pace import base as pace
from sim.rules.pressure import crowd
from sim.rules.resolution import can_solve, is_passed_on, is_referred
from sim.rules.warmth import felt_warmth
from sim.rules.work import want
from sim.world import World

CUT, DONE = int(End.CUT), int(End.DONE)


class Talk(Protocol):
    """Decide a leg when it is answered."""

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now that `agent` answers `contact`."""


class Conversation:
    """Hold the rules and numbers that decide a leg, ready to be called.

    `warmth` (index: agent) and `skill` (agent, queue) are as rested.
    """

    def __init__(self, world: World, luck: Luck, floor: Floor, people: Sequence[Person]) -> None:
        self._luck, self._group = luck, floor.group
        self._waiting, self._on_duty = floor.waiting, floor.on_duty
        self.warmth = [person.warmth for person in people]
        self.skill = [person.skill for person in people]
        self._speed = [person.speed for person in people]
        self._kappa, self._work, self._warmth_numbers = world.kappa, world.work, world.warmth
        self._hold = verb_of(pace.PACKAGE, pace.Pace, world.levers.pace, "hold")
        self._pass_on = style_of(world).pass_on
        self._pace = [group.pace for group in world.groups]
        self._talk = [ready(group.talk) if group.talk else None for group in world.groups]
        self._referral = [kind.referral for kind in world.types]
        self._refers_to = [kind.refers_to for kind in world.types]
        self._acw = [ready(kind.acw) for kind in world.types]

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now that `agent` answers `contact`."""
        issue, group = contact.issue, self._group[agent]
        if issue.attempt == 0 and contact.leg == 0:
            u_end, z_warmth, u_passed, u_acw = issue.first_leg
        else:
            u_end, u_warmth, u_passed, u_acw = self._luck.at(LEG, issue.entity, issue.attempt, contact.leg)
            z_warmth = normal_quantile(u_warmth)
        if contact.special and contact.advice > 0.0:
            return self._advises(contact, agent, group, z_warmth)
        crowded = crowd(self._waiting[queue], self._on_duty[queue])
        measured = self._talk[group]
        if measured is None:
            solvable = can_solve(issue.complexity, self.skill[agent][queue])
            explains = issue.told and agent not in issue.people
            if contact.special:
                solvable = solvable or contact.owner == agent
                explains = explains and contact.introduction < 0.0
            speed = self._speed[agent][queue]
            wanted = want(self._work, issue.work, issue.work_left, explains, solvable, speed)
        else:
            solvable, explains = True, False
            quantile, numbers = measured
            wanted = quantile(numbers, contact.luck[2])
        referral = self._referral[issue.type]
        if referral is not None and queue != self._refers_to[issue.type] and contact.owner != agent:
            chance, share = referral
            solvable = not is_referred(
                chance, self._luck.at(REFERRAL, issue.entity, issue.attempt, contact.leg)[0]
            )
            wanted = wanted if solvable else share * wanted
        held = self._hold(self._pace[group], wanted, crowded, self._kappa, u_end)
        talk, rapport, missing, pressure, end = held
        if contact.special and contact.introduction > 0.0:
            talk += contact.introduction
        quantile, numbers = self._acw[issue.type]
        acw = quantile(numbers, u_acw)
        warmth = felt_warmth(self._warmth_numbers, self.warmth[agent], pressure, z_warmth)
        passed_on = end == CUT and is_passed_on(self._pass_on, u_passed)
        return agent, group, talk, rapport, missing, acw, end, solvable, explains, pressure, warmth, passed_on

    def _advises(self, contact: Contact, agent: int, group: int, z_warmth: float) -> Leg:
        """Return the leg of a colleague who only advises, for what that colleague's skill is worth."""
        solvable = self._talk[group] is not None or can_solve(
            contact.issue.complexity, self.skill[agent][contact.queue]
        )
        warmth = felt_warmth(self._warmth_numbers, self.warmth[agent], 0.0, z_warmth)
        return agent, group, contact.advice, 0.0, 0.0, 0.0, DONE, solvable, False, 0.0, warmth, False

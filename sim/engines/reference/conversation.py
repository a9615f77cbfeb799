"""Conversation: what a leg will be, decided by rules and policies the moment it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.distributions.base import quantile_of
from sim.engines.reference.records import Contact, Issue, Leg
from sim.engines.reference.roster import Person
from sim.family import members
from sim.floor import Floor
from sim.luck import LEG, STAY, Luck
from sim.policies.handoff import base as handoff
from sim.policies.pace import base as pace
from sim.rules.pressure import congestion
from sim.rules.resolution import can_solve
from sim.rules.warmth import felt_warmth
from sim.rules.work import want
from sim.world import World

Quantile = Callable[[Any, float], float]


def verb_of(package: str, base: type[Any], code: int, name: str) -> Callable[..., Any]:
    """Return the verb called `name` of the member of a family with this code."""
    found = members(package, "kind", base).values()
    return next(getattr(member.module, name) for member in found if member.code == code)


class Conversation:
    """Hold the rules and numbers that decide a leg, ready to be called."""

    def __init__(self, world: World, luck: Luck, floor: Floor, people: Sequence[Person]) -> None:
        self._world, self._luck, self._floor = world, luck, floor
        self._warmth = [person.warmth for person in people]
        self._skill = [person.skill for person in people]
        self._hold = verb_of(pace.PACKAGE, pace.Pace, world.levers.pace, "hold")
        self._passes_on = verb_of(handoff.PACKAGE, handoff.Handoff, world.levers.handoff, "passes_on")
        self._handoff = world.levers.handoff_numbers
        self._pace = [group.pace for group in world.groups]
        self._talk = [
            (quantile_of(group.talk.code), group.talk.numbers) if group.talk else None
            for group in world.groups
        ]
        self._acw = [(quantile_of(kind.acw.code), kind.acw.numbers) for kind in world.types]

    def begins(self, contact: Contact, agent: int, queue: int, now: float) -> Leg:
        """Return the leg that begins when `agent` answers `contact` at `now` [s]."""
        issue, floor, world = contact.issue, self._floor, self._world
        group = floor.group[agent]
        first = issue.attempt == 0 and contact.leg == 0
        luck = issue.first_leg if first else self._luck.at(LEG, issue.entity, issue.attempt, contact.leg)
        crowd = congestion(world.congestion, floor.waiting[queue], floor.on_duty[queue])
        explains = bool(issue.people) and agent not in issue.people
        measured = self._talk[group]
        if measured is None:
            solvable = can_solve(issue.complexity, self._skill[agent])
            wanted = want(world.work, issue.work, issue.work_left, explains, solvable)
        else:
            solvable, explains = True, False
            wanted = self._measured(issue, contact.leg, first, measured)
        talk, rapport, missing, pressure, end = self._hold(self._pace[group], wanted, crowd, luck[0])
        acw, acw_numbers = self._acw[issue.type]
        return Leg(
            agent,
            group,
            now,
            talk,
            rapport,
            missing,
            acw(acw_numbers, luck[3]),
            end,
            solvable,
            explains,
            pressure,
            felt_warmth(world.warmth, self._warmth[agent], pressure, luck[1]),
            self._passes_on(self._handoff, luck[2]),
        )

    def _measured(self, issue: Issue, leg: int, first: bool, talk: tuple[Quantile, Any]) -> float:
        stay = issue.first_stay if first else self._luck.at(STAY, issue.entity, issue.attempt, leg)
        return talk[0](talk[1], stay[2])

"""Straining: agents who tire by what they do, show it, quit, and are replaced by beginners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engines.reference.conversation import Conversation
from sim.engines.reference.records import PRESSURE, Contact, Leg
from sim.floor import NOBODY
from sim.logs import PACK
from sim.luck import QUIT
from sim.rules.endurance import endurance
from sim.rules.learning import StarterNumbers
from sim.rules.strain import (
    StrainNumbers,
    occupied,
    quit_hazard,
    tire,
    weary_skill,
    weary_warmth,
)
from sim.rules.trust import YEAR

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

pack_row = PACK["agents"]


class Straining:
    """Keep every agent's exhaustion while `talk` decides the legs, and the hazard of quitting over it.

    An agent's clock runs only at work. Exhaustion is brought up to date at each answer and whenever the agent
    comes or goes, by the occupancy of the shift so far and the pressure of the last conversation. Whoever has
    had enough leaves at the end of the shift.
    """

    def __init__(self, centre: Centre, talk: Conversation, numbers: StrainNumbers) -> None:
        self._centre, self._talk, self._numbers = centre, talk, numbers
        self._beginners = StarterNumbers(
            1.0, 0.0, numbers.beginner_speed, numbers.beginner_skill, numbers.beginner_half_life
        )
        self._entity = [agent.entity for agent in centre.world.agents]
        agents = len(self._entity)
        self._exhaustion, self._pressure, self._since = [0.0] * agents, [0.0] * agents, [0.0] * agents
        self._people, self._hazard, self._looked = [0] * agents, [0.0] * agents, [0.0] * agents
        self._bears = [self._draws(agent) for agent in range(agents)]
        self._vacant_until = [0.0] * agents
        self._quits = [0] * agents
        self._seen: list[list[float]] = []
        self.vacant_seconds = [0.0] * len(centre.world.groups)

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now that `agent`, as weary as may be, answers `contact`."""
        self._tires(agent, self._centre.calendar.now)
        n, exhaustion = self._numbers, self._exhaustion[agent]
        warmth, skills = self._talk.warmth, self._talk.skill[agent]
        rested = warmth[agent], skills[queue]
        warmth[agent] = weary_warmth(n, rested[0], exhaustion)
        skills[queue] = weary_skill(n, rested[1], exhaustion)
        leg = self._talk.begins(contact, agent, queue)
        warmth[agent], skills[queue] = rested
        self._pressure[agent] = leg[PRESSURE]
        return leg

    def _tires(self, agent: int, now: float) -> None:
        floor = self._centre.floor
        there = floor.signed_seconds[agent] + now - floor.signed_since[agent]
        occupancy = occupied(floor.idle_seconds[agent], there)
        elapsed, self._since[agent] = now - self._since[agent], now
        exhaustion = self._exhaustion[agent]
        self._exhaustion[agent] = tire(self._numbers, exhaustion, occupancy, self._pressure[agent], elapsed)

    def comes_or_goes(self, agent: int, comes: bool, now: float) -> None:
        """Note that `agent` comes to the work, or goes from it."""
        if comes:
            self._since[agent] = now
        else:
            self._tires(agent, now)

    def goes_home(self, agent: int, now: float) -> None:
        """Let `agent`, whose shift is over wherever it ended, quit if this was enough."""
        elapsed, self._looked[agent] = now - self._looked[agent], now
        self._hazard[agent] += quit_hazard(self._numbers, self._exhaustion[agent], elapsed)
        if self._hazard[agent] >= self._bears[agent]:
            self._quit(agent, now)

    def _quit(self, agent: int, now: float) -> None:
        centre, opens = self._centre, now + self._numbers.replaced_after
        if centre.world.window.opens <= now < centre.world.window.closes:
            self._quits[agent] += 1
        self._vacant_until[agent] = self._looked[agent] = opens
        self._exhaustion[agent] = self._pressure[agent] = self._hazard[agent] = 0.0
        self._people[agent] += 1
        self._bears[agent] = self._draws(agent)
        person = centre.people[agent]
        person.is_drawn(centre.luck, self._people[agent])
        self._talk.warmth[agent] = person.warmth
        centre.learning.begins(agent, self._beginners, opens)
        # who comes next in this position has met none of the customers
        for issue in centre.open.values():
            issue.people = tuple(NOBODY if met == agent else met for met in issue.people)

    def _draws(self, agent: int) -> float:
        return endurance(self._centre.luck.at(QUIT, self._entity[agent], self._people[agent])[0])

    def is_vacant(self, agent: int, begins: float, ends: float) -> bool:
        """Tell whether nobody holds the position of `agent` when a stretch begins; note its time [s]."""
        if begins >= self._vacant_until[agent]:
            return False
        opens, closes, _ = self._centre.world.window
        seconds = min(ends, closes) - max(begins, opens)
        if seconds > 0.0:
            self.vacant_seconds[self._centre.floor.group[agent]] += seconds
        return True

    def survey(self) -> None:
        """Note everybody's exhaustion, the first time for the start and the second for the end."""
        self._seen.append(self._exhaustion[:])

    def rows(self) -> list[bytes]:
        """Return the rows of the agents' table."""
        opens, closes, _ = self._centre.world.window
        cost, group = self._numbers.hiring_cost, self._centre.floor.group
        return [
            pack_row(agent, group[agent], *exhaustion, quits, quits * cost, (closes - opens) / YEAR)
            for agent, (quits, *exhaustion) in enumerate(zip(self._quits, *self._seen, strict=True))
        ]

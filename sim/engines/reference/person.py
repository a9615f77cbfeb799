"""Person: an agent's own warmth, speed and skill."""

from __future__ import annotations

from sim.distributions.normal import normal_quantile
from sim.luck import AGENT, Luck
from sim.rules.learning import StarterNumbers, learned
from sim.rules.resolution import resolving_speed
from sim.rules.work import own_speed
from sim.world import World


class Person:
    """Hold one agent's warmth and, by queue, skill, speed and issues resolved per second of talk."""

    def __init__(self, world: World, luck: Luck, agent: int) -> None:
        self._entity = world.agents[agent].entity
        self._group = world.groups[world.agents[agent].group]
        queues = len(self._group.skill)
        self.skill, self.speed, self.resolves = [0.0] * queues, [0.0] * queues, [0.0] * queues
        self.is_drawn(luck, 0)

    def is_drawn(self, luck: Luck, turn: int) -> None:
        """Let the one who holds the position be its first (0) or a later one, drawn around the group."""
        group = self._group
        u_warmth, u_skill, u_speed, _ = luck.at(AGENT, self._entity, turn)
        self.warmth = group.warmth + group.warmth_spread * normal_quantile(u_warmth)
        z_skill, z_speed = normal_quantile(u_skill), normal_quantile(u_speed)
        self.skill[:] = [skill + group.skill_spread * z_skill for skill in group.skill]
        self.speed[:] = [own_speed(speed, group.speed_spread, z_speed) for speed in group.speed]
        self._learned = tuple(self.skill), tuple(self.speed)
        self._compares()

    def learns(self, numbers: StarterNumbers, elapsed: float) -> None:
        """Set skill and speed, in place, to what `elapsed` [s] on the job have made of a starter's."""
        skills, speeds = self._learned
        skill = learned(numbers.skill, elapsed, numbers.half_life)
        speed = learned(numbers.speed, elapsed, numbers.half_life)
        self.skill[:] = [skill * full for full in skills]
        self.speed[:] = [speed * full for full in speeds]
        self._compares()

    def _compares(self) -> None:
        self.resolves[:] = [
            resolving_speed(skill, speed, self._group.measured)
            for skill, speed in zip(self.skill, self.speed, strict=True)
        ]

"""Person: an agent's own warmth, speed and skill."""

from __future__ import annotations

from sim.distributions.normal import normal_quantile
from sim.luck import AGENT, Luck
from sim.rules.resolution import resolving_speed
from sim.rules.work import own_speed
from sim.world import World


class Person:
    """Hold one agent's warmth and, by queue, skill, speed and issues resolved per second of talk."""

    def __init__(self, world: World, luck: Luck, agent: int) -> None:
        numbers = world.agents[agent]
        group = world.groups[numbers.group]
        u_warmth, u_skill, u_speed, _ = luck.at(AGENT, numbers.entity)
        self.warmth = group.warmth + group.warmth_spread * normal_quantile(u_warmth)
        z_skill, z_speed = normal_quantile(u_skill), normal_quantile(u_speed)
        self.skill = [skill + group.skill_spread * z_skill for skill in group.skill]
        self.speed = [own_speed(speed, group.speed_spread, z_speed) for speed in group.speed]
        self.resolves = [
            resolving_speed(skill, speed, group.measured)
            for skill, speed in zip(self.skill, self.speed, strict=True)
        ]

"""Person: an agent's own warmth and skill."""

from __future__ import annotations

from sim.distributions.normal import normal_quantile
from sim.luck import AGENT, Luck
from sim.world import World


class Person:
    """Hold one agent's warmth and skill."""

    def __init__(self, world: World, luck: Luck, agent: int) -> None:
        numbers = world.agents[agent]
        group = world.groups[numbers.group]
        u_warmth, u_skill, _, _ = luck.at(AGENT, numbers.entity)
        self.warmth = group.warmth + group.warmth_spread * normal_quantile(u_warmth)
        self.skill = group.skill + group.skill_spread * normal_quantile(u_skill)

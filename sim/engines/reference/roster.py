"""Roster: the agents as persons, and the stretches of the days they work."""

from __future__ import annotations

from collections.abc import Iterator

from sim.distributions.normal import normal_quantile
from sim.luck import AGENT, PRESENCE, Luck
from sim.scenario.clock import DAY
from sim.world import World


class Person:
    """Hold one agent's warmth and skill."""

    def __init__(self, world: World, luck: Luck, agent: int) -> None:
        numbers = world.agents[agent]
        group = world.groups[numbers.group]
        u_warmth, u_skill, _, _ = luck.at(AGENT, numbers.entity)
        self.warmth = group.warmth + group.warmth_spread * normal_quantile(u_warmth)
        self.skill = group.skill + group.skill_spread * normal_quantile(u_skill)


def stretches(world: World, luck: Luck, agent: int) -> Iterator[tuple[float, float, int]]:
    """Yield (begins, ends, state) [s] of an agent's run; what follows without a gap is one stretch."""
    numbers = world.agents[agent]
    open_stretch: tuple[float, float, int] | None = None
    for day in range(world.run_days):
        week = numbers.week[(world.first_weekday + day) % 7]
        u = luck.at(PRESENCE, numbers.entity, day)[0] if any(s.chance < 1.0 for s in week) else 0.0
        for begins, ends, state, chance in week:
            if u >= chance:
                continue
            if open_stretch and open_stretch[1] == day * DAY + begins and open_stretch[2] == state:
                open_stretch = open_stretch[0], day * DAY + ends, state
                continue
            if open_stretch:
                yield open_stretch
            open_stretch = day * DAY + begins, day * DAY + ends, state
    if open_stretch:
        yield open_stretch

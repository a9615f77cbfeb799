"""Roster: when each agent is planned to work, whatever happens on the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.attendance import ABSENT, attended
from sim.luck import AGENT, PRESENCE, STARTERS, Luck, identity
from sim.scenario.clock import DAY
from sim.staffing import AgentNumbers
from sim.world import World


def stretches(world: World, luck: Luck, agent: int) -> Iterator[tuple[float, float, int]]:
    """Yield (begins, ends, state) [s] of an agent's run; what follows without a gap is one stretch."""
    numbers = world.agents[agent]
    open_stretch: tuple[float, float, int] | None = None
    for day in range(world.run_days):
        for begins, ends, state in _planned(world, luck, numbers, day):
            if open_stretch and open_stretch[1] == day * DAY + begins and open_stretch[2] == state:
                open_stretch = open_stretch[0], day * DAY + ends, state
                continue
            if open_stretch:
                yield open_stretch
            open_stretch = day * DAY + begins, day * DAY + ends, state
    if open_stretch:
        yield open_stretch


def _planned(world: World, luck: Luck, numbers: AgentNumbers, day: int) -> Iterable[tuple[float, float, int]]:
    """Return (begins, ends, state) [s from midnight] of one agent's day."""
    stretches, attendance = numbers.week[world.days[day]], world.groups[numbers.group].attendance
    if attendance is not None and stretches:
        return attended(attendance, stretches, luck.at(PRESENCE, numbers.entity, day))
    u = luck.at(PRESENCE, numbers.entity, day)[0] if any(s.chance < 1.0 for s in stretches) else 0.0
    return [(begins, ends, state) for begins, ends, state, chance in stretches if u < chance]


def planned_seconds(world: World, luck: Luck) -> tuple[float, ...]:
    """Return the time [s] each group is to be paid within the measured window, breaks included."""
    opens, closes, _ = world.window
    planned = [0.0] * len(world.groups)
    for agent, numbers in enumerate(world.agents):
        for begins, ends, state in stretches(world, luck, agent):
            if state != ABSENT:
                planned[numbers.group] += max(0.0, min(ends, closes) - max(begins, opens))
    return tuple(planned)


def starters(world: World, luck: Luck) -> list[int]:
    """Return the agents who are new: of n positions n x share, a fraction being one more or none by luck.

    They are those of the group whose own luck is lowest, so that a larger share adds some and changes nobody.
    """
    found = []
    for group, numbers in enumerate(world.groups):
        if numbers.starters is None:
            continue
        members = [agent for agent, of in enumerate(world.agents) if of.group == group]
        turn = {agent: luck.at(AGENT, world.agents[agent].entity)[3] for agent in members}
        u = luck.at(STARTERS, identity(f"group {numbers.name}"))[0]
        found += sorted(members, key=turn.__getitem__)[: int(len(members) * numbers.starters.share + u)]
    return sorted(found)

"""Duty plan: when each agent is planned to work, whatever happens on the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.luck import AGENT, PRESENCE, STARTERS, Luck, name_of
from sim.workload.attendance import ABSENT, attended
from sim.world.numbers import Day, World
from sim.world.staffing import AgentNumbers

EVE = 2**29
"""The day before the run, as far as luck is concerned."""


def stretches(world: World, luck: Luck, agent: int) -> Iterator[tuple[float, float, int]]:
    """Yield (begins, ends, state) [s] of an agent's run; what follows without a gap is one stretch."""
    numbers = world.agents[agent]
    open_stretch: tuple[float, float, int] | None = None
    for place in range(-1 if world.passes_midnight else 0, world.run_days):
        day = world.eve if place < 0 else world.days[place]
        for begins, ends, state in _planned(world, luck, numbers, day, place):
            starts = max(0.0, day.start + begins)
            if day.start + ends <= starts:
                continue
            if open_stretch and open_stretch[1] == starts and open_stretch[2] == state:
                open_stretch = open_stretch[0], day.start + ends, state
                continue
            if open_stretch:
                yield open_stretch
            open_stretch = starts, day.start + ends, state
    if open_stretch:
        yield open_stretch


def _planned(
    world: World, luck: Luck, numbers: AgentNumbers, day: Day, place: int
) -> Iterable[tuple[float, float, int]]:
    """Return (begins, ends, state) [s after midnight] of what one agent begins on the day at a `place`."""
    stretches, attendance = numbers.week[day.kind], world.groups[numbers.group].attendance
    at = PRESENCE, numbers.origin, numbers.entity, place if place >= 0 else EVE
    if attendance is not None and stretches:
        return attended(attendance, stretches, luck.at(*at))
    u = luck.at(*at)[0] if any(s.chance < 1.0 for s in stretches) else 0.0
    return [(begins, ends, state) for begins, ends, state, chance in stretches if u < chance]


def planned_seconds(
    world: World, luck: Luck, plans: Iterable[Iterable[tuple[float, float, int]]] = ()
) -> tuple[float, ...]:
    """Return the time [s] each group is to be paid within the measured window, breaks included.

    plans: the stretches of each agent, if they are known already.
    """
    opens, closes, _ = world.window
    planned = [0.0] * len(world.groups)
    known = plans or (stretches(world, luck, agent) for agent in range(len(world.agents)))
    for numbers, plan in zip(world.agents, known, strict=True):
        for begins, ends, state in plan:
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
        own = {agent: (world.agents[agent].origin, world.agents[agent].entity) for agent in members}
        turn = {agent: luck.at(AGENT, *own[agent])[3] for agent in members}
        u = luck.at(STARTERS, name_of("group", numbers.name), 1)[0]
        found += sorted(members, key=turn.__getitem__)[: int(len(members) * numbers.starters.share + u)]
    return sorted(found)

"""Duty plan: when each agent is planned to work, whatever happens on the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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


def plans(world: World, luck: Luck) -> list[list[tuple[float, float, int]]]:
    """Return the stretches of every agent, as `stretches` does: one for all who work alike, luck aside."""
    alike: dict[tuple[object, ...], list[tuple[float, float, int]]] = {}
    found = []
    for agent, numbers in enumerate(world.agents):
        is_drawn = world.groups[numbers.group].attendance is not None or any(
            stretch.chance < 1.0 for day in numbers.week for stretch in day
        )
        key = (agent,) if is_drawn else numbers.week
        if key not in alike:
            alike[key] = [*stretches(world, luck, agent)]
        found.append(alike[key])
    return found


def planned_seconds(
    world: World, luck: Luck, known: Sequence[Sequence[tuple[float, float, int]]] = ()
) -> tuple[float, ...]:
    """Return the time [s] each group is to be paid within the measured window, breaks included.

    known: what `plans` returns, if it is known already.
    """
    opens, closes, _ = world.window
    planned = [0.0] * len(world.groups)
    of: dict[int, float] = {}  # agents who work alike have one plan
    for numbers, plan in zip(world.agents, known or plans(world, luck), strict=True):
        if id(plan) not in of:
            paid = ((begins, ends) for begins, ends, state in plan if state != ABSENT)
            of[id(plan)] = sum(max(0.0, min(ends, closes) - max(begins, opens)) for begins, ends in paid)
        planned[numbers.group] += of[id(plan)]
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

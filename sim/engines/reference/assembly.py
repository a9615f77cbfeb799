"""Assembly: a world and its luck become a run; everything is handed in, nothing is set on it later."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.centre.agents.person import draw_person
from sim.centre.agents.strain import draw_endurance
from sim.centre.columns import CallList, Customers, People
from sim.centre.dials import Dial
from sim.centre.numbers import Numbers
from sim.centre.records import (
    NONE,
    Agent,
    Call,
    Callback,
    Chat,
    Conference,
    Contact,
    FollowUp,
    Issue,
    Job,
    Leg,
    Meeting,
)
from sim.centre.run import Run
from sim.engines.reference.calendar import Calendar
from sim.floor import NOBODY, Floor
from sim.logs import PACK, TABLES, Buffer
from sim.luck import CENTRE, CUSTOMER, Luck, Purpose, Uniforms
from sim.rules.endurance import endurance
from sim.rules.trust import LEAST, MOST, tie_of, usual_trust
from sim.rules.word_of_mouth import REMEMBERED_DAYS
from sim.workload.calls import calls_of
from sim.world.numbers import LoyaltyNumbers, World


class Slots:
    """The slots of a run that are free, by kind."""

    def __init__(self) -> None:
        self._free: list[list[int]] = [[], [], [], []]
        self._make: list[Callable[[], int]] = []

    def grow(self, run: Run) -> None:
        """Add slots to the lists of `run` when none is free."""
        self._make = [
            lambda: _new_need(run), lambda: _new(run.calls, Call), lambda: _new(run.meetings, Meeting),
            lambda: _new(run.dials, Dial),
        ]  # fmt: skip

    def take(self, kind: int) -> int:
        """Return a free slot of `kind`."""
        free = self._free[kind]
        return free.pop() if free else self._make[kind]()

    def give_back(self, kind: int, slot: int) -> None:
        """Take back a slot of `kind`."""
        self._free[kind].append(slot)


def _new(records: list, kind: type) -> int:  # type: ignore[type-arg]
    records.append(kind())
    return len(records) - 1


def _new_need(run: Run) -> int:
    run.floor.joined.append(0.0)
    run.floor.priority.append(0.0)
    run.floor.next_waiting.append(NOBODY)
    run.floor.previous_waiting.append(NOBODY)
    run.versions.append(0)
    run.contacts.append(Contact())
    run.legs.append(Leg())
    parts = run.numbers.parts
    if parts.chat:
        run.chats.append(Chat())
    if parts.conference:
        run.conferences.append(Conference())
        run.kept_legs.append(Leg())
    if parts.callbacks:
        run.callbacks.append(Callback())
    if parts.amends:
        run.follow_ups.append(FollowUp())
    if parts.jobs:
        run.jobs.append(Job())
    return _new(run.issues, Issue)


def writer_of(buffer: Buffer) -> Callable[..., None]:
    """Return what packs a row of a Table into a block of `buffer`."""
    tables = [(buffer.blocks[table].extend, PACK[table]) for table in TABLES]

    def write_row(table: int, *values: float) -> None:
        add, pack = tables[table]
        add(pack(*values))

    return write_row


def drawer_of(luck: Luck, numbers: Numbers) -> Callable[[Purpose, int, int, int, int], Uniforms]:
    """Return what draws the uniforms of an address whose name is given by its index."""
    names, at = numbers.origins, luck.at

    def draw(purpose: Purpose, origin: int, entity: int, attempt: int, leg: int) -> Uniforms:
        return at(purpose, names[origin], entity, attempt, leg)

    return draw


def run_of(world: World, luck: Luck, buffer: Buffer, calendar: Calendar) -> Run:
    """Return a run of `world` before anything has happened in it."""
    floor = Floor([agent.group for agent in world.agents], len(world.groups), len(world.queues))
    floor.rank = [list(ranks) for ranks in zip(*(group.rank for group in world.groups), strict=True)]
    slots, agents, numbers = Slots(), len(world.agents), Numbers(world)
    run = Run(
        numbers,
        floor,
        [Agent(person) for person in range(agents)],
        People(agents, len(world.queues)),
        customers_of(world, luck),
        [array("q", [NONE]) * world.customers.total for _ in world.types],
        [CallList(*calls_of(world, luck, number)) for number in range(len(world.campaigns))],
        plan=calendar.plan,
        draw=drawer_of(luck, numbers),
        write_row=writer_of(buffer),
        take_slot=slots.take,
        free_slot=slots.give_back,
    )
    slots.grow(run)
    for agent in range(agents):
        draw_person(run, agent, 0)
        if numbers.parts.strain:
            draw_endurance(run, agent)
    return run


def customers_of(world: World, luck: Luck) -> Customers:
    """Return the first customers, as their luck makes them."""
    numbers, n = world.customers, world.trust
    draws = luck.block(CUSTOMER, CENTRE, 1, numbers.total)
    z: Any = luck.normals(draws[:, :2].T)
    segment = np.minimum(np.searchsorted(numbers.up_to, draws[:, 2]), len(numbers.up_to) - 1)
    level: Any = np.array(numbers.levels)[segment]
    tie: Any = tie_of(n, z[1])
    trust = np.clip(usual_trust(n, level, z[0]), LEAST, MOST)
    columns = array("q", segment.tobytes()), array("d", tie.tobytes()), array("d", trust.tobytes())
    them = Customers(*columns)
    if world.adapts > 0.0:
        them.norm = array("d", [world.experience.promptness_norm]) * numbers.total
    if world.loyalty is not None:
        _let_come_and_go(them, world.loyalty, draws[:, 3].tolist())
    return them


def _let_come_and_go(them: Customers, numbers: LoyaltyNumbers, luck: list[float]) -> None:
    """Add the columns of loyalty; `luck` is that of leaving."""
    usual = 0.0 if numbers.joining is None else numbers.joining.usual
    them.come_and_go([endurance(u) for u in luck], [usual] * (REMEMBERED_DAYS + 1))

"""Measure the engine beside a plain SimPy program on M/M/100+M, in one run.

Run `python benchmarks/contacts_per_second.py [rounds]`. In every round the plain program with its
four counters stands before and after each of the two others: the engine alone, and the engine with
logs, KPIs and digest. Machines wander, by the second, so each ratio is to the two beside it, and the
median of the rounds counts. The last line says what memory the longer of two runs took, per million
contacts, beyond the shorter one; each is a process of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

os.environ["POLARS_MAX_THREADS"] = "1"  # as in the worker processes of a run; before Polars is imported

import plain_simpy

from sim.engines.reference import engine
from sim.experiment import Job, replicate
from sim.logs import Columns
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build
from sim.world.numbers import World

PLAIN_ARRIVALS = 60_000
DAYS = 6
MEMORY_DAYS = (2, 32)
KILOBYTE = 1024

CENTRE: dict[str, Any] = {
    "version": 1,
    "name": "M/M/100+M",
    "clock": {"start": "2026-03-02", "open": "00:00-24:00", "warm_up": "1d", "drain": "0d", "interval": "1h"},
    "queues": {"phone": {"patience": {"dist": "exponential", "mean": "120s"}}},
    "contacts": {
        "call": {
            "queue": "phone",
            "volume": {"per_hour": 1200},
            "work": {"dist": "exponential", "mean": "300s"},
            "acw": "0s",
        }
    },
    "groups": {"agents": {"skills": ["phone"], "skill": 1.0}},
    "on_duty": {"agents": 100},
    "customers": {"count": 10_000},
    "policies": {"as_it_comes": {"pace": "none"}},
    "baseline": "as_it_comes",
}


class Round(NamedTuple):
    """The contacts per second of one round; the plain program before, between and after the others."""

    before: float
    engine: float
    between: float
    whole: float
    after: float

    def ratios(self) -> tuple[float, float]:
        """Return engine and whole as multiples of the plain programs beside them."""
        return (
            2 * self.engine / (self.before + self.between),
            2 * self.whole / (self.between + self.after),
        )


def world_of(days: int) -> World:
    clock = {**CENTRE["clock"], "days": days}
    return build(Scenario.model_validate({**CENTRE, "clock": clock}), CENTRE["baseline"])


def plain(world: World) -> int:
    del world
    return int(plain_simpy.run(PLAIN_ARRIVALS, 1)["offered"])


def engine_alone(world: World) -> int:
    def lets_go(table: str, columns: Columns) -> None:
        del table, columns

    return engine.run(world, Luck(1, 0), lets_go).contacts


def whole(world: World) -> int:
    return replicate(Job("as_written", world.policy, world, 1, 0)).contacts


def per_second(work: Callable[[World], int], world: World) -> float:
    began = time.process_time()
    contacts = work(world)
    return contacts / (time.process_time() - began)


def megabytes(days: int) -> tuple[float, int]:
    """Return the peak memory of a process that runs `days` measured days, and its contacts."""
    told = subprocess.run(
        [sys.executable, __file__, "memory", str(days)], capture_output=True, text=True, check=True
    )
    peak, contacts = told.stdout.split()
    return float(peak), int(contacts)


def tells_memory(days: int) -> None:
    contacts = whole(world_of(days))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE, contacts)


def row(number: int, one: Round) -> str:
    figures = f"{one.between:>10,.0f}{one.engine:>10,.0f}{one.whole:>10,.0f}"
    return f"round {number:<2}{figures}" + "".join(f"{ratio:>10.2f}" for ratio in one.ratios())


def main(rounds: int) -> None:
    world = world_of(DAYS)
    print(f"{'':<8}{'plain':>10}{'engine':>10}{'with KPIs':>10}{'engine':>10}{'with KPIs':>10}")
    print(f"{'':<8}{'contacts per second':>30}{'x plain SimPy':>20}")
    seen = []
    for number in range(1, rounds + 1):
        seen.append(Round(*(per_second(work, world) for work in (plain, engine_alone, plain, whole, plain))))
        print(row(number, seen[-1]), flush=True)
    middle = (median(column) for column in zip(*(one.ratios() for one in seen), strict=True))
    print(f"{'median':<38}" + "".join(f"{ratio:>10.2f}" for ratio in middle))
    (short, few), (long, many) = (megabytes(days) for days in MEMORY_DAYS)
    growth = (long - short) / (many - few) * 1e6
    print(
        f"peak memory {short:,.0f} MB at {few:,} contacts, {long:,.0f} MB at {many:,}: "
        f"{growth:,.0f} MB a million"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        tells_memory(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)

"""Record a simulated replication as the lines of a call log."""

from __future__ import annotations

import datetime

import polars as pl

from sim.engines.choice import SIMPY, engine_of
from sim.importers.simulated import lines
from sim.logs import Columns
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build


def record(
    scenario: Scenario, policy: str, seed: int, replication: int = 0, engine: str = SIMPY
) -> pl.DataFrame:
    """Return the log of one replication of a policy: a line for each queue stay of the measured days.

    engine: simpy or compiled. Columns are those of `sim.importers.simulated.lines`.
    """
    world = build(scenario, policy)
    kept: list[pl.DataFrame] = []

    def sink(table: str, columns: Columns) -> None:
        if table == "legs":
            kept.append(pl.DataFrame({name: values.copy() for name, values in columns.items()}))

    engine_of(engine)(world, Luck(seed, replication), sink)
    first = datetime.date.fromordinal(scenario.clock.first)
    return lines(world, first, pl.concat(kept)) if kept else pl.DataFrame()

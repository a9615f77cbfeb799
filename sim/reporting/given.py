"""Read what exhibits and reports show from a result folder alone: nothing is simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from sim import store
from sim.plots.view import Given, Study
from sim.reporting.result import notice
from sim.reporting.stored import Opened, open_result, ran_of
from sim.scenario.load import resolved
from sim.scenario.model import Scenario
from sim.store import stored
from sim.studies import kept

TABLES = ("intervals", "waits", "flows", "trust")
"""Tables of a run that result.json does not hold."""
STUDIES = ("equal_service", "frontier", "turning_points", "sensitivity", "sweep", "backtest", "worlds")
"""Tables that studies leave, as far as exhibits show them."""


def read_given(folder: Path) -> Given:
    """Return what a run and its studies left in a folder.

    Raises: ResultError for a folder without a whole result, of another version, or with a changed file.
    """
    return given_of(open_result(folder))


def given_of(opened: Opened) -> Given:
    """Return what a result folder that was opened holds for exhibits; raises as `read_given` does."""
    folder, content, manifest, replications, scenarios = opened
    try:
        tables = {name: table for name in TABLES if (table := _table(folder, name)) is not None}
        sets = [f"{path}={value}" for path, value in manifest["set"].items()]
        counts = content["replications"], manifest["replications_wanted"]
        told = notice(*counts, sets, complete=content["complete"])
        return Given(
            content, scenarios, replications, tables, dict(_studies(folder, scenarios)), told, ran_of(opened)
        )
    except (KeyError, TypeError, pl.exceptions.PolarsError) as fault:
        raise stored.not_whole(folder, fault) from fault


def _table(folder: Path, name: str) -> pl.DataFrame | None:
    """Return a table of the run; None where the run left none."""
    return stored.table(folder, f"{name}.csv")


def _studies(folder: Path, scenarios: Mapping[str, Scenario]) -> Iterator[tuple[str, dict[str, Study]]]:
    """Yield each scenario's name with what studies left about it."""
    if not kept.holds(folder):
        return
    for name, scenario in scenarios.items():
        digest = store.sha256(resolved(scenario))
        found = {table: kept.read(folder, table, digest) for table in STUDIES}
        yield name, {table: Study(*one) for table, one in found.items() if one is not None}

"""Read a result folder back, so that its answer and tables can be shown again without a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from sim.experiment import Results
from sim.judging import read_margins
from sim.kpis import KPIS
from sim.reporting.by_product import Say
from sim.reporting.result import Judged, Wanted, judge
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.store import stored
from sim.studies.marginal import Marginal, from_plain


def read_result(folder: Path, say: Say) -> tuple[Judged, dict[str, Scenario]]:
    """Return what a run left in a folder, judged anew, and the scenarios that it ran.

    Raises: ResultError when the folder holds no whole result.
    """
    content, manifest, table, texts = stored.read(folder)
    try:
        found = {one.scenario: one for one in map(load_scenario, texts)}
        scenarios = {name: found[name] for name in content["scenarios"]}
        results = _results(content, manifest, table, scenarios)
        between = content["between_scenarios"]
        versus = between[0]["baseline"] if between else None
        sets = [f"{path}={value}" for path, value in manifest["set"].items()]
        equal: dict[str, dict[str, Marginal]] = {}
        for row in content["equal_service"]:
            equal.setdefault(row["scenario"], {})[row["policy"]] = from_plain(row)
        judged = judge(results, scenarios, Wanted(say, versus=versus, sets=sets))
        return judged._replace(unknown=content["measure_first"], equal=equal), scenarios
    except (KeyError, TypeError, StopIteration) as fault:
        raise stored.not_whole(folder, fault) from fault


def _results(
    content: Mapping[str, Any],
    manifest: Mapping[str, Any],
    table: pl.DataFrame,
    scenarios: Mapping[str, Scenario],
) -> Results:
    first = next(iter(scenarios.values()))
    return Results(
        table=table,
        scenarios=tuple(content["scenarios"]),
        policies=tuple(content["policies"]),
        baseline=content["baseline"],
        confidence=content["confidence"],
        seed=content["seed"],
        replications=tuple(table["replication"].unique().sort().to_list()),
        wanted=manifest["replications_wanted"],
        digests=manifest["digests"],
        contacts=content["contacts"],
        seconds=manifest["worker_seconds"],
        margins=read_margins(first.matters, KPIS, first.customers.currency),
    )

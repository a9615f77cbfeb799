"""Read a result folder back, so that its answer and tables can be shown again without a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sim.commands import FILE, OUT, Ran
from sim.comparison import from_plain as from_plain_row
from sim.comparison import measures
from sim.experiment import Results
from sim.judging import read_margins
from sim.kpis import KPIS
from sim.reporting.by_product import Say
from sim.reporting.result import Judged, Wanted, judge, notice
from sim.scenario.load import load_resolved
from sim.scenario.model import Scenario
from sim.store import stored
from sim.studies.marginal import Marginal, from_plain


class Opened(NamedTuple):
    """A result folder as it was read, once for all that is told of it.

    content: result.json. table: the KpiTable. scenarios: name to scenario, in the run's order.
    """

    folder: Path
    content: Mapping[str, Any]
    manifest: Mapping[str, Any]
    table: pl.DataFrame
    scenarios: dict[str, Scenario]


def open_result(folder: Path) -> Opened:
    """Read what a run left in a folder. Raises: ResultError when the folder holds no whole result."""
    content, manifest, table, texts = stored.read(folder)
    try:
        found = {one.scenario: one for one in map(load_resolved, texts)}
        return Opened(folder, content, manifest, table, {name: found[name] for name in content["scenarios"]})
    except (KeyError, TypeError) as fault:
        raise stored.not_whole(folder, fault) from fault


def ran_of(opened: Opened) -> Ran:
    """Return what the run was given, for commands about the same; an older run left its file's name only."""
    content, manifest = opened.content, opened.manifest
    file = str(manifest.get("file") or content.get("file") or FILE)
    sets = [f"{path}={value}" for path, value in manifest["set"].items()]
    out, asked = str(manifest.get("out") or OUT), map(str, manifest.get("asked") or ())
    return Ran(file, (*sets,), out, (*asked,), (*opened.scenarios,))


def read_result(folder: Path, say: Say, *, anew: bool = True) -> tuple[Judged, dict[str, Scenario]]:
    """Return what a run left in a folder, and the scenarios that it ran; `judged_of` says what is done anew.

    Raises: ResultError when the folder holds no whole result.
    """
    opened = open_result(folder)
    return judged_of(opened, say, anew=anew), opened.scenarios


def judged_of(opened: Opened, say: Say, *, anew: bool) -> Judged:
    """Return the estimates and verdicts of a result.

    anew: whether everything is estimated and judged again, Erlang figures beside it, which takes seconds;
    else it is taken as the run wrote it, where the run wrote all of it.
    Raises: ResultError when the folder holds no whole result.
    """
    folder, content, manifest, table, scenarios = opened
    try:
        results = _results(content, manifest, table, scenarios)
        between = content["between_scenarios"]
        versus = between[0]["baseline"] if between else None
        sets = [f"{path}={value}" for path, value in manifest["set"].items()]
        equal: dict[str, dict[str, Marginal]] = {}
        for row in content["equal_service"]:
            equal.setdefault(row["scenario"], {})[row["policy"]] = from_plain(row)
        wanted = Wanted(say, versus=versus, sets=sets)
        judged = (None if anew or between else _as_written(folder, content, results, wanted)) or judge(
            results, scenarios, wanted
        )
        return judged._replace(unknown=content["measure_first"], equal=equal)
    except (KeyError, TypeError, StopIteration) as fault:
        raise stored.not_whole(folder, fault) from fault


def _as_written(folder: Path, content: Mapping[str, Any], results: Results, wanted: Wanted) -> Judged | None:
    """Return estimates and comparisons as the run wrote them; None where it left no intervals.

    Of intervals there are no half-widths, only the ends.
    """
    week = stored.table(folder, "intervals.csv")
    if week is None:
        return None
    whole = pl.DataFrame(content["estimates"], infer_schema_length=None)
    week = week.rename({"interval": "member"}).with_columns(
        dimension=pl.lit("interval"), half_width=pl.lit(None), n=pl.lit(len(results.replications))
    )
    found = pl.concat([whole, week.select(pl.col(name).cast(kind) for name, kind in whole.schema.items())])
    rows = [from_plain_row(row) for row in content["comparisons"]]
    count = len(results.replications), results.wanted
    told = notice(*count, wanted.sets, complete=results.complete)
    return Judged(results, found, rows, measures(), (), (), notice=told)


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

"""Gather a run and its context: results of studies, the best of several policies, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from sim import store
from sim.answer.best import best_of
from sim.answer.period import open_days
from sim.answer.sentences import listed
from sim.answer.told import Known, Told
from sim.estimate import Estimate
from sim.judging import Judge
from sim.reporting.equal import told_of
from sim.reporting.result import Judged
from sim.scenario.labels import measure_first
from sim.scenario.load import resolved
from sim.scenario.model import Scenario
from sim.studies import kept

RANKED = ("csat", "service_level", "cost")
"""Measures by which several policies are ranked."""
SEVERAL = 3
"""Policies from which on they are ranked."""


def known_of(folder: Path | None, scenario: Scenario) -> Known:
    """Return what `staff` and `break-even` left in the result folder about this very scenario."""
    if folder is None or not kept.holds(folder):
        return Known()
    digest = store.sha256(resolved(scenario))
    found, turning = (kept.read(folder, name, digest) for name in ("equal_service", "turning_points"))
    fte, goals = {}, ""
    if found is not None:
        needs = found[0].filter(pl.col("kpi") == "fte").select("policy", "value", "low", "high")
        for policy, value, low, high in needs.iter_rows():
            half = None if low is None or high is None else (high - low) / 2.0
            fte[policy] = Estimate(value, low, high, half, 0)
        goals = " and ".join(found[1].get("hold", ()))
    if turning is None:
        return Known(goals, fte)
    turns = turning[0].drop_nulls("turns_at")["sentence"].to_list()
    return Known(goals, fte, turns, "" if turns else _nothing_turns(turning[0]))


def _nothing_turns(moved: pl.DataFrame) -> str:
    """Return that no verdict turns, on which measures, and how many assumptions were moved."""
    count = moved["path"].n_unique()
    if not count:
        return ""
    labels = moved["label"].unique(maintain_order=True).to_list()
    measures = listed([label[:1].lower() + label[1:] for label in labels])
    of = (
        f"ranges of the {count} assumptions that were moved, each alone"
        if count > 1
        else "range of the one assumption that was moved"
    )
    return f"No verdict on {measures} turns within the {of}."


def told_beside(judged: Judged, scenario: Scenario, folder: Path | None) -> Told:
    """Return what a run tells of one scenario, with what its folder holds of studies; None for no folder."""
    results = judged.results
    best: Mapping[str, list[str]] = {}
    if judged.rows and len(results.policies) >= SEVERAL:
        judge = Judge(judged.kpis, results.confidence, results.margins)
        best = best_of(results.table, scenario.scenario, results.policies, RANKED, judge)
    equal = judged.equal.get(scenario.scenario, {})
    return told_of(judged, scenario, equal=equal, best=best, known=known_of(folder, scenario))


def sureness(judged: Judged) -> str:
    """Return how sure the figures are, and what is to be measured first."""
    results, count = judged.results, len(judged.results.replications)
    ran = f"{count} replication{'' if count == 1 else 's'}, seed {results.seed}"
    if count == 1:
        return f"{ran}: one replication says nothing about its own luck, so no intervals and no verdicts."
    return (
        f"±: {100.0 * results.confidence:g} % interval of the difference over {ran}. It holds the luck of "
        f"the simulation only, not the assumptions.{measure_first(judged.unknown)}"
    )


def closed_days(scenario: Scenario) -> Iterator[str]:
    """Yield how many of the measured days, by which figures per day are divided, are closed."""
    days = scenario.clock.days
    if closed := days - open_days(scenario):
        yield f"Figures per day are means over all {days} measured days, {closed} of them closed."

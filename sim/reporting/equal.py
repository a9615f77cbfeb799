"""Estimate, beside a run, what answering as fast as the baseline takes under every other policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.answer.lines import chosen
from sim.answer.told import LEVEL, Told, tell
from sim.comparison import Comparison, measures
from sim.kpis.base import ALL
from sim.reporting.result import Judged
from sim.scenario.model import Scenario
from sim.studies.bench import Bench, Setting
from sim.studies.marginal import Marginal, at_level, fte_of, level_for, marginal

FEWEST = 4
"""Replications of a run from which its half gives an interval."""


def equal_service(
    judged: Judged, scenarios: Mapping[str, Scenario], bench: Bench
) -> dict[str, dict[str, Marginal]]:
    """Return by scenario and policy what it takes to answer as fast as the baseline.

    One further staffing level is simulated for each policy whose service level is not the same, on half of
    the replications of the run and with their luck.
    """
    results = judged.results
    count = len(results.replications)
    if count < FEWEST or list(results.replications) != list(range(count)):
        return {}
    levels = {
        (row.scenario, row.policy): level_for(row.difference.value)
        for row in judged.rows
        if (row.kpi, row.dimension) == (LEVEL, ALL) and row.difference.value is not None
        if row.verdict not in ("same", "no interval")
    }
    if not levels:
        return {}
    settings = {
        (name, policy): Setting(at_level(scenarios[name], policy, level), policy)
        for (name, policy), level in levels.items()
    }
    further = bench.table(settings, count // 2)
    found: dict[str, dict[str, Marginal]] = {}
    for (name, policy), level in levels.items():
        shown = [line.goal for line in chosen(told_of(judged, scenarios[name]))]
        one = marginal(results.table, further, scenarios[name], policy, level, shown, results.confidence)
        found.setdefault(name, {})[policy] = one
    return found


def told_of(judged: Judged, scenario: Scenario, **more: Any) -> Told:
    """Return what a run tells of one of its scenarios."""
    policies = judged.results.policies
    kpis = measures(len(scenario.queues))
    given = {"fte": {policy: fte_of(scenario, policy) for policy in policies}, **more}
    return tell(scenario, policies, judged.found, _of(judged.rows, scenario), kpis, given)


def _of(rows: Sequence[Comparison], scenario: Scenario) -> list[Comparison]:
    return [row for row in rows if row.scenario == scenario.scenario]

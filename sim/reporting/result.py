"""What a run leaves of finished simulations: verdicts, result.json, tables, figures, event logs.

The result is written first. Whatever stands beside it is made on its own: where something cannot be
made, the reason is told and the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from sim import store
from sim.answer.reconcile import reconciliation
from sim.comparison import Comparison, compare, compare_scenarios, estimates, measures, summary
from sim.comparison import plain as plain_row
from sim.experiment import Results
from sim.journey_tables import flows, trust_by_day, waits
from sim.judging import Measure
from sim.oracles import Oracle, oracles
from sim.oracles import plain as plain_oracles
from sim.reporting.by_product import Say, by_product
from sim.reporting.events import event_log
from sim.scenario.model import Scenario
from sim.scenario.provenance import Provenance
from sim.studies.figures import reconciled, row
from sim.studies.marginal import Marginal
from sim.studies.marginal import plain as plain_marginal
from sim.tables import assumptions, crossed, differences, intervals, labelled, whole_week

if TYPE_CHECKING:
    from sim.plots.view import Given

FIGURES = ("policy_differences", "service_by_interval")
"""Exhibits that every run draws."""


class Judged(NamedTuple):
    """A run's results with their estimates, comparisons and formulas beside them.

    unknown: paths of the numbers to be measured first. notice: what sets this run apart, behind its
    replications and seed: an interruption, changes by --set. equal: by scenario and policy, what it takes to
    answer as fast as the baseline. assumptions: numbers that the file believes in, with their sources.
    """

    results: Results
    found: pl.DataFrame
    rows: Sequence[Comparison]
    kpis: Mapping[str, Measure]
    beside: Sequence[Oracle]
    between: Sequence[Comparison]
    unknown: Sequence[str] = ()
    notice: str = ""
    equal: Mapping[str, Mapping[str, Marginal]] = {}
    assumptions: Sequence[Provenance] = ()


class Wanted(NamedTuple):
    """What a run is to leave besides its result.

    versus: the scenario that others are compared with. sets: changes by --set. say: tells the user a line.
    """

    say: Say
    keep_logs: bool = False
    event_log: bool = False
    figures: bool = True
    versus: str | None = None
    sets: Sequence[str] = ()


def judge(results: Results, scenarios: Mapping[str, Scenario], wanted: Wanted) -> Judged:
    """Estimate everything, and compare where the baseline and another policy or scenario ran."""
    rows = compare(results) if results.baseline in results.policies else ()
    found = estimates(results.table, results.confidence, measures())
    between = compare_scenarios(results, wanted.versus) if wanted.versus else ()
    beside = by_product(wanted.say, "Erlang figures", oracles, results.table, scenarios) or ()
    return Judged(results, found, rows, measures(), beside, between, notice=_notice(results, wanted.sets))


def content(judged: Judged, file: str | None, scenario: Scenario) -> dict[str, Any]:
    """Return the content of result.json; `file` is the name of the scenario's file, if it is known."""
    about = {
        "file": file,
        "name": scenario.name,
        "description": scenario.description,
        "currency": scenario.customers.currency,
        "labels": scenario.labels(judged.results.policies),
        "oracles": plain_oracles(judged.beside),
        "between_scenarios": [
            {**plain_row(row), "policy": row.scenario, "scenario": row.policy} for row in judged.between
        ],
        "measure_first": list(judged.unknown),
        "equal_service": [plain_marginal(one) for by in judged.equal.values() for one in by.values()],
        "measured": [row(one) for one in reconciled(scenario, judged.found)],
        "reconciliation": [one._asdict() for one in reconciliation(judged.found, scenario)],
    }
    return summary(judged.results, judged.found, judged.rows, judged.kpis, about)


def save(
    folder: Path,
    results: Results,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    wanted: Wanted,
    logs: Path,
    told: tuple[Mapping[str, Any], Judged, Mapping[str, Scenario]] | None = None,
) -> None:
    """Write the run's folder: the result, then one by one what stands beside it.

    texts: scenario to machine form. logs: holds the logs that were kept on the way. told: content of
    result.json, and what tables and figures are made of; None where only the simulations can be saved.
    """
    manifest = store.manifest(
        next(iter(texts.values())),
        {
            "scenarios_sha256": digests(texts),
            "set": _changes(wanted.sets),
            "policies": list(results.policies),
            "seed": results.seed,
            "engine": results.engine,
            "replications": len(results.replications),
            "replications_wanted": results.wanted,
            "complete": results.complete,
            "digest": results.digest,
            "digests": dict(results.digests),
            "contacts": results.contacts,
            "worker_seconds": round(results.seconds, 3),
            **facts,
        },
    )
    files = store.RunFiles(None, results.table, {}, texts, manifest, (), logs if wanted.keep_logs else None)
    if told is not None:
        result, judged, scenarios = told
        tables = {name: table for name, table in _tables(judged, scenarios, wanted) if table is not None}
        later = _later(result, tables, judged, scenarios, wanted, logs)
        files = files._replace(result=result, tables=tables, later=later)
    if kept := store.write(folder, files):
        wanted.say(f"Kept, because Goodwill did not write it: {', '.join(kept)}.")


def digests(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the digest of each scenario's machine form."""
    return {name: store.sha256(text) for name, text in texts.items()}


def _tables(
    judged: Judged, scenarios: Mapping[str, Scenario], wanted: Wanted
) -> Iterator[tuple[str, pl.DataFrame | None]]:
    """Yield the tables for a spreadsheet by file name; None for one that cannot be made."""
    found, kpis = judged.found, judged.kpis
    yield (name := "estimates.csv"), by_product(wanted.say, name, whole_week, found, kpis)
    yield (name := "intervals.csv"), by_product(wanted.say, name, lambda: labelled(intervals(found), kpis))
    yield (
        (name := "differences.csv"),
        by_product(wanted.say, name, differences, judged.rows, judged.between, kpis),
    )
    if judged.assumptions:
        yield (name := "assumptions.csv"), by_product(wanted.say, name, assumptions, judged.assumptions)
    tallies = judged.results.tallies
    if tallies is not None:
        yield (name := "waits.csv"), by_product(wanted.say, name, waits, tallies, scenarios)
        yield (name := "flows.csv"), by_product(wanted.say, name, flows, tallies, scenarios)
        confidence = judged.results.confidence
        yield (
            (name := "trust.csv"),
            by_product(wanted.say, name, trust_by_day, tallies, scenarios, confidence),
        )
        for by in ("queue", "group"):
            about = tallies, by, scenarios, confidence, kpis
            yield (name := f"intervals_by_{by}.csv"), by_product(wanted.say, name, crossed, *about)


def _later(
    result: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    wanted: Wanted,
    logs: Path,
) -> Iterator[tuple[str, bytes]]:
    """Yield figures and event logs one by one: path within the folder and content."""
    if wanted.figures:
        yield from _figures(result, tables, judged, scenarios, wanted)
    pairs = [(one, policy) for one in scenarios.values() for policy in judged.results.policies]
    for scenario, policy in pairs if wanted.event_log else ():
        name = f"events/{store.file_name(scenario.scenario)}/{store.file_name(policy)}.csv"
        events = by_product(
            wanted.say, name, event_log, scenario, policy, logs, judged.results.replications[0]
        )
        if events is not None:
            yield name, store.to_csv(events).encode()


def _figures(
    result: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    wanted: Wanted,
) -> Iterator[tuple[str, bytes]]:
    """Yield the figures of a run; all other exhibits are made of its folder when they are asked for."""
    from sim.plots.view import Given

    by_name = {name.removesuffix(".csv"): table for name, table in tables.items()}
    given = Given(result, scenarios, judged.results.table, by_name, {}, judged.notice)
    for index, scenario in enumerate(scenarios):
        suffix = f".{store.file_name(scenario)}" if index else ""
        for figure in FIGURES:
            name = f"figures/{figure}{suffix}"
            forms = by_product(wanted.say, name, _drawn, given, scenario, figure) or {}
            yield from ((f"{name}{ending}", content) for ending, content in forms.items())


def _drawn(given: Given, scenario: str, figure: str) -> dict[str, bytes]:
    """Return a figure as a slide in both forms, by the ending of its file; nothing where none can be made."""
    from sim.plots.base import Made, exhibits

    (one,) = exhibits(given, None, scenario, [figure])
    forms = one.forms("slide", "png", "svg") if isinstance(one, Made) else {}
    return {f".{form}": content for form, content in forms.items()}


def _changes(sets: Sequence[str]) -> dict[str, str]:
    """Return changes by --set as path and value."""
    pairs = (change.partition("=") for change in sets)
    return {path.strip(): value.strip() for path, _, value in pairs}


def _notice(results: Results, sets: Sequence[str]) -> str:
    """Return what sets a run apart: an interruption, and changes by --set; empty for a plain one."""
    return notice(len(results.replications), results.wanted, sets, complete=results.complete)


def notice(count: int, wanted: int, sets: Sequence[str], *, complete: bool) -> str:
    """Return what sets a run of `count` replications apart; empty for a plain one."""
    stopped = [] if complete else [f"interrupted, {count} of {wanted}"]
    return "".join(f"; {part}" for part in (*stopped, *(f"--set {change}" for change in sets)))

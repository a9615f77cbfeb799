"""Print a run: the comparison, what else is at work, queues and groups, formulas, how to read it all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from rich.console import Console

from sim.answer.measured import table as measured_lines
from sim.answer.period import OPEN_DAY, Period, comparisons_per, estimates_per, measures_per, remark
from sim.answer.reconcile import reconciliation
from sim.answer.reconcile import table as reconcile_lines
from sim.cli import _table as table
from sim.cli._oracles import oracle_notes, oracle_table
from sim.cli._terminal import Terminal
from sim.comparison import at_work, beyond, headline, measures, opening
from sim.judging import Measure
from sim.oracles import DEFINITION
from sim.quantities import Level, duration_text
from sim.reporting.result import Judged
from sim.reporting.telling import closed_days
from sim.scenario.model import Scenario
from sim.studies.figures import reconciled
from sim.wording import beyond_luck

WIDTH = 160
"""Columns for tables that do not go to a terminal."""

SLICES = {
    "queue": ("offered", "answered", "abandoned_share", "service_level", "asa", "aht"),
    "group": ("occupancy", "utilisation", "aht", "staff_cost"),
    "within": ("answered_within",),
}
"""The measures printed for each queue and each group of agents where there are several, and each limit."""


OVERVIEW = ("abandoned_share", "occupancy", "staff_cost")
"""The measures of the whole printed first, beside service levels by queue, where several scenarios run."""


MET = "met, missed: the whole interval lies on that side of the target; unclear: the target is within it."


def print_run(given: Judged, scenarios: Mapping[str, Scenario], period: Period | None = None) -> None:
    """Print the tables of every scenario, then how to read them.

    period: what figures are told per, instead of a day; what was entered stays per day, as it says.
    """
    judged = _judged_per(given, scenarios, period) if period else given
    console = Terminal()
    if not console.is_terminal:
        console = Terminal(width=WIDTH)
    results, count = judged.results, len(judged.results.replications)
    ran = f"{count} replication{'' if count == 1 else 's'}, seed {results.seed}{judged.notice}"
    shown = set(headline(judged.kpis))
    if len(scenarios) > 1:
        _print_overview(console, judged, scenarios, ran)
    for scenario in scenarios.values():
        shown |= _print_policies(console, judged, scenario, ran)
        if len(scenario.queues) == 1:
            _say(console, _about_target(judged, scenario))
        shown |= _print_slices(console, judged, scenario)
        if compared := reconciliation(given.found, scenario):
            _title(console, f"{scenario.name}, scenario {scenario.scenario}: what was entered")
            _say(console, *reconcile_lines(compared))
        if rows := reconciled(scenario, judged.found):
            _title(console, f"{scenario.name}, scenario {scenario.scenario}: measured beside simulated")
            _say(console, *measured_lines(rows))
        _print_oracles(console, judged, scenario)
    shown |= _print_between(console, judged, scenarios, ran)
    remarks = _about_period(scenarios, period)
    _say(console, *remarks, *_notes(judged, [name for name in judged.kpis if name in shown]))


def _judged_per(judged: Judged, scenarios: Mapping[str, Scenario], period: Period) -> Judged:
    """Return the same figures with all that is told per day told per period."""
    kpis = judged.kpis
    return judged._replace(
        found=estimates_per(judged.found, kpis, scenarios, period),
        rows=comparisons_per(judged.rows, kpis, scenarios, period),
        between=comparisons_per(judged.between, kpis, scenarios, period),
        kpis=measures_per(kpis, period),
    )


def _print_policies(console: Console, judged: Judged, scenario: Scenario, ran: str) -> set[str]:
    """Print each policy against the baseline, or all policies side by side; name the measures shown."""
    results, name = judged.results, scenario.scenario
    kpis = measures(len(scenario.queues), judged.kpis)
    labels, currency = scenario.labels(results.policies), scenario.customers.currency
    lead = f"{scenario.name}, scenario {name}"
    if not judged.rows:
        found = judged.found.filter((pl.col("dimension") == "all") & (pl.col("scenario") == name))
        values: dict[str, list[float | None]] = {}
        for kpi, value in found.select("kpi", "value").iter_rows():
            values.setdefault(kpi, []).append(value)
        more = at_work(values, kpis)
        _title(console, f"{lead} ({ran})")
        console.print(table.values(found, kpis, labels, headline(kpis), more, currency))
        return set(more)
    shown: set[str] = set()
    for policy in results.policies:
        if rows := opening(judged.rows, name, policy, kpis):
            extra = beyond(judged.rows, name, policy, kpis)
            _title(console, f"{lead}: {labels[policy]} against {labels[results.baseline]} ({ran})")
            console.print(table.differences(rows, extra, kpis, labels, currency, console.width))
            _say(console, *table.shared_luck([*rows, *extra]))
            shown |= {row.kpi for row in extra}
    return shown


def _print_overview(console: Console, judged: Judged, scenarios: Mapping[str, Scenario], ran: str) -> None:
    """Print all scenarios in one table: service levels with their targets, and what they cost."""
    first = next(iter(scenarios.values()))
    level = {"service_level": judged.kpis["service_level"]}
    whole = {name: judged.kpis[name] for name in OVERVIEW}
    shown = [
        (
            name,
            _sliced(judged, one, ("queue", "all"), list(one.queues) if len(one.queues) > 1 else [""], level),
        )
        for name, one in scenarios.items()
    ]
    _title(console, f"{first.name}, all scenarios ({ran})")
    console.print(table.overview(shown, whole, console.width))


def _sliced(
    judged: Judged,
    scenario: Scenario,
    dimensions: Sequence[str],
    members: Sequence[str],
    kpis: Mapping[str, Measure],
) -> table.Sliced:
    """Gather what is told of one scenario in some dimensions."""
    here = pl.col("dimension").is_in(dimensions) & (pl.col("scenario") == scenario.scenario)
    rows = [row for row in judged.rows if row.dimension in dimensions and row.scenario == scenario.scenario]
    targets = {name: queue.service_level.share for name, queue in scenario.queues.items()}
    if len(targets) == 1:
        targets[""] = next(iter(targets.values()))
    return table.Sliced(
        judged.found.filter(here),
        rows,
        kpis,
        scenario.labels(judged.results.policies),
        members,
        targets,
        scenario.customers.currency,
    )


def _about_target(judged: Judged, scenario: Scenario) -> str:
    """Return how each policy stands to the target of a centre's only queue."""
    labels = scenario.labels(judged.results.policies)
    target = next(iter(scenario.queues.values())).service_level
    stands = table.standings(_sliced(judged, scenario, ("all",), ("",), {}))
    told = [f"{labels[policy]}: {words}" for policy, words in stands.items() if words]
    return f"{'; '.join([f'Target {_level_text(target)}', *told])}."


def _level_text(level: Level) -> str:
    return f"{100.0 * level.share:g} % within {duration_text(level.within)}"


def _print_slices(console: Console, judged: Judged, scenario: Scenario) -> set[str]:
    """Print queues and groups, each for itself where there are several; name the measures shown."""
    shown: set[str] = set()
    members: dict[str, list[str]] = {"queue": list(scenario.queues), "group": list(scenario.groups)}
    limits = judged.found.filter(dimension="within", scenario=scenario.scenario)["member"]
    members["within"] = limits.unique(maintain_order=True).to_list()
    for dimension, names in members.items():
        if len(names) < (1 if dimension == "within" else 2):
            continue
        kpis = {name: judged.kpis[name] for name in SLICES[dimension]}
        words = "answered within limits" if dimension == "within" else f"by {dimension}"
        _title(console, f"{scenario.name}, scenario {scenario.scenario}, {words}")
        sliced = _sliced(judged, scenario, (dimension,), names, kpis)
        console.print(table.slices(sliced, console.width))
        shown |= set(kpis)
        if dimension == "queue":
            _say(console, *_about_queues(scenario))
    return shown


def _about_queues(scenario: Scenario) -> Iterator[str]:
    """Yield what the table of queues counts, and against which targets."""
    targets = (f"{name} {_level_text(queue.service_level)}" for name, queue in scenario.queues.items())
    yield f"Targets: {'; '.join(targets)}."
    yield (
        "A queue counts every stay in it, a contact handed over to it included; the figures over all queues "
        "count a contact once."
    )


def _print_between(console: Console, judged: Judged, scenarios: Mapping[str, Scenario], ran: str) -> set[str]:
    """Print each scenario against another, under each policy; name the measures shown."""
    first = next(iter(scenarios.values()))
    labels = first.labels(judged.results.policies)
    names = {name: f"scenario {name}" for name in scenarios}
    kpis = measures(len(first.queues), judged.kpis)
    shown: set[str] = set()
    for policy in judged.results.policies:
        for name in scenarios:
            if rows := opening(judged.between, policy, name, kpis):
                extra = beyond(judged.between, policy, name, kpis)
                against = f"{names[name]} against {rows[0].baseline}"
                _title(console, f"{first.name}, {labels[policy]}: {against} ({ran})")
                currency = first.customers.currency
                console.print(table.differences(rows, extra, kpis, names, currency, console.width))
                _say(console, *table.shared_luck([*rows, *extra]))
                shown |= {row.kpi for row in extra}
    return shown


def _print_oracles(console: Console, judged: Judged, scenario: Scenario) -> None:
    """Print Erlang C and Erlang A beside the queues they fit, and why the rest has none."""
    found = [one for one in judged.beside if one.scenario == scenario.scenario]
    labels = scenario.labels(judged.results.policies)
    beside = oracle_table(found, labels, wide=console.width >= table.WIDE)
    if beside is not None:
        words = "simulated · Erlang A · Erlang C, for the volume to be expected"
        _title(console, f"{scenario.name}, scenario {scenario.scenario}: {words}")
        console.print(beside)
    _say(console, *oracle_notes(found, DEFINITION, labels))


def _about_period(scenarios: Mapping[str, Scenario], period: Period | None) -> list[str]:
    """Return what figures are told per, each sentence once."""
    closed = [line for one in scenarios.values() for line in closed_days(one)]
    if period is None:
        return list(dict.fromkeys(closed))
    words = [*([] if period is OPEN_DAY else closed), *(remark(one, period) for one in scenarios.values())]
    return list(dict.fromkeys(filter(None, words)))


def _notes(judged: Judged, shown: Sequence[str]) -> Iterator[str]:
    """Yield what is missing, and how to read the tables."""
    results = judged.results
    if not judged.rows and results.baseline not in results.policies:
        yield f"The baseline, {results.baseline}, was not run, so nothing is compared."
    if len(results.replications) == 1:
        yield "One replication says nothing about its own luck: no intervals and no verdicts."
    else:
        yield beyond_luck(judged.unknown)
        yield MET
    yield from table.notes(judged.kpis, shown, results.confidence, compared=bool(judged.rows))


def _say(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(line, markup=False, highlight=False)


def _title(console: Console, text: str) -> None:
    console.print(f"\n{text}", markup=False, highlight=False, style="bold")

"""Find the agents that each policy takes for the same service, or that a budget pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo
from sim.errors import GoodwillError

if TYPE_CHECKING:
    import polars as pl

    from sim.cli._study import Study
    from sim.judging import Judge
    from sim.scenario.model import Scenario
    from sim.studies.by_interval import Need
    from sim.studies.goals import Goal
    from sim.studies.staff import Question, Staffing

Answer: TypeAlias = "tuple[dict[str, pl.DataFrame], dict[str, str], list[str]]"
COST = "cost"
DEFAULT = ["service_level >= baseline"]
SHOWN = (
    *("service_level", "abandoned_share", "fcr", "csat", "engaged_share", "trust_end", "recontact_share"),
    *(COST, "profit"),
)
"""Measures printed beside the agents, behind those that the goals name."""


Hold = Annotated[
    list[str] | None,
    typer.Option(
        help='Goal to hold, such as "service_level >= 80%"; several allowed. '
        'Left out: "service_level >= baseline", what the baseline has today.'
    ),
]
Budget = Annotated[
    float | None, typer.Option(min=0.0, help="Cost per day to spend, instead of a goal to hold.")
]
Group = Annotated[
    str | None, typer.Option(help="Group whose headcount changes; one factor on all if left out.")
]
ByInterval = Annotated[
    bool, typer.Option("--by-interval", help="Agents of every interval instead of one factor.")
]
FullTime = Annotated[float, typer.Option(min=1.0, max=168.0, help="Paid hours a week of one FTE.")]


def staff(
    file: options.File,
    hold: Hold = None,
    budget: Budget = None,
    group: Group = None,
    scenario: options.Scenario = None,
    policy: options.Policy = None,
    sets: options.Sets = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
    by_interval: ByInterval = False,
    full_time: FullTime = 40.0,
    out: options.Out = Path("results"),
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Find the agents that just hold the goals under each policy, and compare policies at that staffing.

    Policies meet the same luck at every staffing. What was simulated is kept: run it again, with another
    goal or more replications, and only what is new is simulated.

    Example: goodwill staff scenarios/retail_bank.yaml --hold "service_level >= 80%"
    """
    from sim.cli._study import Asked, print_json, study

    if hold and budget is not None:
        raise GoodwillError("--budget: stands beside --hold (got both; allowed one). Leave one of them out.")
    if by_interval and budget is not None:
        raise GoodwillError(
            "--by-interval: finds no budget (got both; allowed --hold). Leave one of them out."
        )
    wanted = [f"{COST} >= {budget:.9g}"] if budget is not None else hold or DEFAULT
    study_of = Asked(file, scenario, policy, sets, replications, seed, cluster or jobs, out, engine.value)
    with study(study_of, quiet=quiet) as one:
        asked = _asked(one, wanted, group, full_time)
        answer = _of_intervals if by_interval else _of_policies
        tables, texts, lines = answer(one, asked)
        about = {
            "hold": [_goal_text(goal, one.scenario) for goal in asked.goals],
            "groups": list(asked.groups),
        }
        one.leave("staff", tables, {**about, "full_time_hours": full_time}, texts)
    if as_json:
        print_json(tables)
    elif not quiet:
        echo("\n".join(lines))


def _asked(one: Study, wanted: Sequence[str], group: str | None, full_time: float) -> Question:
    from sim.cli._study import parse_goals
    from sim.studies.staff import Question, groups_of

    own = one.scenario
    goals, groups = parse_goals(wanted, own), groups_of(own, group)
    return Question(own, one.policies, goals, groups, one.replications, own.run.confidence, full_time)


def _of_policies(one: Study, asked: Question) -> Answer:
    """Find one factor for each policy."""
    from sim.studies.staff import staff

    found = staff(one.bench, asked)
    tables = _tables(found, asked, one.judge)
    return tables, {}, list(_lines(found, asked, tables["equal_service"], one))


def _of_intervals(one: Study, asked: Question) -> Answer:
    """Find the agents of every interval for each policy."""
    from sim.cli._sections import table as laid_out
    from sim.store.names import file_name
    from sim.studies.by_interval import by_interval, table_of

    own = asked.scenario
    needs = [by_interval(one.bench, asked, policy) for policy in asked.policies]
    labels = own.labels(asked.policies)
    goals = " and ".join(_goal_text(goal, own) for goal in asked.goals)
    lines = [f"{own.name}, scenario {own.scenario}: agents of every interval for {goals}"]
    rows = ((labels[n.policy], f"{n.fte_erlang_a:.1f}", f"{n.fte:.1f}", str(n.tried)) for n in needs)
    lines += laid_out(("", "FTE by Erlang A", "FTE that hold the goals", "staffings tried"), rows)
    full = f"FTE: hours there a week, absence and shrinkage added, breaks left out / {asked.full_time:g} h."
    kept = "Agents of each interval are in by_interval.csv; none can lose one more on these replications."
    yaml = "As a section of a scenario file they are in on_duty.POLICY.yaml, a file for each policy."
    lines += [
        "",
        full,
        kept,
        yaml,
        "Verify them by a run with another --seed: what was chosen on some luck flatters.",
    ]
    texts = {f"on_duty.{file_name(need.policy)}.yaml": _on_duty(need, labels[need.policy], goals)
             for need in needs}  # fmt: skip
    return {"by_interval": table_of(needs, own)}, texts, lines


def _on_duty(need: Need, label: str, goals: str) -> str:
    """Return the agents of every interval as a section of a scenario file."""
    from sim.outlets import yaml_text
    from sim.scenario.source import dump
    from sim.studies.by_interval import as_yaml

    groups = ", ".join(dict.fromkeys(cell.group for cell in need.agents))
    lead = (
        f"# {label}: agents there by interval for {goals}, found by goodwill staff --by-interval.",
        f"# Take {groups} out of shifts:, and absence, shrinkage and adherence out of the groups:",
        "# who is on duty is there.",
    )
    told = "\n".join(" ".join(line.splitlines()) for line in lead)
    return yaml_text(f"{told}\n{dump({'on_duty': as_yaml(need)})}")


def _tables(found: Staffing, asked: Question, judge: Judge) -> dict[str, pl.DataFrame]:
    from sim.comparison import measures
    from sim.studies import tables
    from sim.studies.headcount import paid_fte, staffed

    own = asked.scenario
    kpis = measures(len(own.queues))
    pairs = sorted(set(found.levels.select("scenario", "policy").iter_rows()))
    fte = {}
    for level, policy in pairs:
        factors = dict.fromkeys(asked.groups, float(level))
        fte[level, policy] = sum(paid_fte(staffed(own, policy, factors), asked.full_time).values())
    return {
        "equal_service": tables.equal_service(found, own.scenario, own.baseline, judge, kpis),
        "frontier": tables.frontier(found, fte, asked.confidence, kpis),
    }


def _lines(found: Staffing, asked: Question, table: pl.DataFrame, one: Study) -> Iterator[str]:
    """Yield the answer: what is held, one column a policy, and what the figures are."""
    from sim.cli._sections import table as laid_out

    own = asked.scenario
    labels = own.labels([need.policy for need in found.needs])
    of = "" if len(asked.groups) == len(own.groups) else f" of {', '.join(asked.groups)}"
    goals = " and ".join(_goal_text(goal, own) for goal in asked.goals)
    yield f"{own.name}, scenario {own.scenario}: agents{of} for {goals}"
    yield f"{asked.replications} replications on the same luck, seed {one.seed}; one factor on all headcounts"
    head = ("", *labels.values())
    yield from laid_out(head, _need_rows(found, asked))
    yield from laid_out(("at that staffing", *labels.values()), _measure_rows(table, asked))
    yield ""
    for need in found.needs:
        if need.reason:
            yield f"{labels[need.policy]}: no number, as the goals are {need.reason}."
    yield (
        f"Paid FTE: hours paid in an ordinary week, breaks and shrinkage in them / {asked.full_time:g} h. "
        "In brackets: interval of luck."
    )
    yield (
        "Erlang A: with volume and handle time of the run, each interval taken as steady; – where it does "
        "not fit."
    )


def _goal_text(goal: Goal, scenario: Scenario) -> str:
    from sim.kpis import KPIS
    from sim.studies.tables import number
    from sim.wording import unit_words

    sign = ">=" if goal.at_least else "<="
    if goal.level is None:
        return f"{goal.label} {sign} {scenario.labels([scenario.baseline])[scenario.baseline]} today"
    unit = KPIS[goal.kpi].unit
    words = unit_words(unit, scenario.customers.currency)
    return f"{goal.label} {sign} {number(goal.level, unit)} {words}".rstrip()


def _need_rows(found: Staffing, asked: Question) -> Iterator[tuple[str, ...]]:
    import math

    from sim.wording import NONE

    def row(label: str, cells: Sequence[str]) -> tuple[str, ...]:
        return (label, *cells)

    needs = found.needs
    yield row("Paid FTE today", [f"{need.today:.1f}" for need in needs])
    yield row("Paid FTE needed", [_with_interval(need.fte, 1.0, 1) for need in needs])
    yield row("  of today's agents, %", [_with_interval(need.factor, 100.0, 1) for need in needs])
    yield row(
        "  rounded up", [NONE if n.fte.value is None else f"{math.ceil(n.fte.value - 1e-9)}" for n in needs]
    )
    yield row("  by Erlang A", [NONE if n.erlang_a is None else f"{n.erlang_a:.1f}" for n in needs])
    if len(asked.goals) > 1:
        yield row("  decided by", [n.binding.label if n.binding else NONE for n in needs])


def _with_interval(found: Any, factor: float, places: int) -> str:
    from sim.wording import NONE

    if found.value is None:
        return NONE
    value = f"{found.value * factor:.{places}f}"
    if found.low is None or found.high is None:
        return value
    return f"{value} [{found.low * factor:.{places}f}, {found.high * factor:.{places}f}]"


def _measure_rows(table: pl.DataFrame, asked: Question) -> Iterator[tuple[str, ...]]:
    """Yield one line a measure, the goals' first: values, and differences from the baseline."""
    from sim.wording import unit_words

    rows = {(row["kpi"], row["policy"]): row for row in table.iter_rows(named=True)}
    currency = asked.scenario.customers.currency
    valued = any(rows.get(("customer_value", policy), {}).get("value") for policy in asked.policies)
    shown = SHOWN if valued else SHOWN[:-1]
    for kpi in dict.fromkeys([*(goal.kpi for goal in asked.goals), *shown]):
        mine = [rows.get((kpi, policy)) for policy in asked.policies]
        first = next((row for row in mine if row), None)
        if first:
            unit = unit_words(first["unit"], currency)
            yield (f"{first['label']}{f' [{unit}]' if unit else ''}", *map(_cell, mine))


def _cell(row: Mapping[str, Any] | None) -> str:
    """Write a value, with its difference from the baseline and the verdict's sign."""
    from sim.estimate import estimate
    from sim.judging import SYMBOLS
    from sim.studies.tables import number
    from sim.wording import NONE, show_change

    if row is None or row["value"] is None:
        return NONE
    value = number(row["value"], row["unit"])
    if row["difference"] is None:
        return value
    low = row["difference_low"]
    half_width = float("nan") if low is None else row["difference"] - low
    change = show_change(estimate(row["difference"], half_width, row["replications"]), row["unit"])
    return f"{value}  {change} {SYMBOLS.get(row['verdict'], '')}"

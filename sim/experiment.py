"""Run policies x scenarios x replications and gather one KpiTable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import polars as pl

from sim import executors, store
from sim.build import build
from sim.engines.reference import engine
from sim.errors import GoodwillError, InvariantError
from sim.kpis import Fold
from sim.logs import Columns, Digest
from sim.luck import Luck
from sim.quantities import show
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest
from sim.world import World

ENGINE = engine.NAME

COLUMNS = ("policy", "scenario", "replication", "dimension", "member", "kpi", "numerator", "denominator")


class Plan(NamedTuple):
    """Say what an experiment is to run."""

    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    baseline: str
    confidence: float
    seed: int
    replications: int


class Job(NamedTuple):
    """Name one replication of one policy in one scenario; `logs` is the folder that keeps its logs."""

    scenario: str
    policy: str
    world: World
    seed: int
    replication: int
    logs: Path | None = None


class Replicate(NamedTuple):
    """Hold what one replication leaves: its KPI sums, the digest of its logs and its size.

    kpis: columns dimension, member, kpi, numerator, denominator. contacts: attempts to be
    served, warm-up and drain included. seconds: working time [s], never part of a result.
    """

    policy: str
    scenario: str
    replication: int
    kpis: pl.DataFrame
    digest: str
    contacts: int
    seconds: float


class Journal(Protocol):
    """Keep finished replications where an interrupted run finds them again."""

    def finished(self) -> Iterable[pl.DataFrame]:
        """Give every table kept earlier."""

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep one replication's table under a name of its own."""


@dataclass(frozen=True)
class Results:
    """Hold the KpiTable of an experiment with everything needed to judge and repeat it.

    table: KpiTable, in the order of scenarios, policies, replications. replications: the
    finished ones, each with every policy and scenario. digests: "scenario/policy/replication"
    to the SHA-256 of its logs. reused: replicates taken from the journal.
    """

    table: pl.DataFrame
    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    baseline: str
    confidence: float
    seed: int
    replications: tuple[int, ...]
    wanted: int
    digests: Mapping[str, str]
    contacts: int
    seconds: float
    reused: int = 0

    @property
    def complete(self) -> bool:
        """Say whether every wanted replication finished."""
        return len(self.replications) == self.wanted

    @property
    def digest(self) -> str:
        """Combine all digests into one SHA-256 that any order of finishing gives."""
        lines = "".join(f"{name} {digest}\n" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during an experiment; `results` holds the finished complete pairs, or None without any."""

    def __init__(self, results: Results | None) -> None:
        self.results = results
        super().__init__("interrupted")


def replicate(job: Job) -> Replicate:
    """Run one replication and fold its logs into KPI sums.

    Raises: InvariantError, naming the replication so that it can be rerun alone.
    """
    began = store.stopwatch()
    fold, digest, kept = Fold(job.world), Digest(), store.LogFiles(job.logs)

    def sink(table: str, columns: Columns) -> None:
        fold.add(table, columns)
        digest.add(table, columns)
        kept.add(table, columns)

    try:
        totals = engine.run(job.world, Luck(job.seed, job.replication), sink)
    except InvariantError as fault:
        raise InvariantError(f"{fault} Seed {job.seed}, replication {job.replication}.") from fault
    kpis = fold.finish()
    kept.finish()
    return Replicate(
        policy=job.policy,
        scenario=job.scenario,
        replication=job.replication,
        kpis=kpis,
        digest=digest.text(),
        contacts=totals.contacts,
        seconds=store.stopwatch() - began,
    )


def simulate(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
) -> Results:
    """Run `policies` (default: all) of one scenario; the file's own numbers where None is given.

    Raises: GoodwillError for an unknown policy; KeyboardInterrupt (`Interrupted`, with the
    finished pairs) on Ctrl-C.
    """
    return run_experiment({scenario.scenario: scenario}, policies, replications, seed, jobs)


def run_experiment(
    scenarios: Mapping[str, Scenario],
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    *,
    on_result: Callable[[Replicate], None] | None = None,
    journal: Journal | None = None,
    logs: Path | None = None,
    logs_of: int | None = None,
    function: Callable[[Job], Replicate] = replicate,
) -> Results:
    """Run every policy in every scenario, `replications` times, on `jobs` processes.

    Jobs go replication by replication, so that an interrupted run has complete pairs.
    Replicates found in `journal` are reused; new ones are kept there as they finish.
    on_result: called for each replicate, reused ones first. logs: folder for kept logs;
    logs_of: how many replications' logs are kept there, all if None.
    Raises: GoodwillError for an unknown policy; Interrupted on Ctrl-C.
    """
    first = next(iter(scenarios.values()))
    chosen = _chosen(policies, first)
    count = first.run.replications if replications is None else replications
    seed = first.run.seed if seed is None else seed
    plan = Plan(tuple(scenarios), chosen, first.baseline, first.run.confidence, seed, count)
    kept = count if logs_of is None else logs_of
    worlds = {(s, p): build(scenario, p) for s, scenario in scenarios.items() for p in chosen}
    tasks = [
        Job(s, p, worlds[s, p], seed, r, log_folder(logs, s, p, r) if logs and r < kept else None)
        for r in range(count)
        for s in scenarios
        for p in chosen
    ]
    return run_jobs(plan, tasks, jobs, on_result=on_result, journal=journal, function=function)


def run_jobs(
    plan: Plan,
    tasks: Sequence[Job],
    workers: int,
    *,
    on_result: Callable[[Replicate], None] | None = None,
    journal: Journal | None = None,
    function: Callable[[Job], Replicate] = replicate,
) -> Results:
    """Run `tasks`, those in the journal excepted, and gather the complete replications."""
    done: dict[str, Replicate] = {}
    wanted = {_name(task.scenario, task.policy, task.replication) for task in tasks}

    def take(one: Replicate) -> None:
        done[_name(one.scenario, one.policy, one.replication)] = one
        if on_result:
            on_result(one)

    for one in map(unpack, journal.finished() if journal else ()):
        if _name(one.scenario, one.policy, one.replication) in wanted:
            take(one)
    reused = len(done)
    left = [task for task in tasks if _name(task.scenario, task.policy, task.replication) not in done]
    try:
        for one in executors.run(function, left, workers):
            if journal:
                journal.keep(_name(one.scenario, one.policy, one.replication).replace("/", "~"), pack(one))
            take(one)
    except KeyboardInterrupt as stop:
        raise Interrupted(gather(plan, done, reused)) from stop
    results = gather(plan, done, reused)
    if results is None:
        raise GoodwillError("nothing to run: no replication was asked for. Ask for at least 1.")
    return results


def gather(plan: Plan, done: Mapping[str, Replicate], reused: int) -> Results | None:
    """Build the results of all replications that finished for every scenario and policy."""
    pairs = [(s, p) for s in plan.scenarios for p in plan.policies]
    complete = [r for r in range(plan.replications) if all(_name(s, p, r) in done for s, p in pairs)]
    kept = {_name(s, p, r): done[_name(s, p, r)] for s, p in pairs for r in complete}
    if not kept:
        return None
    return Results(
        table=pl.concat([_labelled(one) for one in kept.values()]),
        scenarios=plan.scenarios,
        policies=plan.policies,
        baseline=plan.baseline,
        confidence=plan.confidence,
        seed=plan.seed,
        replications=tuple(complete),
        wanted=plan.replications,
        digests={name: one.digest for name, one in kept.items()},
        contacts=sum(one.contacts for one in kept.values()),
        seconds=sum(one.seconds for one in kept.values()),
        reused=reused,
    )


def pack(one: Replicate) -> pl.DataFrame:
    """Turn a replicate into one table that a journal can keep."""
    return _labelled(one).with_columns(
        digest=pl.lit(one.digest), contacts=pl.lit(one.contacts), seconds=pl.lit(one.seconds)
    )


def unpack(table: pl.DataFrame) -> Replicate:
    """Turn a journal's table back into the replicate."""
    facts = table.row(0, named=True)
    return Replicate(
        policy=facts["policy"],
        scenario=facts["scenario"],
        replication=facts["replication"],
        kpis=table.select("dimension", "member", "kpi", "numerator", "denominator"),
        digest=facts["digest"],
        contacts=facts["contacts"],
        seconds=facts["seconds"],
    )


def _labelled(one: Replicate) -> pl.DataFrame:
    """Give a replicate's KPI sums as rows of the KpiTable."""
    numbers = {"numerator": pl.Float64, "denominator": pl.Float64, "replication": pl.Int64}
    return one.kpis.with_columns(
        policy=pl.lit(one.policy), scenario=pl.lit(one.scenario), replication=pl.lit(one.replication)
    ).select(pl.col(name).cast(numbers.get(name, pl.String)) for name in COLUMNS)


def _chosen(policies: Sequence[str] | None, scenario: Scenario) -> tuple[str, ...]:
    """Give the policies to run, in the file's order."""
    known = tuple(scenario.policies)
    unknown = [name for name in policies or () if name not in known]
    if unknown:
        remedy = suggest(unknown[0], known, "Pick one of these.")
        raise GoodwillError(
            f"policies: has no such policy (got {show(unknown[0])}; allowed {listed(known)}). {remedy}"
        )
    return known if policies is None else tuple(name for name in known if name in policies)


def log_folder(logs: Path, scenario: str, policy: str, replication: int) -> Path:
    """Return the folder within `logs` that takes one replication's log tables."""
    return logs / store.safe_name(scenario) / store.safe_name(policy) / f"{replication:04d}"


def _name(scenario: str, policy: str, replication: int) -> str:
    return f"{scenario}/{policy}/{replication}"

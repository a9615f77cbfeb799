"""Run policies x scenarios x replications and gather one KpiTable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import polars as pl

from sim import executors, store
from sim.amount import Tolerance
from sim.engines.choice import SIMPY, WORTH_SETTING_UP, Choice, choose, engine_of, prepare
from sim.errors import GoodwillError, InvariantError
from sim.judging import read_margins
from sim.kpis import KPIS, Fold
from sim.kpis.by_day import Daily
from sim.kpis.journeys import TALLIES, Journeys
from sim.logs import Columns, Digest
from sim.luck import Luck
from sim.quantities import show
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest
from sim.store.stored import KPI_COLUMNS
from sim.workload.needs import needs_per_run
from sim.world.build import build
from sim.world.numbers import World

ENGINE = "reference"
"""The engine whose logs all others give; what a baseline and an interrupted run are known by."""

COLUMNS = tuple(KPI_COLUMNS)


class Plan(NamedTuple):
    """What an experiment is to run."""

    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    baseline: str
    confidence: float
    seed: int
    replications: int
    margins: Mapping[str, Tolerance] = {}
    engine: str = SIMPY
    first: int = 0

    @property
    def numbers(self) -> range:
        """The replications by number, from the first one."""
        return range(self.first, self.first + self.replications)


class Job(NamedTuple):
    """One replication of one policy in one scenario; `logs` is the folder that keeps its logs."""

    scenario: str
    policy: str
    world: World
    seed: int
    replication: int
    logs: Path | None = None
    engine: str = SIMPY


class Replicate(NamedTuple):
    """What one replication leaves: its KPI sums, the digest of its logs and its size.

    kpis: columns dimension, member, kpi, numerator, denominator, tallies (waits, paths, trust by day, lines
    of interval reports) in the rows whose dimension is one of `sim.kpis.journeys.TALLIES`. contacts: attempts
    to be served, warm-up and drain included. seconds: working time [s], never part of a result.
    """

    policy: str
    scenario: str
    replication: int
    kpis: pl.DataFrame
    digest: str
    contacts: int
    seconds: float


class Journal(Protocol):
    """A place for finished replications, where an interrupted run finds them again."""

    def finished(self) -> Iterable[pl.DataFrame]:
        """Return every table kept earlier."""

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep one replication's table under a name of its own."""


@dataclass(frozen=True)
class Results:
    """The KpiTable of an experiment with everything needed to judge and repeat it.

    table: KpiTable, in the order of scenarios, policies, replications. tallies: waits, paths and
    lines of interval reports, with the same columns; None where they are not known. replications: the
    finished ones, each with every policy and scenario. digests: "scenario/policy/replication"
    to the digest of its logs. reused: replicates taken from the journal. margins: smallest differences
    of interest that the scenario sets itself, by measure. engine: what ran them; no result depends on it.
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
    margins: Mapping[str, Tolerance] = field(default_factory=dict)
    tallies: pl.DataFrame | None = None
    engine: str = SIMPY

    @property
    def complete(self) -> bool:
        """Return whether every wanted replication finished."""
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
    fold, journeys, daily = Fold(job.world), Journeys(job.world), Daily(job.world)
    digest, kept = Digest(), store.LogFiles(job.logs)

    def sink(table: str, columns: Columns) -> None:
        fold.add(table, columns)
        journeys.add(table, columns)
        daily.add(table, columns)
        digest.add(table, columns)
        kept.add(table, columns)

    try:
        totals = engine_of(job.engine)(job.world, Luck(job.seed, job.replication), sink)
    except InvariantError as fault:
        raise InvariantError(f"{fault} Seed {job.seed}, replication {job.replication}.") from fault
    kpis = pl.concat([fold.finish(), fold.crossed(), journeys.rows(), daily.rows()])
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


def run_experiment(
    scenarios: Mapping[str, Scenario],
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: executors.Workers = 1,
    *,
    on_result: Callable[[Replicate], None] | None = None,
    journal: Journal | None = None,
    logs: Path | None = None,
    logs_of: int | None = None,
    engine: str = SIMPY,
    say: Callable[[str], None] | None = None,
    function: Callable[[Job], Replicate] = replicate,
    first_number: int = 0,
) -> Results:
    """Run every policy in every scenario, `replications` times, on `jobs` processes or a cluster.

    Jobs go replication by replication, so that an interrupted run has complete pairs.
    Replicates found in `journal` are reused; new ones are kept there as they finish.
    on_result: called for each replicate, reused ones first. logs: folder for kept logs;
    logs_of: how many replications' logs are kept there, all if None. engine: simpy, compiled, or auto;
    `say` is told which was taken. first_number: that of the first replication; each has the same luck
    whichever others run.
    Raises: GoodwillError for an unknown policy, an engine that cannot run it, or logs to be kept by a
    cluster; Interrupted on Ctrl-C.
    """
    _refuse_logs_far_away(logs, jobs)
    first = next(iter(scenarios.values()))
    wanted = chosen(policies, first)
    count = first.run.replications if replications is None else replications
    seed = first.run.seed if seed is None else seed
    margins = read_margins(first.matters, KPIS, first.customers.currency)
    worlds = {(s, p): build(scenario, p) for s, scenario in scenarios.items() for p in wanted}
    taken, choice = choose_engines(engine, worlds, count)
    say = say or _quietly
    if choice.why:
        say(f"Engine: {choice.why}.")
    prepare(choice.variants, say)
    sure, used = first.run.confidence, ", ".join(sorted(set(taken.values())))
    plan = Plan(tuple(scenarios), wanted, first.baseline, sure, seed, count, margins, used, first_number)
    kept = plan.numbers[:logs_of] if logs else ()
    tasks = [
        Job(s, p, world, seed, r, log_folder(logs, s, p, r) if logs and r in kept else None, taken[s, p])
        for r in plan.numbers
        for (s, p), world in worlds.items()
    ]
    return run_jobs(plan, tasks, jobs, on_result=on_result, journal=journal, function=function)


def _refuse_logs_far_away(logs: Path | None, jobs: executors.Workers) -> None:
    """Refuse to keep logs on a cluster. Raises: GoodwillError."""
    if logs and isinstance(jobs, str):
        raise GoodwillError(
            "--cluster: logs cannot be kept: they would lie on the workers' machines. Leave --keep-logs and "
            "--event-log out, or run one replication here: --only 0 --keep-logs."
        )


def _quietly(line: str) -> None:
    """Ignore a line."""


def needs_of(world: World, count: int) -> float:
    """Return the needs of `count` replications as `choose` counts them: 0 where each is too short to gain."""
    one = needs_per_run(world)
    return count * one if one >= WORTH_SETTING_UP else 0.0


def choose_engines(
    asked: str, worlds: Mapping[tuple[str, str], World], count: int
) -> tuple[dict[tuple[str, str], str], Choice]:
    """Return the engine of each world, by scenario and policy, for `count` replications, and the choice."""
    alone = len({scenario for scenario, _ in worlds}) == 1
    names = {key: key[1] if alone else " ".join(key) for key in worlds}
    needs = {names[key]: needs_of(world, count) for key, world in worlds.items()}
    choice = choose(asked, {names[key]: world for key, world in worlds.items()}, needs)
    return {key: choice.engines[name] for key, name in names.items()}, choice


def run_jobs(
    plan: Plan,
    tasks: Sequence[Job],
    workers: executors.Workers,
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
        for one in executors.run(function, left, workers, "world", store.rests_on):
            if journal:
                journal.keep(_name(one.scenario, one.policy, one.replication), pack(one))
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
    complete = [r for r in plan.numbers if all(_name(s, p, r) in done for s, p in pairs)]
    kept = {_name(s, p, r): done[_name(s, p, r)] for s, p in pairs for r in complete}
    if not kept:
        return None
    whole = pl.concat([_labelled(one) for one in kept.values()])
    told = pl.col("dimension").is_in(TALLIES)
    return Results(
        table=whole.filter(~told),
        tallies=whole.filter(told),
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
        margins=plan.margins,
        engine=plan.engine,
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
    """Return a replicate's KPI sums as rows of the KpiTable."""
    return one.kpis.with_columns(
        policy=pl.lit(one.policy), scenario=pl.lit(one.scenario), replication=pl.lit(one.replication)
    ).select(pl.col(name).cast(kind) for name, kind in KPI_COLUMNS.items())


def chosen(policies: Sequence[str] | None, scenario: Scenario) -> tuple[str, ...]:
    """Return the policies to run, in the file's order; all of them for None.

    Raises: GoodwillError for an unknown policy.
    """
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
    return logs / store.file_name(scenario) / store.file_name(policy) / f"{replication:04d}"


def _name(scenario: str, policy: str, replication: int) -> str:
    return f"{scenario}/{policy}/{replication}"

"""Run what expectations need, and judge it: simulate in blocks by precision, then give one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sim.checks import baseline as stored_results
from sim.checks.baseline import Baseline
from sim.checks.expectations import Case
from sim.checks.history import Fresh, Standing, changes, moved, standing
from sim.checks.outcomes import Judged, Needs, judged, needs, of_digests, outcomes_of
from sim.checks.plan import Plan, prepare
from sim.checks.settings import OnUndecided
from sim.checks.verdict import USABLE, Budget, Outcome, Report
from sim.commands import command
from sim.engines.choice import AUTO
from sim.errors import ResultError
from sim.estimate import replications_needed
from sim.executors import Workers
from sim.experiment import Replicate, Results, run_experiment
from sim.kpis.base import ALL
from sim.store import check_file, stopwatch

SEEDS = 2**63
Watch = Callable[[Replicate], None]


class Wish(NamedTuple):
    """What is asked of a check; None stands for what the file says.

    expectations: file that holds them. baseline: file to compare with. at_most: replications
    allowed. confirm: run failures again with other seeds before they fail. fast: compare the digest
    of one replication and nothing else. jobs: processes, or a cluster's address.
    engine: simpy, compiled, or auto; no verdict depends on it.
    """

    expectations: Path | None = None
    baseline: Path | None = None
    at_most: int | None = None
    on_undecided: OnUndecided | None = None
    confirm: bool = False
    fast: bool = False
    jobs: Workers = 1
    engine: str = AUTO


class Luck(NamedTuple):
    """What was run: seed, replications, and whether the baseline met other luck."""

    seed: int
    replications: int
    other: bool


@dataclass
class Memory:
    """Finished replications, kept for the next block so that none is run twice."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def finished(self) -> Iterable[pl.DataFrame]:
        """Return every table kept earlier."""
        return list(self.tables.values())

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep one replication's table."""
        self.tables[name] = table


def check(file: str | Path, wish: Wish = Wish(), watch: Watch | None = None) -> Report:  # noqa: B008 - frozen
    """Judge a scenario file by its expectations.

    watch: called with each replicate as it finishes.
    Raises: ScenarioError for a faulty scenario or expectation, or one that nothing was measured
    for; ResultError for a damaged baseline; Interrupted on Ctrl-C.
    """
    began = stopwatch()
    report = _checked(_with_wishes(prepare(Path(file), wish.expectations), wish), wish, watch)
    return replace(report, seconds=stopwatch() - began)


def _checked(plan: Plan, wish: Wish, watch: Watch | None) -> Report:
    where = stored_results.locate(plan, wish.baseline)
    stored = stored_results.read(where.path) if where.found and _uses(plan, wish) else None
    if wish.fast:
        return _fast(plan, wish, where.path, stored, watch)
    seed = plan.first.run.seed
    fresh, results, found = _in_blocks(plan, seed, stored, wish, watch)
    level = _standing(plan, where.path, stored, seed) if _uses(plan, wish) else Standing("unused", "")
    if stored is not None and level.state == "changed":
        level = level._replace(note=f"{level.note} {_what_moved(plan, fresh, stored)}".rstrip())
    outcomes = outcomes_of(plan, found, fresh, stored, level)
    failed = any(_can_be_confirmed(one) for one in outcomes)
    if wish.confirm and failed:
        second = _in_one(plan, (seed + 1) % SEEDS, len(results.replications), wish, watch)
        outcomes = _confirmed(plan, outcomes, second)
    notes = (level.note,) if level.state == "statistical" else ()
    luck = Luck(seed, len(results.replications), stored is not None and stored.seed != seed)
    return _report(plan, wish, luck, outcomes, level, notes)


class Proposal(NamedTuple):
    """A new baseline that has not been written, and what it would change."""

    path: Path
    baseline: Baseline
    changes: list[str]


def propose(file: str | Path, wish: Wish = Wish(), watch: Watch | None = None) -> Proposal:  # noqa: B008
    """Return a new baseline of the first block of replications, without writing it.

    Raises: as `check`; ResultError, before anything is run, where it could not be written.
    """
    plan = prepare(Path(file), wish.expectations)
    where = stored_results.locate(plan, wish.baseline)
    check_file(where.path)
    old, lines = None, []
    if where.found:
        try:
            old = stored_results.read(where.path)
        except ResultError as error:
            lines = [f"the old one is unreadable and will be replaced: {error}"]
    count = plan.expectations.settings.at_least
    results = _simulated(plan, plan.first.run.seed, count, wish, Memory(), watch)
    new = stored_results.of_results(plan, results)
    fresh = Fresh(new.seed, new.replications, new.digests, new.sums)
    return Proposal(where.path, new, [*lines, *changes(fresh, new, old, plan.first.customers.currency)])


def _with_wishes(plan: Plan, wish: Wish) -> Plan:
    settings = plan.expectations.settings
    if wish.at_most is not None:
        at_least = min(settings.at_least, wish.at_most)
        settings = settings._replace(at_most=wish.at_most, at_least=at_least)
    if wish.on_undecided is not None:
        settings = settings._replace(on_undecided=wish.on_undecided)
    return plan._replace(expectations=plan.expectations._replace(settings=settings))


def _uses(plan: Plan, wish: Wish) -> bool:
    return wish.fast or plan.expectations.history


def _standing(plan: Plan, path: Path, stored: Baseline | None, seed: int) -> Standing:
    if stored is None:
        beside = () if path == stored_results.locate(plan).path else ("--baseline", path.as_posix())
        told = command("check", plan.file.as_posix(), *beside, "--update-baseline")
        wrong = f"no baseline at {path.as_posix()}, so nothing is held against the past."
        return Standing("missing", f"{wrong} Write one with `{told}`.")
    return standing(plan, stored, stored_results.provenance(), seed)


def _what_moved(plan: Plan, fresh: Fresh, stored: Baseline) -> str:
    """Return what moved since a baseline of another scenario, for each policy both know."""
    currency = plan.first.customers.currency
    return " ".join(
        f"{scenario}, {policy}: {moved(fresh, stored, policy, scenario, currency)}."
        for scenario in plan.scenarios
        for policy in plan.first.policies
        if f"{scenario}/{policy}" in stored.digests
    )


def _simulated(plan: Plan, seed: int, count: int, wish: Wish, memory: Memory, watch: Watch | None) -> Results:
    seen = _once(memory, watch)
    return run_experiment(
        plan.scenarios, None, count, seed, wish.jobs, on_result=seen, journal=memory, engine=wish.engine
    )


def _once(memory: Memory, watch: Watch | None) -> Watch | None:
    """Report only replicates that were not reported with an earlier block."""
    known = len(memory.tables)
    seen = 0

    def on_result(one: Replicate) -> None:
        nonlocal seen
        seen += 1
        if watch and seen > known:
            watch(one)

    return on_result if watch else None


def _fresh(plan: Plan, results: Results) -> Fresh:
    slices = {(case.selection.dimension, case.selection.member) for case in plan.expectations.cases}
    count = len(results.replications)
    sums = stored_results.sums_of(results.table, count, slices | {(ALL, "")})
    return Fresh(results.seed, count, stored_results.digests_of(results), sums)


def _in_blocks(
    plan: Plan, seed: int, stored: Baseline | None, wish: Wish, watch: Watch | None
) -> tuple[Fresh, Results, list[Judged]]:
    """Add blocks until every half-width asked for beforehand is reached, or no more are allowed.

    Verdicts are not looked at here: stopping when one turns would inflate its error.
    """
    settings, memory = plan.expectations.settings, Memory()
    count = settings.at_least
    while True:
        results = _simulated(plan, seed, count, wish, memory, watch)
        fresh = _fresh(plan, results)
        found = judged(plan, fresh, stored)
        short = [need for need in needs(found) if need.half_width > need.wanted]
        if not short or count >= settings.at_most:
            return fresh, results, found
        count = min(settings.at_most, max(count + settings.block, _foreseen(short, count, settings.block)))


def _foreseen(short: Sequence[Needs], count: int, block: int) -> int:
    """Return the smallest number of whole blocks of replications that seems to suffice."""
    wanted = max(replications_needed(need.half_width, count, need.wanted) for need in short)
    return count + -(-max(0, wanted - count) // block) * block


def _in_one(plan: Plan, seed: int, count: int, wish: Wish, watch: Watch | None) -> list[Judged]:
    """Judge limits and claims by a block with a seed of its own."""
    fresh = _fresh(plan, _simulated(plan, seed, count, wish, Memory(), watch))
    return judged(plan, fresh, None)


def _can_be_confirmed(one: Outcome) -> bool:
    return one.verdict == "fail" and one.level == "error" and one.case.kind in ("limit", "claim")


def _confirmed(plan: Plan, outcomes: Sequence[Outcome], second: list[Judged]) -> tuple[Outcome, ...]:
    """Decide by the second block on the limits and claims that failed with the first."""
    again = {one.case.name: one for one in outcomes_of(plan, second, None, None, Standing("unused", ""))}
    return tuple(
        _second_opinion(one, again[one.case.name]) if _can_be_confirmed(one) else one for one in outcomes
    )


def _second_opinion(first: Outcome, second: Outcome) -> Outcome:
    if second.verdict == "fail":
        return replace(first, confirmed=True)
    note = f"failed with the first seed, not with the next one: that block decides; {second.note}"
    return replace(second, note=note.removesuffix("; "))


def _fast(plan: Plan, wish: Wish, path: Path, stored: Baseline | None, watch: Watch | None) -> Report:
    """Compare the digests of replication 0 of the first scenario, all policies."""
    name, scenario = next(iter(plan.scenarios.items()))
    first = plan._replace(scenarios={name: scenario}, digests={name: plan.digests[name]})
    cases = tuple(Case.of_digest(policy, name, plan.expectations.mark) for policy in scenario.policies)
    first = first._replace(expectations=plan.expectations._replace(cases=cases))
    seed = stored.seed if stored else scenario.run.seed
    level = _standing(first, path, stored, seed)
    if level.state == "statistical":
        level = Standing("changed", level.note.replace(": compared statistically instead.", "."))
    outcomes: tuple[Outcome, ...] = ()
    if stored is not None and level.state in USABLE:
        results = _simulated(first, seed, 1, wish, Memory(), watch)
        outcomes = of_digests(cases, _fresh(first, results), stored, scenario.customers.currency)
    return _report(first, wish, Luck(seed, 1, False), outcomes, level, ())


def _report(
    plan: Plan,
    wish: Wish,
    luck: Luck,
    outcomes: Sequence[Outcome],
    level: Standing,
    notes: tuple[str, ...],
) -> Report:
    settings = plan.expectations.settings
    judged_here = [one.case for one in outcomes if one.case.severity == "error"]
    kinds = [case.kind for case in judged_here]
    edges = sum(len(case.band.edges) for case in judged_here if case.kind == "limit" and case.band)
    alpha = 1.0 - settings.confidence
    return Report(
        file=str(plan.file),
        name=plan.first.name,
        currency=plan.first.customers.currency,
        policies=tuple(plan.first.policies),
        scenarios=tuple(plan.scenarios),
        replications=luck.replications,
        at_most=settings.at_most,
        seed=luck.seed,
        confidence=settings.confidence,
        on_undecided=settings.on_undecided,
        outcomes=tuple(outcomes),
        budget=Budget(edges, kinds.count("claim"), kinds.count("history") * luck.other, alpha, wish.confirm),
        baseline=level.state,
        baseline_note=level.note if level.state not in USABLE else "",
        notes=notes,
        fast=wish.fast,
    )

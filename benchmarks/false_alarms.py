"""Measure how often `goodwill check` cries wolf, and how surely it sees a loss of 2 points.

Reruns a small day with a fixed list of seeds. Every limit and claim that can fail sits exactly on the
true value, the worst place, which is taken from a long run with a seed of its own; the same limits 2
points of service level higher say how surely a loss of 2 points is seen. The claim "alarms stay
within the budget" is rejected only if the one-sided 99 % lower bound of their share exceeds it.

    python benchmarks/false_alarms.py --reruns 200 --jobs 2
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import polars as pl
from scipy.stats import beta

from sim.checks.expectations import Case
from sim.checks.run import Wish, check
from sim.experiment import run_experiment
from sim.scenario.load import load_scenario

SOURCE = Path(__file__).parents[1] / "scenarios/small_day.yaml"
POLICIES = ("handle_time", "quality_time")
TRUTH_SEED, FIRST_SEED = 99, 1000
LOSS = 0.02
BOUND = 0.99


class Rerun(NamedTuple):
    """What one rerun said: verdicts by name, whether it alarmed, its size and its budget."""

    alarm: bool
    fails: tuple[str, ...]
    seen: tuple[str, ...]
    replications: int
    budget: float
    words: str


def day(folder: Path, expectations: str, seed: int) -> Path:
    """Write the small day with more agents (service level 95 %), one seed and these expectations."""
    text = SOURCE.read_text("utf-8").partition("expectations:")[0]
    text = text.replace("generalists: 3", "generalists: 4").replace("seed: 7", f"seed: {seed}")
    path = folder / f"day_{seed}.yaml"
    path.write_text(text + expectations, "utf-8")
    return path


def value(table: pl.DataFrame, policy: str, kpi: str) -> float:
    rows = table.filter(
        (pl.col("policy") == policy) & (pl.col("dimension") == "all") & (pl.col("kpi") == kpi)
    )
    return float(rows["numerator"].sum() / rows["denominator"].sum())


def expectations(table: pl.DataFrame) -> str:
    """Put every edge on the true value; the edges 2 points higher are warnings, so they cannot alarm."""
    lines = ["expectations:", "  replications: {at_least: 10, at_most: 400, block: 5}", "  measures:"]
    for policy in POLICIES:
        level, lost = value(table, policy, "service_level"), value(table, policy, "abandoned_share")
        lines += [
            f"    service_level{{policy={policy}}}:",
            f'      - ">= {100 * level:.6f}%"',
            f'      - {{is: ">= {100 * (level + LOSS):.6f}%", severity: warn}}',
            f'    abandoned_share{{policy={policy}}}: "<= {100 * lost:.6f}%"',
        ]
    lines += ["  compare:", "    quality_time:"]
    for kpi, side, unit in (("csat", "higher", "%"), ("agent_seconds_per_resolved", "lower", "s")):
        apart = abs(value(table, "quality_time", kpi) - value(table, "handle_time", kpi))
        amount = f"{100 * apart:.6f}pp" if unit == "%" else f"{apart:.6f}s"
        lines.append(f'    {"  "}{kpi}: "{side} by >= {amount}"')
    return "\n".join(lines) + "\n"


def rerun(task: tuple[str, int]) -> Rerun:
    """Check the small day with one seed."""
    text, seed = task
    with tempfile.TemporaryDirectory() as folder:
        report = check(day(Path(folder), text, seed), Wish())
    fails = [one for one in report.outcomes if one.verdict == "fail"]
    return Rerun(
        report.code == 1,
        tuple(named(one.case) for one in fails if one.level == "error"),
        tuple(one.case.policy for one in fails if one.case.severity == "warn"),
        report.replications,
        report.budget.bound,
        report.budget.words(),
    )


def named(case: Case) -> str:
    return f"{case.kind} {case.selection.kpi}, {case.policy}"


def lower_bound(count: int, runs: int) -> float:
    """Return the one-sided lower bound of a share. Source: Clopper & Pearson 1934, Biometrika 26:404."""
    return 0.0 if count == 0 else float(beta.ppf(1.0 - BOUND, count, runs - count + 1))


def truth(replications: int, jobs: int) -> pl.DataFrame:
    """Run the day long enough to know its true values."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = load_scenario(day(Path(folder), "", TRUTH_SEED))
    return run_experiment({scenario.scenario: scenario}, None, replications, None, jobs).table


def report(found: list[Rerun]) -> bool:
    """Print what was found; return whether the claims stand."""
    runs, alarms = len(found), sum(one.alarm for one in found)
    budget, bound = found[0].budget, lower_bound(alarms, runs)
    sizes = sorted(one.replications for one in found)
    print(found[0].words)
    print(f"{runs} reruns, seeds {FIRST_SEED} to {FIRST_SEED + runs - 1}; every edge on its true value.")
    print(f"Replications by precision: {sizes[0]} to {sizes[-1]}, median {sizes[runs // 2]}.")
    print(f"False alarms: {alarms} of {runs} = {alarms / runs:.1%}; one-sided 99 % lower bound {bound:.1%},")
    print(f"budget {budget:.1%}: {'within it' if bound <= budget else 'EXCEEDED'}.")
    for name, count in sorted(Counter(name for one in found for name in one.fails).items()):
        print(f"  {name}: {count} ({count / runs:.1%})")
    powers = [sum(policy in one.seen for one in found) / runs for policy in POLICIES]
    for policy, power in zip(POLICIES, powers, strict=True):
        print(f"Power for a loss of 2 points of service level, {policy}: {power:.1%}")
    return bound <= budget and min(powers) >= 0.95


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reruns", type=int, default=200)
    parser.add_argument("--truth", type=int, default=1000, help="replications of the long run")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    text = expectations(truth(asked.truth, asked.jobs))
    print(text)
    tasks = [(text, FIRST_SEED + index) for index in range(asked.reruns)]
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(rerun, tasks))
    sys.exit(0 if report(found) else 1)


if __name__ == "__main__":
    main()

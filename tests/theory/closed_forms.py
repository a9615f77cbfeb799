"""Run the scenario of a closed form and hold what it gives against the exact value (evidence.md 3.0)."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from sim import compare
from sim.codes import Closing, Outcome
from sim.engines.choice import engine_of
from sim.experiment import Job, Replicate, Results, run_experiment
from sim.hours import DAY
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.load import load_scenario, scenario_names
from tests.engines import ENGINE

HOUR = 3600.0
SCENARIOS = Path(__file__).parent / "scenarios"
WORKERS = 1  # the suite has a test process for each core
REPLICATIONS = 20
K = 5.0  # with 20 replications a right simulator fails a check with probability 7.9e-5
POWER = 0.02  # standard error a check may have at most, as a share of the exact value
QUEUE_POWER = 0.03  # the same for queue lengths


class NoPowerError(AssertionError):
    """Too little was simulated to tell right from wrong."""


@dataclass(frozen=True)
class Sums:
    """Numerators and denominators of one measure, one of each per replication."""

    over: np.ndarray
    under: np.ndarray

    @property
    def value(self):
        return float(self.over.sum() / self.under.sum())

    @property
    def se(self):
        """Standard error of the ratio of sums, by the delta method."""
        influence = (self.over - self.value * self.under) / self.under.mean()
        return float(math.sqrt((influence**2).sum() / (influence.size - 1) / influence.size))


@dataclass(frozen=True)
class Runs:
    """Everything that the replications of one file gave."""

    results: Results

    def sums(self, kpi, scenario=None, policy=None, of=("all", "")):
        """Return a measure of a slice (dimension, member), first scenario and policy if none are named."""
        chosen = self.results.table.filter(
            pl.col("kpi") == kpi,
            pl.col("scenario") == (scenario or self.results.scenarios[0]),
            pl.col("policy") == (policy or self.results.policies[0]),
            pl.col("dimension") == of[0],
            pl.col("member") == of[1],
        ).sort("replication")
        return Sums(chosen["numerator"].to_numpy(), chosen["denominator"].to_numpy())

    def paired(self, kpi, policy, baseline, scenario=None):
        """Compare two policies as a planner's report does: paired by replication, with an interval."""
        chosen = self.results.table.filter(
            pl.col("kpi") == kpi, pl.col("scenario") == (scenario or self.results.scenarios[0])
        )
        rows = compare(replace(self.results, table=chosen), baseline)
        found = next(row for row in rows if row.policy == policy and row.dimension == "all")
        low, value, high = (getattr(found.difference, name) for name in ("low", "value", "high"))
        print(f"{kpi}, {policy} less {baseline}: {value:+.4g} [{low:+.4g}, {high:+.4g}], {found.verdict}")
        return found


def run(name, policies=None, scenarios=None, replications=None, sets=(), workers=WORKERS):
    """Run the policies and scenarios of a file of this folder, all if none are named.

    By the compiled engine, where numba is installed; SimPy's writes the same logs (tests/parity).
    """
    path = SCENARIOS / f"{name}.yaml"
    chosen = scenarios or scenario_names(path) or ("as_written",)
    loaded = {one: load_scenario(path, None if one == "as_written" else one, sets) for one in chosen}
    return Runs(
        run_experiment(loaded, policies, replications, jobs=workers, engine=ENGINE, function=replicate)
    )


def check(what, sums, exact, power=POWER):
    """Check a mean against `exact`: within 5 SE, and with an SE small enough to tell.

    Raises: AssertionError if it is off, NoPowerError if it could not be.
    """
    assert sums.over.size == REPLICATIONS, f"{what}: {sums.over.size} replications, not {REPLICATIONS}"
    se, off = sums.se, sums.value - exact
    share = se / abs(exact)
    z = off / se if se > 1e-12 * abs(exact) else (0.0 if abs(off) <= 1e-9 * abs(exact) else math.inf)
    line = f"{what}: {sums.value:.6g} against {exact:.6g} (z {z:+.2f}, SE {share:.2%})"
    print(line)
    if share > power:
        raise NoPowerError(f"no power, at most {power:.0%} wanted: {line}")
    assert abs(z) <= K, line


def replicate(job: Job) -> Replicate:
    """Run one replication as `sim.experiment.replicate` does, and add up some more of its logs."""
    fold, more, chunks = Fold(job.world), More(job.world), {}

    def sink(table, columns):
        chunks.setdefault(table, []).append(columns)

    totals = engine_of(job.engine)(job.world, Luck(job.seed, job.replication), sink)
    for table, parts in chunks.items():
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        fold.add(table, columns)
        more.add(table, columns)
    kpis = pl.concat([fold.finish(), more.finish(totals)])
    return Replicate(job.policy, job.scenario, job.replication, kpis, "", totals.contacts, 0.0)


class More:
    """Sums of what closed forms speak of and no KPI does, each on its own line."""

    def __init__(self, world):
        self._world = world
        self._sums = {}

    def add(self, table, columns):
        if table == "legs":
            self._legs(columns)
        elif table == "issues":
            self._issues(columns)

    def finish(self, totals):
        window = self._world.window
        seconds = window.closes - window.opens
        self._put("queue_length", sum(totals.queue_seconds), seconds)
        for queue, waited in zip(self._world.queues, totals.queue_seconds, strict=True):
            self._put("queue_length", waited, seconds, ("queue", queue.name))
        rows = [(*of, over, under) for of, (over, under) in self._sums.items()]
        names = ("dimension", "member", "kpi", "numerator", "denominator")
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _put(self, name, over, under, of=("all", "")):
        self._sums[*of, name] = float(over), float(under)

    def _in_window(self, moments):
        return (moments >= self._world.window.opens) & (moments < self._world.window.closes)

    def _legs(self, legs):
        counted = self._in_window(legs["joined"])
        self._put("waited", (counted & (legs["wait"] > 0.0)).sum(), counted.sum())
        self._put(
            "abandoned_per_second_waited",
            (counted & (legs["outcome"] == Outcome.ABANDONED)).sum(),
            legs["wait"][counted].sum(),
        )
        self._waiting(legs)
        self._busy(legs)
        first = counted & (legs["attempt"] == 0) & (legs["leg"] == 0)
        arrived = legs["joined"][first]
        self._days(arrived)
        if not self._world.touchpoints:
            self._intervals(arrived)
        if len(self._world.types) > 1:
            self._types(arrived, legs["type"][first])

    def _days(self, arrived):
        """Add up squared distances of the days' arrivals from their expectation."""
        world = self._world
        first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
        expected = [sum(sum(kind.means[day]) for kind in world.types) for day in self._kinds(first, last)]
        counts = np.bincount((arrived // DAY).astype(int) - first, minlength=last - first)
        self._put("day_variance", ((counts - expected) ** 2).sum(), last - first)

    def _kinds(self, first, last):
        """Return the kinds of some days of the run."""
        return [day.kind for day in self._world.days[first:last]]

    def _waiting(self, legs):
        """Add up the time that contacts of each type wait within the window."""
        opens, closes, _ = self._world.window
        began, ended = np.clip([legs["joined"], legs["joined"] + legs["wait"]], opens, closes)
        for number, kind in enumerate(self._world.types):
            waited = (ended - began)[legs["type"] == number].sum()
            self._put("queue_length", waited, closes - opens, ("contact", kind.name))

    def _busy(self, legs):
        """Count the agents in conversations at each quarter of every day and of every hour."""
        answered = legs["joined"] + legs["wait"]
        taken = legs["group"] >= 0
        begins = np.sort(answered[taken])
        ends = np.sort((answered + legs["talk"] + legs["acw"])[taken])
        for name, period in (("day", DAY), ("hour", HOUR)):
            for quarter in range(4):
                first = self._world.window.opens + quarter * period / 4
                moments = np.arange(first, self._world.window.closes, period)
                busy = np.searchsorted(begins, moments, "right") - np.searchsorted(ends, moments, "right")
                self._put(f"busy_at_{quarter}_of_{name}", busy.sum(), moments.size)

    def _types(self, arrived, kinds):
        """Add up products of the first two types' distances from their expectation, day by day."""
        world = self._world
        first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
        days = self._kinds(first, last)
        off = [
            np.bincount((arrived[kinds == k] // DAY).astype(int) - first, minlength=len(days))
            - [sum(world.types[k].means[day]) for day in days]
            for k in range(2)
        ]
        self._put("type_variance", (off[0] ** 2).sum(), len(days))
        self._put("type_covariance", (off[0] * off[1]).sum(), len(days))

    def _intervals(self, arrived):
        """Add up squared distances of the counts of planning intervals from their expectation."""
        world = self._world
        first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
        begins, means = [], []
        for day in range(first, last):
            kind = world.days[day].kind
            begins += [day * DAY + start for start in world.week[kind].starts]
            means += [sum(t.means[kind][k] for t in world.types) for k in range(len(begins) - len(means))]
        counts = np.bincount(np.searchsorted(begins, arrived, side="right") - 1, minlength=len(begins))
        self._put("interval_variance", ((counts - means) ** 2).sum(), len(begins))

    def _issues(self, issues):
        counted = self._in_window(issues["opened"])
        closed = counted & (issues["closing"] != Closing.OPEN)
        seconds = issues["closed"] - issues["opened"]
        self._put("issue_time", seconds[closed].sum(), closed.sum())
        self._put("legs_per_issue", issues["legs"][counted].sum(), counted.sum())
        self._put("issue_talk", issues["agent_seconds"][counted].sum(), counted.sum())
        self._put("issue_wait", issues["wait"][counted].sum(), counted.sum())
        self._put("trust", issues["trust_after"][closed].sum(), closed.sum())
        self._put("trust_squared", (issues["trust_after"][closed] ** 2).sum(), closed.sum())
        self._put("one_leg", (counted & (issues["legs"] == 1)).sum(), counted.sum())
        later = np.maximum(issues["legs"] - 1, 0)[counted].sum()
        self._put("explained_again", issues["explained"][counted].sum(), later)

"""Run a small centre in several arms with the same luck, and judge an effect against its ablation.

An arm is a scenario file with changes under one policy; its replications run once in a session, whoever
asks. A measure turns one replication into a numerator and a denominator, so that a mean over replications is
a ratio of sums; a plain number is a numerator over 1. An effect is the paired difference of two arms, with
its 95 % interval over replications.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.codes import End
from sim.estimate import Estimate, ratio, ratio_difference
from sim.kpis import Fold
from sim.logs import FORMS
from sim.luck import Luck
from sim.rules.experience import DIMENSIONS
from sim.scenario.load import load_scenario
from sim.world.build import build
from sim.world.numbers import World
from tests.engines import run

SCENARIOS = Path(__file__).parent / "scenarios"
CONFIDENCE = 0.95
ABLATED = 0.2  # the ablated interval lies within this share of the effect around zero (semantics.md 15)

CUT = int(End.CUT)

Table = Mapping[str, np.ndarray]


class Run:
    """The logs of one replication, and what measures make of them."""

    def __init__(self, world: World, tables: Mapping[str, Table]) -> None:
        self.world = world
        self.tables = tables
        self.legs, self.customers = tables["legs"], tables["customers"]
        fold = Fold(world)
        for name, table in tables.items():
            fold.add(name, table)
        kpis = fold.finish()
        keys = zip(kpis["kpi"], kpis["dimension"], kpis["member"], strict=True)
        self._kpis = dict(zip(keys, zip(kpis["numerator"], kpis["denominator"], strict=True), strict=True))

    def kpi(self, name: str, dimension: str = "all", member: str = "") -> tuple[float, float]:
        """Return the sums of a measure of the project."""
        return self._kpis[name, dimension, member]

    @cached_property
    def issues(self) -> Table:
        """Return the issues opened in the measured window that have closed, in the order of their need."""
        window, issues = self.world.window, self.tables["issues"]
        opened = issues["opened"]
        counted = (opened >= window.opens) & (opened < window.closes) & ~np.isnan(issues["quality"])
        places = np.flatnonzero(counted)
        places = places[np.argsort(issues["issue"][places])]
        return {name: column[places] for name, column in issues.items()}

    def cut(self) -> np.ndarray:
        """Return for each of `issues` whether a conversation of it was ended early, shape (issues,)."""
        return np.isin(self.issues["issue"], self.legs["issue"][self.legs["end"] == CUT])

    def first(self) -> np.ndarray:
        """Return for each of `issues` whether it is the first of its customer, shape (issues,)."""
        found = np.zeros(self.issues["issue"].size, dtype=bool)
        found[np.unique(self.issues["customer"], return_index=True)[1]] = True
        return found

    def tie(self) -> np.ndarray:
        """Return for each of `issues` the tie of its customer, shape (issues,)."""
        order = np.argsort(self.customers["customer"])
        return self.customers["tie"][order][self.issues["customer"]]

    def before(self) -> np.ndarray:
        """Return for each of `issues` the trust before the failure that caused it, shape (issues,)."""
        breach = self.world.failure.breach
        return self.issues["trust_before"] / (1.0 - breach * self.issues["severity"])

    def engaged(self, trust: np.ndarray) -> np.ndarray:
        """Return for each of `issues` whether its customer is engaged with that trust (E13)."""
        return trust + self.tie() > self.world.trust.engaged_above

    def scores(self) -> np.ndarray:
        """Return the scores of each of `issues`, shape (issues, len(DIMENSIONS)), in their order."""
        return np.column_stack([self.issues[f"score_{name}"] for name in DIMENSIONS])


Measure = Callable[[Any], tuple[float, float]]


@dataclass(frozen=True)
class Arm:
    """A file of `scenarios/`, the policy, what is changed, and how often it runs."""

    file: str
    policy: str
    sets: tuple[str, ...] = ()
    replications: int = 6

    def but(self, *sets: str, policy: str | None = None) -> Arm:
        """Return this arm with more changes, as `--set` takes them, or under another policy."""
        return replace(self, sets=(*self.sets, *sets), policy=policy or self.policy)

    def runs(self) -> tuple[Run, ...]:
        """Return the replications."""
        return _runs(self)


@cache
def _runs(arm: Arm) -> tuple[Run, ...]:
    scenario = load_scenario(SCENARIOS / f"{arm.file}.yaml", None, arm.sets)
    world = build(scenario, arm.policy)
    return tuple(_run(world, Luck(scenario.run.seed, r)) for r in range(arm.replications))


def _joined(parts: list[Table], name: str, form: np.dtype) -> np.ndarray:
    return np.concatenate([part[name] for part in parts] or [np.empty(0, form)])


def _run(world: World, luck: Luck) -> Run:
    chunks: dict[str, list[Table]] = {table: [] for table in FORMS}
    run(world, luck, lambda table, columns: chunks[table].append(columns))
    tables = {
        table: {name: _joined(parts, name, form[name]) for name in form.names or ()}
        for (table, parts), form in zip(chunks.items(), FORMS.values(), strict=True)
    }
    return Run(world, tables)


@dataclass(frozen=True)
class Pool:
    """Arms whose customers are looked at together: a measure takes their runs, one of each arm."""

    arms: tuple[Arm, ...]

    def runs(self) -> tuple[tuple[Run, ...], ...]:
        """Return the replications, each the runs of all arms."""
        return tuple(zip(*(arm.runs() for arm in self.arms), strict=True))


def kpi(name: str, dimension: str = "all", member: str = "") -> Measure:
    """Return a measure of the project as a measure of a run."""
    return lambda run: run.kpi(name, dimension, member)


def mean(column: str, of: Callable[[Table], np.ndarray] | None = None) -> Measure:
    """Return the mean of a column over the issues of a run, or over those that `of` tells."""

    def measure(run: Run) -> tuple[float, float]:
        return sums(run.issues[column] if of is None else run.issues[column][of(run.issues)])

    return measure


def sums(values: np.ndarray) -> tuple[float, float]:
    """Return what makes the mean of values: their sum and their number."""
    return float(values.sum()), float(values.size)


def level(measure: Measure, arm: Arm | Pool) -> Estimate:
    """Estimate a measure of one arm."""
    over, under = zip(*(measure(run) for run in arm.runs()), strict=True)
    return ratio(over, under, CONFIDENCE)


def effect(
    measure: Measure, arm: Arm | Pool, baseline: Arm | Pool, of_baseline: Measure | None = None
) -> Estimate:
    """Estimate a measure of `arm` less that of `baseline`, paired by replication.

    `of_baseline` is the measure of the baseline where it is another one.
    """
    a, b = arm.runs(), baseline.runs()
    sums_a, sums_b = [measure(run) for run in a], [(of_baseline or measure)(run) for run in b]
    return ratio_difference(*zip(*sums_a, strict=True), *zip(*sums_b, strict=True), CONFIDENCE).estimate


def text(estimate: Estimate) -> str:
    """Write an estimate with its interval."""
    return f"{estimate.value:+.3g} [{estimate.low:+.3g}, {estimate.high:+.3g}]"


@dataclass
class Claim:
    """Judge one row of the evidence, and note what was seen for the table."""

    row: str
    seen: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    _effect: float = float("nan")

    def holds(self, what: str, found: Estimate, above: float = 0.0) -> None:
        """Assert that the whole interval of an effect lies above a bound; where less is better, swap arms."""
        self._note(self.seen, what, found)
        assert found.low is not None
        assert found.low > above, f"{self.row}: {what}: {text(found)}, not above {above:g}"
        self._effect = found.value or 0.0

    def lies(self, what: str, found: Estimate, low: float, high: float) -> None:
        """Assert that an estimate lies within bounds."""
        self._note(self.seen, what, found)
        assert found.value is not None
        assert low <= found.value <= high, f"{self.row}: {what}: {text(found)}, not in {low:g} to {high:g}"

    def fails_without(self, mechanism: str, found: Estimate) -> None:
        """Assert that the last effect is not found without its mechanism: a fifth of it at most."""
        self._note(self.without, mechanism, found)
        assert found.low is not None
        assert found.high is not None
        most = max(abs(found.low), abs(found.high))
        share = most / abs(self._effect)
        assert share <= ABLATED, f"{self.row}: without {mechanism}: {text(found)}, {share:.0%} of the effect"

    def _note(self, notes: list[str], what: str, found: Estimate) -> None:
        notes.append(f"{what} {text(found)}")
        print(f"{self.row}: {notes[-1]}")


CLAIMS_SEEN: dict[str, Claim] = {}  # what the tests of this session have seen, by their names

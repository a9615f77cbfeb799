"""Everything that an answer is made of: one scenario's values, differences, targets and equal service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from sim.comparison import Comparison
from sim.estimate import NO_DATA, Estimate
from sim.judging import Measure, met
from sim.kpis.base import ALL
from sim.quantities import duration_text
from sim.scenario.model import Scenario
from sim.studies.marginal import Marginal

LEVEL, ABANDONED = "service_level", "abandoned_share"


class Target(NamedTuple):
    """The service level that a queue is to reach, or the share that may hang up; how policies stand to it.

    within: time of a service level [s]. stands: policy to met, missed, unclear, or nothing where one
    replication ran.
    """

    queue: str
    kpi: str
    share: float
    within: float
    stands: Mapping[str, str]

    @property
    def words(self) -> str:
        """The target as people say it, such as "80 % within 20s"."""
        if self.kpi == ABANDONED:
            return f"its goal of at most {100.0 * self.share:g} % abandoned"
        return f"{100.0 * self.share:g} % within {duration_text(self.within)}"


class Known(NamedTuple):
    """What studies found earlier and left in the result folder.

    goals: what `staff` held, in words. fte: policy to the full-time equivalents that hold it. turns:
    sentences of `break-even` on what would turn the verdict, the most likely first. holds: that nothing
    would, where it looked and found nothing.
    """

    goals: str = ""
    fte: Mapping[str, Estimate] = {}
    turns: Sequence[str] = ()
    holds: str = ""


@dataclass(frozen=True)
class Told:
    """What a run tells of one scenario.

    policies: those that ran, the baseline first where it did. equal: policy to what it takes to answer as
    fast as the baseline. known: what studies left in the result folder. fte: policy to full-time equivalents
    on the payroll. best: measure to the policies that none is surely better than. period: day, week or
    open day.
    """

    scenario: Scenario
    policies: tuple[str, ...]
    baseline: str | None
    labels: Mapping[str, str]
    kpis: Mapping[str, Measure]
    values: Mapping[tuple[str, str, str, str], Estimate]
    differences: Mapping[tuple[str, str, str, str], Comparison]
    fte: Mapping[str, float]
    equal: Mapping[str, Marginal] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    best: Mapping[str, Sequence[str]] = field(default_factory=dict)
    period: str = "day"

    @property
    def each(self) -> str:
        """The period as it stands behind a figure: "a day", "an open day"."""
        return f"{'an' if self.period.startswith('o') else 'a'} {self.period}"

    @property
    def others(self) -> tuple[str, ...]:
        """The policies that are compared with the baseline."""
        return tuple(policy for policy in self.policies if policy != self.baseline) if self.baseline else ()

    @property
    def currency(self) -> str:
        """The scenario's currency."""
        return self.scenario.customers.currency

    def value(self, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> Estimate:
        """Return a measure's estimate."""
        return self.values.get((policy, dimension, member, kpi), NO_DATA)

    def apart(self, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> Comparison | None:
        """Return a measure's difference from the baseline; None where nothing is compared."""
        return self.differences.get((policy, dimension, member, kpi))

    def verdict(self, policy: str, kpi: str) -> str:
        """Return the verdict on a measure over all contacts; nothing where nothing is compared."""
        row = self.apart(policy, kpi)
        return row.verdict if row else ""

    def targets(self) -> list[Target]:
        """Return every queue's targets, the most missed first."""
        found = [self._target(name, LEVEL) for name in self.scenario.queues]
        queues = self.scenario.queues.items()
        found += [self._target(name, ABANDONED) for name, one in queues if one.abandoned_at_most is not None]
        return sorted(found, key=_missed, reverse=True)

    def place(self, queue: str) -> tuple[str, str]:
        """Return dimension and member under which a queue's service level stands."""
        return (ALL, "") if len(self.scenario.queues) == 1 else ("queue", queue)

    def part(self, dimension: str, member: str) -> tuple[str, str]:
        """Return under which dimension and member a part's values stand: one queue alone is the whole."""
        return self.place(member) if dimension == "queue" else (dimension, member)

    def _target(self, queue: str, kpi: str) -> Target:
        goal = self.scenario.queues[queue]
        least = kpi == LEVEL
        share = goal.service_level.share if least else goal.abandoned_at_most or 0.0
        found = {policy: self.value(policy, kpi, *self.place(queue)) for policy in self.policies}
        stands = {policy: met(value, share, at_least=least) for policy, value in found.items()}
        return Target(queue, kpi, share, goal.service_level.within, stands)


def _missed(one: Target) -> list[int]:
    """Return by how many policies a target is missed, and for how many that is unclear."""
    return [list(one.stands.values()).count(word) for word in ("missed", "unclear")]


def tell(
    scenario: Scenario,
    policies: Sequence[str],
    found: pl.DataFrame,
    rows: Sequence[Comparison],
    kpis: Mapping[str, Measure],
    more: Mapping[str, Any],
) -> Told:
    """Gather what a run tells of one scenario.

    found: estimates of all scenarios, as `sim.comparison.estimates` gives them. rows: comparisons. more: the
    fields `fte`, `equal`, `known` and `best` of `Told`.
    """
    name, base = scenario.scenario, scenario.baseline
    baseline = base if base in policies else None
    order = [*([base] if baseline else []), *(policy for policy in policies if policy != base)]
    here = found.filter(pl.col("scenario") == name)
    keys = ("policy", "dimension", "member", "kpi")
    values = {tuple(row[:4]): Estimate(*row[4:]) for row in here.select(*keys, *Estimate._fields).iter_rows()}
    apart = {(r.policy, r.dimension, r.member, r.kpi): r for r in rows if r.scenario == name}
    return Told(scenario, tuple(order), baseline, scenario.labels(order), kpis, values, apart, **more)

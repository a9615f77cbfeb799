"""See one scenario of a result as exhibits need it: values, differences and tables, by policy and measure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from sim.answer.best import best_of
from sim.answer.told import Known, Told
from sim.commands import Ran
from sim.comparison import Comparison, measures
from sim.comparison import from_plain as row_of
from sim.estimate import Estimate
from sim.judging import SYMBOLS, Judge, Measure, read_margins
from sim.kpis import KPIS
from sim.kpis.base import ALL
from sim.plots import style
from sim.plots.style import Theme
from sim.scenario.model import Scenario
from sim.studies.marginal import from_plain, fte_of
from sim.wording import beyond_luck, short_change, short_number, short_value, unit_words

BRIEF = 34
"""Letters of a policy's words in a title, where they are cut."""
WHOLE = 40
"""Letters of a policy's words in a title that are not worth a cut."""
RANKED = ("csat", "service_level", "cost")
"""Measures by which three policies or more are ranked."""
SEVERAL = 3


class Study(NamedTuple):
    """A table that a study left in the result folder, and what was studied."""

    table: pl.DataFrame
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What a result folder holds, read or still in memory.

    content: result.json. scenarios: name to scenario, in the run's order. replications: KpiTable. tables: by
    name without the ending, such as intervals, waits and flows. studies: scenario to what studies left about
    it, by name of the table. notice: what sets the run apart: an interruption, changes by --set.
    ran: what it was given, for commands.
    """

    content: Mapping[str, Any]
    scenarios: Mapping[str, Scenario]
    replications: pl.DataFrame
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    studies: Mapping[str, Mapping[str, Study]] = field(default_factory=dict)
    notice: str = ""
    ran: Ran = field(default_factory=Ran)


@dataclass(frozen=True)
class View:
    """One scenario of a result as its answer tells it. key: labels that are too long for a figure, whole."""

    given: Given
    theme: Theme
    told: Told
    key: str

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.told.scenario

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.scenario

    @property
    def ran(self) -> Ran:
        """What the run was given, for commands about this scenario."""
        return self.given.ran.about(self.name)

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that ran, the baseline first where it did."""
        return self.told.policies

    @property
    def baseline(self) -> str | None:
        """The baseline; None where it did not run."""
        return self.told.baseline

    @property
    def others(self) -> tuple[str, ...]:
        """The policies that are compared with the baseline; none where it did not run."""
        return self.told.others

    @property
    def labels(self) -> Mapping[str, str]:
        """Policy to the words for it."""
        return self.told.labels

    @property
    def kpis(self) -> Mapping[str, Measure]:
        """The measures of the result by name."""
        return self.told.kpis

    @property
    def base_label(self) -> str:
        """Words for the baseline, or for the first policy where it did not run."""
        return self.labels[self.baseline or self.policies[0]]

    def brief(self, policy: str) -> str:
        """Return a policy's words for a title: cut where long, its name where that would not be its alone."""
        cut = {
            one: label if len(label) <= WHOLE else textwrap.shorten(label, BRIEF, placeholder=" …")
            for one, label in self.labels.items()
        }
        alone = list(cut.values()).count(cut[policy]) == 1
        return cut[policy] if alone else policy

    @property
    def currency(self) -> str:
        """The sign or name of the currency that figures show."""
        return self.theme.currency or self.scenario.customers.currency

    @property
    def replications(self) -> int:
        """How many replications the result stands on."""
        return int(self.given.content["replications"])

    @property
    def confidence(self) -> float:
        """Confidence of the intervals."""
        return float(self.given.content["confidence"])

    @cached_property
    def looks(self) -> dict[str, style.Look]:
        """How each policy is drawn."""
        return style.looks(self.policies, self.baseline, self.theme)

    def value(self, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> Estimate:
        """Return a measure's estimate; without a value where there is none."""
        return self.told.value(policy, kpi, dimension, member)

    def row(self, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> Comparison | None:
        """Return a measure's difference from the baseline; None where nothing is compared."""
        return self.told.apart(policy, kpi, dimension, member)

    def verdict(self, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> str:
        """Return the verdict on a measure; nothing where nothing is compared."""
        row = self.row(policy, kpi, dimension, member)
        return row.verdict if row else ""

    def sign(self, verdict: str) -> str:
        """Return the sign of a verdict; nothing where nothing is compared."""
        return SYMBOLS.get(verdict, "")

    def members(self, dimension: str, kpi: str) -> list[str]:
        """Return the slices of a dimension in which a measure has a value, in their order."""
        found = (
            member
            for (_, where, member, name), one in self.told.values.items()
            if (where, name) == (dimension, kpi) and one.value is not None
        )
        return list(dict.fromkeys(found))

    def has(self, table: str) -> bool:
        """Return whether the result has a table with rows about this scenario."""
        found = self.table(table)
        return found is not None and found.height > 0

    def table(self, name: str) -> pl.DataFrame | None:
        """Return a table of the result folder, or of a study in it, as far as it is about this scenario."""
        study = self.study(name)
        found = study.table if study else self.given.tables.get(name)
        if found is None or "scenario" not in found.columns:
            return found
        return found.filter(pl.col("scenario") == self.name)

    def study(self, name: str) -> Study | None:
        """Return what a study left about this scenario."""
        return self.given.studies.get(self.name, {}).get(name)

    def number(self, value: float | None, unit: str) -> str:
        """Write a value without its unit, as people say it."""
        return "–" if value is None else self.theme.number(short_number(value, unit))

    def said(self, value: float | None, unit: str) -> str:
        """Write a value with its unit, as people say it."""
        if unit == "money" and value is not None:
            return self.theme.money(short_number(value, unit), self.currency)
        return self.theme.number(short_value(value, unit, self.currency))

    def change(self, found: Estimate, unit: str, like: float | None = None, *, spread: bool = True) -> str:
        """Write a difference with its half-width and unit."""
        shown = found if spread else found._replace(half_width=None)
        if unit == "money" and found.value is not None:
            return self.theme.money(short_change(shown, unit, "", like).strip(), self.currency)
        return self.theme.number(short_change(shown, unit, self.currency, like))

    def heading(self, kpi: str) -> str:
        """Return a measure's label with its unit, as it stands above a column."""
        measure = self.kpis[kpi]
        unit = unit_words(measure.unit, self.currency)
        return f"{measure.label} [{unit}]" if unit else measure.label

    def sureness(self) -> str:
        """Return on what a figure stands and what its intervals leave out, for its note."""
        counted = style.replicated(self.replications, self.given.notice)
        return f"Scenario {self.name}, {counted}. {beyond_luck(self.given.content.get('measure_first', ()))}"


def view_of(given: Given, theme: Theme, scenario: str | None = None) -> View:
    """Return a scenario of a result, by its name; the first one where None. Raises: KeyError."""
    name = next(iter(given.scenarios)) if scenario is None else scenario
    model, content = given.scenarios[name], given.content
    ran = tuple(content["policies"])
    baseline = content["baseline"] if content["baseline"] in ran else None
    policies = (*((baseline,) if baseline else ()), *(policy for policy in ran if policy != baseline))
    labels, key = style.keyed(model.labels(policies))
    values = {
        _key(one): Estimate(*(one[part] for part in Estimate._fields))
        for one in content["estimates"]
        if one["scenario"] == name
    }
    rows = {_key(one): row_of(one) for one in content["comparisons"] if one["scenario"] == name}
    kpis = {kpi: one for kpi, one in measures(len(model.queues)).items() if kpi in content["measures"]}
    equal = {one["policy"]: from_plain(one) for one in content["equal_service"] if one["scenario"] == name}
    fte = {policy: fte_of(model, policy) for policy in policies}
    best = _best(given, name, policies, baseline)
    told = Told(model, policies, baseline, labels, kpis, values, rows, fte, equal, Known(), best)
    return View(given, theme, told, key)


def _best(
    given: Given, name: str, policies: tuple[str, ...], baseline: str | None
) -> Mapping[str, list[str]]:
    """Return by measure the policies that none is surely better than, of three policies or more."""
    if baseline is None or len(policies) < SEVERAL or int(given.content["replications"]) < 2:
        return {}
    first = next(iter(given.scenarios.values()))
    margins = read_margins(first.matters, KPIS, first.customers.currency)
    judge = Judge(KPIS, given.content["confidence"], margins)
    return best_of(given.replications, name, policies, RANKED, judge)


def _key(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["policy"], row["dimension"], row["member"], row["kpi"]

"""Judge a difference: is it the same for practical purposes, better, worse, or not clear yet.

In this order: *same* where the interval lies within plus or minus the smallest difference of interest;
else *better* or *worse* where the p-value, adjusted by Holm's procedure, is at most 1 - confidence; else
*unclear*, with the number of replications that would settle it. Screen, figures, checks and reports all ask
this judge.

Source: Schuirmann 1987, J. Pharmacokinetics Biopharm. 15:657-680 (an interval within the margin is two
one-sided tests); Holm 1979, Scand. J. Statistics 6:65-70.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from sim.amount import Tolerance, parse_tolerance
from sim.errors import ScenarioError
from sim.estimate import Estimate, holm, p_value, replications_needed, student
from sim.quantities import QuantityError
from sim.scenario.load import Loaded
from sim.scenario.tree import Address, Mark, nearest, problem
from sim.scenario.variant import listed, suggest

ROUNDING = 1e-9
"""Differences below this share of the values are the computer's rounding, not a finding."""

SYMBOLS = {
    "better": "▲",
    "worse": "▼",
    "higher": "△",
    "lower": "▽",
    "same": "≈",
    "unclear": "?",
    "no interval": "·",
    "no data": "–",
}
"""A sign for each verdict, so that colour is never needed."""

MATTERS = {
    "share": "1pp",
    "s": "2%",
    "money": "1%",
    "per_day": "1%",
    "count": "1%",
    "score": "0.01",
}
"""Smallest difference of interest by unit, where a measure names none of its own: assumptions.

Shares are planned and reported in whole percentage points. Money, volume and counts: 1 % is less than
forecasts err by. Times: 2 % of a handle time is one agent in fifty. Scores from 0 to 1: a point of a hundred.
Measures depart from these for a reason: waits are told in whole seconds, so 2 s; 0.003 of trust moves the
yearly loss of customers by 1 % (E15); what is rare is held to shares of itself, or to one a day.
"""


class Measure(Protocol):
    """What a judge must know about a KPI; `sim.kpis.Kpi` is one."""

    @property
    def name(self) -> str:
        """Key in the KpiTable."""

    @property
    def label(self) -> str:
        """Words for a table."""

    @property
    def unit(self) -> str:
        """One of s, share, money, per_day, count, score."""

    @property
    def better(self) -> str:
        """One of higher, lower, neutral."""

    @property
    def definition(self) -> str:
        """One sentence with the formula in words."""

    @property
    def headline(self) -> bool:
        """Whether it opens a comparison; these measures are one family of tests."""

    @property
    def matters(self) -> str:
        """Smallest difference of interest: "1pp", "2%" of the baseline; that of the unit if empty."""

    @property
    def unused(self) -> float | None:
        """Value where nothing brings it about; None for what every centre has."""

    @property
    def needs(self) -> str:
        """Measure without which this one says nothing of its own, or nothing."""

    @property
    def below_zero(self) -> bool:
        """Whether it can be negative."""


class Evidence(NamedTuple):
    """What the replications say of one measure: the baseline's value, and the paired difference from it."""

    baseline: Estimate
    difference: Estimate


class Judgement(NamedTuple):
    """A verdict with its reasons.

    verdict: better, worse, higher, lower (where neither side is better), same, unclear, no interval (one
    replication says nothing about its own luck) or no data. matters: smallest difference of interest, in
    the measure's unit. p: two-sided p-value, adjusted by Holm. needed: replications, in all, that would
    settle what is unclear if the estimates stay.
    """

    verdict: str
    matters: float | None = None
    p: float | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Judge:
    """The one who gives verdicts; `margins` are the smallest differences of interest that a scenario sets."""

    measures: Mapping[str, Measure]
    confidence: float = 0.95
    margins: Mapping[str, Tolerance] = field(default_factory=dict)

    def margin(self, kpi: str) -> Tolerance:
        """Return the smallest difference of interest of a measure, in its unit or of the baseline's value."""
        return self.margins.get(kpi) or margin_of(self.measures[kpi])

    def family(self, evidence: Mapping[str, Evidence], *, whole: bool = True) -> dict[str, Judgement]:
        """Judge measures of one policy in one slice of one scenario together.

        The headline measures are tested as one family, those without data included, whatever else is asked;
        of a slice that is not the whole, such as a queue, those that the slice has. Any other measure is
        judged as if it were one more member of the family.
        """
        p = {kpi: self._p(one) for kpi, one in evidence.items()}
        fixed = [p.get(name) for name, one in self.measures.items() if one.headline and (whole or name in p)]
        return {
            kpi: self._judged(kpi, one, fixed if self.measures[kpi].headline else [*fixed, p[kpi]], p[kpi])
            for kpi, one in evidence.items()
        }

    def _p(self, evidence: Evidence) -> float | None:
        """Return the p-value of a difference; one of rounding only is none."""
        found = evidence.difference
        if found.value is not None and abs(found.value) <= ROUNDING * abs(evidence.baseline.value or 0.0):
            found = found._replace(value=0.0)
        return p_value(found, self.confidence)

    def _judged(self, kpi: str, evidence: Evidence, family: list[float | None], p: float | None) -> Judgement:
        """Judge one measure; family: all p-values it is tested with, its own included."""
        found, base = evidence.difference, abs(evidence.baseline.value or 0.0)
        if found.value is None:
            return Judgement("no data")
        margin = self.margin(kpi).size(base)
        if found.low is None or found.high is None or p is None:
            return Judgement("no interval", margin)
        rank = sum(other is not None and other < p for other in family)
        adjusted = holm(family)[family.index(p)]
        if max(abs(found.low), abs(found.high)) <= max(margin, ROUNDING * base):
            return Judgement("same", margin, adjusted)
        if adjusted <= 1.0 - self.confidence:
            return Judgement(side(found.value, self.measures[kpi].better), margin, adjusted)
        needed = _replications(found, margin, self.confidence, len(family) - rank)
        return Judgement("unclear", margin, adjusted, needed)


def margin_of(measure: Measure) -> Tolerance:
    """Return the smallest difference of interest that a measure declares, or else that of its unit."""
    return read_margin(measure.matters or MATTERS[measure.unit], measure.unit)


def read_margin(raw: object, unit: str, currency: str = "") -> Tolerance:
    """Read a smallest difference of interest: in the measure's unit, in pp, or in % of the baseline's value.

    Raises: QuantityError, a ValueError written for people.
    """
    found = parse_tolerance(raw, unit, currency)._replace(floor=0.0)
    if not found.amount:
        wrong, remedy = "makes every difference matter", "Write an amount, or leave the measure out."
        raise QuantityError(wrong, raw, "an amount above 0", remedy)
    return found


def measure_named(text: str, measures: Mapping[str, Measure]) -> str:
    """Return the id of the measure that `text` names by its id or by its label, whatever the case.

    Raises: QuantityError, a ValueError written for people.
    """
    by_label = {one.label.casefold(): name for name, one in measures.items()}
    found = text if text in measures else by_label.get(text.strip().casefold())
    if found is None:
        remedy = suggest(text, (*measures, *(one.label for one in measures.values())), "Write one of these.")
        raise QuantityError("is an unknown measure", text, listed(measures, 60), remedy)
    return found


def read_margins(
    raw: Mapping[str, object],
    measures: Mapping[str, Measure],
    currency: str = "",
    marks: Mapping[Address, Mark] | None = None,
) -> dict[str, Tolerance]:
    """Read a scenario's section `matters`: measure, by id or label, to its smallest difference of interest.

    marks: where the scenario's values stand in its file.
    Raises: ScenarioError with all problems.
    """
    found: dict[str, Tolerance] = {}
    problems = []
    for name, value in raw.items():
        try:
            kpi = measure_named(name, measures)
            found[kpi] = read_margin(value, measures[kpi].unit, currency)
        except QuantityError as fault:
            address = ("matters", name)
            mark = nearest(marks, address) if marks else Mark("scenario", 0, 0)
            problems.append(problem(mark, address, str(fault)))
    if problems:
        raise ScenarioError(problems)
    return found


def with_margins(loaded: Loaded) -> Loaded:
    """Return a loaded scenario, its section `matters` read once so that a fault in it is told at its place.

    Raises: ScenarioError with all problems.
    """
    scenario = loaded.scenario
    if scenario.matters:  # measures are loaded only where they are named
        from sim.kpis import KPIS

        read_margins(scenario.matters, KPIS, scenario.customers.currency, loaded.tree.marks)
    return loaded


def met(found: Estimate, target: float, *, at_least: bool = True) -> str:
    """Return whether a measure meets its goal [its unit], as surely as its interval allows."""
    if found.low is None or found.high is None:
        return ""
    if not at_least:
        return "met" if found.high <= target else "missed" if found.low > target else "unclear"
    return "met" if found.low >= target else "missed" if found.high < target else "unclear"


def side(difference: float, better: str) -> str:
    """Return better or worse for a difference that is not 0, or its direction where neither side is."""
    direction = "higher" if difference > 0.0 else "lower"
    if better not in ("higher", "lower"):
        return direction
    return "better" if direction == better else "worse"


def _replications(found: Estimate, margin: float, confidence: float, tests: int) -> int | None:
    """Return how many replications would settle a difference, if its value and spread stay as they are.

    tests: how many hypotheses share the error, as Holm's procedure stands now.
    """
    if found.value is None or found.half_width is None:
        return None
    size, ways = abs(found.value), []
    if size > 0.0:
        stricter = 1.0 - (1.0 - confidence) / tests
        freedom = float(found.n - 1)
        wider = float(student(stricter, freedom) / student(confidence, freedom))
        ways.append(replications_needed(found.half_width * wider, found.n, size, stricter))
    if size < margin:
        ways.append(replications_needed(found.half_width, found.n, margin - size, confidence))
    return max(found.n + 1, min(ways)) if ways else None

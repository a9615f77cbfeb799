"""Find how far each assumption must move before a verdict turns, and how far it moves the difference.

A verdict is better, the same for practical purposes, or worse: it turns where the difference from the
baseline passes the smallest difference of interest, on either side, not where it changes its sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from sim.amount import Tolerance
from sim.estimate import NO_DATA, Estimate, Floats, jackknife
from sim.judging import Judge, side
from sim.studies.axes import STAFFING, Axis, Variants
from sim.studies.bench import Bench
from sim.studies.goals import Goal, Index, Sums, requirement, sums_of

NARROW = 0.05
"""Distance of the two levels between which the turning point is drawn, as a share of the range."""
MOST_STEPS = 6
BASE = "base"
EDGES = {1: (1,), 0: (1, -1), -1: (-1,)}
"""Edges of the margin that a difference can pass first, by the side on which it lies."""


class Question(NamedTuple):
    """What is asked: under which assumptions the verdict on a policy's difference from the baseline turns.

    kpis: measures whose difference is looked at. policies: without the baseline. judge: gives the smallest
    differences of interest, and the confidence.
    """

    axes: tuple[Axis, ...]
    kpis: tuple[str, ...]
    policies: tuple[str, ...]
    baseline: str
    replications: int
    judge: Judge


class Turning(NamedTuple):
    """One assumption and one measure of one policy against the baseline.

    today, at_low, at_high: the difference where the assumption is as it stands and at the ends of its
    range. now: better, worse, higher, lower or same, by the means: what the verdict is once luck is out of
    it. turns_at: the level, in the axis' unit, at which this turns; no data where it does not within the
    range. then: what it turns into. places_at: the staffing at which the two policies change places, that
    is where the difference changes its sign; of staffing only.
    """

    policy: str
    kpi: str
    axis: Axis
    today: Estimate
    at_low: Estimate
    at_high: Estimate
    now: str
    turns_at: Estimate
    then: str = ""
    places_at: Estimate = NO_DATA

    @property
    def swing(self) -> float:
        """How far the range moves the difference, in the measure's unit."""
        ends = [one.value for one in (self.today, self.at_low, self.at_high) if one.value is not None]
        return max(ends) - min(ends) if ends else 0.0

    @property
    def distance(self) -> float:
        """How far it must move, as a share of its range on that side; infinite if it never turns."""
        level = self.turns_at.value
        if level is None:
            return np.inf
        end = self.axis.low if level < self.axis.value else self.axis.high
        return abs(level - self.axis.value) / max(abs(end - self.axis.value), 1e-12)


class Line(NamedTuple):
    """One measure of one policy along one assumption."""

    policy: str
    kpi: str
    axis: Axis


class Gap(NamedTuple):
    """A policy's difference from the baseline at some levels: sums of shape (levels, replications).

    margin: the smallest difference of interest. edge: in margins, the difference that is looked for. sign:
    1 where the slack is to rise with the difference, else -1.
    """

    policy: Sequence[Sums]
    baseline: Sequence[Sums]
    margin: Tolerance
    edge: int = 0
    sign: float = 1.0

    @property
    def replications(self) -> int:
        """Number of replications."""
        return self.policy[0].over.size

    def difference(self, kept: Index) -> Floats:
        """Return the difference by level over the replications `kept`."""
        pairs = zip(self.policy, self.baseline, strict=True)
        return np.array([_ratio(a, kept) - _ratio(b, kept) for a, b in pairs])

    def margins(self, kept: Index) -> Floats:
        """Return by level the smallest difference of interest, in the measure's unit."""
        return np.array([self.margin.size(_ratio(one, kept)) for one in self.baseline])

    def slack(self, kept: Index) -> Floats:
        """Return by level how far the difference is beyond the edge, times the sign."""
        return self.sign * (self.difference(kept) - self.edge * self.margins(kept))

    def sides(self, kept: Index) -> list[int]:
        """Return by level 1 or -1 where the difference is beyond its margin on that side, else 0."""
        pairs = zip(self.difference(kept).tolist(), self.margins(kept).tolist(), strict=True)
        return [int(found > margin) - int(found < -margin) for found, margin in pairs]


class Lines:
    """The differences along each assumption, simulated as they are asked for."""

    def __init__(self, bench: Bench, variants: Variants, asked: Question) -> None:
        self._bench, self._variants, self._asked = bench, variants, asked

    def table(self, wanted: Sequence[tuple[Axis, float] | None]) -> pl.DataFrame:
        """Return the KpiTable of all policies at these levels; None is the scenario as it stands."""
        asked = self._asked
        settings = {}
        for at in wanted:
            values = {} if at is None else {at[0].path: at[0].text(at[1])}
            for policy in (asked.baseline, *asked.policies):
                settings[name_of(at), policy] = self._variants.setting(values, policy)
        return self._bench.table(settings, asked.replications)

    def gap(self, line: Line, levels: Sequence[float], edge: int = 0, sign: float = 1.0) -> Gap:
        """Return the difference in a measure at levels of an assumption."""
        at = [None if level == line.axis.value else (line.axis, level) for level in levels]
        table = self.table(at)
        goal = Goal(line.kpi)
        mine, base = (
            [sums_of(table, name_of(one), who, goal) for one in at]
            for who in (line.policy, self._asked.baseline)
        )
        return Gap(mine, base, self._asked.judge.margin(line.kpi), edge, sign)


def break_even(bench: Bench, variants: Variants, asked: Question) -> list[Turning]:
    """Return for every assumption, policy and measure where the difference turns.

    Those that turn come first, the nearest ahead; then those that move the difference most.
    """
    lines = Lines(bench, variants, asked)
    lines.table([None, *((axis, end) for axis in asked.axes for end in (axis.low, axis.high))])
    found = [
        _turning(lines, asked, Line(policy, kpi, axis))
        for policy in asked.policies
        for kpi in asked.kpis
        for axis in asked.axes
    ]
    return sorted(found, key=_rank)


def name_of(at: tuple[Axis, float] | None) -> str:
    """Return the name of a level in KpiTables."""
    return BASE if at is None else f"{at[0].path}={at[0].text(at[1])}"


def _rank(one: Turning) -> tuple[float, float]:
    return one.distance, -one.swing / max(abs(one.today.value or 0.0), 1e-12)


def _turning(lines: Lines, asked: Question, line: Line) -> Turning:
    axis = line.axis
    levels = sorted({axis.low, axis.value, axis.high})
    gap, every = lines.gap(line, levels), np.arange(asked.replications)
    at = {level: _at(gap, place, asked.judge.confidence) for place, level in enumerate(levels)}
    sides = gap.sides(every)
    now = sides[levels.index(axis.value)]
    edges = [_nearest(levels, gap._replace(edge=edge).slack(every), axis.value) for edge in EDGES[now]]
    near = [(pair, edge) for pair, edge in zip(edges, EDGES[now], strict=True) if pair is not None]
    turns_at, then = NO_DATA, now
    if near:
        pair, edge = min(near, key=lambda one: _distance(one[0], axis.value))
        turns_at, then = _root(lines, asked, line, pair, edge)
    crossed = _nearest(levels, gap.slack(every), axis.value) if axis.path == STAFFING else None
    places_at = NO_DATA if crossed is None else _root(lines, asked, line, crossed, 0)[0]
    better = asked.judge.measures[line.kpi].better
    ends = at[axis.value], at[axis.low], at[axis.high]
    verdicts = _word(now, better), _word(then, better) if near else ""
    return Turning(line.policy, line.kpi, axis, *ends, verdicts[0], turns_at, verdicts[1], places_at)


def _word(place: int, better: str) -> str:
    return side(place, better) if place else "same"


def _at(gap: Gap, place: int, confidence: float) -> Estimate:
    return jackknife(lambda kept: float(gap.difference(kept)[place]), gap.replications, confidence)


def _root(
    lines: Lines, asked: Question, line: Line, pair: tuple[float, float], edge: int
) -> tuple[Estimate, int]:
    """Return where the difference passes an edge between two levels, and on which side it is beyond."""
    axis, every = line.axis, np.arange(asked.replications)
    wide = pair
    for _ in range(MOST_STEPS):
        if pair[1] - pair[0] <= NARROW * (axis.high - axis.low):
            break
        low, high = lines.gap(line, pair, edge).slack(every)
        guess = pair[0] + (pair[1] - pair[0]) * min(max(low / (low - high), 0.1), 0.9)
        ends = (pair[0], float(axis_level(axis, guess)), pair[1])
        inner = _nearest(ends, lines.gap(line, ends, edge).slack(every), axis.value)
        if inner is None:
            break
        pair = inner
    gap = lines.gap(line, pair, edge)
    rising = 1.0 if gap.slack(every)[1] >= 0.0 else -1.0
    around = [(wide, [lines.gap(line, wide, edge, rising)])]
    level = requirement(pair, [gap._replace(sign=rising)], around, asked.judge.confidence).level
    return level, gap.sides(every)[int(abs(pair[1] - axis.value) > abs(pair[0] - axis.value))]


def axis_level(axis: Axis, level: float) -> float:
    """Return a level rounded to a thousandth of the range, so that its text is short."""
    step = (axis.high - axis.low) / 1000.0
    return axis.low + round((level - axis.low) / step) * step


def _nearest(levels: Sequence[float], slack: Floats, value: float) -> tuple[float, float] | None:
    """Return the neighbouring levels with a change of sign between them that are nearest to `value`."""
    pairs = [
        (levels[k], levels[k + 1]) for k in range(len(levels) - 1) if (slack[k] < 0.0) != (slack[k + 1] < 0.0)
    ]
    return min(pairs, key=lambda pair: _distance(pair, value), default=None)


def _distance(pair: tuple[float, float], value: float) -> float:
    return min(abs(end - value) for end in pair)


def _ratio(sums: Sums, kept: Index) -> float:
    under = float(sums.under[kept].sum())
    return float(sums.over[kept].sum()) / under if under else 0.0

"""Define the goals that a staffing has to reach, and find the level that just reaches them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from sim.estimate import Estimate, Floats, estimate, jackknife
from sim.kpis.base import ALL

Index = npt.NDArray[np.int64]
ROUNDING = 1e-9
"""What sums differ by, as a share of them, is the computer's rounding."""
CLEAR = 0.5
"""Half-width of a slope, as a share of it, up to which it counts as told from luck."""


class Goal(NamedTuple):
    """A limit on one measure, such as a service level of at least 80 %.

    level: in the measure's unit; None: what the baseline has today, with the same luck.
    """

    kpi: str
    at_least: bool = True
    level: float | None = None
    dimension: str = ALL
    member: str = ""

    @property
    def label(self) -> str:
        """Return the measure and its slice as files write them."""
        return f"{self.kpi}{{{self.dimension}={self.member}}}" if self.member else self.kpi


class Sums(NamedTuple):
    """Numerators and denominators of one measure, each of shape (replications,)."""

    over: Floats
    under: Floats


class Held(Protocol):
    """What is held, or missed, at some levels."""

    @property
    def replications(self) -> int:
        """Number of replications."""

    def slack(self, kept: Index) -> Floats:
        """Return by level how far it is held, over the replications `kept`, 0 where it just is."""


class Curve(NamedTuple):
    """One goal's measure at every level of something, such as staffing.

    over, under: sums, shape (levels, replications). baseline: what the goal is held against where its
    own level is None.
    """

    goal: Goal
    over: Floats
    under: Floats
    baseline: Sums | None = None

    @property
    def replications(self) -> int:
        """Number of replications."""
        return int(self.over.shape[1])

    def slack(self, kept: Index) -> Floats:
        """Return by level how far the goal is held, over the replications `kept`, 0 where it just is."""
        level = self.goal.level
        if level is None:
            if self.baseline is None:
                raise ValueError(f"{self.goal.label} has no level and no baseline to take it from")
            level = float(self.baseline.over[kept].sum() / self.baseline.under[kept].sum())
        over, under = self.over[:, kept].mean(axis=1), level * self.under[:, kept].mean(axis=1)
        held: Floats = np.where(np.abs(over - under) <= ROUNDING * np.abs(under), 0.0, over - under)
        return held if self.goal.at_least else -held


class Requirement(NamedTuple):
    """The level from which all curves are held, and the place of the one that decides it.

    sure: whether the slope on which the interval rests is told from luck.
    """

    level: Estimate
    binding: int
    sure: bool


def sums_of(table: pl.DataFrame, scenario: str, policy: str, goal: Goal) -> Sums:
    """Return one measure's sums of one policy by replication; 0 where a slice was never met."""
    whole = table.filter(pl.col("scenario") == scenario, pl.col("policy") == policy)
    count = 1 + int(whole["replication"].max() or 0)  # type: ignore[arg-type]
    rows = whole.filter(
        pl.col("kpi") == goal.kpi, pl.col("dimension") == goal.dimension, pl.col("member") == goal.member
    )
    at = rows["replication"].to_numpy()
    found = Sums(np.zeros(count), np.zeros(count))
    found.over[at], found.under[at] = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    return found


def requirement(
    levels: Sequence[float],
    curves: Sequence[Held],
    around: Sequence[tuple[Sequence[float], Sequence[Held]]],
    confidence: float,
) -> Requirement:
    """Return the level from which every goal is held, linear between two `levels`, with its interval.

    levels: two, rising; at the first some goal is missed, at the second all are held. around: wider pairs
    of levels with the same curves, from which the slope is taken where the step between neighbours is lost
    in luck. The interval is that of the deciding goal's slack at the level (Student's, over the jackknife)
    divided by the slope.
    Raises: ValueError where the levels do not enclose it.
    """
    every = np.arange(curves[0].replications)
    first, last = (min(curve.slack(every)[end] for curve in curves) for end in (0, 1))
    if not first <= 0.0 <= last:
        raise ValueError(f"levels do not enclose what the goals take (slack {first:g} to {last:g})")
    crossings = [_crossing(levels, curve.slack(every)) for curve in curves]
    place = int(np.argmax(crossings))
    part = (crossings[place] - levels[0]) / (levels[1] - levels[0])

    def slack(kept: Index) -> float:
        low, high = curves[place].slack(kept)
        return float(low + part * (high - low))

    spread = jackknife(slack, every.size, confidence).half_width
    slope, sure = _slope([(levels, curves[place]), *((ends, own[place]) for ends, own in around)], confidence)
    half_width = math.nan if spread is None or not slope > 0.0 else spread / slope
    return Requirement(estimate(crossings[place], half_width, every.size), place, sure)


def _slope(pairs: Sequence[tuple[Sequence[float], Held]], confidence: float) -> tuple[float, bool]:
    """Return how fast the slack grows, from the first pair of levels that tells it from luck, or the last.

    The second value says whether it is told from luck.
    """
    slope = math.nan
    for levels, curve in pairs:

        def steepness(kept: Index, curve: Held = curve, width: float = levels[1] - levels[0]) -> float:
            low, high = curve.slack(kept)
            return float(high - low) / width

        found = jackknife(steepness, curve.replications, confidence)
        slope = math.nan if found.value is None else found.value
        if found.half_width is not None and found.half_width <= CLEAR * slope:
            return slope, True
    return slope, False


def _crossing(levels: Sequence[float], slack: Floats) -> float:
    """Return the level between two at which `slack` reaches 0; the first where it is held at both."""
    low, high = float(slack[0]), float(slack[1])
    if low >= 0.0:
        return levels[0]
    return levels[0] + (levels[1] - levels[0]) * -low / (high - low)

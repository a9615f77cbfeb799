"""Fit volumes: offered contacts by type, weekday and interval, and how much days and intervals vary."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.fit.grid import Grid
from sim.fit.measured import Measured, jackknife, measured

Floats = NDArray[np.float64]
MOST = 1.0
"""Largest coefficient of variation that a scenario takes."""
HOW = "beyond Poisson noise, by moments, jackknife by day"
LEAST = 0.005
"""A coefficient of variation below this is none."""


class Volume(NamedTuple):
    """The volume of one type.

    means: offered contacts by weekday and slot, shape (7, slots). per_week: their sum. day, interval:
    coefficients of variation of days and of intervals, on top of Poisson noise.
    """

    means: Floats
    per_week: Measured
    day: Measured
    interval: Measured


def volumes(grid: Grid, half_life: float) -> dict[str, Volume]:
    """Return the volume of each type; a date counts half as much for every `half_life` weeks of its age."""
    weights = 0.5 ** ((grid.dates[-1] - grid.dates) / 7.0 / half_life)
    return {name: _volume(grid, np.nan_to_num(grid.offered[k]), weights) for k, name in enumerate(grid.types)}


def _volume(grid: Grid, offered: Floats, weights: Floats) -> Volume:
    means = _means(grid, offered, weights)
    n = int((offered * grid.counted).sum())
    weeks = max(len(set(grid.dates // 7)), 1)
    total = float(means.sum())
    day = jackknife(grid.dates.size, lambda keep: _day_cv(grid, offered, keep), n, HOW)
    spread = float((day.value * total) ** 2 / max(5 * weeks, 1) + total / weeks)
    per_week = measured(total, float(np.sqrt(spread)), n, "mean of the dates")
    between = jackknife(grid.dates.size, lambda keep: _interval_cv(grid, offered, keep), n, HOW)
    return Volume(means, per_week, _bounded(day), _bounded(between))


def _bounded(found: Measured) -> Measured:
    value = found.value if found.value >= LEAST else 0.0
    high = min(found.high, MOST) if np.isfinite(found.high) else found.high
    return found._replace(value=min(value, MOST), high=high)


def _means(grid: Grid, offered: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of each weekday and slot over the cells that count, shape (7, slots)."""
    found = np.zeros((7, offered.shape[1]))
    for day in range(7):
        rows = grid.weekday == day
        weight = weights[rows][:, None] * grid.counted[rows]
        total = weight.sum(axis=0)
        sums = (weight * offered[rows]).sum(axis=0)
        found[day] = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    return found


def _day_cv(grid: Grid, offered: Floats, keep: NDArray[np.bool_]) -> float:
    """Return the coefficient of variation of whole days beyond Poisson, by moments over same weekdays.

    Days on which an interval is left out are compared by the rest of their intervals.
    """
    excess, squares = 0.0, 0.0
    for day in range(7):
        rows = (grid.weekday == day) & keep & grid.counted.any(axis=1)
        if rows.sum() < 2:
            continue
        whole = grid.counted[rows].all(axis=0)
        counts = (offered[rows] * whole).sum(axis=1)
        mean = counts.mean()
        excess += float(counts.var(ddof=1) - mean)
        squares += float(mean * mean - counts.var(ddof=1) / counts.size)
    return float(np.sqrt(max(excess, 0.0) / squares)) if squares > 0 else 0.0


def _interval_cv(grid: Grid, offered: Floats, keep: NDArray[np.bool_]) -> float:
    """Return the coefficient of variation of intervals beyond the day's and Poisson's, by moments."""
    excess, squares = 0.0, 0.0
    for day in range(7):
        rows = (grid.weekday == day) & keep & grid.counted.any(axis=1)
        k = int(rows.sum())
        if k < 2:
            continue
        whole = grid.counted[rows].all(axis=0)
        counts = offered[rows][:, whole]
        days, total = counts.sum(axis=1, keepdims=True), counts.sum()
        if total <= 0:
            continue
        profile = counts.sum(axis=0) / total
        expected = days * profile
        noise = expected * (1.0 - profile) * (k - 1) / k
        excess += float(((counts - expected) ** 2 - noise).sum()) * k / (k - 1)
        squares += float((expected**2).sum())
    return float(np.sqrt(max(excess, 0.0) / squares)) if squares > 0 else 0.0

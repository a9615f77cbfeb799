"""A number that was measured: its value, its 95 % interval, how many it stands on, and from where."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.quantities import duration_text

Floats = NDArray[np.float64]
Z95 = 1.959963984540054
"""Standard errors on either side of a 95 % interval."""


class Measured(NamedTuple):
    """One fitted number; low and high are NaN where no interval can be told."""

    value: float
    low: float
    high: float
    n: int
    how: str


def measured(value: float, error: float, n: int, how: str, floor: float = 0.0) -> Measured:
    """Return a number with the interval of 1.96 standard errors, ended at `floor`."""
    return Measured(value, max(value - Z95 * error, floor), value + Z95 * error, n, how)


def share(hits: float, n: int, how: str) -> Measured:
    """Return a share with Wilson's interval. Source: Wilson (1927), JASA 22:209-212."""
    if n == 0:
        return Measured(0.0, 0.0, 1.0, 0, how)
    p, z = hits / n, Z95
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return Measured(p, max(centre - half, 0.0), min(centre + half, 1.0), n, how)


def jackknife(blocks: int, statistic: Callable[[NDArray[np.bool_]], float], n: int, how: str) -> Measured:
    """Return a statistic with the interval of a jackknife over blocks, such as days.

    statistic: of the blocks that a mask of shape (blocks,) keeps. Source: Efron (1982), chapter 3.
    """
    every = np.ones(blocks, np.bool_)
    value = statistic(every)
    if blocks < 3:
        return Measured(value, float("nan"), float("nan"), n, how)
    found = []
    for block in range(blocks):
        mask = every.copy()
        mask[block] = False
        found.append(statistic(mask))
    left = np.array(found)
    left = left[np.isfinite(left)]
    if left.size < 3:
        return Measured(value, float("nan"), float("nan"), n, how)
    error = float(np.sqrt((left.size - 1) / left.size * np.sum((left - left.mean()) ** 2)))
    return measured(value, error, n, how)


def seconds_text(seconds: float) -> str:
    """Write a fitted time with three or four digits, as scenarios do."""
    digits = 1 if seconds >= 10 else 3
    return duration_text(round(max(seconds, 0.001), digits))


def percent_text(number: float, digits: int = 1) -> str:
    """Write a share in per cent."""
    return f"{round(100.0 * number, digits):g}%"


def sourced(found: Measured, text: Callable[[float], str | float], source: str, confidence: str = "") -> Any:
    """Return a number as scenarios have it: with its range, its source and n."""
    written: dict[str, Any] = {"value": text(found.value)}
    if isfinite(found.low) and isfinite(found.high) and found.low < found.high:
        low, high = text(found.low), text(found.high)
        if low != high:
            written["range"] = [low, high]
    words = f"{source}; {found.how}, n = {found.n}"
    return {**written, "source": words, "confidence": confidence or confidence_of(found)}


def confidence_of(found: Measured) -> str:
    """Return how sure a number is by the width of its interval, as a share of the value."""
    if not (isfinite(found.low) and isfinite(found.high)) or not found.value:
        return "low"
    width = (found.high - found.low) / (2.0 * abs(found.value))
    return "high" if width <= 0.1 else "medium" if width <= 0.3 else "low"

"""Fit handle times: talk and wrap-up by type; the law by AIC, its numbers by moments."""

from __future__ import annotations

from math import gamma, inf
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.laws import Fitted, Times, compare, times
from sim.fit.measured import Measured, jackknife, measured, seconds_text, sourced
from sim.importers.grain import ANSWERED

Floats = NDArray[np.float64]
ENOUGH = 30
"""Conversations below which a type takes the times of all (assumption)."""
BLOCKS = 20
AT_ONCE = 10.0
"""A talk below this ended at once [s]."""
MOSTLY = 0.7
"""Share of longer talks from which on the law is that of the longer ones (assumption)."""
GAP_MOST = 120.0
"""A longer pause between two conversations with a queue is no after-call work [s] (assumption)."""


class Handled(NamedTuple):
    """Times of one type.

    law: the name by AIC. laws: all that were compared, the best first. mean, cv: by moments. data: what was
    fitted. pooled: whether it is that of all types, as this one has too few.
    """

    law: str
    laws: tuple[Fitted, ...]
    mean: Measured
    cv: Measured
    data: Times | None
    pooled: bool = False

    def section(self, source: str) -> dict[str, Any]:
        """Return the times as a scenario has them: with the observed mean and spread, which waits follow."""
        mean, cv = self.mean, self.cv
        if self.law == "exponential" or cv.value <= 0.01:
            return {"dist": "exponential", "mean": sourced(mean, seconds_text, source)}
        if self.law == "weibull":
            shape = weibull_shape(cv.value)
            scale = mean._replace(
                **{k: getattr(mean, k) / gamma(1 + 1 / shape) for k in ("value", "low", "high")}
            )
            return {
                "dist": "weibull",
                "scale": sourced(scale, seconds_text, source),
                "shape": round(shape, 3),
            }
        law = "lognormal" if self.law == "lognormal" or cv.value > 1.5 else "gamma"
        return {
            "dist": law,
            "mean": sourced(mean, seconds_text, source),
            "cv": sourced(cv, lambda number: round(number, 3), source),
        }


def talks(table: pl.DataFrame) -> dict[str, Handled]:
    """Return the talk of each type: of the answered contacts whose talk is known, hold included."""
    answered = table.filter((pl.col("outcome") == ANSWERED) & pl.col("talk_s").is_not_null())
    hold = pl.col("hold_s").fill_null(0.0)
    known = answered.select(pl.col("type").fill_null("unknown"), time=pl.col("talk_s") + hold)
    return _by_type(known, table)


def wraps(table: pl.DataFrame) -> dict[str, Handled]:
    """Return after-call work of each type, where the export tells it."""
    answered = table.filter((pl.col("outcome") == ANSWERED) & pl.col("wrap_s").is_not_null())
    known = answered.select(pl.col("type").fill_null("unknown"), time=pl.col("wrap_s"))
    return _by_type(known, table) if known.height >= ENOUGH and known["time"].sum() > 0 else {}


def _by_type(known: pl.DataFrame, table: pl.DataFrame) -> dict[str, Handled]:
    names = sorted(table["type"].fill_null("unknown").unique().to_list())
    if known.height < ENOUGH:
        return {}
    whole = handled(known["time"].to_numpy())
    found = {}
    for name in names:
        own = known.filter(pl.col("type") == name)["time"].to_numpy()
        found[name] = handled(own) if own.size >= ENOUGH else whole._replace(pooled=True)
    return found


def handled(seconds: Floats) -> Handled:
    """Return times by their law, over those of 10 s and more, and by their moments, over all.

    What ends at once is another thing than a talk; where it is a few, it must not choose the law.
    """
    longer = seconds[seconds >= AT_ONCE]
    data = times(longer if longer.size > MOSTLY * seconds.size else seconds)
    laws = tuple(compare(data))
    n, mean = seconds.size, float(seconds.mean())
    block = np.arange(n) * BLOCKS // n
    sums = np.array([np.bincount(block, seconds**power, BLOCKS) for power in (0, 1, 2)])

    def cv(keep: NDArray[np.bool_]) -> float:
        count, first, second = sums[:, keep].sum(axis=1)
        own = first / count
        return float(np.sqrt(max(second / count - own * own, 0.0)) / own) if own else 0.0

    error = float(seconds.std(ddof=1) / np.sqrt(n))
    return Handled(
        laws[0].law,
        laws,
        measured(mean, error, n, "mean of the answered"),
        jackknife(BLOCKS, cv, n, "standard deviation ÷ mean"),
        data,
    )


def from_totals(table: pl.DataFrame, column: str) -> dict[str, Measured]:
    """Return the mean of a sum of interval totals, by type [s]; a type without any is left out."""
    known = table.filter(pl.col(column).is_not_null() & pl.col("answered").is_not_null())
    sums = known.group_by(pl.col("type").fill_null("unknown")).agg(pl.col(column, "answered").sum())
    return {
        name: Measured(total / count, float("nan"), float("nan"), int(count), "interval totals ÷ answered")
        for name, total, count in sums.iter_rows()
        if count > 0
    }


def wrap_from_gaps(table: pl.DataFrame) -> Measured | None:
    """Return the usual pause [s] of an agent between two conversations while the next contact waits already.

    Where after-call work is not recorded, it is the only trace of it: the median of pauses up to 120 s.
    """
    own = table.filter(
        (pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null() & pl.col("talk_s").is_not_null()
    )
    ends = pl.col("arrived").dt.timestamp("us") / 1e6 + pl.col("wait_s").fill_null(0.0)
    calls = own.select(
        "agent",
        joined=pl.col("arrived").dt.timestamp("us") / 1e6,
        begins=ends,
        over=ends + pl.col("talk_s"),
    ).sort("agent", "begins")
    gaps = calls.with_columns(before=pl.col("over").shift(1).over("agent")).filter(
        (pl.col("joined") < pl.col("before")) & (pl.col("begins") >= pl.col("before"))
    )
    pause = (gaps["begins"] - gaps["before"]).to_numpy()
    pause = pause[pause <= GAP_MOST]
    if pause.size < ENOUGH:
        return None
    low, value, high = np.quantile(pause, [0.25, 0.5, 0.75])
    half = 1.57 * (high - low) / np.sqrt(pause.size)
    return Measured(
        float(value),
        float(value - half),
        float(value + half),
        pause.size,
        "median pause while somebody waited",
    )


def weibull_shape(cv: float) -> float:
    """Return the shape of a Weibull law with a coefficient of variation."""
    low, high = 0.2, 20.0
    for _ in range(80):
        shape = (low + high) / 2
        spread = gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1 if shape > 0.01 else inf
        low, high = (shape, high) if spread > cv * cv else (low, shape)
    return (low + high) / 2

"""Turn replications into estimates: ratios, paired differences, intervals, run length and warm-up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = Sequence[float] | Floats

LONGEST_SEARCH = 10_000_000
"""Replications beyond which `replications_needed` stops counting one by one and uses the normal limit."""


class Estimate(NamedTuple):
    """A value and its confidence interval over `n` replications with data.

    `value` is None without data; `low`, `high` and `half_width` are None when fewer than
    two replications have data, because one replication says nothing about its own luck.
    """

    value: float | None
    low: float | None
    high: float | None
    half_width: float | None
    n: int


class Difference(NamedTuple):
    """A paired difference (a less b) and what common random numbers brought.

    `variance_reduction` is the variance two independent runs would have had over the
    variance of the paired difference; None when there is nothing to compare.
    """

    estimate: Estimate
    variance_reduction: float | None


NO_DATA = Estimate(None, None, None, None, 0)


def student(confidence: float, freedom: Floats | float) -> Floats:
    """Return the two-sided Student t quantile for `freedom` degrees, shape of `freedom`.

    Raises: ValueError when `confidence` is not strictly between 0 and 1.
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1 (got {confidence}). Write 0.95 for 95 %.")
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, 0.5 + confidence / 2.0), dtype=np.float64)


def p_value(found: Estimate, confidence: float) -> float | None:
    """Return the two-sided p-value of `found` against 0 by Student's t; None without an interval.

    confidence: that of the interval of `found`. Without any spread it is 0, or 1 for a value of 0.
    """
    if found.value is None or found.half_width is None:
        return None
    if found.half_width == 0.0:
        return 0.0 if found.value else 1.0
    from scipy.special import stdtr

    freedom = float(found.n - 1)
    statistic = abs(found.value) * float(student(confidence, freedom)) / found.half_width
    return float(2.0 * stdtr(freedom, -statistic))


def holm(p_values: Sequence[float | None]) -> list[float]:
    """Adjust p-values that are tested together by Holm's procedure; None counts as a p-value of 1.

    A hypothesis falls at level alpha where its adjusted p-value is alpha or less: the chance of any
    wrong fall among all of them is then at most alpha, whatever their dependence.
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    found = [1.0 if p is None else p for p in p_values]
    adjusted, least = [1.0] * len(found), 0.0
    for rank, index in enumerate(sorted(range(len(found)), key=found.__getitem__)):
        least = max(least, min(1.0, (len(found) - rank) * found[index]))
        adjusted[index] = least
    return adjusted


def ratio_columns(
    numerators: Floats, denominators: Floats, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Estimate many ratios at once by the delta method over replications.

    numerators, denominators: sums per replication, shape (measures, replications); a
    replication where both are 0 has no data and is left out.
    Returns value, half_width and n, each of shape (measures,); NaN where undefined.
    Source: Law, Simulation Modeling and Analysis (5th ed.), 9.4; Cochran, Sampling Techniques, 6.3.
    """
    has_data = (numerators != 0.0) | (denominators != 0.0)
    n = has_data.sum(axis=1).astype(np.float64)
    total = denominators.sum(axis=1)
    defined = total != 0.0
    spread = (denominators != 0.0).sum(axis=1) > 1
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(defined, numerators.sum(axis=1) / total, np.nan)
        influence = (numerators - value[:, None] * denominators) * (n / total)[:, None]
        variance = np.where(spread, (influence * influence).sum(axis=1) / (n * (n - 1.0)), np.nan)
        half_width = student(confidence, np.maximum(n - 1.0, 1.0)) * np.sqrt(variance)
    return value, half_width, n


def ratio(numerators: Numbers, denominators: Numbers, confidence: float) -> Estimate:
    """Estimate one ratio (sums first, one division last) with its delta-method interval.

    numerators, denominators: sums per replication, shape (replications,).
    Equal denominators give exactly the mean of the ratios and its Student t interval.
    """
    over, under = _pair(numerators, denominators)
    value, half_width, n = ratio_columns(over[None, :], under[None, :], confidence)
    return estimate(float(value[0]), float(half_width[0]), int(n[0]))


def ratio_difference(
    num_a: Numbers, den_a: Numbers, num_b: Numbers, den_b: Numbers, confidence: float
) -> Difference:
    """Estimate ratio a less ratio b, paired by replication, by the delta method.

    All four have shape (replications,); index r of a and of b met the same luck. The
    influence values z_r = z_r(a) - z_r(b) keep the pairing, so shared luck cancels.
    Degrees of freedom follow the side with fewer replications with data.
    """
    over_a, under_a = _pair(num_a, den_a)
    over_b, under_b = _pair(num_b, den_b)
    if over_a.shape != over_b.shape:
        raise ValueError(f"pairs must be complete (got {over_a.size} and {over_b.size} replications)")
    some_a, some_b = (over_a != 0.0) | (under_a != 0.0), (over_b != 0.0) | (under_b != 0.0)
    kept = some_a | some_b
    n = min(int(some_a.sum()), int(some_b.sum()))
    with_base = min(int((under_a != 0.0).sum()), int((under_b != 0.0).sum()))
    if with_base == 0:
        return Difference(NO_DATA, None)
    z_a, value_a = _influence(over_a[kept], under_a[kept])
    z_b, value_b = _influence(over_b[kept], under_b[kept])
    if with_base == 1:
        return Difference(Estimate(value_a - value_b, None, None, None, n), None)
    rows = z_a.size
    paired = float(((z_a - z_b) ** 2).sum()) / (rows - 1)
    apart = float((z_a**2).sum() + (z_b**2).sum()) / (rows - 1)
    half_width = float(student(confidence, float(n - 1))) * math.sqrt(paired / rows)
    brought = apart / paired if paired > 0.0 else None
    return Difference(estimate(value_a - value_b, half_width, n), brought)


def estimate(value: float, half_width: float, n: int) -> Estimate:
    """Build an estimate from plain numbers, where NaN stands for "undefined"."""
    if math.isnan(value):
        return NO_DATA
    if math.isnan(half_width):
        return Estimate(value, None, None, None, n)
    return Estimate(value, value - half_width, value + half_width, half_width, n)


def turning_point(levels: Numbers, differences: Sequence[Numbers], confidence: float) -> Estimate:
    """Estimate the level, such as a number of agents, at which a mean difference changes its sign.

    levels: shape (levels,), rising. differences: by level, of shape (replications,); index r met the same
    luck at every level. Between levels the mean is taken as linear; the first change of sign counts. The
    interval is Student's over the jackknife, which leaves out each replication in turn; there is none if
    some of these never change sign, and NO_DATA if the mean itself never does.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 11.
    """
    at = np.asarray(levels, dtype=np.float64)
    rows = np.asarray(differences, dtype=np.float64)
    return jackknife(lambda kept: _crossing(at, rows[:, kept].mean(axis=1)), rows.shape[1], confidence)


def jackknife(
    statistic: Callable[[npt.NDArray[np.int64]], float], replications: int, confidence: float
) -> Estimate:
    """Estimate a statistic of replications, with Student's interval over the jackknife.

    statistic: takes the indices of the replications to use, of shape (at most replications,). There is no
    interval if it is undefined (NaN or infinite) without one of them, and NO_DATA if it is with all.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 11.
    """
    every = np.arange(replications)
    value = statistic(every)
    if not math.isfinite(value):
        return NO_DATA
    if replications < 2:
        return estimate(value, math.nan, replications)
    left = np.array([statistic(np.delete(every, r)) for r in every])
    if not np.isfinite(left).all():
        return estimate(value, math.nan, replications)
    spread = math.sqrt((replications - 1) / replications * float(((left - left.mean()) ** 2).sum()))
    return estimate(value, float(student(confidence, float(replications - 1))) * spread, replications)


def _crossing(levels: Floats, means: Floats) -> float:
    """Return where `means` first changes its sign between two of the `levels`, NaN if it does not."""
    changes = np.flatnonzero(np.sign(means[:-1]) * np.sign(means[1:]) < 0.0)
    if not changes.size:
        return math.nan
    k = int(changes[0])
    share = float(means[k] / (means[k] - means[k + 1]))
    return float(levels[k]) + share * float(levels[k + 1] - levels[k])


def replications_needed(half_width_now: float, n: int, wanted: float, confidence: float = 0.95) -> int:
    """Return the smallest number of replications whose half-width is expected to be `wanted` or less.

    half_width_now: half-width after `n` replications at `confidence`, in the measure's unit.
    The spread is taken as known from the pilot; the Student t quantile shrinks with the answer.
    Raises: ValueError when n < 2, wanted <= 0 or half_width_now < 0.
    Source: Law, Simulation Modeling and Analysis (5th ed.), 9.4.1.
    """
    if n < 2 or wanted <= 0.0 or half_width_now < 0.0:
        raise ValueError(
            f"need a pilot of at least 2 replications, a half-width >= 0 and a wanted width > 0 "
            f"(got n={n}, half_width={half_width_now}, wanted={wanted})"
        )
    spread = half_width_now * math.sqrt(n) / float(student(confidence, float(n - 1)))
    fewest = max(2, math.ceil((float(student(confidence, 1e9)) * spread / wanted) ** 2))
    if fewest > LONGEST_SEARCH:
        return fewest
    return next(
        m for m in range(fewest, 10 * fewest + 100) if _width(m, spread, confidence) <= wanted * (1.0 + 1e-12)
    )


def mser5(series: Numbers) -> int:
    """Find how many leading observations to drop as warm-up, by MSER-5.

    series: observations in time order, shape (observations,). Means of batches of 5 are
    truncated where the squared standard error of what remains is least; only the first
    half is searched, so an answer near the middle means the series is too short.
    Returns the number of observations to drop, a multiple of 5.
    Source: White 1997, Simulation 69(6), 323-334; White, Cobb and Spratt 2000 (batches of 5).
    """
    values = np.asarray(series, dtype=np.float64)
    batches = values.size // 5
    if batches < 2:
        return 0
    means = values[: batches * 5].reshape(batches, 5).mean(axis=1)
    scores = [float(means[d:].var()) / (batches - d) for d in range(batches // 2 + 1)]
    return 5 * int(np.argmin(scores))


def _width(n: int, spread: float, confidence: float) -> float:
    return float(student(confidence, float(n - 1))) * spread / math.sqrt(n)


def _pair(numerators: Numbers, denominators: Numbers) -> tuple[Floats, Floats]:
    over = np.asarray(numerators, dtype=np.float64)
    under = np.asarray(denominators, dtype=np.float64)
    if over.ndim != 1 or over.shape != under.shape:
        raise ValueError(f"sums must be two lists of one length (got shapes {over.shape} and {under.shape})")
    return over, under


def _influence(over: Floats, under: Floats) -> tuple[Floats, float]:
    """Return each replication's influence on the ratio and the ratio itself."""
    value = float(over.sum()) / float(under.sum())
    return (over - value * under) / float(under.mean()), value

"""Turn sums of replications into evidence, and evidence into pass, fail or undecided.

A case holds where its value lies inside the band. Evidence is two p-values: `inside`, against "it
lies outside", and `outside`, against "it lies inside"; both are compared with 1 - confidence, so a
one-sided test counts double, which is the same as looking where the two-sided interval lies.
Source: Schuirmann 1987, J. Pharmacokinetics Biopharm. 15:657-680 (two one-sided tests);
Holm 1979, Scand. J. Statistics 6:65-70; Welch 1947, Biometrika 34:28-35.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from scipy.special import stdtr

from sim.checks.grammar import Band, Edge
from sim.estimate import NO_DATA, Estimate, Floats, estimate, holm, ratio, ratio_difference, student
from sim.judging import ROUNDING

Verdict = Literal["pass", "fail", "undecided"]
LEVEL = 0.95
"""Confidence at which standard errors are read off intervals; any would do."""


class Sums(NamedTuple):
    """A measure's numerators and denominators, each of shape (replications,)."""

    numerators: Floats
    denominators: Floats


class Spread(NamedTuple):
    """A value with its standard error and degrees of freedom; no error with fewer than 2."""

    value: float
    error: float
    freedom: float


class Evidence(NamedTuple):
    """What the replications say about one case.

    shown: the value, or the difference from the reference. reference: the value it is compared
    with, None for a limit. inside, outside: p-values; None when one replication has data. gap: the
    distance of the value from the nearest edge, below 0 outside.
    """

    shown: Estimate
    reference: float | None
    inside: float | None
    outside: float | None
    gap: float


def of_limit(band: Band, sums: Sums, confidence: float) -> Evidence:
    """Judge a measure against a limit."""
    shown = ratio(*sums, confidence)
    if shown.value is None:
        return Evidence(NO_DATA, None, None, None, 0.0)
    spread = _spread_of(ratio(*sums, LEVEL))
    margins = [_margin(spread, edge.tolerance.amount, above=edge is band.low) for edge in band.edges]
    return _evidence(shown, None, band, margins)


def of_difference(band: Band, ours: Sums, reference: Sums, confidence: float, *, paired: bool) -> Evidence:
    """Judge the difference of a measure from a reference against a band.

    paired: index r of both met the same luck; otherwise the two are independent (Welch).
    """
    base = ratio(*reference, confidence).value
    spread = _difference(ours, reference, 1.0, paired)
    if base is None or spread is None:
        return Evidence(NO_DATA, base, None, None, 0.0)
    margins = []
    for edge in band.edges:
        factor, shift = _line(edge, base)
        tilted = spread if factor == 1.0 else _difference(ours, reference, factor, paired)
        if tilted is not None:
            margins.append(_margin(tilted, shift, above=edge is band.low))
    shown = _shown(spread, ours.numerators.size, confidence)
    found = _evidence(shown, base, band, margins)
    if band.matters is not None and _within(shown, band.matters.size(base)):
        return found._replace(inside=1.0, outside=0.0)
    return found


def _within(shown: Estimate, margin: float) -> bool:
    """Return whether a difference is the same for practical purposes, as `sim.judging` says."""
    return all(end is not None and abs(end) <= margin for end in (shown.low, shown.high))


def verdict(found: Evidence, alpha: float) -> Verdict:
    """Judge one case on its own."""
    if found.inside is not None and found.inside <= alpha:
        return "pass"
    if found.outside is not None and found.outside <= alpha:
        return "fail"
    return "undecided"


def verdicts_by_holm(found: Sequence[Evidence], alpha: float) -> list[Verdict]:
    """Judge cases together: any wrong fail has a chance of at most alpha / 2, any wrong pass of alpha."""
    inside, outside = holm([one.inside for one in found]), holm([one.outside for one in found])
    return [
        "pass" if passes <= alpha else "fail" if fails <= alpha else "undecided"
        for passes, fails in zip(inside, outside, strict=True)
    ]


def half_width_wanted(band: Band, found: Evidence) -> float | None:
    """Return the half-width that was asked for before anything ran, in the measure's unit."""
    reference = found.shown.value if found.reference is None else found.reference
    if band.precision is None or reference is None:
        return None
    return band.precision.size(reference)


def _line(edge: Edge, base: float) -> tuple[float, float]:
    """Write an edge at `ours = factor x reference + shift`, so that a relative edge moves with its base."""
    tolerance = edge.tolerance
    if tolerance.relative and tolerance.size(base) > tolerance.floor:
        return 1.0 + edge.sign * math.copysign(tolerance.amount, base), 0.0
    return 1.0, edge.sign * tolerance.size(base)


def _difference(ours: Sums, reference: Sums, factor: float, paired: bool) -> Spread | None:
    """Return ours less `factor` times the reference; differences of rounding only become 0."""
    scaled = Sums(reference.numerators * factor, reference.denominators)
    if paired:
        found = ratio_difference(*ours, *scaled, LEVEL).estimate
        spread = None if found.value is None else _spread_of(found)
    else:
        spread = _welch(ratio(*ours, LEVEL), ratio(*scaled, LEVEL))
    if spread is None:
        return None
    size = abs(float(scaled.numerators.sum()) / float(scaled.denominators.sum()))
    return _without_rounding(spread, size)


def _welch(ours: Estimate, reference: Estimate) -> Spread | None:
    if ours.value is None or reference.value is None:
        return None
    a, b = _spread_of(ours), _spread_of(reference)
    if not (a.freedom > 0 and b.freedom > 0):
        return Spread(a.value - b.value, math.nan, 0.0)
    parts = a.error**2, b.error**2
    total = sum(parts)
    weights = parts[0] ** 2 / a.freedom + parts[1] ** 2 / b.freedom
    freedom = total**2 / weights if weights > 0.0 else min(a.freedom, b.freedom)
    return Spread(a.value - b.value, math.sqrt(total), freedom)


def _spread_of(found: Estimate) -> Spread:
    value = 0.0 if found.value is None else found.value
    if found.half_width is None:
        return Spread(value, math.nan, 0.0)
    freedom = float(found.n - 1)
    error = found.half_width / float(student(LEVEL, freedom))
    return _without_rounding(Spread(value, error, freedom), 0.0)


def _without_rounding(spread: Spread, size: float) -> Spread:
    smallest = ROUNDING * max(abs(spread.value), size)
    error = 0.0 if spread.error <= smallest else spread.error
    value = 0.0 if size and abs(spread.value) <= ROUNDING * size else spread.value
    return spread._replace(value=value, error=error)


def _shown(spread: Spread, n: int, confidence: float) -> Estimate:
    if math.isnan(spread.error):
        return Estimate(spread.value, None, None, None, n)
    return estimate(spread.value, spread.error * float(student(confidence, spread.freedom)), n)


def _margin(spread: Spread, edge: float, *, above: bool) -> Spread:
    """Return how far inside of an edge the value lies; a tie up to rounding is a tie."""
    gap = spread.value - edge if above else edge - spread.value
    if spread.error == 0.0 and abs(gap) <= ROUNDING * max(abs(edge), abs(spread.value)):
        gap = 0.0
    return spread._replace(value=gap)


def _evidence(shown: Estimate, reference: float | None, band: Band, margins: list[Spread]) -> Evidence:
    gap = min(margin.value for margin in margins)
    if any(math.isnan(margin.error) for margin in margins):
        return Evidence(shown, reference, None, None, gap)
    inside = max(_against(margin, -1.0, band.strict) for margin in margins)
    outside = min(_against(margin, 1.0, band.strict) for margin in margins)
    tests = len(margins) if band.equivalence else 1
    return Evidence(
        shown,
        reference,
        inside if band.equivalence else min(1.0, 2.0 * inside),
        min(1.0, 2.0 * tests * outside),
        gap,
    )


def _against(margin: Spread, sign: float, strict: bool) -> float:
    """Return the one-sided p-value against "the margin is above 0" (sign 1) or "below 0" (sign -1)."""
    if margin.error > 0.0:
        return float(stdtr(margin.freedom, sign * margin.value / margin.error))
    is_inside = margin.value > 0.0 or (margin.value == 0.0 and not strict)
    return float(is_inside if sign > 0.0 else not is_inside)

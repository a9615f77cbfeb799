"""How many needs there are, and how much the busy days of different contact types have in common."""

from __future__ import annotations

from math import erf, exp, sqrt

from sim.distributions.normal import normal_quantile
from sim.rule import rule

SMALLEST = 2.0**-53


@rule
def poisson_quantile(mean: float, u: float) -> int:
    """Return the smallest n with P(N <= n) >= `u` for a Poisson N of `mean` up to 256."""
    term = total = exp(-mean)
    count = 0
    while total < u and (count < mean or total + term > total):
        count += 1
        term *= mean / count
        total += term
    return count


@rule
def shared_luck(share: float, u_common: float, u_own: float) -> float:
    """Return a uniform that has `share` in common with others made of the same `u_common`.

    Its normal score is sqrt(share) z(u_common) + sqrt(1 - share) z(u_own), so the scores of two uniforms with
    shares a and b correlate by sqrt(a b), and each by itself is uniform: a Gaussian copula with one factor.

    Source: Channouf & L'Ecuyer 2012, A normal copula model for the arrival process in a call center,
    International Transactions in Operational Research 19; there between the intervals of a day.
    """
    score = sqrt(share) * normal_quantile(u_common) + sqrt(1.0 - share) * normal_quantile(u_own)
    u = 0.5 * (1.0 + erf(score / sqrt(2.0)))
    if u < SMALLEST:
        return SMALLEST
    return u if u < 1.0 - SMALLEST else 1.0 - SMALLEST

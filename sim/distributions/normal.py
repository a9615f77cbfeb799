"""Turn a uniform into a standard normal.

Source: Wichura 1988, Applied Statistics 37(3):477-484, algorithm AS 241, routine PPND16
(relative accuracy about 1e-16), on elementary functions so that every engine agrees.
"""

from __future__ import annotations

from math import log, sqrt

from sim.rule import rule

MIDDLE = 0.425
FAR = 5.0
"""Bounds of the middle, about 0.5, and of the near tails."""


@rule
def middle(q: float) -> float:
    """Return the quantile at 0.5 + `q` where abs(q) <= MIDDLE; arithmetic alone, so `q` may be an array."""
    r = 0.180625 - q * q
    return (
        q
        * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
            + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
            + 133.14166789178437745) * r + 3.387132872796366608)
        / (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
            + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
            + 42.313330701600911252) * r + 1.0)
    )  # fmt: skip


@rule
def near_tail(r: float) -> float:
    """Return how far the quantile lies from 0, of sqrt(-log(tail)) = `r` up to FAR; it may be an array."""
    r = r - 1.6
    return (
        (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
            + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734)
        / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
            + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r
            + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0)
    )  # fmt: skip


@rule
def far_tail(r: float) -> float:
    """Return the same beyond FAR."""
    r = r - 5.0
    return (
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r
            + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)
        / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
            + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
            + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0)
    )  # fmt: skip


@rule
def normal_quantile(u: float) -> float:
    """Return z with P(Z <= z) = `u` for a standard normal Z, 0 < u < 1."""
    q = u - 0.5
    if -MIDDLE <= q <= MIDDLE:
        return middle(q)
    r = sqrt(-log(u if q < 0.0 else 1.0 - u))
    z = near_tail(r) if r <= FAR else far_tail(r)
    return -z if q < 0.0 else z

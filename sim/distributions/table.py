"""Read a quantile from a table, for distributions without an elementary inverse.

The table holds the quantile at evenly spaced points of the logit w = ln(u / (1 - u)),
because tails are near-linear in w; between points it is interpolated linearly.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

from sim.rule import rule

POINTS = 4097
REACH = 36.75  # the luck's extreme uniforms, 2**-53 and 1 - 2**-53, have logits of +-36.74
STEP = 2.0 * REACH / (POINTS - 1)


@rule
def read_table(table: tuple[float, ...], u: float) -> float:
    """Return the tabulated quantile at `u`; table has shape (POINTS,)."""
    position = (log(u / (1.0 - u)) + REACH) / STEP
    index = int(position)
    if index > POINTS - 2:
        index = POINTS - 2
    low = table[index]
    return low + (position - index) * (table[index + 1] - low)


def tabulate(inverse: Callable[[float, float], float]) -> tuple[float, ...]:
    """Return the table of `inverse(u, 1 - u)`, shape (POINTS,).

    Both u and its complement are passed, each exact in its own tail.
    """
    grid = [STEP * k - REACH for k in range(POINTS)]
    return tuple(float(inverse(1.0 / (1.0 + exp(-w)), 1.0 / (1.0 + exp(w)))) for w in grid)

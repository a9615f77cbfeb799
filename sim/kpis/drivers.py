"""Drivers: what customers would name as the reason why an episode was good or bad.

Source: evidence.md E10b: a driver is named with probability 1 - exp(-|w v(s)| / naming) when it points
the way of the rating, so what is expected surprises little and is seldom named. The probabilities are
added up; no names are drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import Closing
from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import EVERY_ROW
from sim.logs import Columns
from sim.rules.experience import DIMENSIONS
from sim.world.numbers import World
from sim.world.window import is_in

MEASURES = (
    Kpi(
        name="good_because",
        label="Good because of",
        unit="share",
        better="neutral",
        definition="episodes rated good whose customers would name the driver as a reason / "
        "episodes rated good",
        place=76,
        numerator=Sum("drivers", EVERY_ROW, pl.col("named_good")),
        denominator=Sum("drivers", EVERY_ROW, pl.col("good")),
    ),
    Kpi(
        name="bad_because",
        label="Bad because of",
        unit="share",
        better="neutral",
        definition="episodes rated bad whose customers would name the driver as a reason / episodes "
        "rated bad",
        place=77,
        numerator=Sum("drivers", EVERY_ROW, pl.col("named_bad")),
        denominator=Sum("drivers", EVERY_ROW, pl.col("bad")),
    ),
)


def named(world: World, issues: Columns) -> dict[str, NDArray[np.generic]]:
    """Return, by driver, how many of the good and of the bad episodes that count would name it, of how many.

    Columns of length 7: `driver` (place in DIMENSIONS), `named_good`, `named_bad`, `good`, `bad`.
    """
    n = world.experience
    counted = is_in(world.window, issues["opened"]) & (issues["closing"] != Closing.OPEN)
    rated_good = issues["good"] == 1
    good, bad = counted & rated_good, counted & ~rated_good
    in_bad = np.flatnonzero(bad)  # few, as a rule
    named_good, named_bad = np.zeros(len(DIMENSIONS)), np.zeros(len(DIMENSIONS))
    for place, driver in enumerate(DIMENSIONS):
        score: Any = issues[f"score_{driver}"]
        if not (score != 0.0).any():
            continue
        weight = getattr(n, driver) / world.naming
        above, below = score[np.flatnonzero(good & (score > 0.0))], score[in_bad]
        named_good[place] = -np.expm1(-weight * above).sum()
        named_bad[place] = -np.expm1(weight * n.loss * below[below < 0.0]).sum()
    whole = np.ones(len(DIMENSIONS))
    return {
        "driver": np.arange(len(DIMENSIONS)),
        "named_good": named_good,
        "named_bad": named_bad,
        "good": np.count_nonzero(good) * whole,
        "bad": np.count_nonzero(bad) * whole,
    }

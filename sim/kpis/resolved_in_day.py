"""Tell which share of the issues is resolved within a day of the first contact.

Unlike a time to resolution, it does not flatter a policy that resolves only what is quick.
"""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED
from sim.scenario.clock import DAY

KPI = Kpi(
    name="resolved_in_day",
    label="Resolved within a day",
    unit="share",
    better="higher",
    definition="resolved within 24 hours of the first contact / issues opened in the window",
    place=63,
    numerator=Sum("issues", COUNTED & RESOLVED & (pl.col("closed") - pl.col("opened") <= DAY)),
    denominator=Sum("issues", COUNTED),
    headline=True,
)

"""Add up how long the centre is down."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="outage_time",
    label="Time down",
    unit="s",
    better="lower",
    definition="time that outages last within the window, per measured day",
    place=25,
    numerator=Sum("outages", PRESENT, pl.col("down")),
    denominator=DAYS,
)

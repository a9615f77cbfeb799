"""Tell which share of the contacts is about something not settled before."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="recontact_share",
    label="Recontact share",
    unit="share",
    better="lower",
    definition="contacts about an issue that was brought up before / offered",
    place=51,
    numerator=Sum("contacts", COUNTED & (pl.col("attempt") > 0)),
    denominator=Sum("contacts", COUNTED),
    headline=True,
)

"""Average the after-call work of a contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, SERVED

KPI = Kpi(
    name="acw_contact",
    label="After-call work per contact",
    unit="s",
    better="neutral",
    definition="after-call work of all its conversations / answered contacts",
    place=35,
    unused=None,
    numerator=Sum("contacts", COUNTED & SERVED, pl.col("acw")),
    denominator=Sum("contacts", COUNTED & SERVED),
)

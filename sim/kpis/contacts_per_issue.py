"""Count the attempts an issue takes."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="contacts_per_issue",
    label="Contacts per issue",
    unit="count",
    better="lower",
    definition="attempts to be served / issues",
    place=50,
    unused=None,
    numerator=Sum("issues", COUNTED, pl.col("contacts")),
    denominator=Sum("issues", COUNTED),
)

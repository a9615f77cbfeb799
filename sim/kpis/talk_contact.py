"""Average the talk of a contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, SERVED

KPI = Kpi(
    name="talk_contact",
    label="Talk per contact",
    unit="s",
    better="neutral",
    definition="talk of all its conversations / answered contacts",
    place=34,
    unused=None,
    numerator=Sum("contacts", COUNTED & SERVED, pl.col("talk")),
    denominator=Sum("contacts", COUNTED & SERVED),
)

"""Average the talk of a conversation."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, HANDLED

KPI = Kpi(
    name="talk",
    label="Talk per leg",
    unit="s",
    better="neutral",
    definition="talk, rapport included / conversations",
    place=31,
    unused=None,
    numerator=Sum("legs", COUNTED, pl.col("talk")),
    denominator=Sum("legs", COUNTED & HANDLED),
)

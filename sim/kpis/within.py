"""Limits of the wait: who is answered within each that a queue names."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ANSWERED, COUNTED

MEASURES = (
    Kpi(
        name="answered_within",
        label="Answered within the limit",
        unit="share",
        better="higher",
        definition="answered within the limit / offered (balked included), every stay in the queue",
        place=18,
        numerator=Sum("within", COUNTED & ANSWERED & (pl.col("wait") <= pl.col("limit"))),
        denominator=Sum("within", COUNTED),
    ),
)

"""Failures and complaints: how many there are, and how many customers stay silent."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED, SILENT

MEASURES = (
    Kpi(
        name="failures_per_day",
        label="Failures",
        unit="per_day",
        better="lower",
        definition="failures that strike customers, voiced or not, per measured day",
        place=78,
        numerator=Sum("failures", COUNTED),
        denominator=DAYS,
    ),
    Kpi(
        name="silent_share",
        label="Silent failures",
        unit="share",
        better="lower",
        definition="failures that the customer does not voice / failures",
        place=78,
        numerator=Sum("failures", COUNTED & SILENT),
        denominator=Sum("failures", COUNTED),
    ),
    Kpi(
        name="trust_lost_silently",
        label="Trust lost in silence per day",
        unit="score",
        better="lower",
        definition="trust broken by failures that are not voiced, of all customers together, per "
        "measured day",
        place=79,
        matters="2%",
        numerator=Sum("failures", COUNTED & SILENT, pl.col("trust_before") - pl.col("trust_after")),
        denominator=DAYS,
    ),
    Kpi(
        name="complaint_share",
        label="Formal complaints",
        unit="share",
        better="lower",
        definition="formal complaints / failures",
        place=95,
        matters="0.1pp",
        numerator=Sum("complaints", COUNTED),
        denominator=Sum("failures", COUNTED),
    ),
)

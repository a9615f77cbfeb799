"""Agents and groups: exhaustion, quits and the norm of rapport."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import EVERY_ROW

MEASURES = (
    Kpi(
        name="exhaustion",
        label="Exhaustion",
        unit="score",
        better="lower",
        definition="mean exhaustion of the agents when the measured window closes",
        place=79,
        numerator=Sum("agents", EVERY_ROW, pl.col("exhaustion_end")),
        denominator=Sum("agents", EVERY_ROW),
    ),
    Kpi(
        name="norm_end",
        label="Norm of rapport at the end",
        unit="share",
        better="higher",
        definition="share of the policy's rapport that groups still offer when the window closes, "
        "mean of groups",
        place=79,
        numerator=Sum("groups", EVERY_ROW, pl.col("norm_end")),
        denominator=Sum("groups", EVERY_ROW),
    ),
    Kpi(
        name="norm_kept",
        label="Norm of rapport kept",
        unit="share",
        better="higher",
        definition="norm when the window closes / norm when it opens",
        place=79,
        numerator=Sum("groups", EVERY_ROW, pl.col("norm_end")),
        denominator=Sum("groups", EVERY_ROW, pl.col("norm_start")),
    ),
    Kpi(
        name="quits_per_year",
        label="Quits per position and year",
        unit="count",
        better="lower",
        definition="agents who quit within the window / positions x years of the window",
        place=79,
        matters="0.01",
        numerator=Sum("agents", EVERY_ROW, pl.col("quits")),
        denominator=Sum("agents", EVERY_ROW, pl.col("years")),
    ),
)

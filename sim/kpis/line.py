"""The line: how many contacts wait at once."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Percentile, Sum
from sim.kpis.columns import EVERY_ROW

MEASURES = (
    Kpi(
        name="line_mean",
        label="Contacts in line",
        unit="count",
        better="lower",
        definition="time that contacts wait in line while the centre is open / time that it is open",
        place=20,
        matters="0.1",
        numerator=Sum("line", EVERY_ROW, pl.col("seconds")),
        denominator=Sum("line", EVERY_ROW, pl.col("open")),
    ),
    Kpi(
        name="line_p90",
        label="Contacts in line, 90th percentile",
        unit="count",
        better="lower",
        definition=(
            "contacts in line that are not exceeded at 90 % of the full minutes in which the centre is open "
            "(every 5 or 15 minutes in runs of many weeks)"
        ),
        place=20,
        matters="1",
        unused=None,
        percentile=Percentile("minutes", EVERY_ROW, pl.col("number"), 0.9, whole=True),
    ),
)

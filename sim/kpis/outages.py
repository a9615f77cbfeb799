"""Outages: how long they last, and what they cost customers."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED, EVERY_ROW

MEASURES = (
    Kpi(
        name="outage_time",
        label="Time down",
        unit="s",
        better="lower",
        definition="time that outages last within the window, per measured day",
        place=25,
        numerator=Sum("outages", EVERY_ROW, pl.col("down")),
        denominator=DAYS,
    ),
    Kpi(
        name="outage_lost",
        label="Contacts lost to outages",
        unit="per_day",
        better="lower",
        definition=(
            "contacts lost to outages that begin in the window, on arrival or while waiting, per measured day"
        ),
        place=26,
        matters="5%",
        numerator=Sum("outages", COUNTED, pl.col("lost")),
        denominator=DAYS,
    ),
    Kpi(
        name="outage_dropped",
        label="Conversations dropped by outages",
        unit="per_day",
        better="lower",
        definition="conversations broken off by outages that begin in the window, per measured day",
        place=27,
        matters="5%",
        numerator=Sum("outages", COUNTED, pl.col("dropped")),
        denominator=DAYS,
    ),
)

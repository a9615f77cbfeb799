"""Duty: how agents' rostered and paid time is spent."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import (
    ABSENT,
    ASIDE,
    AVAILABLE,
    AWAY,
    BUSY,
    EVERY_ROW,
    LATE,
    ON_BREAK,
    OTHER_WORK,
    OVERTIME,
)

MEASURES = (
    Kpi(
        name="occupancy",
        label="Occupancy",
        unit="share",
        better="neutral",
        definition="busy / (busy + available) time",
        place=40,
        numerator=Sum("duty", BUSY, pl.col("seconds")),
        denominator=Sum("duty", BUSY | AVAILABLE, pl.col("seconds")),
        headline=True,
    ),
    Kpi(
        name="utilisation",
        label="Utilisation",
        unit="share",
        better="neutral",
        definition="busy / paid time",
        place=41,
        unused=None,
        numerator=Sum("duty", BUSY, pl.col("seconds")),
        denominator=Sum("duty", EVERY_ROW, pl.col("seconds")),
    ),
    Kpi(
        name="paid_idle",
        label="Paid time idle",
        unit="share",
        better="neutral",
        definition=(
            "paid time without a contact (available, on breaks, away, aside, late, absent) / paid time"
        ),
        place=44,
        unused=None,
        numerator=Sum("duty", ~BUSY, pl.col("seconds")),
        denominator=Sum("duty", EVERY_ROW, pl.col("seconds")),
    ),
    Kpi(
        name="absence_share",
        label="Absence",
        unit="share",
        better="lower",
        definition="time of missed shifts, paid or not / rostered time",
        place=45,
        numerator=Sum("duty", ABSENT, pl.col("planned")),
        denominator=Sum("duty", EVERY_ROW, pl.col("planned")),
    ),
    Kpi(
        name="shrinkage_share",
        label="Shrinkage",
        unit="share",
        better="neutral",
        definition=(
            "time away from contacts, as taken (a conversation may shorten it) / rostered "
            "time of those who come, without breaks"
        ),
        place=46,
        numerator=Sum("duty", AWAY, pl.col("planned")),
        denominator=Sum("duty", ~ABSENT & ~ON_BREAK, pl.col("planned")),
    ),
    Kpi(
        name="adherence",
        label="Adherence",
        unit="share",
        better="higher",
        definition=(
            "time busy or available / time planned for contacts, of those who come, without overtime "
            "and time aside"
        ),
        place=47,
        unused=1.0,
        numerator=Sum("duty", BUSY | AVAILABLE | OVERTIME, pl.col("planned")),
        denominator=Sum("duty", BUSY | AVAILABLE | OVERTIME | LATE, pl.col("planned")),
    ),
    Kpi(
        name="aside_share",
        label="Aside from the line",
        unit="share",
        better="neutral",
        definition=(
            "time on other work or a flexible break until the line calls / time planned for contacts "
            "(busy, available or aside), without overtime"
        ),
        place=48,
        numerator=Sum("duty", ASIDE, pl.col("planned")),
        denominator=Sum("duty", BUSY | AVAILABLE | ASIDE | OVERTIME, pl.col("planned")),
    ),
    Kpi(
        name="available_share",
        label="Available for contacts",
        unit="share",
        better="neutral",
        definition="time busy or available / rostered time, absence, shrinkage and breaks included",
        place=48,
        unused=None,
        numerator=Sum("duty", BUSY | AVAILABLE | OVERTIME, pl.col("planned")),
        denominator=Sum("duty", EVERY_ROW, pl.col("planned")),
    ),
    Kpi(
        name="other_work",
        label="Other work per day",
        unit="per_day",
        better="neutral",
        definition="hours of other work that agents do until the line calls, per measured day",
        place=48,
        matters="1",
        numerator=Sum("duty", OTHER_WORK, pl.col("planned") / 3600.0),
        denominator=DAYS,
    ),
    Kpi(
        name="overtime",
        label="Overtime hours per day",
        unit="per_day",
        better="lower",
        definition="hours in which agents are busy after the end of their shift, per measured day",
        place=49,
        matters="1",
        numerator=Sum("duty", EVERY_ROW, pl.col("overtime") / 3600.0),
        denominator=DAYS,
    ),
)

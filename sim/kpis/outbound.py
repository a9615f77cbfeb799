"""Outbound: what campaigns reach, and whom they leave alone."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import (
    AVAILABLE,
    BUSY,
    COMES_UP,
    COUNTED,
    DIALLING,
    DUE,
    EVERY_ROW,
    FIRST_TRY,
    LAST,
    LEFT_ALONE,
    REACHED,
    TRIED,
)

PEOPLE = Sum("lists", pl.lit(value=True))
"""People on the lists of campaigns."""
MEASURES = (
    Kpi(
        name="dialling_share",
        label="Held for a call that rings",
        unit="share",
        better="lower",
        definition="agents' time preparing and dialling campaign calls / busy + available time",
        place=64,
        numerator=Sum("duty", DIALLING, pl.col("seconds")),
        denominator=Sum("duty", BUSY | AVAILABLE, pl.col("seconds")),
    ),
    Kpi(
        name="outbound_abandoned_share",
        label="Abandoned by us",
        unit="share",
        better="lower",
        definition="people who answered while nobody was free to speak to them / people who answered",
        place=64,
        numerator=Sum("outbound", COUNTED & LEFT_ALONE),
        denominator=Sum("outbound", COUNTED & (REACHED | LEFT_ALONE)),
    ),
    Kpi(
        name="outbound_answered_share",
        label="Campaign calls answered",
        unit="share",
        better="neutral",
        definition="calls that the person who was meant answered, left alone or not / calls of campaigns",
        place=64,
        numerator=Sum("outbound", COUNTED & (REACHED | LEFT_ALONE)),
        denominator=Sum("outbound", COUNTED & TRIED),
    ),
    Kpi(
        name="outbound_delay",
        label="From coming up to being dialled",
        unit="s",
        better="lower",
        definition=(
            "mean time from when a call of a campaign with a volume came up until it was first dialled"
        ),
        place=64,
        numerator=Sum("outbound", COUNTED & FIRST_TRY & TRIED, pl.col("dialled") - pl.col("due")),
        denominator=Sum("outbound", COUNTED & FIRST_TRY & TRIED),
    ),
    Kpi(
        name="outbound_due",
        label="Campaign calls that came up per day",
        unit="per_day",
        better="neutral",
        definition="calls of campaigns with a volume that came up, dialled or not, per measured day",
        place=64,
        matters="1%",
        numerator=Sum("outbound", DUE & FIRST_TRY),
        denominator=DAYS,
        without=("interval",),
    ),
    Kpi(
        name="outbound_reached",
        label="People reached per day",
        unit="per_day",
        better="higher",
        definition="people whom an agent spoke to in campaigns, per measured day",
        place=64,
        matters="1%",
        numerator=Sum("outbound", COUNTED & REACHED),
        denominator=DAYS,
    ),
    Kpi(
        name="outbound_tried",
        label="Campaign calls per day",
        unit="per_day",
        better="neutral",
        definition="calls of campaigns that were answered or given up, per measured day",
        place=64,
        matters="1%",
        numerator=Sum("outbound", COUNTED & TRIED),
        denominator=DAYS,
    ),
    Kpi(
        name="outbound_worked_off",
        label="List worked off",
        unit="share",
        better="higher",
        definition=(
            "people on lists who were reached, or called as often as the campaign tries / people on the lists"
        ),
        place=64,
        numerator=Sum("outbound", COUNTED & LAST & ~COMES_UP),
        denominator=PEOPLE,
    ),
    Kpi(
        name="paid_outbound",
        label="Paid time on campaigns",
        unit="share",
        better="neutral",
        definition="agents' time on campaign calls, dialling and after-call work included / paid time",
        place=64,
        numerator=Sum("outbound", EVERY_ROW, pl.col("busy")),
        denominator=Sum("duty", EVERY_ROW, pl.col("seconds")),
        without=("interval",),
    ),
)

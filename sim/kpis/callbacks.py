"""Callbacks: offered, accepted and kept."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ACCEPTED, COUNTED, REACHED

MEASURES = (
    Kpi(
        name="callback_offered_share",
        label="Offered a callback",
        unit="share",
        better="neutral",
        definition="contacts offered a callback / offered contacts (balked included)",
        place=25,
        numerator=Sum("callbacks", COUNTED),
        denominator=Sum("stays", COUNTED),
    ),
    Kpi(
        name="callback_accepted_share",
        label="Callbacks accepted",
        unit="share",
        better="neutral",
        definition="callbacks accepted / callbacks offered",
        place=26,
        numerator=Sum("callbacks", COUNTED & ACCEPTED),
        denominator=Sum("callbacks", COUNTED),
    ),
    Kpi(
        name="callback_reached_share",
        label="Callbacks reached",
        unit="share",
        better="higher",
        definition="customers reached / callbacks accepted",
        place=27,
        numerator=Sum("callbacks", COUNTED & REACHED),
        denominator=Sum("callbacks", COUNTED & ACCEPTED),
    ),
    Kpi(
        name="callback_delay",
        label="Time to callback",
        unit="s",
        better="lower",
        definition="mean time from accepting a callback to being reached",
        place=28,
        matters="1m",
        numerator=Sum("callbacks", COUNTED & REACHED, pl.col("ended") - pl.col("offered")),
        denominator=Sum("callbacks", COUNTED & REACHED),
    ),
)

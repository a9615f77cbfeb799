"""Tell how many chats agents hold at once while they chat."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="chats_at_once",
    label="Chats at once",
    unit="count",
    better="neutral",
    definition="time chats take, after-call work included / agents' time given to chats",
    place=38,
    numerator=Sum("chats", PRESENT, pl.col("inside")),
    denominator=Sum("chats", PRESENT, pl.col("given_in_window")),
)

"""Tell in which share of the chats the customer stops answering."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="chat_silent_share",
    label="Chats fallen silent",
    unit="share",
    better="lower",
    definition="chats in which the customer stops answering / chats",
    place=39,
    numerator=Sum("chats", COUNTED & (pl.col("silent") == 1)),
    denominator=Sum("chats", COUNTED),
)

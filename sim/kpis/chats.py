"""Chats: how many at once, and how many customers fall silent."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, EVERY_ROW

MEASURES = (
    Kpi(
        name="chats_at_once",
        label="Chats at once",
        unit="count",
        better="neutral",
        definition="time that chats take, after-call work included / agents' time given to chats",
        place=38,
        numerator=Sum("chats", EVERY_ROW, pl.col("inside")),
        denominator=Sum("chats", EVERY_ROW, pl.col("given_in_window")),
    ),
    Kpi(
        name="chat_silent_share",
        label="Chats that fall silent",
        unit="share",
        better="lower",
        definition="chats in which the customer stops answering / chats",
        place=39,
        numerator=Sum("chats", COUNTED & (pl.col("silent") == 1)),
        denominator=Sum("chats", COUNTED),
    ),
)

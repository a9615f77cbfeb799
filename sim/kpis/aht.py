"""Average the handle time of a conversation."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, HANDLE_TIME, HANDLED

KPI = Kpi(
    name="aht",
    label="Handle time per leg",
    unit="s",
    better="neutral",
    definition="(talk + after-call work) / conversations",
    place=30,
    numerator=Sum("legs", COUNTED, HANDLE_TIME),
    denominator=Sum("legs", COUNTED & HANDLED),
    headline=True,
)

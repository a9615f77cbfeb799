"""Average the handle time of a contact, all its conversations together."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, HANDLE_TIME, SERVED

KPI = Kpi(
    name="aht_contact",
    label="Handle time per contact",
    unit="s",
    better="neutral",
    definition="(talk + after-call work of all its conversations) / answered contacts",
    place=33,
    unused=None,
    numerator=Sum("contacts", COUNTED & SERVED, HANDLE_TIME),
    denominator=Sum("contacts", COUNTED & SERVED),
)

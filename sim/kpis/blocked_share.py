"""Tell which share of the contacts is not let in."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ARRIVED, BLOCKED

KPI = Kpi(
    name="blocked_share",
    label="Blocked share",
    unit="share",
    better="lower",
    definition="blocked (no place to wait, or the queue closed) / all that arrive",
    place=21,
    numerator=Sum("stays", ARRIVED & BLOCKED),
    denominator=Sum("stays", ARRIVED),
)

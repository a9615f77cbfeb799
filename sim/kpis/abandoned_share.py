"""Tell which share of the contacts hang up."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ABANDONED, COUNTED

KPI = Kpi(
    name="abandoned_share",
    label="Abandoned share",
    unit="share",
    better="lower",
    definition="abandoned / offered",
    place=14,
    numerator=Sum("stays", COUNTED & ABANDONED),
    denominator=Sum("stays", COUNTED),
    headline=True,
)

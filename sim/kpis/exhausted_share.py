"""Tell which share of the issues would have been brought up once more than anybody may."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, EXHAUSTED

KPI = Kpi(
    name="exhausted_share",
    label="Closed by the limit of attempts",
    unit="share",
    better="lower",
    definition="the customer would have called again, but had called as often as anybody does / issues",
    place=59,
    numerator=Sum("issues", COUNTED & EXHAUSTED),
    denominator=Sum("issues", COUNTED),
)

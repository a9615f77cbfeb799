"""Tell which share of the issues information settles, without a contact."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="informed_share",
    label="Answered by information",
    unit="share",
    better="neutral",
    definition="issues resolved outside opening hours without a contact / issues",
    place=59,
    numerator=Sum("information", COUNTED),
    denominator=Sum("issues", COUNTED),
)

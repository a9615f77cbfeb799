"""Tell which share of the issues the run's end leaves open."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, OPEN

KPI = Kpi(
    name="open_share",
    label="Still open",
    unit="share",
    better="lower",
    definition="neither resolved nor given up when the run ends / issues opened in the window",
    place=58,
    unused=None,
    numerator=Sum("issues", COUNTED & OPEN),
    denominator=Sum("issues", COUNTED),
)

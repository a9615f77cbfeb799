"""Count who leaves, and what for."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="left_per_day",
    label="Customers lost per day",
    unit="per_day",
    better="lower",
    definition="customers who left in the window, per measured day",
    place=93,
    unused=None,
    numerator=Sum("leavers", PRESENT),
    denominator=DAYS,
)

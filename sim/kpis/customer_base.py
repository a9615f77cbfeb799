"""Tell how the number of customers has moved."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import THERE_END, THERE_START

KPI = Kpi(
    name="customer_base",
    label="Customers at the end",
    unit="share",
    better="higher",
    definition="customers when the window closes / customers when it opens",
    place=90,
    unused=1.0,
    numerator=Sum("customers", THERE_END),
    denominator=Sum("customers", THERE_START),
    without=("problem",),
)

"""Add up the profit: what customers are worth while they stay, less what serving them costs."""

from __future__ import annotations

from sim.kpis.amends_cost import KPI as AMENDS
from sim.kpis.base import DAYS, Kpi
from sim.kpis.customer_value import KPI as VALUE
from sim.kpis.hiring_cost import KPI as HIRING
from sim.kpis.staff_cost import KPI as STAFF

KPI = Kpi(
    name="profit",
    label="Profit per day",
    unit="money",
    better="higher",
    definition="customers' value less the cost of staff, hiring and amends, per measured day",
    place=97,
    needs="customer_value",
    numerator=VALUE.numerator,
    denominator=DAYS,
    less=(STAFF.sums[0], HIRING.sums[0], AMENDS.sums[0]),
    below_zero=True,
)

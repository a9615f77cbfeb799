"""Tell the service level when hanging up in time counts as served."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ABANDONED, ANSWERED, COUNTED, WITHIN

KPI = Kpi(
    name="service_level_with_abandons",
    label="Service level with abandons in time",
    unit="share",
    better="higher",
    definition="(answered + abandoned within the target time) / offered",
    place=17,
    unused=None,
    numerator=Sum("stays", COUNTED & WITHIN & (ANSWERED | ABANDONED)),
    denominator=Sum("stays", COUNTED),
)

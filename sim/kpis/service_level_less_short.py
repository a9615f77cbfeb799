"""Tell the service level when hang-ups within moments count neither way."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ABANDONED, ANSWERED, COUNTED, SHORT, WITHIN

KPI = Kpi(
    name="service_level_less_short",
    label="Service level less short abandons",
    unit="share",
    better="higher",
    definition="answered within the target time / (offered - short abandons)",
    place=16,
    unused=None,
    numerator=Sum("stays", COUNTED & ANSWERED & WITHIN),
    denominator=Sum("stays", COUNTED & ~(ABANDONED & SHORT)),
)

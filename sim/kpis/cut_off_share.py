"""Tell which share of the conversations the end of a shift breaks off."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, CUT_OFF, HANDLED

KPI = Kpi(
    name="cut_off_share",
    label="Cut off at the end of a shift",
    unit="share",
    better="lower",
    definition="conversations that the end of a shift breaks off / conversations",
    place=38,
    numerator=Sum("legs", COUNTED & CUT_OFF),
    denominator=Sum("legs", COUNTED & HANDLED),
)

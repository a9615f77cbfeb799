"""Tell which share of the conversations is ended before the work is done."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, CUT, HANDLED

KPI = Kpi(
    name="cut_share",
    label="Conversations ended early",
    unit="share",
    better="lower",
    definition="conversations ended before their work was done / conversations",
    place=36,
    numerator=Sum("legs", COUNTED & CUT),
    denominator=Sum("legs", COUNTED & HANDLED),
    headline=True,
)

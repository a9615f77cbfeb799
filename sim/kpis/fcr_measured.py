"""Tell which share of the answered contacts seems final to a centre that sees only contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, FOLLOWS, SERVED

KPI = Kpi(
    name="fcr_measured",
    label="First-contact resolution as centres measure it",
    unit="share",
    better="higher",
    definition=(
        "answered contacts that the same customer does not follow with another of the same type "
        "within the repeat window / answered contacts"
    ),
    place=54,
    unused=None,
    numerator=Sum(
        "contacts",
        COUNTED & SERVED | FOLLOWS,
        pl.when(COUNTED & SERVED).then(1.0).otherwise(0.0) - pl.when(FOLLOWS).then(1.0).otherwise(0.0),
    ),
    denominator=Sum("contacts", COUNTED & SERVED),
    without=("queue",),
)

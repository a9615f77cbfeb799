"""Self-service and information: what is settled without an agent."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

MEASURES = (
    Kpi(
        name="contained_share",
        label="Contained by self-service",
        unit="share",
        better="neutral",
        definition="issues that self-service resolves without a person / issues",
        place=49,
        numerator=Sum("self_service", COUNTED & RESOLVED),
        denominator=Sum("issues", COUNTED),
    ),
    Kpi(
        name="self_service_failures",
        label="Self-service failures",
        unit="share",
        better="lower",
        definition="self-service attempts that do not resolve the issue / self-service attempts",
        place=49,
        numerator=Sum("self_service", COUNTED & ~RESOLVED),
        denominator=Sum("self_service", COUNTED),
    ),
    Kpi(
        name="informed_share",
        label="Answered by information",
        unit="share",
        better="neutral",
        definition="issues resolved by information outside opening hours, without a contact / issues",
        place=59,
        numerator=Sum("information", COUNTED),
        denominator=Sum("issues", COUNTED),
    ),
)

"""Measures: each a numerator and a denominator over the logs, one file a log table."""

from __future__ import annotations

from sim.kpis.base import KPIS, Kpi
from sim.kpis.fold import Fold

__all__ = ["KPIS", "Fold", "Kpi"]

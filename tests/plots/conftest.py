"""Build realistic data for figures, from a stated seed."""

from typing import NamedTuple

import numpy as np
import pytest

from sim.comparison import Comparison
from sim.estimate import Estimate
from sim.plots.policy_differences import Differences
from sim.plots.service_by_interval import ByInterval, Line, Panel


class Kpi(NamedTuple):
    name: str
    label: str
    unit: str
    better: str
    definition: str = ""
    headline: bool = True
    unused: float | None = 0.0
    needs: str = ""
    below_zero: bool = False


KPIS = {
    "service_level": Kpi("service_level", "Service level", "share", "higher", "in time / offered"),
    "asa": Kpi("asa", "Mean wait of answered", "s", "lower"),
    "aht": Kpi("aht", "Handle time", "s", "neutral"),
    "occupancy": Kpi("occupancy", "Occupancy", "share", "neutral"),
    "staff_cost": Kpi("staff_cost", "Staff cost", "money", "lower"),
    "trust_change": Kpi("trust_change", "Trust, change", "score", "higher"),
}
LABELS = {"target": "Handle-time target", "quality": "Quality time", "none": "No pace rule"}


def around(value, half_width):
    return Estimate(value, value - half_width, value + half_width, half_width, 10)


def row(kpi, base, difference, half_width, verdict, policy="quality"):
    value = around(base + difference, abs(base) * 0.02)
    return Comparison(
        kpi,
        "all",
        "",
        "today",
        "target",
        around(base, abs(base) * 0.02),
        policy,
        value,
        around(difference, half_width),
        verdict,
        4.0,
    )


@pytest.fixture
def kpis():
    return KPIS


@pytest.fixture
def differences():
    """Five measures of one policy: better, worse, neutral, unclear, and a baseline of 0."""
    rows = [
        row("service_level", 0.78, 0.039, 0.006, "better"),
        row("asa", 31.0, 200.0, 20.0, "worse"),
        row("aht", 250.0, 35.0, 2.0, "higher"),
        row("staff_cost", 11230.0, 20.0, 60.0, "no clear difference"),
        row("trust_change", 0.0, 0.01, 0.002, "better"),
    ]
    return Differences(
        rows, KPIS, {k: LABELS[k] for k in ("target", "quality")}, "target", "today", 0.95, 10, "EUR"
    )


@pytest.fixture
def two_policies(differences):
    """The same with a second policy in every measure."""
    rows = [pair for one in differences.rows for pair in (one, _as_policy(one, "none"))]
    return differences._replace(rows=rows, labels=LABELS)


def _as_policy(one, policy):
    return row(one.kpi, one.baseline_value.value, one.difference.value / 2, 0.001, one.verdict, policy)


@pytest.fixture
def week():
    """Two days of 14 half-hours, three measures, two policies, one interval without data."""
    rng = np.random.default_rng(1)
    names = [
        f"{day} {hour:02d}:{minute}"
        for day in ("mon", "tue")
        for hour in range(9, 16)
        for minute in ("00", "30")
    ]

    def line(level):
        value = np.clip(level + rng.normal(0, 0.02, len(names)), 0, 1)
        value[3] = np.nan
        return Line(value, value - 0.03, value + 0.03)

    levels = {"Answered within 20 s ÷ offered": 0.8, "Abandoned ÷ offered": 0.08, "Occupancy": 0.7}
    panels = [
        Panel(words, "answered / offered", {"target": line(level), "quality": line(level * 0.95)})
        for words, level in levels.items()
    ]
    panels[0] = panels[0]._replace(target=0.8, target_words="Target 80 %")
    labels = {name: LABELS[name] for name in ("target", "quality")}
    return ByInterval(names, panels, labels, "target", "today", 0.95, 10)

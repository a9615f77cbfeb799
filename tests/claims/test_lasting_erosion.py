"""Show that a passing overload leaves a lasting loss of quality under a target alone (semantics.md 16)."""

import copy
from datetime import date, timedelta

import polars as pl
import pytest

from sim.estimate import ratio
from sim.experiment import run_experiment
from sim.scenario.model import Scenario
from tests.engines import ENGINE

pytestmark = pytest.mark.slow
REPLICATIONS, SEED = 4, 1961
OVERLOAD, AFTER = 4, 26  # weeks of the overload, and after it
START = date(2026, 3, 2)
LASTING = 0.9  # a norm below this share of its start is a lasting loss
CENTRE = {
    "version": 1,
    "name": "lasting erosion",
    "clock": {
        "start": START.isoformat(),
        "days": 7 * (OVERLOAD + AFTER),
        "open": {"mon-fri": "08:00-16:00"},
        "interval": "30m",
        "warm_up": "7d",
        "drain": "0d",
    },
    "queues": {"line": {"patience": {"dist": "exponential", "mean": "3m"}, "at_closing": "keep"}},
    "contacts": {
        "call": {
            "queue": "line",
            "volume": {"per_hour": 15},
            "work": {"dist": "lognormal", "mean": "245s", "cv": 1},
            "acw": "60s",
        }
    },
    "groups": {"agents": {"skills": ["line"]}},
    "on_duty": {"agents": 4},
    "customers": {"count": 2000},
    "behaviour": {"erosion": {}, "recontact": {"after_opening": "1h"}},
    "policies": {
        "target": {"pace": {"kind": "handle_time_target", "counts": "talk", "target": "210s", "pressure": 2}},
        "quality_time": {"pace": {"kind": "quality_time"}},
    },
    "baseline": "target",
    "run": {"seed": SEED, "replications": REPLICATIONS},
}


def centre(overload, erosion):
    """Return the centre with or without 4 weeks of 5 times the volume, with or without a norm that erodes."""
    raw = copy.deepcopy(CENTRE)
    if overload:
        days = (START + timedelta(days=day) for day in range(7 * OVERLOAD))
        raw["clock"]["special_days"] = {day.isoformat(): {"volume": 5} for day in days if day.weekday() < 5}
    if not erosion:
        raw["behaviour"]["erosion"] = {"down": "36500d"}
    return Scenario.model_validate(raw)


@pytest.fixture(scope="module")
def kept():
    """Return the norm kept, with its 95 % interval: 4 replications of 30 weeks, 25,000 calls in each."""
    arms = {
        "overload": centre(overload=True, erosion=True),
        "calm": centre(overload=False, erosion=True),
        "no_erosion": centre(overload=True, erosion=False),
    }
    table = run_experiment(arms, jobs=1, engine=ENGINE).table.filter(kpi="norm_kept", dimension="all")

    def of(arm, policy):
        chosen = table.filter(pl.col("scenario") == arm, pl.col("policy") == policy)
        found = ratio(chosen["numerator"].to_list(), chosen["denominator"].to_list(), 0.95)
        print(f"{arm}, {policy}: norm kept {found.value:.3f} [{found.low:.3f}, {found.high:.3f}]")
        return found

    return of


def test_under_a_target_an_overload_is_still_felt_half_a_year_later(kept):
    assert kept("overload", "target").high < LASTING


def test_under_quality_time_the_same_overload_is_forgotten(kept):
    assert kept("overload", "quality_time").low > LASTING


@pytest.mark.parametrize("policy", ["target", "quality_time"])
@pytest.mark.parametrize("arm", ["calm", "no_erosion"])
def test_without_the_overload_or_without_erosion_nothing_is_lost(kept, arm, policy):
    assert kept(arm, policy).low > LASTING

"""Test that what a policy costs beside wages is counted by hand, and is in every measure of money."""

import pytest

from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build


def lived(cost):
    """Run a Friday and a Saturday on which half the agents work; return numerators and values by measure."""
    scenario = Scenario.model_validate({
        "version": 1,
        "name": "costs",
        "clock": {"start": "2026-03-06", "days": 2, "warm_up": "0d", "drain": "1d", "open": "08:00-10:00"},
        "queues": {"service": {"patience": "10m"}},
        "contacts": {"question": {"queue": "service", "volume": {"per_hour": 30}, "work": "2m"}},
        "groups": {"agents": {"skills": ["service"], "wage": 30, "absence": "20%"}},
        "shifts": {
            "friday": {"days": "fri", "hours": "08:00-10:00", "breaks": ["09:00-09:10"],
                       "staff": {"agents": 3.5}},
            "saturday": {"days": "sat", "hours": "08:00-10:00", "staff": {"agents": 2}},
        },
        "customers": {"count": 1000, "segments": {"all": {"share": 1, "value_per_year": 400}}},
        "policies": {"usual": {"cost": cost}},
        "baseline": "usual",
    })  # fmt: skip
    world = build(scenario, "usual")
    fold = Fold(world)
    engine.run(world, Luck(3, 0), fold.add)
    rows = fold.finish().filter(dimension="all").select("kpi", "numerator", "denominator").iter_rows()
    return {kpi: (over, over / under) for kpi, over, under in rows if under}


def test_costs_are_added_up_by_hand_and_reach_cost_and_profit():
    plain = lived({})
    assert plain["policy_cost"] == (0.0, 0.0)
    assert plain["cost"] == plain["staff_cost"]
    cost = {"once": 3650, "per_day": 7, "per_agent_day": 2, "per_contact": 0.5}
    found = lived(cost)
    answered = found["answered"][0]
    assert answered > 50
    by_hand = 3650 / 365 * 2 + 7 * 2 + 2 * (3.5 + 2.0) + 0.5 * answered  # absent agents cost their seats
    assert found["policy_cost"][0] == pytest.approx(by_hand)
    assert found["cost"][1] == pytest.approx(plain["cost"][1] + by_hand / 2)
    assert found["profit"][1] == pytest.approx(plain["profit"][1] - by_hand / 2)
    resolved = found["cost"][0] / found["cost_per_resolved"][1]
    assert resolved == pytest.approx(plain["cost"][0] / plain["cost_per_resolved"][1])
    assert found["staff_cost"] == plain["staff_cost"]


def test_what_is_paid_once_is_spread_over_the_time_that_is_named():
    assert lived({"once": 100, "over": "10d"})["policy_cost"] == (20.0, 10.0)

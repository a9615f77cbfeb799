"""Count customers and money on runs in which everything that moves them is on."""

import numpy as np
import pytest

from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

DAY, YEAR = 86400.0, 365.0 * 86400.0
CUSTOMERS = 2000
CENTRE = {
    "version": 1,
    "name": "Everything at once",
    "clock": {
        "start": "2026-03-02",
        "days": 28,
        "warm_up": "7d",
        "drain": "7d",
        "open": "08:00-18:00",
        "interval": "1h",
    },
    "queues": {"line": {"patience": {"dist": "exponential", "mean": "3m"}}},
    "contacts": {
        "call": {
            "queue": "line",
            "volume": {"per_hour": 40},
            "work": {"dist": "lognormal", "mean": "245s", "cv": 1},
        },
        "request": {"queue": "line", "work": {"dist": "lognormal", "mean": "245s", "cv": 1}},
    },
    "failures": {"service": {"per_customer_year": 4, "contact": "request"}},
    "groups": {"agents": {"skills": ["line"], "skill": 0.75, "wage": 30, "overtime": 1.5}},
    "shifts": {"day": {"hours": "08:00-18:00", "staff": {"agents": 6}}},
    "customers": {"count": CUSTOMERS, "value_per_year": 730},
    "behaviour": {"loyalty": {"churn": {"per_month": 0.2}}, "strain": {"quits": 6, "hiring_cost": 500}},
    "policies": {
        "target": {
            "pace": {"kind": "handle_time_target", "counts": "talk", "target": "210s"},
            "recovery": {"kind": "compensation", "amount": 20},
            "outreach": {"kind": "proactive", "costs": 1},
        },
        "quality_time": {"pace": "quality_time", "recovery": {"kind": "ask_what_is_fair"}},
    },
    "baseline": "target",
}


@pytest.fixture(scope="module", params=[("target", 1), ("target", 2), ("quality_time", 1)])
def told(request):
    """Return the world, the tables, the totals and the sums of the measures of one run."""
    policy, seed = request.param
    world = build(Scenario.model_validate(CENTRE), policy)
    fold, chunks = Fold(world), {}

    def sink(table, columns):
        fold.add(table, columns)
        chunks.setdefault(table, []).append({name: column.copy() for name, column in columns.items()})

    totals = engine.run(world, Luck(seed, 0), sink)
    kpis = fold.finish()
    rows = zip(kpis["kpi"], kpis["dimension"], kpis["numerator"], strict=True)
    sums = {kpi: over for kpi, dimension, over in rows if dimension == "all"}
    tables = {
        table: {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for table, parts in chunks.items()
    }
    return world, tables, totals, sums


@pytest.mark.slow
def test_first_customers_and_those_who_joined_less_those_who_left_are_there_at_the_end(told):
    _, tables, totals, _ = told
    joined, left = tables["customers"]["joined"], tables["customers"]["left"]
    assert np.unique(tables["customers"]["customer"]).size == joined.size
    assert min(totals.joined, totals.left) > 50
    assert np.isinf(left).sum() == CUSTOMERS + totals.joined - totals.left
    assert ((joined == 0.0).sum(), (joined > 0.0).sum()) == (CUSTOMERS, totals.joined)
    assert (left > joined).all()


def test_nobody_contacts_the_centre_after_leaving_or_before_joining(told):
    _, tables, _, _ = told
    order = np.argsort(tables["customers"]["customer"])
    known = tables["customers"]["customer"][order]
    place = np.searchsorted(known, tables["issues"]["customer"])
    assert (known[place] == tables["issues"]["customer"]).all()
    joined, left = (tables["customers"][name][order][place] for name in ("joined", "left"))
    assert (tables["issues"]["opened"] >= joined).all()
    assert (tables["issues"]["opened"] <= left).all()


def test_profit_is_value_less_every_cost_to_the_last_cent(told):
    world, tables, _, sums = told
    opens, closes, _ = world.window
    there = np.minimum(tables["customers"]["left"], closes) - np.maximum(tables["customers"]["joined"], opens)
    value = 730.0 * np.maximum(0.0, there).sum() / YEAR
    asked = (tables["amends"]["at"] >= opens) & (tables["amends"]["at"] < closes)
    amends = tables["amends"]["money"][asked].sum()
    parts = {"customer_value": value, "amends_cost": amends}
    assert {name: sums[name] for name in parts} == pytest.approx(parts, rel=1e-9)
    costs = [sums[name] for name in ("staff_cost", "hiring_cost", "amends_cost")]
    assert min(costs) > 0.0
    assert round(sums["profit"], 2) == round(sums["customer_value"] - sum(costs), 2)

"""Test that overtime is what is paid beyond the roster, and costs what it is paid."""

import pytest

from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

DAY = 86400.0


@pytest.fixture
def lived():
    """Return the function that runs two days of a busy centre: its measures (all, by group) and totals."""

    def function(**group):
        scenario = Scenario.model_validate({
            "version": 1,
            "name": "overtime",
            "clock": {"start": "2026-03-02", "days": 2, "warm_up": "0d", "drain": "0d",
                      "open": "08:00-12:00"},
            "queues": {"service": {"patience": "10m"}},
            "contacts": {"question": {"queue": "service", "volume": {"per_hour": 60}, "work": "10m"}},
            "groups": {
                "agents": {"skills": ["service"], "wage": 30, **group},
                "others": {"skills": ["service"], "wage": 20},
            },
            "shifts": {
                "early": {"hours": "08:00-10:00", "staff": {"agents": 8}},
                "late": {"hours": "10:00-12:00", "staff": {"others": 8}},
            },
            "customers": {"count": 1000},
            "policies": {"usual": {}},
            "baseline": "usual",
        })  # fmt: skip
        world = build(scenario, "usual")
        fold = Fold(world)
        totals = engine.run(world, Luck(3, 0), fold.add)
        found = {
            (dimension, member, kpi): (over / under, under)
            for dimension, member, kpi, over, under in fold.finish().iter_rows()
            if under
        }
        _, rostered = found["all", "", "available_share"]
        return {key: share for key, (share, _) in found.items()}, totals, rostered

    return function


def test_overtime_is_what_is_paid_beyond_the_roster(lived):
    found, totals, rostered = lived()
    assert rostered == pytest.approx(sum(totals.planned_seconds))
    for index, group in enumerate(("agents", "others")):
        beyond = (totals.paid_seconds[index] - totals.planned_seconds[index]) / 3600.0 / 2
        assert beyond > 0.1
        assert found["group", group, "overtime"] == pytest.approx(beyond)
        assert found["group", group, "available_share"] == pytest.approx(1.0)
    by_time = ("interval", "overtime")
    intervals = sum(of for (dimension, _, kpi), of in found.items() if (dimension, kpi) == by_time)
    assert intervals == pytest.approx(2 * found["all", "", "overtime"])


def test_overtime_is_paid_at_its_own_rate_and_the_parts_are_the_whole(lived):
    plain, *_ = lived()
    better, *_ = lived(overtime="150%")
    hours = plain["group", "agents", "overtime"]
    assert plain["group", "agents", "overtime_cost"] == pytest.approx(30.0 * hours)
    assert better["group", "agents", "overtime_cost"] == pytest.approx(45.0 * hours)
    for found in (plain, better):
        parts = found["all", "", "regular_cost"] + found["all", "", "overtime_cost"]
        assert parts == pytest.approx(found["all", "", "staff_cost"])
        assert found["group", "agents", "regular_cost"] == pytest.approx(30.0 * 2 * 8)
    more = better["all", "", "staff_cost"] - plain["all", "", "staff_cost"]
    assert more == pytest.approx(15.0 * hours)
    assert better["all", "", "utilisation"] == plain["all", "", "utilisation"]


def test_who_is_cut_off_works_no_overtime_but_for_after_call_work(lived):
    found, *_ = lived(at_shift_end="cut_off")
    assert found["group", "agents", "cut_off_share"] > 0.05
    assert found["group", "agents", "overtime"] < 0.1

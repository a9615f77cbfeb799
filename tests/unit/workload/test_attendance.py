"""Test what luck leaves of a planned day: hand-worked days, and means that are exact."""

import copy
from itertools import pairwise

import pytest

from sim.codes import AgentState
from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.luck import Luck
from sim.oracles.load import cells_of
from sim.oracles.pool import pool_of
from sim.rules.attendance import AttendanceNumbers
from sim.scenario.model import Scenario
from sim.workload.attendance import attended
from sim.workload.duty_plan import stretches
from sim.world.build import build
from sim.world.staffing import Stretch

AVAILABLE, BREAK, AWAY, LATE = AgentState.AVAILABLE, AgentState.BREAK, AgentState.AWAY, AgentState.LATE
ABSENT, ABSENT_PAID = AgentState.ABSENT, AgentState.ABSENT_PAID
HOUR = 3600.0
ALWAYS = AttendanceNumbers(absence=0.0, absence_paid=False, shrinkage=0.0, away_for=10 * HOUR, adherence=1.0)
CENTRE = {
    "version": 1,
    "name": "attendance",
    "clock": {"start": "2026-03-02", "days": 40, "warm_up": "0d", "drain": "0d", "open": "08:00-17:00"},
    "queues": {"service": {"patience": "3m"}},
    "contacts": {"question": {"queue": "service", "volume": {"per_hour": 1}, "work": "5m"}},
    "groups": {
        "agents": {
            "skills": ["service"],
            "wage": 30,
            "absence": "10%",
            "shrinkage": "20%",
            "away_for": "30m",
            "adherence": "95%",
        }
    },
    "shifts": {"day": {"hours": "08:00-17:00", "breaks": ["12:00-13:00"], "staff": {"agents": 8.5}}},
    "customers": {"count": 100},
    "policies": {"usual": {}},
    "baseline": "usual",
}


def a_day(chance=1.0):
    """Return four hours with a break in the second."""
    parts = ((0.0, AVAILABLE), (HOUR, BREAK), (2 * HOUR, AVAILABLE))
    ends = (HOUR, 2 * HOUR, 4 * HOUR)
    return [Stretch(at, end, state, chance) for (at, state), end in zip(parts, ends, strict=True)]


def lived(u=(0.5, 0.5, 0.5, 0.5), chance=1.0, **numbers):
    return list(attended(ALWAYS._replace(**numbers), a_day(chance), u))


def test_who_is_always_there_lives_the_day_as_planned():
    assert lived() == [(0.0, HOUR, AVAILABLE), (HOUR, 2 * HOUR, BREAK), (2 * HOUR, 4 * HOUR, AVAILABLE)]


def test_time_away_is_taken_from_what_breaks_leave():
    # 25 % of three hours, from the middle of them: 45 minutes from 9000 s on, as the break lies before
    assert lived(shrinkage=0.25) == [
        (0.0, 3600.0, AVAILABLE),
        (3600.0, 7200.0, BREAK),
        (7200.0, 9000.0, AVAILABLE),
        (9000.0, 11700.0, AWAY),
        (11700.0, 14400.0, AVAILABLE),
    ]


def test_time_away_comes_in_stretches_no_longer_than_allowed_and_skips_breaks():
    found = [piece[:2] for piece in lived(shrinkage=0.5, away_for=1800.0) if piece[2] == AWAY]
    assert found == [(1800.0, 3600.0), (9000.0, 10800.0), (12600.0, 14400.0)]


def test_time_away_that_reaches_beyond_the_day_goes_on_at_its_start():
    found = [piece[:2] for piece in lived(shrinkage=0.75) if piece[2] == AWAY]
    assert found == [(0.0, 2700.0), (9000.0, 14400.0)]


def test_lack_of_adherence_delays_every_stretch_by_the_same_share():
    assert lived(adherence=0.9) == [
        (0.0, pytest.approx(360.0), LATE),
        (pytest.approx(360.0), 3600.0, AVAILABLE),
        (3600.0, 7200.0, BREAK),
        (7200.0, pytest.approx(7920.0), LATE),
        (pytest.approx(7920.0), 14400.0, AVAILABLE),
    ]


def test_who_does_not_come_misses_the_whole_shift_paid_or_not():
    assert lived(absence=0.49) == lived()
    assert lived(absence=0.51) == [(0.0, 4 * HOUR, ABSENT)]
    assert lived(absence=0.51, absence_paid=True) == [(0.0, 4 * HOUR, ABSENT_PAID)]


def test_a_fractional_position_is_empty_filled_or_absent():
    of = {u: lived((u, 0.5, 0.5, 0.5), chance=0.5, absence=0.2) for u in (0.39, 0.41, 0.51)}
    assert of == {0.39: lived(), 0.41: [(0.0, 4 * HOUR, ABSENT)], 0.51: []}


def test_at_every_moment_the_same_share_of_agents_is_away():
    moments = [600.0 * k + 1.0 for k in range(24) if not HOUR <= 600.0 * k < 2 * HOUR]
    for away_for in (900.0, 2700.0, 10 * HOUR):
        away = dict.fromkeys(moments, 0)
        for k in range(1000):
            day = lived((0.0, (k + 0.5) / 1000, 0.0, 0.0), shrinkage=0.3, away_for=away_for)
            assert all(left[1] == right[0] for left, right in pairwise(day))
            for begins, ends, state in day:
                for moment in moments:
                    away[moment] += state == AWAY and begins <= moment < ends
        assert {count / 1000 for count in away.values()} <= {0.299, 0.3, 0.301}


def test_expected_time_there_is_the_product_of_positions_absence_shrinkage_and_adherence():
    world = build(Scenario.model_validate(CENTRE), "usual")
    found = []
    for replication in range(20):
        pieces = [
            piece
            for agent in range(len(world.agents))
            for piece in stretches(world, Luck(7, replication), agent)
        ]
        found.append(sum(end - begin for begin, end, state in pieces if state == AVAILABLE))
    exact = 40 * 8.5 * 0.9 * 0.8 * 0.95 * 8 * HOUR
    mean = sum(found) / 20
    error = (sum((x - mean) ** 2 for x in found) / 19 / 20) ** 0.5
    assert abs(mean - exact) <= 5 * error
    assert error <= 0.02 * exact


@pytest.mark.parametrize("paid", [False, True])
def test_measures_show_what_was_put_in_and_what_it_costs(paid):
    centre = copy.deepcopy(CENTRE)
    centre["groups"]["agents"]["absence_paid"] = paid
    world = build(Scenario.model_validate(centre), "usual")
    fold = Fold(world)
    engine.run(world, Luck(7, 0), fold.add)
    shares = {
        kpi: over / under
        for dimension, _, kpi, over, under in fold.finish().iter_rows()
        if dimension == "all" and under
    }
    come = 1.0 - shares["absence_share"]
    assert shares["absence_share"] == pytest.approx(0.1, abs=0.06)
    assert shares["shrinkage_share"] == pytest.approx(0.2, abs=0.003)
    assert shares["adherence"] == pytest.approx(0.95, abs=0.01)
    assert shares["available_share"] == pytest.approx(come * 8 / 9 * 0.8 * shares["adherence"], abs=0.003)
    rostered = shares["staff_cost"] / 30.0 / (1.0 if paid else come)
    assert rostered == pytest.approx(8.5 * 9, abs=1.5)


def test_formulas_and_warnings_count_the_agents_who_are_there():
    scenario = Scenario.model_validate(CENTRE)
    world = build(scenario, "usual")
    sums = {
        ("queue", "service", "offered"): (9.0, 1.0),
        ("queue", "service", "aht"): (300.0, 1.0),
        **{("interval", f"mon {hour:02d}:00", "offered"): (1.0, 1.0) for hour in range(8, 17)},
    }
    cells = cells_of(world, pool_of(scenario, world, 0), sums, {})
    assert cells[0].agents == pytest.approx(8.5 * 0.9 * 0.8 * 0.95)

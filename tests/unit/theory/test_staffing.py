"""Test what agents give and how many a target takes, against printed figures and both formulas."""

import math

import pytest

from sim.theory import erlang, erlang_a
from sim.theory.staffing import Figures, Goal, Line, agents_for, figures

HALF_HOUR = Line(100 / 1800, 180.0, None)
IMPATIENT = HALF_HOUR._replace(mean_patience=120.0)
GOAL = Goal(0.8, 20.0)


def test_pyworkforce_prints_the_same_figures_for_its_example():
    found = figures(HALF_HOUR, 14, 20.0)
    assert found.service_level == pytest.approx(0.8883500191794669)
    assert found.p_wait == pytest.approx(0.1741319335950498)
    assert found.occupancy == pytest.approx(0.7142857142857143)
    assert math.ceil(agents_for(HALF_HOUR, GOAL._replace(max_occupancy=0.85))) == 14


def test_patience_makes_it_erlang_a():
    found = figures(IMPATIENT, 9, 20.0)
    expected = erlang_a.erlang_a(*IMPATIENT, 9)
    assert found.p_abandon == expected.p_abandon
    assert found.asa == expected.mean_wait_served
    assert found.occupancy == pytest.approx(expected.occupancy)
    assert found.service_level == erlang_a.service_level(*IMPATIENT, 9, 20.0)


@pytest.mark.parametrize("line", [HALF_HOUR, IMPATIENT])
def test_half_an_agent_is_there_half_of_the_time(line):
    low, high, between = (figures(line, agents, 20.0) for agents in (12, 13, 12.5))
    assert between.service_level == pytest.approx((low.service_level + high.service_level) / 2)
    assert between.busy == pytest.approx((low.busy + high.busy) / 2)
    answered = [1.0 - one.p_abandon for one in (low, high)]
    waits = answered[0] * low.asa + answered[1] * high.asa
    assert between.asa == pytest.approx(waits / sum(answered))


@pytest.mark.parametrize("line", [HALF_HOUR, IMPATIENT, Line(0.0002, 200.0, 90.0), Line(3.0, 240.0, None)])
@pytest.mark.parametrize("goal", [GOAL, Goal(0.95, 0.0), Goal(0.5, 300.0), Goal(0.8, 20.0, 0.7)])
def test_the_target_is_just_met(line, goal):
    need = agents_for(line, goal)
    found = figures(line, need, goal.within)
    assert found.service_level >= goal.share - 1e-9
    assert found.occupancy <= goal.max_occupancy + 1e-9
    below = figures(line, need - 1e-6, goal.within)
    assert below.service_level < goal.share or below.occupancy > goal.max_occupancy


def test_more_patience_takes_more_agents_up_to_erlang_c():
    needs = [agents_for(HALF_HOUR._replace(mean_patience=p), GOAL) for p in (30.0, 300.0, 3000.0, 1e6)]
    assert needs == sorted(needs)
    assert needs[-1] == pytest.approx(agents_for(HALF_HOUR, GOAL), abs=1e-3)


def test_a_line_without_end_answers_nobody_in_time():
    assert figures(HALF_HOUR, 10, 20.0) == Figures(10.0, 1.0, 0.0, 0.0, math.inf, 10.0)
    assert math.isinf(figures(HALF_HOUR, 10.5, 20.0).asa)
    assert figures(HALF_HOUR, 11, 20.0).asa == erlang.mmn(100 / 1800, 180.0, 11).mean_wait


def test_nobody_on_duty_answers_nobody():
    found = figures(IMPATIENT, 0, 20.0)
    assert (found.service_level, found.p_abandon, found.occupancy) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("line", "goal", "words"),
    [
        (HALF_HOUR, Goal(1.0, 20.0), "share: is out of reach"),
        (HALF_HOUR, Goal(0.8, 20.0, 0.0), "max_occupancy: is out of reach"),
        (Line(1000.0, 100.0, None), GOAL, "offered_load: is too heavy to search"),
        (Line(0.0, 100.0, None), GOAL, "arrival_rate: is not above 0"),
    ],
)
def test_what_no_number_of_agents_reaches_is_refused(line, goal, words):
    with pytest.raises(ValueError, match=words):
        agents_for(line, goal)

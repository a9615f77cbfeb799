"""Test the best speed of service against printed figures and a search."""

import numpy as np
import pytest

from sim.theory.quality_speed import given_demand, monopoly


def test_given_demand_the_printed_speed_is_best():
    best = given_demand(2.0, 0.5, 1.0)
    assert best == pytest.approx((3.414214, 0.707107, 0.585786), abs=5.1e-7)


def test_a_search_over_speeds_finds_the_same_optimum():
    speeds = np.linspace(2.01, 10.0, 100_000)
    welfare = 0.5 * (5.0 - speeds) - 1.0 / (speeds - 2.0)
    assert speeds[welfare.argmax()] == pytest.approx(given_demand(2.0, 0.5, 1.0).service_rate, abs=2e-4)


def test_the_monopolist_chooses_the_printed_figures():
    choice = monopoly(4.0, 5.0, 0.5, 1.0)
    assert choice == pytest.approx((6.5, 5.085786, 2.542893, 12.932612), abs=5.1e-7)


def test_a_search_over_speed_and_demand_earns_no_more():
    speed = np.linspace(1.0, 12.0, 1101)[:, None]
    demand = np.linspace(0.0, 0.999, 2000) * speed
    revenue = demand * (4.0 + 0.5 * (5.0 - speed) - 1.0 / (speed - demand))
    best = monopoly(4.0, 5.0, 0.5, 1.0)
    assert revenue.max() == pytest.approx(best.revenue, abs=1e-4)
    assert revenue.max() <= best.revenue
    assert speed[revenue.max(axis=1).argmax(), 0] == pytest.approx(best.service_rate, abs=0.02)


def test_a_market_that_earns_nothing_is_refused():
    with pytest.raises(ValueError, match=r"^wait_cost: ") as caught:
        monopoly(1.0, 1.0, 1.0, 2.0)
    assert str(caught.value) == (
        "wait_cost: leaves nothing to earn (got 2.0; allowed below 1.0). Lower the cost of waiting."
    )


@pytest.mark.parametrize("place", range(3))
def test_the_best_speed_needs_positive_numbers(place):
    arguments = [2.0, 0.5, 1.0]
    arguments[place] = 0.0
    field = ("arrival_rate", "care_value", "wait_cost")[place]
    with pytest.raises(ValueError, match=rf"^{field}: "):
        given_demand(*arguments)


@pytest.mark.parametrize("place", range(4))
def test_the_monopolist_needs_positive_numbers(place):
    arguments = [4.0, 5.0, 0.5, 1.0]
    arguments[place] = -1.0
    field = ("base_value", "base_rate", "care_value", "wait_cost")[place]
    with pytest.raises(ValueError, match=rf"^{field}: "):
        monopoly(*arguments)

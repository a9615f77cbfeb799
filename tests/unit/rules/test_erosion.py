"""Test how the norm of rapport wears off and comes back."""

from math import exp

import pytest

from sim.rules.erosion import ErosionNumbers, drift, offered
from sim.scenario.erosion import Erosion

WEEK = 7 * 86400.0
N = ErosionNumbers(4 * WEEK, 13 * WEEK, 1e9)


def slowly(norm, congestion, pressure, seconds, steps=100_000):
    """Follow the equation in small steps."""
    step = seconds / steps
    for _ in range(steps):
        norm += step * (-norm * (1 - exp(-congestion)) / N.down + (1 - norm) * exp(-pressure) / N.up)
    return norm


@pytest.mark.parametrize(
    ("norm", "crowd", "pressure"), [(1.0, 2.0, 1.0), (0.3, 0.0, 0.0), (0.6, 0.4, 2.2), (0.0, 9.0, 4.5)]
)
def test_the_exact_step_solves_the_equation(norm, crowd, pressure):
    expected = slowly(norm, 0.5 * crowd, pressure, 3 * WEEK)
    assert drift(N, norm, 0.5, crowd, pressure, 3 * WEEK) == pytest.approx(expected, rel=1e-4)


def test_many_short_steps_are_one_long_step():
    norm = 0.8
    for _ in range(50):
        norm = drift(N, norm, 0.5, 1.0, 2.5, WEEK / 50)
    assert norm == pytest.approx(drift(N, 0.8, 0.5, 1.0, 2.5, WEEK), rel=1e-12)


def test_without_congestion_the_norm_comes_back_and_a_target_holds_it_down():
    free, held = (drift(N, 0.5, 0.5, 0.0, pressure, 26 * WEEK) for pressure in (0.0, 2.0))
    assert free == pytest.approx(1.0 - 0.5 * exp(-2.0))
    assert held == pytest.approx(1.0 - 0.5 * exp(-2.0 * exp(-2.0)))


def test_without_congestion_a_whole_norm_stays_whole():
    assert drift(N, 1.0, 0.5, 0.0, 2.0, WEEK) == 1.0
    assert drift(N, 0.7, 0.5, 0.0, 5000.0, WEEK) == 0.7


def test_beyond_the_longest_step_time_does_not_count():
    short = N._replace(longest=1800.0)
    assert drift(short, 0.9, 0.5, 1.0, 0.5, 16 * 3600.0) == drift(N, 0.9, 0.5, 1.0, 0.5, 1800.0)


def test_weeks_are_scaled_by_the_share_of_the_week_the_centre_is_open():
    assert Erosion().numbers(0.25, 1800.0) == (WEEK, 3.25 * WEEK, 1800.0)


def test_a_worn_norm_offers_only_its_share_of_rapport():
    assert offered(0.75, 40.0) == 30.0

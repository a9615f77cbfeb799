"""Test how agents tire, what it costs, and when they have had enough."""

from math import e

import pytest

from sim.rules.strain import agent_years, hiring, occupied, quit_hazard, tire, weary_skill, weary_warmth
from sim.scenario.strain import Strain

HOUR, YEAR = 3600.0, 365 * 86400.0
N = Strain().numbers()


def slowly(exhaustion, load, seconds, steps=100_000):
    """Follow the equation in small steps."""
    for _ in range(steps):
        exhaustion += seconds / steps * (load - exhaustion) / (40 * HOUR)
    return exhaustion


@pytest.mark.parametrize(
    ("occupancy", "pressure", "load"), [(0.95, 2.0, 0.3), (0.5, 2.0, 0.2), (0.85, 0.0, 0.0), (1.0, 0.0, 0.15)]
)
def test_the_exact_step_solves_the_equation(occupancy, pressure, load):
    expected = slowly(0.5, load, 20 * HOUR)
    assert tire(N, 0.5, occupancy, pressure, 20 * HOUR) == pytest.approx(expected, rel=1e-5)


def test_occupancy_is_what_was_not_idle_of_the_shift_so_far():
    assert occupied(900.0, 3600.0) == 0.75
    assert occupied(0.0, 0.0) == 0.0


def test_exhaustion_takes_warmth_and_skill_but_never_below_no_skill():
    assert weary_warmth(N, 0.5, 0.3) == pytest.approx(0.5 - 0.06)
    assert weary_skill(N, 0.75, 0.3) == pytest.approx(0.75 - 0.03)
    assert weary_skill(N, 0.02, 0.3) == 0.0


def test_the_hazard_of_quitting_grows_by_e_with_each_unit_of_exhaustion():
    assert quit_hazard(N, 0.0, YEAR) == pytest.approx(0.26)
    assert quit_hazard(N, 1.0, YEAR / 2) == pytest.approx(0.13 * e)


def test_every_quit_costs_a_hiring_and_a_position_counts_by_the_year():
    assert hiring(N._replace(hiring_cost=5000.0), 3) == 15000.0
    assert agent_years(YEAR / 2) == 0.5

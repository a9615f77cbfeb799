"""Test how warm a leg feels."""

import pytest

from sim.rules.warmth import felt_warmth
from sim.scenario.groups import Group
from sim.scenario.warmth import Warmth

N = Warmth().numbers()


@pytest.mark.parametrize(("pressure", "expected"), [(0.0, 0.5), (2.0, 0.3), (8.0, -0.3)])
def test_pressure_chills(pressure, expected):
    assert felt_warmth(N, 0.5, pressure, 0.0) == pytest.approx(expected)


def test_warmth_stays_between_minus_one_and_one():
    assert felt_warmth(N, 0.5, 0.0, 8.2) == 1.0
    assert felt_warmth(N, 0.5, 0.0, -8.2) == -1.0


def test_a_leg_varies_around_its_agent():
    assert felt_warmth(N, 0.2, 0.0, 0.5) == pytest.approx(0.2 + 0.5 * N.noise)


def test_legs_and_agents_together_spread_by_three_quarters():
    spread = Group.model_fields["warmth_spread"].default
    assert N.noise**2 + spread**2 == pytest.approx(0.75**2)

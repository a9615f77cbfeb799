"""Test how much hazard is borne before leaving."""

from math import exp, log

import pytest

from sim.rules.endurance import endurance


def test_endurance_is_a_unit_exponential():
    assert endurance(1.0 - exp(-1.0)) == pytest.approx(1.0)
    assert endurance(0.5) == pytest.approx(log(2.0))

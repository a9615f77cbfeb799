"""Test the harness itself, and one small Erlang A, quickly."""

import closed_forms
import numpy as np
import pytest
from closed_forms import NoPowerError, Sums, check, run

from sim.theory.erlang_a import erlang_a


def around(mean, spread):
    """Twenty replications whose mean is `mean` and whose standard error is `spread`."""
    unit = np.tile([-1.0, 1.0], closed_forms.REPLICATIONS // 2)
    over = mean + unit * spread * np.sqrt(closed_forms.REPLICATIONS - 1)
    return Sums(over, np.ones(closed_forms.REPLICATIONS))


def test_the_standard_error_is_that_of_a_mean_where_denominators_are_equal():
    assert around(10.0, 0.1).value == pytest.approx(10.0)
    assert around(10.0, 0.1).se == pytest.approx(0.1)


def test_a_mean_within_five_standard_errors_passes():
    check("near", around(10.45, 0.1), 10.0)


def test_a_mean_beyond_five_standard_errors_fails():
    with pytest.raises(AssertionError, match=r"z \+5\.50"):
        check("far", around(10.55, 0.1), 10.0)


def test_a_mean_that_cannot_be_told_from_others_fails_however_near_it_is():
    with pytest.raises(NoPowerError, match="no power"):
        check("vague", around(10.0, 0.25), 10.0)
    check("vague queue", around(10.0, 0.25), 10.0, closed_forms.QUEUE_POWER)


def test_a_constant_must_be_exact():
    check("constant", around(10.0, 0.0), 10.0)
    with pytest.raises(AssertionError, match="inf"):
        check("constant", around(10.001, 0.0), 10.0)


def test_fewer_replications_than_stated_fail():
    with pytest.raises(AssertionError, match="3 replications"):
        check("few", Sums(np.ones(3), np.ones(3)), 1.0)


@pytest.mark.slow
def test_a_small_overloaded_centre_abandons_as_erlang_a_says():
    runs = run("erlang_a", scenarios=("overloaded",), sets=("clock.days=1", "clock.warm_up=0d"), workers=1)
    exact = erlang_a(120 / 3600, 180.0, 120.0, 5)
    check("P(abandon)", runs.sums("abandoned_share"), exact.p_abandon)
    check("occupancy", runs.sums("occupancy"), exact.occupancy)

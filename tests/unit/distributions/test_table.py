"""Test that a quantile table is read exactly where it is exact, and safely at its ends."""

from math import exp, log

import pytest

from sim.distributions.table import POINTS, REACH, STEP, read_table, tabulate


def logit(u, rest):
    return log(u / rest)


def test_a_quantile_that_is_straight_in_the_logit_is_read_exactly():
    table = tabulate(logit)
    assert len(table) == POINTS
    for u in (2**-53, 1e-9, 0.013, 0.5, 0.77, 1 - 1e-9, 1 - 2**-53):
        assert read_table(table, u) == pytest.approx(log(u / (1 - u)), abs=1e-9)


def test_the_ends_of_luck_lie_within_the_table():
    table = tuple(float(k) for k in range(POINTS))
    assert 0.0 < read_table(table, 2**-53) < 1.0
    assert POINTS - 2 < read_table(table, 1 - 2**-53) < POINTS - 1


@pytest.mark.parametrize("index", [0, 1, 2048, POINTS - 2])
def test_values_are_joined_by_straight_lines(index):
    table = tuple(float(k * k) for k in range(POINTS))
    w = STEP * (index + 0.25) - REACH
    if abs(w) < 20:
        expected = 0.75 * index**2 + 0.25 * (index + 1) ** 2
        assert read_table(table, 1 / (1 + exp(-w))) == pytest.approx(expected, rel=1e-9)


def test_both_tails_are_exact_when_tabulated():
    seen = []
    tabulate(lambda u, rest: seen.append((u, rest)) or 0.0)
    assert seen[0][0] == pytest.approx(exp(-REACH), rel=1e-12)
    assert seen[-1][1] == pytest.approx(exp(-REACH), rel=1e-12)
    assert all(0.0 < u < 1.0 or rest < 2**-53 for u, rest in seen)

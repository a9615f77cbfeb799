"""Test the luck that busy days have in common."""

import numpy as np
import pytest

from sim.distributions.normal import normal_quantile
from sim.rules.demand import shared_luck


def test_nothing_or_everything_may_be_shared():
    for u in (0.003, 0.4, 0.99):
        assert shared_luck(0.0, 0.7, u) == pytest.approx(u, rel=1e-12)
        assert shared_luck(1.0, u, 0.7) == pytest.approx(u, rel=1e-12)


def test_the_scores_add_up_to_one_of_variance_one():
    score = normal_quantile(shared_luck(0.36, 0.9, 0.2))
    assert score == pytest.approx(0.6 * normal_quantile(0.9) + 0.8 * normal_quantile(0.2), rel=1e-9)


def test_what_is_made_of_uniforms_is_uniform():
    dice = np.random.default_rng(5)
    found = [shared_luck(0.4, a, b) for a, b in dice.random((20_000, 2)).tolist()]
    counts = np.histogram(found, 20, (0, 1))[0]
    assert ((counts - 1000.0) ** 2 / 1000.0).sum() < 58  # chi-square with 19 degrees of freedom: 1 in 100,000


@pytest.mark.parametrize("u", [2.0**-53, 1.0 - 2.0**-53])
def test_extreme_luck_stays_inside_the_unit_interval(u):
    assert 0.0 < shared_luck(0.5, u, u) < 1.0

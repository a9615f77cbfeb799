"""Test the standard normal quantile against an independent one."""

import numpy as np
import pytest
from scipy.special import ndtri, ndtri_exp

from sim.distributions.normal import normal_quantile


def test_it_meets_an_independent_quantile_to_the_last_digits():
    logits = np.linspace(-36.7, 36.7, 20_001)
    u = 1 / (1 + np.exp(-logits))
    found = np.array([normal_quantile(float(x)) for x in u])
    # an ulp of u is worth more than an ulp of z in the upper tail, and z is zero at a half
    assert found == pytest.approx(ndtri(u), rel=2e-15, abs=2e-16)


@pytest.mark.parametrize("u", [2**-53, 1e-12, 1e-5, 0.07, 0.075, 0.0750001, 0.3])
def test_it_is_odd_around_a_half_where_both_sides_are_exact(u):
    assert normal_quantile(u) == pytest.approx(float(ndtri_exp(np.log(u))), rel=1e-13)
    exact = 2.0**-20
    assert normal_quantile(0.5 + exact) == -normal_quantile(0.5 - exact)
    assert normal_quantile(0.5) == 0.0


def test_it_rises_across_the_seams_of_its_three_pieces():
    for seam in (0.075, 0.925, float(np.exp(-25.0)), 1 - float(np.exp(-25.0))):
        around = [
            seam * (1 + k * 1e-12) if seam < 0.5 else 1 - (1 - seam) * (1 + k * 1e-5) for k in (-1, 0, 1)
        ]
        values = [normal_quantile(x) for x in sorted(around)]
        assert values == sorted(values)


def test_luck_never_reaches_infinity():
    assert normal_quantile(2**-53) == pytest.approx(-8.2095, abs=1e-4)
    assert normal_quantile(1 - 2**-53) == pytest.approx(8.2095, abs=1e-4)

"""The laws' most likely numbers are those of SciPy, censored or not; the right one wins by AIC."""

import numpy as np
import pytest
from scipy import stats

from sim.fit.laws import compare, fit, kaplan_meier, times
from sim.fit.measured import jackknife, share

U = (np.arange(400) + 0.5) / 400
SCIPY = {"lognormal": stats.lognorm, "weibull": stats.weibull_min, "exponential": stats.expon}


def cut(patience, wait):
    """Return who hung up and who was served before, with their times."""
    served = wait < patience
    return patience[~served], wait[served]


HUNG_UP, SERVED = cut(
    stats.lognorm(1.2, scale=200.0).ppf(U),
    np.tile(stats.expon(scale=150.0).ppf((np.arange(20) + 0.5) / 20), 20),
)


@pytest.mark.parametrize("law", SCIPY)
def test_censored_numbers_are_those_of_scipy(law):
    data = stats.CensoredData(uncensored=HUNG_UP, right=SERVED)
    shape, (_, scale) = SCIPY[law].fit(data, floc=0)[:-2], SCIPY[law].fit(data, floc=0)[-2:]
    found = fit(law, times(HUNG_UP, SERVED))
    theta = np.exp(found.theta)
    expected = [scale, *shape]
    assert theta.tolist() == pytest.approx(expected, rel=2e-3)


def test_the_information_gives_the_error_of_an_exponential_mean():
    found = fit("exponential", times(HUNG_UP, SERVED))
    assert found.covariance[0, 0] == pytest.approx(1.0 / HUNG_UP.size, rel=1e-3)


@pytest.mark.parametrize(
    ("law", "sample"),
    [
        ("lognormal", stats.lognorm(0.9, scale=180.0)),
        ("gamma", stats.gamma(2.0, scale=90.0)),
        ("weibull", stats.weibull_min(0.6, scale=180.0)),
    ],
)
def test_the_law_that_made_the_times_wins(law, sample):
    assert compare(times(sample.ppf(U)))[0].law == law


def test_the_product_limit_of_a_hand_worked_case():
    at, left = kaplan_meier(times(np.array([10.0, 30.0]), np.array([20.0, 40.0])))
    assert at.tolist() == [10.0, 20.0, 30.0, 40.0]
    assert left.tolist() == pytest.approx([0.75, 0.75, 0.375, 0.375])


def test_shares_and_jackknives_of_hand_worked_cases():
    assert share(8, 10, "").low == pytest.approx(0.4902, abs=1e-4)
    assert share(8, 10, "").high == pytest.approx(0.9433, abs=1e-4)
    values = np.array([1.0, 2.0, 3.0, 4.0])
    found = jackknife(4, lambda keep: float(values[keep].mean()), 4, "")
    assert found.high - found.value == pytest.approx(1.96 * values.std(ddof=1) / 2.0, rel=1e-3)

"""Test who leaves, who comes, who waits longer and who complains."""

from math import exp, log

import pytest
from scipy.integrate import quad

from sim.rules.churn import ChurnNumbers, Fading, exposure, hazard, leaving_time
from sim.rules.complaint import complains
from sim.rules.patience import lengthened
from sim.rules.trust import YEAR
from sim.rules.word_of_mouth import JoiningNumbers, joins, told

N = ChurnNumbers(0.24, 3.5, 0.568)
F = Fading(0.6, 0.471, 0.714)


def test_the_hazard_is_told_for_ordinary_customers_and_falls_with_goodwill():
    assert hazard(N, 0.568) == pytest.approx(0.24)
    assert hazard(N, 0.568 + 0.2) == pytest.approx(0.24 * exp(-0.7))
    assert hazard(N, 0.568 - 0.2) == pytest.approx(0.24 * exp(0.7))


@pytest.mark.parametrize("trust", [0.02, 0.3, 0.55, 0.6, 0.65, 0.98])
@pytest.mark.parametrize("days", [0.01, 1.0, 90.0, 3650.0])
def test_exposure_is_the_integral_of_the_hazard_while_trust_relaxes(trust, days):
    pace = F.from_below if trust < F.level else F.from_above

    def at(years):
        return hazard(N, F.level + (trust - F.level) * exp(-pace * years) - 0.1)

    exact, _ = quad(at, 0.0, days / 365.0, epsabs=1e-13, epsrel=1e-12)
    assert exposure(N, F, trust, -0.1, days * 86400.0) == pytest.approx(exact, rel=1e-10)


def test_exposure_is_right_where_the_hazard_is_steep_or_trust_stands_still():
    steep, still = N._replace(slope=25.0), Fading(0.6, 0.0, 0.0)
    exact, _ = quad(lambda t: hazard(steep, 0.6 - 0.55 * exp(-0.471 * t)), 0.0, 2.0, epsrel=1e-12)
    assert exposure(steep, F, 0.05, 0.0, 2 * YEAR) == pytest.approx(exact, rel=1e-9)
    assert exposure(N, still, 0.3, 0.1, YEAR) == pytest.approx(hazard(N, 0.4))


def test_a_customer_leaves_when_the_exposure_reaches_what_the_customer_bears():
    half = 0.5 * exposure(N, F, 0.4, 0.0, YEAR)
    seconds = leaving_time(N, F, 0.4, 0.0, YEAR, half)
    assert exposure(N, F, 0.4, 0.0, seconds) == pytest.approx(half, rel=1e-9)
    assert 0.0 < seconds < YEAR / 2  # the hazard is highest at first, while trust is lowest


def test_good_news_is_told_to_five_and_bad_to_ten():
    n = JoiningNumbers(10.0, 20.0, 5.0, 10.0, 0.01, 0.0)
    assert (told(n, True), told(n, False)) == (5.0, -10.0)


def test_candidates_join_as_the_rate_has_it_and_nobody_below_nothing():
    n = JoiningNumbers(10.0, 20.0, 5.0, 10.0, 0.01, 0.0)
    assert [joins(n, 0.0, u) for u in (0.49, 0.51)] == [True, False]
    assert [joins(n, 200.0, u) for u in (0.59, 0.61)] == [True, False]
    assert [joins(n, -2000.0, u) for u in (1e-12, 0.5)] == [False, False]


def test_patience_grows_with_goodwill_and_is_the_queue_s_for_ordinary_customers():
    assert lengthened(180.0, 1.0, 0.568, 0.568) == 180.0
    assert log(lengthened(180.0, 1.0, 0.568, 0.768) / 180.0) == pytest.approx(0.2)


def test_formal_complaints_come_from_those_with_too_little_goodwill():
    assert complains(0.1, 0.09)
    assert not complains(0.1, 0.11)

"""Test what failures do to trust and who speaks up, against E11b and the closed form of section 3.11."""

from math import exp

import pytest
from scipy.integrate import quad
from scipy.stats import beta, norm

from sim.rules.failure import breach, speaks_up
from sim.scenario.trust import Trust

N = Trust().failure_numbers()
STEPS = 60
SHARES = [(k + 0.5) / STEPS for k in range(STEPS)]


def voiced(severities, ties):
    """Return the share that speaks up over even grids of severity, tie and luck."""
    found = [speaks_up(N, s, 0.6, t, u) for s in severities for t in ties for u in SHARES]
    return sum(found) / len(found)


def test_a_failure_takes_a_share_of_trust_that_grows_with_its_severity():
    assert breach(N, 0.6, 0.5) == pytest.approx(0.405)
    assert breach(N, 0.6, 0.0) == 0.6
    assert breach(N, 1.0, 1.0) == pytest.approx(0.35)


def test_a_middling_failure_without_a_tie_is_voiced_by_thirty_eight_in_a_hundred():
    chance = 1 / (1 + exp(0.5))
    assert speaks_up(N, 0.5, 0.6, 0.0, chance - 1e-9)
    assert not speaks_up(N, 0.5, 0.6, 0.0, chance + 1e-9)


def test_a_tie_of_one_spread_adds_its_logits():
    chance = 1 / (1 + exp(0.5 - 0.9))
    assert speaks_up(N, 0.5, 0.6, 0.2, chance - 1e-9)
    assert not speaks_up(N, 0.5, 0.6, 0.2, chance + 1e-9)


def test_four_failures_in_ten_are_voiced():
    ties = [0.2 * z for z in norm.ppf(SHARES)]
    assert voiced(beta(2, 2).ppf(SHARES), ties) == pytest.approx(0.401817, abs=3e-3)


@pytest.mark.parametrize("severity", [0.1, 0.5, 0.9])
def test_the_chance_of_speaking_up_averages_the_logistic_over_ties(severity):
    def chance(z):
        return norm.pdf(z) / (1 + exp(0.5 - 3 * (severity - 0.5) - 0.9 * z))

    ties = [0.2 * z for z in norm.ppf(SHARES)]
    assert voiced([severity], ties) == pytest.approx(quad(chance, -9, 9)[0], abs=3e-3)


def test_without_a_spread_of_ties_only_severity_counts():
    plain = N._replace(tie_spread=0.0)
    chance = 1 / (1 + exp(0.5))
    assert speaks_up(plain, 0.5, 0.6, 0.9, chance - 1e-9)
    assert not speaks_up(plain, 0.5, 0.6, 0.9, chance + 1e-9)

"""Test how trust starts, fades and learns, against E11 to E13 and the closed forms of section 3.11."""

from math import log

import pytest
from scipy.stats import norm

from sim.rules.failure import breach
from sim.rules.trust import YEAR, fade, first_trust, forget, is_engaged, learn, tie_of
from sim.scenario.trust import Trust

N = Trust().numbers()
FAILURE = Trust().failure_numbers()


def after_perfect_recovery(trust, severity, failures):
    """Return trust after a failure and a recovery of quality 1."""
    return learn(N, breach(FAILURE, trust, severity), 1.0, N.gain_failure, failures)


@pytest.mark.parametrize(("failures", "boundary"), [(0.0, 0.166965), (1.0, 0.0772), (2.0, 0.0502)])
def test_the_recovery_paradox_ends_at_its_boundary(failures, boundary):
    gain = 0.14 / (1 + failures)
    exact = gain * 0.4 / (0.65 * 0.6 * (1 - gain))
    assert exact == pytest.approx(boundary, abs=5e-5)
    assert after_perfect_recovery(0.6, exact - 1e-6, failures) > 0.6
    assert after_perfect_recovery(0.6, exact + 1e-6, failures) < 0.6


@pytest.mark.parametrize(("trust", "years", "half"), [(0.2, 1.4717, 0.4), (1.0, 0.9708, 0.8)])
def test_bad_memories_fade_with_a_half_life_of_eighteen_months_and_good_ones_of_twelve(trust, years, half):
    assert years == pytest.approx(log(2) / (0.471 if trust < 0.6 else 0.714), abs=5e-5)
    assert fade(N, trust, years * YEAR) == pytest.approx(half, abs=2e-5)


def test_fading_twice_is_fading_once_for_as_long():
    for trust in (0.1, 0.6, 0.95):
        assert fade(N, fade(N, trust, 0.3 * YEAR), 0.7 * YEAR) == pytest.approx(fade(N, trust, YEAR))
    assert fade(N, 0.6, 10 * YEAR) == 0.6
    assert fade(N, 0.3, 0.0) == pytest.approx(0.3)


def test_remembered_failures_fade_as_bad_memories_do():
    assert forget(N, 2.0, log(2) / 0.471 * YEAR) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("trust", "quality", "gain", "failures", "expected"),
    [
        (0.6, 1.0, 0.05, 0.0, 0.62),
        (0.6, 0.6, 0.05, 0.0, 0.6),
        (0.6, 0.1, 0.05, 0.0, 0.55),
        (0.6, 1.0, 0.14, 1.0, 0.628),
        (0.6, 0.0, 0.14, 3.0, 0.432),
        (0.6, 0.0, 0.7, 0.0, 0.0),
    ],
)
def test_trust_learns_from_the_difference_and_twice_as_fast_from_bad_news(
    trust, quality, gain, failures, expected
):
    assert learn(N, trust, quality, gain, failures) == pytest.approx(expected)


def test_first_trust_spreads_around_its_level_and_stays_a_share():
    assert first_trust(N, 0.6, 0.0) == 0.6
    assert first_trust(N, 0.6, 1.0) == pytest.approx(0.68)
    assert first_trust(N, 0.95, 8.0) == 0.99
    assert first_trust(N, 0.05, -8.0) == 0.01


def test_a_tie_is_as_wide_as_its_spread():
    assert tie_of(N, -1.0) == pytest.approx(-0.2)


def test_fifty_six_in_a_hundred_customers_without_a_problem_are_engaged():
    normals = [float(norm.ppf((k + 0.5) / 300)) for k in range(300)]
    ties = [tie_of(N, z) for z in normals]
    found = [is_engaged(N, first_trust(N, 0.6, z), tie) for z in normals for tie in ties]
    assert sum(found) / len(found) == pytest.approx(0.559048, abs=1e-3)


def test_engagement_begins_above_its_threshold():
    assert not is_engaged(N, 0.568, 0.0)
    assert is_engaged(N, 0.569, 0.0)
    assert is_engaged(N, 0.1, 0.5)

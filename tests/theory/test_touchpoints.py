"""Show which touchpoints break most trust in silence: rate x severity x share unvoiced (evidence.md D3.5)."""

import math

import numpy as np
import pytest
from closed_forms import check, run

pytestmark = pytest.mark.slow
TRUST, BREACH = 0.6, 0.65  # trust at first; share of it broken by the worst failure
RATES = {"app": 1.6 * 100_000 / 365.0, "card": 0.8 * 100_000 / 365.0}  # failures a day
SEVERITIES = {"app": 0.3, "card": 0.9}


@pytest.fixture(scope="module")
def days():
    """20 replications of two days, 877 mild and 438 grave failures in each, with and without their effect."""
    return run("touchpoints")


def silent(severity):
    """Return the share of failures nobody speaks up about, ties being normal, by a fine grid."""
    z = np.linspace(-8.0, 8.0, 2001)
    density = np.exp(-0.5 * z * z)
    voice = 1.0 / (1.0 + np.exp(-(-0.5 + 3.0 * (severity - 0.5) + 0.9 * z)))
    return float(1.0 - (density * voice).sum() / density.sum())


@pytest.mark.parametrize("point", SEVERITIES)
def test_the_share_that_stays_silent_follows_from_severity_and_tie(days, point):
    found = days.sums("silent_share", "as_it_is", of=("touchpoint", point))
    check(f"silent, {point}", found, silent(SEVERITIES[point]))


@pytest.mark.parametrize("point", SEVERITIES)
def test_trust_lost_in_silence_is_rate_times_severity_times_the_share_unvoiced(days, point):
    severity = SEVERITIES[point]
    found = days.sums("trust_lost_silently", "as_it_is", of=("touchpoint", point))
    check(f"trust lost, {point}", found, RATES[point] * BREACH * severity * TRUST * silent(severity))


def test_touchpoints_rank_otherwise_than_by_severity_and_not_at_all_without_breach(days):
    lost = {
        (scenario, point): days.sums("trust_lost_silently", scenario, of=("touchpoint", point)).value
        for scenario in ("as_it_is", "without_breach")
        for point in SEVERITIES
    }
    assert lost["as_it_is", "app"] > 1.2 * lost["as_it_is", "card"]
    whole = days.sums("trust_lost_silently", "as_it_is").value
    assert math.isclose(lost["as_it_is", "app"] + lost["as_it_is", "card"], whole, rel_tol=1e-12)
    assert lost["without_breach", "app"] == lost["without_breach", "card"] == 0.0

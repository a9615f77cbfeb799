"""Check arrivals against the curve of the week, and the spread of days against theirs (semantics.md 1)."""

import numpy as np
import polars as pl
import pytest
from closed_forms import POWER, check, run

from sim.hours import DAYS

pytestmark = pytest.mark.slow

WEEKS = 4
MON = [35, 52, 74, 90, 88, 71, 60, 66, 58, 45, 38, 34]
TUE_FRI = [34, 48, 63, 72, 69, 58, 50, 54, 47, 40, 36, 34]
SAT = [36, 52, 47, 35]


def curve():
    """Return the expected issues of every interval of the week, by its name."""
    week = dict.fromkeys(DAYS[1:5], (8, TUE_FRI)) | {"mon": (8, MON), "sat": (9, SAT)}
    return {
        f"{day} {opens + hour:02d}:00": mean
        for day, (opens, means) in week.items()
        for hour, mean in enumerate(means)
    }


def arrived(runs, policy):
    """Return the contacts offered in every interval of the week, all replications together."""
    found = runs.results.table.filter(
        pl.col("kpi") == "offered", pl.col("dimension") == "interval", pl.col("policy") == policy
    )
    totals = found.group_by("member").agg(pl.col("numerator").sum())
    return dict(totals.iter_rows())


def test_arrivals_follow_the_curve_of_the_week_interval_by_interval():
    """64 intervals, 80 weeks: 268,000 contacts; each assert fails a right simulator with probability 1e-4."""
    from scipy.stats import chi2, norm

    runs = run("arrivals", policies=("as_it_comes",))
    expected = curve()
    counts = arrived(runs, "as_it_comes")
    assert counts.keys() == expected.keys()
    weeks = WEEKS * len(runs.results.replications)
    mean = np.array([weeks * expected[name] for name in expected])
    z = (np.array([counts[name] for name in expected]) - mean) / np.sqrt(mean)
    print(f"largest |z| of {z.size} intervals {abs(z).max():.2f}, chi-square {(z**2).sum():.1f}")
    assert (np.sqrt(mean) <= POWER * mean).all(), "an interval has too few arrivals to be judged"
    assert abs(z).max() < norm.isf(1e-4 / 2 / z.size)
    low, high = chi2.ppf([0.5e-4, 1 - 0.5e-4], z.size)
    assert low < (z**2).sum() < high


def test_nobody_arrives_when_the_centre_is_closed_and_those_who_call_again_wait_for_the_door():
    runs = run("arrivals", policies=("half_helped",), replications=2)
    counts = arrived(runs, "half_helped")
    assert counts.keys() == curve().keys()
    first = sum(curve().values()) * WEEKS * 2
    assert sum(counts.values()) > 1.5 * first


def test_arrivals_follow_the_curve_on_special_days_and_none_come_while_they_are_closed():
    """24 intervals, 20 fortnights; each assert fails a right simulator with probability 1e-4."""
    from scipy.stats import chi2, norm

    runs = run("special_days")
    usual, saturday = [160, 220, 180], [150, 140]
    days = {"mon": (9, 2 * np.array(usual)), "tue": (9, 2 * np.array(usual)), "wed": (9, usual)}
    days |= {"thu": (9, usual), "fri": (9, usual), "sat": (9, 2 * np.array(saturday))}
    days |= {"2026-03-05": (9, saturday), "2026-03-13": (10, [440, 180])}
    days |= {"2026-03-15": (9, 1.2 * np.array(usual))}
    expected = {
        f"{day} {opens + hour:02d}:00": mean
        for day, (opens, means) in days.items()
        for hour, mean in enumerate(means)
    }
    counts = arrived(runs, "as_it_comes")
    assert counts.keys() == expected.keys()
    mean = len(runs.results.replications) * np.array([expected[name] for name in expected])
    z = (np.array([counts[name] for name in expected]) - mean) / np.sqrt(mean)
    print(f"largest |z| of {z.size} intervals {abs(z).max():.2f}, chi-square {(z**2).sum():.1f}")
    assert (np.sqrt(mean) <= POWER * mean).all(), "an interval has too few arrivals to be judged"
    assert abs(z).max() < norm.isf(1e-4 / 2 / z.size)
    low, high = chi2.ppf([0.5e-4, 1 - 0.5e-4], z.size)
    assert low < (z**2).sum() < high


def test_the_day_factor_gives_days_their_stated_variance():
    """9,600 days of 24 expected arrivals, with and without the factor: 461,000 contacts."""
    runs = run("busy_days")
    mean, cv = 24.0, 0.3
    check("arrivals a day", runs.sums("offered", "busy"), mean)
    check("variance of busy days", runs.sums("day_variance", "busy"), mean + (cv * mean) ** 2)
    check("arrivals a day, alike", runs.sums("offered", "alike"), mean)
    check("variance of days alike", runs.sums("day_variance", "alike"), mean)


def gamma_covariance(cv, score_correlation):
    """Return the covariance of two gamma factors of mean 1 whose normal scores correlate, by quadrature."""
    from scipy.stats import gamma, norm

    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    own = np.sqrt(1.0 - score_correlation) * nodes

    def factor(z):
        return gamma.isf(norm.sf(z), 1 / cv**2, scale=cv**2)

    given = [(weights * factor(np.sqrt(score_correlation) * z + own)).sum() for z in nodes]
    return float((weights * np.square(given)).sum() - 1.0)


def test_busy_days_of_two_types_coincide_as_far_as_stated():
    """30,000 days of two types with 12 expected arrivals each, together and apart: 1,440,000 contacts."""
    runs = run("busy_together")
    mean, cv = 12.0, 0.5
    assert gamma_covariance(cv, 1.0) == pytest.approx(cv**2, rel=1e-6)
    covariance = mean**2 * gamma_covariance(cv, 0.8)
    assert 0.76 < covariance / (cv * mean) ** 2 < 0.8  # a little less than what the scores correlate by
    check("covariance, together", runs.sums("type_covariance", "together"), covariance)
    both = 2 * mean + 2 * (cv * mean) ** 2
    check("variance of both, together", runs.sums("day_variance", "together"), both + 2 * covariance)
    check("variance of both, apart", runs.sums("day_variance", "apart"), both)
    apart = runs.sums("type_covariance", "apart")
    assert abs(apart.value) < 5.0 * apart.se
    assert apart.se < 0.02 * (cv * mean) ** 2
    for scenario in ("together", "apart"):
        check(f"variance of one, {scenario}", runs.sums("type_variance", scenario), mean + (cv * mean) ** 2)


def test_intervals_are_busier_than_poisson_as_far_as_stated_and_by_themselves():
    """14,400 intervals of 24 expected arrivals with and without the factor: 691,000 contacts."""
    runs = run("busy_intervals")
    mean, cv, a_day = 24.0, 0.3, 2
    check("arrivals a day", runs.sums("offered", "busy"), a_day * mean)
    exact = mean + (cv * mean) ** 2
    check("variance of an interval", runs.sums("interval_variance", "busy"), exact)
    check("variance of a day", runs.sums("day_variance", "busy"), a_day * exact)
    check("variance of an interval, alike", runs.sums("interval_variance", "alike"), mean)

"""Hold arrivals against the curve of the week, and the spread of days against theirs (semantics.md 1)."""

import numpy as np
import polars as pl
import pytest
from closed_forms import POWER, check, run

from sim.quantities import DAYS

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


def test_the_day_factor_gives_days_their_stated_variance():
    """9,600 days of 24 expected arrivals, with and without the factor: 461,000 contacts."""
    runs = run("busy_days")
    mean, cv = 24.0, 0.3
    check("arrivals a day", runs.sums("offered", "busy"), mean)
    check("variance of busy days", runs.sums("day_variance", "busy"), mean + (cv * mean) ** 2)
    check("arrivals a day, alike", runs.sums("offered", "alike"), mean)
    check("variance of days alike", runs.sums("day_variance", "alike"), mean)

"""Test a marginal estimate of equal service: linear in probits, paired, silent where it must be."""

import numpy as np
import polars as pl
import pytest
import toy_centre as toy
from scipy.special import ndtr, ndtri

from sim.studies.goals import Goal
from sim.studies.marginal import STEP, from_plain, fte_of, level_for, marginal, plain
from sim.theory.staffing import Line, figures

COUNT, HALF = 10, 5
SHOWN = (Goal("service_level"), Goal("service_level", dimension="queue", member="service"), Goal("csat"))


def rows(policy, count, level, csat, cost, noise):
    """Return a KpiTable; the probits of all service levels move with the same luck."""
    luck = np.random.default_rng(2).normal(0.0, noise, COUNT)
    own = np.random.default_rng(3).normal(0.0, 0.005, COUNT)
    found = []
    for r in range(count):
        about = (policy, "as_written", r)
        reached = 100.0 * ndtr(ndtri(level) + luck[r] + own[r] * (policy == "quality"))
        found += [
            (*about, "all", "", "service_level", reached, 100.0),
            (*about, "queue", "service", "service_level", reached, 100.0),
            (*about, "all", "", "csat", 100.0 * csat, 100.0),
            (*about, "all", "", "cost", cost, 1.0),
        ]
    names = ("policy", "scenario", "replication", "dimension", "member", "kpi", "numerator", "denominator")
    return pl.DataFrame(found, schema=names, orient="row")


def estimate(folder, gap=0.02, slope=5.0, noise=0.1):
    """Return sums where quality time loses `gap`; each share of further agents adds `slope` to the probit."""
    centre = toy.scenario(folder)
    table = pl.concat(
        [
            rows("target", COUNT, 0.88, 0.8, 900.0, noise),
            rows("quality", COUNT, 0.88 - gap, 0.9, 1000.0, noise),
        ]
    )
    higher = ndtr(ndtri(0.88 - gap) + slope * STEP)
    more = rows("quality", HALF, higher, 0.91, 1040.0, noise)
    return centre, marginal(table, more, centre, "quality", 1.0 + STEP, SHOWN, 0.95)


def test_equal_service_is_where_the_line_of_probits_reaches_the_baseline(tmp_path):
    centre, found = estimate(tmp_path, gap=0.02, slope=5.0)
    exact = (ndtri(0.88) - ndtri(0.86)) / 5.0
    assert found.staff.value == pytest.approx(exact, abs=0.001)
    assert found.staff.low < exact < found.staff.high
    assert found.fte.value == pytest.approx(found.staff.value * fte_of(centre, "quality"))
    assert found.cost.value == pytest.approx(found.staff.value * 40.0 / STEP)
    assert found.values["csat"].value == pytest.approx(
        ndtr(ndtri(0.9) + found.staff.value * (ndtri(0.91) - ndtri(0.9)) / STEP)
    )
    level = found.values["service_level{queue=service}"]
    assert level.value == pytest.approx(found.values["service_level"].value)
    assert level.value == pytest.approx(0.88, abs=0.002)  # as fast as the baseline
    assert (found.replications, found.reason) == (HALF, "")


def test_the_line_of_probits_is_that_of_erlang_a_over_a_day():
    """The days of a queue with 6 to 40 agents: what 2 to 12 % more agents give is found from 16 % more."""
    hours = [(0.030, 6), (0.060, 11), (0.110, 20), (0.200, 34), (0.240, 40)]

    def level(factor):
        found = [(rate, figures(Line(rate, 170.0, 400.0), factor * n, 20.0)) for rate, n in hours]
        return sum(rate * one.service_level for rate, one in found) / sum(rate for rate, _ in found)

    slope = (ndtri(level(1.0 + STEP)) - ndtri(level(1.0))) / STEP
    for more in (0.02, 0.05, 0.08, 0.12):
        assert (ndtri(level(1.0 + more)) - ndtri(level(1.0))) / slope == pytest.approx(more, abs=0.005)


def test_luck_that_all_policies_share_does_not_widen_the_interval(tmp_path):
    _, quiet = estimate(tmp_path, noise=0.001)
    _, shared = estimate(tmp_path, noise=0.1)
    assert shared.staff.half_width == pytest.approx(quiet.staff.half_width, rel=0.1)


def test_it_keeps_silent_where_staff_does_not_tell_or_the_line_would_be_long(tmp_path):
    _, flat = estimate(tmp_path, slope=0.0)
    assert (flat.staff.value, flat.reason) == (None, "what staff adds to the service level is lost in luck")
    _, far = estimate(tmp_path, gap=0.5)
    assert (far.staff.value, far.reason) == (None, "more than 20% away from today's staffing")


def test_the_level_is_towards_what_is_looked_for():
    assert (level_for(-0.02), level_for(0.02)) == (1.0 + STEP, 1.0 - STEP)


def test_an_estimate_survives_the_result_folder(tmp_path):
    _, found = estimate(tmp_path)
    assert from_plain(plain(found)) == found

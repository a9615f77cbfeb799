"""Test work that varies by interval against M_t/G_t/∞: calls in progress are Poisson around an integral.

A call that arises at s, with work G times its hour's factor, is on at t with chance P(G > (t − s) / factor).
Source: S. G. Eick, W. A. Massey & W. Whitt, "The physics of the M_t/G/∞ queue", Operations Research 41 (1993)
731-742; work that varies by the moment of arrival changes P alone.
"""

import numpy as np
import pytest
from closed_forms import SCENARIOS
from scipy.integrate import quad
from scipy.stats import chi2, gamma

from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.load import load_scenario
from sim.world.build import build

pytestmark = pytest.mark.slow
HOUR, DAY, DAYS, REPLICATIONS, SEED = 3600.0, 86400.0, 60, 10, 1934
VOLUME, FACTOR = [20, 60, 30, 10, 40, 20], [1, 0.5, 2, 1, 1.5, 1]
MEAN, CV = 20 / 60, 0.7  # h
MOMENTS = np.arange(
    0.5, 7.0, 1.0
)  # h after opening: in the middle of every hour, and half an hour after closing


def expected(moment, factors):
    """Return the mean of the calls in progress at a moment [h after opening]."""
    shape, total = 1 / CV**2, 0.0
    for hour, (volume, factor) in enumerate(zip(VOLUME, factors, strict=True)):
        scale = factor * MEAN / shape
        end = min(moment, hour + 1.0)
        if end > hour:
            total += (
                volume * quad(lambda s, scale=scale: gamma.sf(moment - s, shape, scale=scale), hour, end)[0]
            )
    return total


def in_progress():
    """Return the calls in progress at each moment, added up over all days."""
    world = build(load_scenario(SCENARIOS / "mt_g_infinity.yaml"), "as_it_comes")
    counts = np.zeros(MOMENTS.size)
    at = (np.arange(DAYS)[:, None] * DAY + 8 * HOUR + MOMENTS * HOUR).ravel()
    for replication in range(REPLICATIONS):
        begins, ends = [], []

        def sink(table, columns, begins=begins, ends=ends):
            if table == "legs":
                begins.append(columns["joined"] + columns["wait"])
                ends.append(columns["joined"] + columns["wait"] + columns["talk"])
                assert not columns["wait"].any()

        engine.run(world, Luck(SEED, replication), sink)
        begun, ended = (np.sort(np.concatenate(times)) for times in (begins, ends))
        busy = np.searchsorted(begun, at, "right") - np.searchsorted(ended, at, "right")
        counts += busy.reshape(DAYS, -1).sum(axis=0)
    return counts


def test_calls_in_progress_are_those_of_m_t_g_infinity_with_work_by_interval():
    """108,000 calls; a right simulator fails with probability 1e-4, without factors it surely does."""
    days = DAYS * REPLICATIONS
    mean = days * np.array([expected(moment, FACTOR) for moment in MOMENTS])
    plain = days * np.array([expected(moment, [1] * 6) for moment in MOMENTS])
    z = (in_progress() - mean) / np.sqrt(mean)
    print(np.round(z, 2), np.round(mean / days, 2))
    # neighbouring moments share calls, so each is judged by itself
    assert abs(z).max() < chi2.isf(1e-4 / MOMENTS.size, 1) ** 0.5
    assert (abs(plain - mean) / np.sqrt(mean)).max() > 20

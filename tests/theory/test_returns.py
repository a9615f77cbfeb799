"""Test returns that fall into closed hours against the exact mixture: a delay, or the next open day's curve.

Needs are Poisson and each comes back by itself, so second calls are Poisson too, hour by hour, with means
that an integral over the first call's moment gives.
"""

from math import exp

import numpy as np
import pytest
from closed_forms import SCENARIOS
from scipy.stats import chi2

from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.load import load_scenario
from sim.world.build import build

pytestmark = pytest.mark.slow
HOUR, DAYS, REPLICATIONS, SEED = 3600.0, 14, 10, 1933
MEAN, TALK = 6.0, 60.0 / 3600.0  # h
MON, TUE_FRI, SAT = (8, [90, 40, 20, 10, 30, 10]), (8, [20, 30, 60, 40, 10, 40]), (9, [30, 70])
WEEK = [MON, *[TUE_FRI] * 4, SAT, (0, [])]


def means():
    """Return the expected second calls by day and hour of the run."""
    cells, volumes = [], []
    for day in range(DAYS):
        opens, counts = WEEK[day % 7]
        cells += [(24 * day + opens + k, day) for k in range(len(counts))]
        volumes += counts
    found, total = np.zeros(len(cells)), {d: sum(WEEK[d % 7][1]) for d in range(DAYS)}

    def come_within(begins, ends, at):
        """Return which share of the first calls from `at` up to an hour later would call in a span."""

        def later(than):  # the share that calls later than that [h]: a delay over a uniform moment
            if than <= at:
                return 1.0
            early = min(than, at + 1.0)
            waits = MEAN * (exp((early - than) / MEAN) - exp((at - than) / MEAN))
            return waits + (at + 1.0 - early)

        return later(begins - TALK) - later(ends - TALK)

    for (at, _), volume in zip(cells, volumes, strict=True):
        closed_since = None
        for k, (begins, of) in enumerate(cells):
            if begins < at:
                continue
            found[k] += volume * come_within(begins, begins + 1.0, at)
            last = k + 1 == len(cells) or cells[k + 1][1] != of
            if last and k + 1 < len(cells):
                closed_since, opens, following = begins + 1.0, *cells[k + 1]
                back = volume * come_within(closed_since, opens, at)
                for j, (_, other) in enumerate(cells):
                    if other == following:
                        found[j] += back * volumes[j] / total[following]
    return np.array([int(hour) for hour, _ in cells]), found


def second_calls(hours, replications, sets=()):
    """Return the second calls of the replications, by hour of the run."""
    world = build(load_scenario(SCENARIOS / "returns.yaml", sets=sets), "never_helped")
    arrived = []

    def sink(table, columns):
        if table == "contacts":
            arrived.append(columns["arrived"][columns["attempt"] == 1])

    for replication in range(replications):
        engine.run(world, Luck(SEED, replication), sink)
    counts = np.bincount((np.concatenate(arrived) // HOUR).astype(int), minlength=24 * DAYS)
    assert counts.sum() == counts[hours].sum(), "somebody called a closed centre"
    return counts[hours]


def test_returns_come_by_the_curve_of_the_next_open_day():
    """22,000 second calls in 64 hours; a right simulator fails with probability 1e-4."""
    hours, expected = means()
    expected = REPLICATIONS * expected
    assert expected.min() > 30.0
    low, high = chi2.ppf([0.5e-4, 1 - 0.5e-4], hours.size)
    distance = (((second_calls(hours, REPLICATIONS) - expected) ** 2) / expected).sum()
    print(f"chi-square {distance:.1f} of {hours.size} hours, allowed {low:.1f} to {high:.1f}")
    assert low < distance < high
    crowded = REPLICATIONS * second_calls(hours, 1, ("behaviour.recontact.after_opening=1h",))
    assert (((crowded - expected) ** 2) / expected).sum() > 50 * high

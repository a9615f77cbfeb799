"""Check queues with exponential patience against Erlang A (evidence.md 3.3)."""

import pytest
from closed_forms import QUEUE_POWER, check, run

from sim.theory.erlang_a import erlang_a, service_level

pytestmark = pytest.mark.slow

# issues per hour, mean service [s], mean patience [s], agents
ROWS = {
    "garnett": (480, 360.0, 720.0, 50),
    "small": (100, 180.0, 120.0, 6),
    "overloaded": (120, 180.0, 120.0, 5),
    "benchmark": (400, 289.0, 180.0, 34),
}


@pytest.fixture(scope="module")
def runs():
    """20 replications of 3 to 6 days: 2.5 million contacts."""
    return run("erlang_a")


@pytest.mark.parametrize("scenario", ROWS)
def test_exponential_patience_gives_erlang_a(runs, scenario):
    per_hour, *rest = ROWS[scenario]
    system = (per_hour / 3600, *rest)
    exact = erlang_a(*system)
    check("P(wait)", runs.sums("waited", scenario), exact.p_wait)
    check("P(abandon)", runs.sums("abandoned_share", scenario), exact.p_abandon)
    check("mean wait of all", runs.sums("wait_mean", scenario), exact.mean_wait)
    check("mean wait of the served", runs.sums("asa", scenario), exact.mean_wait_served)
    check("queue length", runs.sums("queue_length", scenario), exact.mean_queue, QUEUE_POWER)
    check("occupancy", runs.sums("occupancy", scenario), exact.occupancy)
    check("answered in 20 s", runs.sums("service_level", scenario), service_level(*system, 20.0))


@pytest.mark.parametrize("scenario", ROWS)
def test_every_second_waited_costs_the_same_share_of_callers(runs, scenario):
    mean_patience = ROWS[scenario][2]
    check(
        "abandoned per second waited", runs.sums("abandoned_per_second_waited", scenario), 1 / mean_patience
    )

"""Check calls that share lines against Erlang B and the product form (F. P. Kelly 1979)."""

import pytest
from closed_forms import QUEUE_POWER, check, run

from sim.theory.erlang import erlang_b
from sim.theory.trunks import shared_lines

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs():
    """20 replications of 6 days: 1.5 million contacts."""
    return run("trunks")


def test_as_many_lines_as_agents_block_what_erlang_b_says(runs):
    check("blocked", runs.sums("blocked_share", "erlang_b"), erlang_b(4, 4.0))


def test_two_queues_that_share_lines_lose_alike_and_wait_each_for_itself(runs):
    exact = shared_lines([3.0, 3.0], [4, 4], 10)
    check("blocked", runs.sums("blocked_share", "shared"), exact.blocked)
    for queue, waiting, per_hour in zip(("service", "sales"), exact.mean_waiting, (180, 120), strict=True):
        of = ("queue", queue)
        check(f"blocked, {queue}", runs.sums("blocked_share", "shared", of=of), exact.blocked)
        wait = waiting / (per_hour / 3600 * (1 - exact.blocked))
        check(f"mean wait, {queue}", runs.sums("wait_mean", "shared", of=of), wait, QUEUE_POWER)

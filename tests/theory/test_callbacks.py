"""Check virtual hold against Erlang C: off the line, too, customers wait as long as those on it."""

import pytest
from closed_forms import Sums, check, run

from sim.theory.erlang import mmn

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs():
    """20 replications of 20 days: 960,000 contacts."""
    return run("virtual_hold")


def test_a_place_kept_off_the_line_comes_up_when_erlang_c_says(runs):
    exact = mmn(100 / 3600, 180.0, 7)
    delay = exact.mean_wait / exact.p_wait
    offered, accepted = runs.sums("callback_offered_share"), runs.sums("callback_accepted_share")
    check("P(wait), as asked", offered, exact.p_wait)
    check("accepted", accepted, 0.5)
    check("delay of a callback", runs.sums("callback_delay"), delay)
    on_the_line = Sums(runs.sums("wait_mean").over, accepted.under - accepted.over)
    check("wait of those who stayed on the line", on_the_line, delay)
    check("occupancy", runs.sums("occupancy"), exact.occupancy)

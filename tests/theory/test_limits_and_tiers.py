"""Check full queues against Erlang B and two tiers against Burke's theorem (evidence.md 3.2, 3.8)."""

import pytest
from closed_forms import check, run

from sim.theory.erlang import erlang_b
from sim.theory.tiers import two_tiers

pytestmark = pytest.mark.slow

# agents, offered load [erlang], exact share blocked
ROWS = {
    "ten_erlangs": (10, 10.0, 0.214582),
    "eight_erlangs": (10, 8.0, 0.121661),
    "six_agents": (6, 5.0, 0.191847),
    "any_service": (10, 10.0, 0.214582),
}


@pytest.fixture(scope="module")
def limited():
    """20 replications of 4 days: 1.2 million contacts."""
    return run("erlang_b")


@pytest.fixture(scope="module")
def tiers():
    """20 replications of 40 days: 2.3 million contacts."""
    return run("two_tiers")


@pytest.mark.parametrize("scenario", ROWS)
def test_without_places_to_wait_erlang_b_is_lost_whatever_the_service(limited, scenario):
    agents, load, blocked = ROWS[scenario]
    assert erlang_b(agents, load) == pytest.approx(blocked, abs=1e-6)
    check("blocked", limited.sums("blocked_share", scenario), erlang_b(agents, load))
    check("occupancy", limited.sums("occupancy", scenario), load * (1 - blocked) / agents)


def test_the_second_tier_sees_poisson_arrivals(tiers):
    exact = two_tiers(120 / 3600, 240.0, 10, 0.25, 480.0, 6)
    assert exact.mean_issue_time == pytest.approx(7.103121 * 60, rel=1e-6)
    for queue, tier in (("first", exact.first), ("second", exact.second)):
        check(f"mean wait of the {queue}", tiers.sums("wait_mean", of=("queue", queue)), tier.mean_wait)
    check("time of an issue", tiers.sums("issue_time"), exact.mean_issue_time)
    check("people per issue", tiers.sums("people_per_issue"), exact.people_per_issue)

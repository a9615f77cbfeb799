"""Check priorities and routing by resolution against their closed forms (evidence.md 3.5 and 3.7)."""

import pytest
from closed_forms import QUEUE_POWER, check, run

from sim.theory.priority import cobham
from sim.theory.resolution_routing import Agent, two_agents

pytestmark = pytest.mark.slow

FAST, THOROUGH = Agent(60.0, 0.6), Agent(75.0, 0.95)
ORDERS = {"fastest_first": (FAST, THOROUGH), "best_resolver_first": (THOROUGH, FAST)}
LOADS = {"quiet": (0.3, (0.491797, 0.439254)), "loaded": (0.6, (1.127583, 1.067314))}
LOADS |= {"busy": (0.9, (2.385187, 2.328513))}


@pytest.fixture(scope="module")
def priority():
    """20 replications of 9 and 11 days."""
    return run("priority")


@pytest.fixture(scope="module")
def routing():
    """20 replications of 8 to 26 days, under two orders of preference."""
    return run("resolution_routing")


@pytest.mark.parametrize(
    ("scenario", "per_minute", "tabulated"),
    [
        ("two", (1.0, 2.0), (0.169811, 0.679245)),
        ("three", (0.5, 1.0, 2.0), (0.210817, 0.337308, 2.361156)),
    ],
)
def test_who_ranks_lower_waits_longer_as_cobham_says(priority, scenario, per_minute, tabulated):
    exact = cobham([rate / 60 for rate in per_minute], 60.0, 4)
    assert [wait / 60 for wait in exact.mean_waits] == pytest.approx(tabulated, abs=1e-6)
    names = ("first", "second", "third")[: len(per_minute)]
    for name, wait in zip(names, exact.mean_waits, strict=True):
        check(f"mean wait, {name}", priority.sums("wait_mean", scenario, of=("queue", name)), wait)
    check("mean wait", priority.sums("wait_mean", scenario), exact.mean_wait)
    check("P(wait)", priority.sums("waited", scenario), exact.p_wait)


@pytest.mark.parametrize("scenario", LOADS)
@pytest.mark.parametrize("policy", ORDERS)
def test_routing_decides_the_time_to_resolution_as_the_chain_says(routing, scenario, policy):
    per_minute, present = LOADS[scenario]
    exact = two_agents(per_minute / 60, *ORDERS[policy])
    assert exact.mean_present == pytest.approx(present[list(ORDERS).index(policy)], abs=1e-6)
    check("time to resolution", routing.sums("issue_time", scenario, policy), exact.mean_issue_time)
    check(
        "contacts per issue", routing.sums("contacts_per_issue", scenario, policy), exact.contacts_per_issue
    )
    check("handle time", routing.sums("aht", scenario, policy), exact.aht)
    waiting = exact.mean_present - per_minute / 60 * exact.contacts_per_issue * exact.aht
    check("queue length", routing.sums("queue_length", scenario, policy), waiting, QUEUE_POWER)


def better_less_fast(routing, kpi, scenario):
    """Return the difference the better resolver makes, one per replication."""
    fast, better = (routing.sums(kpi, scenario, policy) for policy in ORDERS)
    return better.over / better.under - fast.over / fast.under


@pytest.mark.parametrize("scenario", LOADS)
def test_routing_by_handle_time_wins_on_handle_time_and_loses_on_resolution(routing, scenario):
    handled, solved = (better_less_fast(routing, kpi, scenario) for kpi in ("aht", "issue_time"))
    assert handled.mean() > 5.0 * handled.std(ddof=1) / handled.size**0.5
    assert solved.mean() < -5.0 * solved.std(ddof=1) / solved.size**0.5

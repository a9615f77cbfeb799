"""Check queues in which nobody hangs up against M/M/1, Erlang C and M/G/1 (evidence.md 3.1, 3.2, 3.4)."""

import pytest
from closed_forms import QUEUE_POWER, check, run

from sim.theory.erlang import mmn, service_level
from sim.theory.mg1 import mg1

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def mm1():
    """20 replications of 24 days: 553,000 contacts."""
    return run("mm1")


@pytest.fixture(scope="module")
def erlang_c():
    """20 replications of 12 to 23 days: 2.4 million contacts."""
    return run("erlang_c")


@pytest.fixture(scope="module")
def other_laws():
    """20 replications of 13 to 40 days: 2.1 million contacts."""
    return run("mg1")


def test_one_agent_and_exponential_service_give_m_m_1(mm1):
    rate, service = 48 / 3600, 60.0
    exact = mmn(rate, service, 1)
    assert (exact.mean_queue, exact.mean_wait) == pytest.approx((3.2, 4 * 60.0))
    check("P(wait)", mm1.sums("waited"), 0.8)
    check("P(wait <= 1 service)", mm1.sums("service_level"), service_level(rate, service, 1, 60.0))
    check("mean wait", mm1.sums("wait_mean"), exact.mean_wait)
    check("queue length", mm1.sums("queue_length"), exact.mean_queue, QUEUE_POWER)
    check("occupancy", mm1.sums("occupancy"), 0.8)


@pytest.mark.parametrize(("scenario", "agents"), [("six", 6), ("seven", 7), ("eight", 8)])
def test_several_agents_and_exponential_service_give_erlang_c(erlang_c, scenario, agents):
    rate, service = 100 / 3600, 180.0
    exact = mmn(rate, service, agents)
    check("P(wait)", erlang_c.sums("waited", scenario), exact.p_wait)
    check("mean wait", erlang_c.sums("wait_mean", scenario), exact.mean_wait)
    check("queue length", erlang_c.sums("queue_length", scenario), exact.mean_queue, QUEUE_POWER)
    check(
        "answered in 20 s",
        erlang_c.sums("service_level", scenario),
        service_level(rate, service, agents, 20.0),
    )
    check("occupancy", erlang_c.sums("occupancy", scenario), exact.occupancy)


@pytest.mark.parametrize(
    ("scenario", "scv"),
    [("constant", 0.0), ("gamma", 0.25), ("lognormal", 1.0), ("wide_lognormal", 1.5)],
)
def test_the_wait_at_one_agent_follows_the_variance_of_service(other_laws, scenario, scv):
    exact = mg1(48 / 3600, 60.0, scv)
    check("mean wait", other_laws.sums("wait_mean", scenario), exact.mean_wait)
    check("queue length", other_laws.sums("queue_length", scenario), exact.mean_queue, QUEUE_POWER)
    check("P(wait)", other_laws.sums("waited", scenario), exact.p_wait)

"""Check chats without slow-down against M/M/n, a slot an agent, and slowed ones against a chain of states."""

import pytest
from closed_forms import check, run

from sim.theory.chat import one_desk
from sim.theory.erlang import mmn, service_level
from sim.theory.erlang_a import erlang_a

pytestmark = pytest.mark.slow

RATE, WORK, SLOTS = 96 / 3600, 180.0, 6


@pytest.fixture(scope="module")
def runs():
    """20 replications of 6 to 60 days: 1.9 million chats."""
    return run("chat")


def test_without_slow_down_every_slot_is_an_agent(runs):
    exact = mmn(RATE, WORK, SLOTS)
    check("P(wait)", runs.sums("waited", "erlang_c"), exact.p_wait)
    check("mean wait", runs.sums("wait_mean", "erlang_c"), exact.mean_wait)
    check("answered in 20 s", runs.sums("service_level", "erlang_c"), service_level(RATE, WORK, SLOTS, 20.0))


def test_with_patience_it_is_erlang_a(runs):
    exact = erlang_a(RATE, WORK, 120.0, SLOTS)
    check("P(wait)", runs.sums("waited", "erlang_a"), exact.p_wait)
    check("P(abandon)", runs.sums("abandoned_share", "erlang_a"), exact.p_abandon)
    check("mean wait", runs.sums("wait_mean", "erlang_a"), exact.mean_wait)


def test_one_agent_whose_chats_slow_each_other_is_a_birth_and_death_chain(runs):
    exact = one_desk(25 / 3600, WORK, 4, 0.4)
    check("P(wait)", runs.sums("waited", "one_desk"), exact.p_wait)
    check("mean wait", runs.sums("wait_mean", "one_desk"), exact.mean_wait)
    check("occupancy", runs.sums("occupancy", "one_desk"), exact.occupancy)
    check("chats at once", runs.sums("chats_at_once", "one_desk"), exact.at_once)

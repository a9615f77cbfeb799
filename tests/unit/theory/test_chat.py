"""Test the closed form of one agent with several chats against queues it contains, and a solved chain."""

import numpy as np
import pytest

from sim.theory.chat import one_desk
from sim.theory.erlang import mmn


def test_without_slow_down_a_slot_is_an_agent():
    exact = mmn(0.02, 120.0, 4)
    found = one_desk(0.02, 120.0, 4, 0.0)
    assert (found.p_wait, found.mean_wait) == pytest.approx((exact.p_wait, exact.mean_wait), rel=1e-12)
    assert found.at_once * found.occupancy == pytest.approx(0.02 * 120.0, rel=1e-12)


def test_with_full_slow_down_the_agent_is_busy_as_with_one_slot():
    assert one_desk(0.005, 120.0, 5, 1.0).occupancy == pytest.approx(0.6, rel=1e-12)


def test_the_solved_chain_gives_the_same():
    rate, work, slots, slow, states = 0.01, 150.0, 3, 0.4, 400
    flow = np.zeros((states, states))
    for n in range(states - 1):
        held = min(n + 1, slots)
        flow[n, n + 1], flow[n + 1, n] = rate, held / (1 + slow * (held - 1)) / work
    np.fill_diagonal(flow, -flow.sum(axis=1))
    share = np.linalg.lstsq(np.vstack([flow.T, np.ones(states)]), np.r_[np.zeros(states), 1.0], rcond=None)[0]
    found, n = one_desk(rate, work, slots, slow), np.arange(states)
    assert found.p_wait == pytest.approx(share[slots:].sum(), rel=1e-8)
    assert found.mean_wait == pytest.approx((share * np.maximum(n - slots, 0)).sum() / rate, rel=1e-6)
    assert found.at_once == pytest.approx((share * np.minimum(n, slots)).sum() / (1 - share[0]), rel=1e-8)


def test_more_chats_than_the_agent_can_end_are_refused():
    with pytest.raises(ValueError, match="overloads the agent"):
        one_desk(0.02, 120.0, 2, 0.5)

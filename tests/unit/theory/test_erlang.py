"""Test M/M/1, Erlang B and Erlang C against printed figures and balance equations."""

import math

import numpy as np
import pytest
from scipy.special import gammaln, pdtr

from sim.theory import erlang

PER_HOUR = 1 / 3600


def printed(value):
    return pytest.approx(value, abs=5.1e-7)


def test_one_agent_at_eighty_percent_gives_the_textbook_figures():
    queue = erlang.mmn(0.8, 1.0, 1)
    assert queue.occupancy == pytest.approx(0.8)
    assert queue.p_wait == pytest.approx(0.8)
    assert queue.mean_present == pytest.approx(4.0)
    assert queue.mean_queue == pytest.approx(3.2)
    assert queue.mean_time == pytest.approx(5.0)
    assert queue.mean_wait == pytest.approx(4.0)
    assert erlang.service_level(0.8, 1.0, 1, 1.0) == printed(0.345015)


@pytest.mark.parametrize(
    ("agents", "load", "blocked"),
    [(10, 10.0, 0.214582), (10, 8.0, 0.121661), (6, 5.0, 0.191847), (50, 48.0, 0.083337)],
)
def test_erlang_b_gives_the_printed_figures(agents, load, blocked):
    assert erlang.erlang_b(agents, load) == printed(blocked)


@pytest.mark.parametrize(
    ("agents", "p_wait", "mean_wait", "mean_queue", "level"),
    [
        (6, 0.587516, 105.752961, 2.937582, 0.474267),
        (7, 0.324150, 29.173495, 0.810375, 0.740441),
        (8, 0.167267, 10.035990, 0.278778, 0.880148),
    ],
)
def test_erlang_c_gives_the_printed_figures(agents, p_wait, mean_wait, mean_queue, level):
    queue = erlang.mmn(100 * PER_HOUR, 180.0, agents)
    assert queue.offered_load == pytest.approx(5.0)
    assert queue.p_wait == printed(p_wait)
    assert queue.mean_wait == printed(mean_wait)
    assert queue.mean_queue == printed(mean_queue)
    assert erlang.service_level(100 * PER_HOUR, 180.0, agents, 20.0) == printed(level)


def test_a_large_queue_in_minutes_gives_the_printed_figures():
    queue = erlang.mmn(48.0, 1.0, 50)
    assert queue.p_wait == printed(0.694456)
    assert queue.mean_wait == printed(0.347228)
    assert queue.mean_wait * 60 == pytest.approx(20.8, abs=0.05)
    assert queue.mean_queue == printed(16.666935)
    assert erlang.service_level(48.0, 1.0, 50, 20 / 60) == printed(0.643455)


@pytest.mark.parametrize(("agents", "load"), [(1, 0.3), (7, 5.0), (20, 12.5)])
def test_the_recursions_agree_with_the_defining_sums(agents, load):
    terms = [load**k / math.factorial(k) for k in range(agents + 1)]
    assert erlang.erlang_b(agents, load) == pytest.approx(terms[-1] / sum(terms), rel=1e-12)
    waiting = terms[-1] * agents / (agents - load)
    assert erlang.erlang_c(agents, load) == pytest.approx(waiting / (sum(terms[:-1]) + waiting), rel=1e-12)


def test_the_waits_agree_with_the_balance_equations():
    agents, load, most = 7, 5.0, 400
    numbers = np.arange(most + 1)
    flows = np.diag(np.full(most, load), 1) + np.diag(np.minimum(numbers[1:], agents).astype(float), -1)
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = 1.0
    present = np.linalg.solve(balance, np.eye(most + 1)[0])
    queue = erlang.mmn(load, 1.0, agents)
    assert queue.p_wait == pytest.approx(present[agents:].sum(), rel=1e-10)
    assert queue.mean_queue == pytest.approx(np.maximum(numbers - agents, 0) @ present, rel=1e-10)
    assert queue.mean_present == pytest.approx(numbers @ present, rel=1e-10)
    assert queue.occupancy == pytest.approx(np.minimum(numbers, agents) @ present / agents, rel=1e-10)


def test_numbers_present_follow_from_times_by_littles_law():
    queue = erlang.mmn(0.03, 200.0, 9)
    assert queue.mean_queue == pytest.approx(0.03 * queue.mean_wait)
    assert queue.mean_present == pytest.approx(0.03 * queue.mean_time)


def test_the_service_level_integrates_to_the_mean_wait():
    times = np.linspace(0.0, 2000.0, 200_001)
    late = [1.0 - erlang.service_level(100 * PER_HOUR, 180.0, 7, time) for time in times[::200]]
    mean_wait = np.trapezoid(late, times[::200])
    assert mean_wait == pytest.approx(erlang.mmn(100 * PER_HOUR, 180.0, 7).mean_wait, rel=1e-4)


def test_thousands_of_agents_overflow_nothing():
    poisson = math.exp(100_000 * math.log(99_000) - 99_000 - gammaln(100_001)) / pdtr(100_000, 99_000)
    assert erlang.erlang_b(100_000, 99_000.0) == pytest.approx(poisson, rel=1e-8)
    assert 0.0 < erlang.erlang_c(100_000, 99_900.0) < 1.0
    assert erlang.erlang_b(5000, 1e-3) == 0.0


def test_no_agents_block_everybody_and_no_load_blocks_nobody():
    assert erlang.erlang_b(0, 3.0) == 1.0
    assert erlang.erlang_b(3, 0.0) == 0.0
    assert erlang.erlang_c(3, 0.0) == 0.0


def test_nothing_is_rounded_early():
    exact = 1.0 - erlang.service_level(0.8, 1.0, 1, 1.0)
    assert exact == pytest.approx(0.8 * math.exp(-0.2), rel=1e-14)


@pytest.mark.parametrize("load", [5.0, 6.0])
def test_a_load_that_reaches_the_agents_is_refused(load):
    with pytest.raises(ValueError, match=r"^offered_load: ") as caught:
        erlang.erlang_c(5, load)
    assert str(caught.value) == (
        f"offered_load: lets the queue grow without bound (got {load} erlang; allowed below 5 erlang, "
        "the number of agents). Add agents, or use erlang_a if callers abandon."
    )


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: erlang.erlang_b(-1, 1.0), "agents"),
        (lambda: erlang.erlang_b(1.5, 1.0), "agents"),
        (lambda: erlang.erlang_b(1, -1.0), "offered_load"),
        (lambda: erlang.erlang_c(0, 0.0), "agents"),
        (lambda: erlang.erlang_c(2, math.nan), "offered_load"),
        (lambda: erlang.mmn(0.0, 1.0, 1), "arrival_rate"),
        (lambda: erlang.mmn(1.0, -1.0, 1), "mean_service"),
        (lambda: erlang.service_level(0.5, 1.0, 1, -1.0), "within"),
    ],
)
def test_bad_input_names_the_argument(call, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        call()

"""Test Erlang A against printed figures, the incomplete gamma form and a matrix exponential."""

import math

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.special import gammainc, gammaln

from sim.theory import erlang, erlang_a

PER_HOUR = 1 / 3600
CASES = [
    (48.0, 1.0, 2.0, 50),
    (100 * PER_HOUR, 180.0, 120.0, 6),
    (120 * PER_HOUR, 180.0, 120.0, 5),
    (400 * PER_HOUR, 289.0, 180.0, 34),
]
PRINTED = [
    (0.467774, 0.030912, 0.061824, 0.060265, 2.967576, 0.930324),
    (0.355834, 0.112336, 13.480270, 10.846424, 0.374452, 0.739720),
    (0.662486, 0.268899, 32.267895, 28.533104, 1.075597, 0.877321),
    (0.351679, 0.052350, 9.423037, 8.686456, 1.047004, 0.895003),
]


@pytest.mark.parametrize(("case", "row"), list(zip(CASES, PRINTED, strict=True)))
def test_the_table_is_met_to_its_last_digit(case, row):
    queue = erlang_a.erlang_a(*case)
    figures = (queue.p_wait, queue.p_abandon, queue.mean_wait, queue.mean_wait_served)
    assert (*figures, queue.mean_queue, queue.occupancy) == pytest.approx(row, abs=5.1e-7)


def test_the_large_example_agrees_with_garnett_mandelbaum_and_reiman():
    queue = erlang_a.erlang_a(48.0, 1.0, 2.0, 50)
    assert queue.p_abandon == pytest.approx(0.031, abs=5e-4)
    assert queue.mean_wait * 60 == pytest.approx(3.7, abs=0.05)
    assert queue.occupancy == pytest.approx(0.93, abs=5e-3)


@pytest.mark.parametrize("case", CASES)
def test_the_incomplete_gamma_form_gives_the_same_shares(case):
    arrival_rate, mean_service, mean_patience, agents = case
    x, y = agents * mean_patience / mean_service, arrival_rate * mean_patience
    form = math.exp(math.log(x) + y - x * math.log(y) + gammaln(x)) * gammainc(x, y)
    blocked = erlang.erlang_b(agents, arrival_rate * mean_service)
    load = y / x
    p_wait = form * blocked / (1 + (form - 1) * blocked)
    queue = erlang_a.erlang_a(*case)
    assert queue.p_wait == pytest.approx(p_wait, rel=1e-9)
    assert queue.p_abandon == pytest.approx(p_wait * (1 / (load * form) + 1 - 1 / load), rel=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_abandoned_is_served(case):
    arrival_rate, mean_service, _, agents = case
    queue = erlang_a.erlang_a(*case)
    served = queue.occupancy * agents / mean_service
    assert served == pytest.approx(arrival_rate * (1 - queue.p_abandon), rel=1e-12)
    assert queue.mean_queue == pytest.approx(arrival_rate * queue.mean_wait, rel=1e-12)
    assert queue.offered_load == pytest.approx(arrival_rate * mean_service)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("share", [0.02, 0.2, 1.0])
def test_the_service_level_agrees_with_a_matrix_exponential(case, share):
    _, mean_service, mean_patience, agents = case
    within = share * mean_service
    present = erlang_a.stationary(*case)
    most = min(present.size - agents, 120)
    ahead = np.arange(most)
    next_up = agents / mean_service + ahead / mean_patience
    chain = np.diag(np.append(-next_up - 1 / mean_patience, 0.0))
    chain[ahead, ahead - 1] += next_up  # from nobody ahead, index -1: the absorbing state, answered
    answered = expm(chain * within)[:-1, -1]
    level = present[:agents].sum() + present[agents : agents + most] @ answered
    assert erlang_a.service_level(*case, within) == pytest.approx(level, rel=1e-9)


def test_the_benchmark_queue_answers_the_known_share_in_twenty_seconds():
    assert erlang_a.service_level(1 / 3, 300.0, 120.0, 100, 20.0) == pytest.approx(0.851715, abs=5.1e-7)
    queue = erlang_a.erlang_a(1 / 3, 300.0, 120.0, 100)
    assert queue.p_abandon == pytest.approx(0.048811, abs=5.1e-7)
    assert queue.mean_wait == pytest.approx(5.857311, abs=5.1e-7)


def test_the_wait_of_the_answered_agrees_with_the_service_level_over_time():
    case = CASES[1]
    times = np.linspace(0.0, 600.0, 1201)
    answered = np.array([erlang_a.service_level(*case, time) for time in times])
    mean_wait = np.trapezoid(answered[-1] - answered, times) / answered[-1]
    assert mean_wait == pytest.approx(erlang_a.erlang_a(*case).mean_wait_served, rel=1e-4)


def test_the_service_level_runs_from_those_who_find_an_agent_to_all_who_stay():
    queue = erlang_a.erlang_a(*CASES[0])
    assert erlang_a.service_level(*CASES[0], 0.0) == pytest.approx(1 - queue.p_wait, rel=1e-12)
    assert erlang_a.service_level(*CASES[0], 1e4) == pytest.approx(1 - queue.p_abandon, rel=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_the_distribution_solves_the_balance_equations(case):
    arrival_rate, mean_service, mean_patience, agents = case
    present = erlang_a.stationary(*case)
    numbers = np.arange(1, present.size)
    waiting = np.maximum(numbers - agents, 0)
    leaving = np.minimum(numbers, agents) / mean_service + waiting / mean_patience
    assert present.sum() == pytest.approx(1.0, rel=1e-12)
    assert arrival_rate * present[:-1] == pytest.approx(leaving * present[1:], rel=1e-12)
    assert present[-1] < 1e-25


def test_endless_patience_approaches_erlang_c():
    patient = erlang_a.erlang_a(100 * PER_HOUR, 180.0, 1e9, 7)
    queue = erlang.mmn(100 * PER_HOUR, 180.0, 7)
    assert patient.p_wait == pytest.approx(queue.p_wait, rel=1e-4)
    assert patient.mean_wait_served == pytest.approx(queue.mean_wait, rel=1e-4)
    level = erlang.service_level(100 * PER_HOUR, 180.0, 7, 20.0)
    assert erlang_a.service_level(100 * PER_HOUR, 180.0, 1e9, 7, 20.0) == pytest.approx(level, rel=1e-4)


def test_no_patience_approaches_erlang_b():
    hasty = erlang_a.erlang_a(5.0, 1.0, 1e-9, 6)
    assert hasty.p_abandon == pytest.approx(erlang.erlang_b(6, 5.0), rel=1e-6)


def test_a_flood_loses_what_the_agents_cannot_take():
    flood = erlang_a.erlang_a(1000.0, 1.0, 60.0, 100)
    assert flood.p_abandon == pytest.approx(0.9, rel=1e-9)
    assert flood.occupancy == pytest.approx(1.0)


def test_a_queue_too_long_to_write_down_is_refused():
    with pytest.raises(ValueError, match=r"^mean_patience: ") as caught:
        erlang_a.erlang_a(1e6, 1.0, 3600.0, 10)
    assert str(caught.value) == (
        "mean_patience: lets too many wait to write their number out (got 3600.0; allowed what keeps at most "
        "10000000 contacts present). Add agents or shorten the patience."
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ((0, 0.0), "arrival_rate"),
        ((1, -1.0), "mean_service"),
        ((2, math.inf), "mean_patience"),
        ((3, 0), "agents"),
    ],
)
def test_bad_input_names_the_argument(change, field):
    arguments = [1.0, 1.0, 1.0, 2]
    arguments[change[0]] = change[1]
    with pytest.raises(ValueError, match=rf"^{field}: "):
        erlang_a.erlang_a(*arguments)
    with pytest.raises(ValueError, match=rf"^{field}: "):
        erlang_a.service_level(*arguments, 20.0)


def test_a_negative_limit_of_the_service_level_is_refused():
    with pytest.raises(ValueError, match=r"^within: "):
        erlang_a.service_level(1.0, 1.0, 1.0, 2, -1.0)

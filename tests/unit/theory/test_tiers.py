"""Test two tiers and the gatekeeper against printed figures, a solved chain and a search."""

import numpy as np
import pytest

from sim.theory.tiers import gatekeeper, two_tiers


def test_two_tiers_give_the_printed_figures():
    tiers = two_tiers(2.0, 4.0, 10, 0.25, 8.0, 6)
    assert tiers.first.p_wait == pytest.approx(0.409180, abs=5.1e-7)
    assert tiers.first.mean_time == pytest.approx(4.818360, abs=5.1e-7)
    assert tiers.second.p_wait == pytest.approx(0.284761, abs=5.1e-7)
    assert tiers.second.mean_time == pytest.approx(9.139043, abs=5.1e-7)
    assert tiers.mean_issue_time == pytest.approx(7.103121, abs=5.1e-7)
    assert tiers.people_per_issue == 1.25


def test_the_chain_of_both_tiers_gives_the_same_numbers():
    arrival_rate, p_referred, most = 1.0, 0.3, 28
    agents, services = (2, 1), (1.0, 1.5)
    shape = (most, most)
    flows = np.zeros((most * most, most * most))
    for place in range(most * most):
        first, second = np.unravel_index(place, shape)
        ends = min(first, agents[0]) / services[0]
        moves = [((first + 1, second), arrival_rate), ((first - 1, second), ends * (1 - p_referred))]
        moves += [((first - 1, second + 1), ends * p_referred)]
        moves += [((first, second - 1), min(second, agents[1]) / services[1])]
        for (one, two), flow in moves:
            if 0 <= one < most and 0 <= two < most:
                flows[place, np.ravel_multi_index((one, two), shape)] += flow
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = 1.0
    both = np.linalg.solve(balance, np.eye(most * most)[0]).reshape(shape)
    tiers = two_tiers(arrival_rate, services[0], agents[0], p_referred, services[1], agents[1])
    assert tiers.first.mean_present == pytest.approx(np.arange(most) @ both.sum(axis=1), rel=1e-5)
    assert tiers.second.mean_present == pytest.approx(np.arange(most) @ both.sum(axis=0), rel=1e-5)


@pytest.mark.parametrize(
    ("decline", "costs", "threshold", "solved", "cost"),
    [(1.0, (1.0, 2.0), 0.693147, 0.5, 1.693147), (2.0, (1.0, 3.0), 0.549306, 0.333333, 2.549306)],
)
def test_the_gatekeeper_gives_the_printed_figures(decline, costs, threshold, solved, cost):
    rule = gatekeeper(decline, *costs)
    assert rule.threshold == pytest.approx(threshold, abs=5.1e-7)
    assert rule.p_solved == pytest.approx(solved, abs=5.1e-7)
    assert rule.p_referred == pytest.approx(1 - solved, abs=5.1e-7)
    assert rule.mean_cost == pytest.approx(cost, abs=5.1e-7)


@pytest.mark.parametrize(("decline", "cost_refer"), [(1.0, 2.0), (2.0, 3.0), (0.5, 4.0), (1.0, 0.9)])
def test_no_other_threshold_is_cheaper(decline, cost_refer):
    complexity = (np.arange(20_000) + 0.5) / 20_000
    tried = 1.0 + (1 - np.exp(-decline * complexity)) * cost_refer
    sums = np.append(0.0, np.cumsum(tried - cost_refer)) / complexity.size + cost_refer
    rule = gatekeeper(decline, 1.0, cost_refer)
    assert rule.mean_cost == pytest.approx(sums.min(), abs=1e-6)
    assert rule.threshold == pytest.approx(sums.argmin() / complexity.size, abs=1e-4)


def test_trying_dearer_than_referring_is_never_worth_it():
    assert gatekeeper(1.0, 2.0, 1.0) == (0.0, 0.0, 1.0, 1.0)


def test_an_empty_second_tier_is_refused():
    with pytest.raises(ValueError, match=r"^p_referred: ") as caught:
        two_tiers(1.0, 1.0, 2, 0.0, 1.0, 1)
    assert str(caught.value) == (
        "p_referred: leaves tier 2 empty (got 0; allowed above 0 to 1). Use erlang.mmn for one tier."
    )


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: two_tiers(1.0, 1.0, 2, 1.5, 1.0, 1), "p_referred"),
        (lambda: two_tiers(1.0, 0.0, 2, 0.5, 1.0, 1), "mean_service"),
        (lambda: two_tiers(1.0, 1.0, 2, 0.5, 2.0, 1), "offered_load"),
        (lambda: gatekeeper(0.0, 1.0, 2.0), "decline"),
        (lambda: gatekeeper(1.0, 0.0, 2.0), "cost_try"),
        (lambda: gatekeeper(1.0, 1.0, 0.0), "cost_refer"),
    ],
)
def test_bad_input_names_the_argument(call, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        call()

"""Test Cobham's waits against printed figures, conservation and a solved chain."""

import itertools

import numpy as np
import pytest

from sim.theory.erlang import mmn
from sim.theory.priority import cobham


def test_two_classes_give_the_printed_waits():
    waits = cobham((1.0, 2.0), 1.0, 4)
    assert waits.p_wait == pytest.approx(0.509434, abs=5.1e-7)
    assert waits.mean_waits == pytest.approx((0.169811, 0.679245), abs=5.1e-7)
    assert waits.mean_wait == pytest.approx(0.509434, abs=5.1e-7)


def test_three_classes_give_the_printed_waits():
    waits = cobham((0.5, 1.0, 2.0), 1.0, 4)
    assert waits.mean_waits == pytest.approx((0.210817, 0.337308, 2.361156), abs=5.1e-7)
    assert waits.mean_wait == pytest.approx(1.475722, abs=5.1e-7)


@pytest.mark.parametrize("rates", [(3.0,), (1.0, 2.0), (0.3, 0.9, 1.1, 0.7)])
def test_ranks_move_waits_between_classes_but_not_their_mean(rates):
    assert cobham(rates, 1.0, 4).mean_wait == pytest.approx(mmn(sum(rates), 1.0, 4).mean_wait, rel=1e-12)


def test_the_chain_of_both_queue_lengths_gives_the_same_waits():
    rates, agents, most = (1.0, 1.0), 4, 34
    spots = {pair: place for place, pair in enumerate(itertools.product(range(most), repeat=2))}
    flows = np.zeros((len(spots), len(spots)))
    for (high, low), place in spots.items():
        for pair, flow in (((high + 1, low), rates[0]), ((high, low + 1), rates[1])):
            if pair in spots:
                flows[place, spots[pair]] = flow
        after = (high - 1, low) if high else (high, low - 1)
        if after in spots:
            flows[place, spots[after]] = agents
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = 1.0
    queues = np.linalg.solve(balance, np.eye(len(spots))[0])
    waits = cobham(rates, 1.0, agents)
    means = np.array(list(spots)).T @ queues * waits.p_wait / np.array(rates)
    assert waits.mean_waits == pytest.approx(means, rel=1e-5)


def test_a_centre_without_classes_is_refused():
    with pytest.raises(ValueError, match=r"^arrival_rates: ") as caught:
        cobham((), 1.0, 4)
    assert str(caught.value) == (
        "arrival_rates: name no class (got nothing; allowed one or more). Give a rate per class."
    )


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (((1.0, 0.0), 1.0, 4), "arrival_rates"),
        (((1.0,), 0.0, 4), "mean_service"),
        (((1.0,), 1.0, 0), "agents"),
        (((2.0, 2.0), 1.0, 4), "offered_load"),
    ],
)
def test_bad_input_names_the_argument(arguments, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        cobham(*arguments)

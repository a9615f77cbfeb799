import numpy as np
import pytest

from sim.theory.mg1 import mg1
from sim.theory.removable import comes_after, comes_at


def simulated(rule, customers=400_000):
    """Return the mean wait at one agent who comes by `rule`(arrivals from now on) -> time [s]; M/M/1."""
    dice = np.random.default_rng(1963)
    arrivals = np.cumsum(dice.exponential(150.0, customers))
    services = dice.exponential(60.0, customers)
    waits, free = np.empty(customers), 0.0
    for k in range(customers):
        if arrivals[k] >= free:  # nobody is there: the agent is aside
            free = rule(arrivals[k:])
        waits[k], free = free - arrivals[k], free + services[k]
    return waits.mean()


def test_who_comes_for_the_first_contact_is_never_missed():
    usual = mg1(1 / 150, 60.0, 1.0).mean_wait
    assert comes_at(1 / 150, 60.0, 1.0, 1) == usual
    assert comes_after(1 / 150, 60.0, 1.0, 0.0) == usual


def test_waits_are_those_of_an_independent_recursion():
    assert comes_at(1 / 150, 60.0, 1.0, 4) == pytest.approx(40.0 + 225.0)
    at_four = simulated(lambda arrivals: arrivals[min(3, len(arrivals) - 1)])
    assert at_four == pytest.approx(comes_at(1 / 150, 60.0, 1.0, 4), rel=0.02)
    after = simulated(lambda arrivals: arrivals[0] + 300.0)
    assert comes_after(1 / 150, 60.0, 1.0, 300.0) == pytest.approx(40.0 + 200.0)
    assert after == pytest.approx(240.0, rel=0.02)


def test_numbers_without_a_meaning_are_refused():
    with pytest.raises(ValueError, match="waiting"):
        comes_at(1 / 150, 60.0, 1.0, 0)
    with pytest.raises(ValueError, match="waited"):
        comes_after(1 / 150, 60.0, 1.0, -1.0)

"""Test the Pollaczek-Khinchine wait against printed figures and two special cases."""

import numpy as np
import pytest

from sim.theory.erlang import mmn
from sim.theory.mg1 import mg1


@pytest.mark.parametrize(("scv", "wait"), [(0.0, 2.0), (0.25, 2.5), (1.0, 4.0), (1.5, 5.0), (4.0, 10.0)])
def test_the_wait_grows_with_the_spread_of_service(scv, wait):
    queue = mg1(0.8, 1.0, scv)
    assert queue.mean_wait == pytest.approx(wait)
    assert queue.mean_time == pytest.approx(wait + 1.0)
    assert queue.mean_queue == pytest.approx(0.8 * wait)
    assert queue.mean_present == pytest.approx(0.8 * (wait + 1.0))


def test_exponential_service_is_the_queue_m_m_1():
    assert mg1(0.004, 200.0, 1.0) == pytest.approx(mmn(0.004, 200.0, 1))


def test_constant_service_agrees_with_the_chain_seen_by_those_who_leave():
    arrivals = np.exp(-0.8) * np.cumprod(np.append(1.0, 0.8 / np.arange(1, 200)))
    left_behind = [0.2]
    for number in range(150):
        inflow = sum(left_behind[k] * arrivals[number - k + 1] for k in range(1, number + 1))
        left_behind.append((left_behind[number] - left_behind[0] * arrivals[number] - inflow) / arrivals[0])
    assert np.arange(61) @ left_behind[:61] == pytest.approx(mg1(0.8, 1.0, 0.0).mean_present, rel=1e-6)


def test_a_full_agent_is_refused():
    with pytest.raises(ValueError, match=r"^load: ") as caught:
        mg1(1.0, 1.0, 1.0)
    assert str(caught.value) == (
        "load: lets the queue grow without bound (got 1.0; allowed below 1 erlang, the one agent). "
        "Lower the load."
    )


@pytest.mark.parametrize(
    ("arguments", "field"),
    [((0.0, 1.0, 1.0), "arrival_rate"), ((1.0, 0.0, 1.0), "mean_service"), ((0.5, 1.0, -1.0), "service_scv")],
)
def test_bad_input_names_the_argument(arguments, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        mg1(*arguments)

"""Test the two unequal agents against printed figures and the whole chain, cut far out."""

import numpy as np
import pytest

from sim.theory.resolution_routing import Agent, two_agents

FAST = Agent(1.0, 0.6)
SURE = Agent(1.25, 0.95)


@pytest.mark.parametrize(
    ("arrival_rate", "present_fast", "present_sure", "aht_fast", "aht_sure"),
    [
        (0.3, 0.491797, 0.439254, 1.054308, 1.172864),
        (0.6, 1.127583, 1.067314, 1.082119, 1.139632),
        (0.9, 2.385187, 2.328513, 1.097880, 1.123063),
        (1.2, 7.996419, 7.945942, 1.107492, 1.114131),
    ],
)
def test_routing_by_handle_time_wins_on_aht_and_loses_on_resolution(
    arrival_rate, present_fast, present_sure, aht_fast, aht_sure
):
    fast, sure = two_agents(arrival_rate, FAST, SURE), two_agents(arrival_rate, SURE, FAST)
    assert (fast.mean_present, fast.aht) == pytest.approx((present_fast, aht_fast), abs=5.1e-7)
    assert (sure.mean_present, sure.aht) == pytest.approx((present_sure, aht_sure), abs=5.1e-7)
    assert fast.aht < sure.aht
    assert fast.mean_issue_time > sure.mean_issue_time


@pytest.mark.parametrize(("preferred", "other"), [(FAST, SURE), (SURE, FAST)])
def test_the_whole_chain_agrees_with_its_reduction_to_four_states(preferred, other):
    arrival_rate, most = (
        0.9,
        160,
    )  # states: 0 free, 1 preferred busy, 2 other busy, 3 + k both busy, k waiting
    flows = np.zeros((most + 3, most + 3))
    agents = (preferred, other)
    flows[0, 1] = flows[1, 3] = flows[2, 3] = arrival_rate
    for busy, agent in enumerate(agents, start=1):
        flows[busy, 0] += agent.p_resolved / agent.mean_talk
        flows[busy, 1] += (1 - agent.p_resolved) / agent.mean_talk
        flows[3, 3 - busy] += agent.p_resolved / agent.mean_talk
        for waiting in range(1, most):
            flows[3 + waiting, 2 + waiting] += agent.p_resolved / agent.mean_talk
    for waiting in range(most - 1):
        flows[3 + waiting, 4 + waiting] = arrival_rate
    np.fill_diagonal(flows, 0.0)
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = 1.0
    states = np.linalg.solve(balance, np.eye(most + 3)[0])
    both = states[3:].sum()
    busy = (states[1] + both) / preferred.mean_talk, (states[2] + both) / other.mean_talk
    mean_present = states[1] + states[2] + (2 + np.arange(most)) @ states[3:]
    routing = two_agents(arrival_rate, preferred, other)
    assert routing.mean_present == pytest.approx(mean_present, rel=1e-9)
    assert routing.mean_issue_time == pytest.approx(mean_present / arrival_rate, rel=1e-9)
    assert routing.contacts_per_issue == pytest.approx(sum(busy) / arrival_rate, rel=1e-9)
    assert routing.aht == pytest.approx((states[1] + states[2] + 2 * both) / sum(busy), rel=1e-9)


@pytest.mark.parametrize(("preferred", "other"), [(FAST, SURE), (SURE, FAST), (FAST, Agent(2.0, 0.01))])
def test_contacts_per_issue_lie_between_those_of_the_two_agents(preferred, other):
    low, high = sorted((1.0 / preferred.p_resolved, 1.0 / other.p_resolved))
    assert low < two_agents(0.2, preferred, other).contacts_per_issue < high


def test_two_sure_equal_agents_are_the_queue_m_m_2():
    routing = two_agents(1.5, Agent(1.0, 1.0), Agent(1.0, 1.0))
    load = 0.75
    assert routing.mean_present == pytest.approx(2 * load / (1 - load * load))
    assert routing.contacts_per_issue == pytest.approx(1.0)
    assert routing.aht == pytest.approx(1.0)


@pytest.mark.parametrize("arrival_rate", [1.36, 2.0])
def test_more_issues_than_both_resolve_are_refused(arrival_rate):
    with pytest.raises(ValueError, match=r"^arrival_rate: ") as caught:
        two_agents(arrival_rate, FAST, SURE)
    text = str(caught.value)
    assert text.startswith(f"arrival_rate: outruns the agents (got {arrival_rate}; allowed below 1.3")
    assert text.endswith(", what both resolve). Lower the arrival rate.")


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ((0.0, FAST, SURE), "arrival_rate"),
        ((0.1, Agent(0.0, 0.5), SURE), "preferred"),
        ((0.1, FAST, Agent(1.0, 1.5)), "other"),
        ((0.1, Agent(1.0, 0.0), Agent(1.0, 0.0)), "arrival_rate"),
    ],
)
def test_bad_input_names_the_argument(arguments, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        two_agents(*arguments)

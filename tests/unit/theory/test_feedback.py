"""Test failure demand against printed figures, its balance of flows and a solved chain."""

import numpy as np
import pytest

from sim.theory.feedback import feedback


@pytest.mark.parametrize(
    ("p_resolved", "contacts", "load", "p_wait", "wait", "issue_time"),
    [
        (1.0, 1.0, 4.0, 0.059044, 0.059044, 4.059044),
        (0.9, 1.111111, 4.444444, 0.098037, 0.110291, 11.233657),
        (0.8, 1.25, 5.0, 0.167267, 0.223022, 20.278778),
        (0.7, 1.428571, 5.714286, 0.293832, 0.514207, 32.163152),
        (0.6, 1.666667, 6.666667, 0.532687, 1.598060, 49.330100),
    ],
)
def test_the_table_is_met_to_its_last_digit(p_resolved, contacts, load, p_wait, wait, issue_time):
    centre = feedback(1.0, 4.0, 8, p_resolved, 1.0, 60.0)
    node = centre.contacts
    figures = (
        centre.contacts_per_issue,
        node.offered_load,
        node.p_wait,
        node.mean_wait,
        centre.mean_issue_time,
    )
    assert figures == pytest.approx((contacts, load, p_wait, wait, issue_time), abs=5.1e-7)
    assert centre.recontact_share == pytest.approx(1 - p_resolved)
    assert centre.p_resolved == pytest.approx(1.0)


def test_customers_who_give_up_relieve_the_queue_and_lose_the_issue():
    centre = feedback(1.0, 4.0, 8, 0.7, 0.8, 60.0)
    assert centre.contacts_per_issue == pytest.approx(1.315789, abs=5.1e-7)
    assert centre.contacts.mean_wait == pytest.approx(0.305157, abs=5.1e-7)
    assert centre.mean_issue_time == pytest.approx(24.612049, abs=5.1e-7)
    assert centre.p_resolved == pytest.approx(0.921053, abs=5.1e-7)
    assert centre.recontact_share == pytest.approx(0.24)


def test_slower_care_that_resolves_more_has_the_shorter_wait():
    fast = feedback(80 / 3600, 240.0, 9, 0.7)
    slow = feedback(80 / 3600, 300.0, 9, 0.9)
    assert 80 * fast.contacts_per_issue == pytest.approx(114.29, abs=5e-3)
    assert 80 * slow.contacts_per_issue == pytest.approx(88.89, abs=5e-3)
    assert slow.contacts.mean_wait < fast.contacts.mean_wait


def test_the_chain_of_queue_and_orbit_gives_the_same_numbers():
    issue_rate, agents, p_resolved, p_recontact, delay = 0.6, 2, 0.7, 0.8, 3.0
    queue_most, orbit_most = 32, 16
    shape = (queue_most, orbit_most)
    flows = np.zeros((queue_most * orbit_most,) * 2)
    for place in range(queue_most * orbit_most):
        here, away = np.unravel_index(place, shape)
        ends = min(here, agents) * 1.0
        returns = ends * (1 - p_resolved) * p_recontact
        moves = [((here + 1, away), issue_rate), ((here - 1, away), ends - returns)]
        moves += [((here - 1, away + 1), returns), ((here + 1, away - 1), away / delay)]
        for (there, later), flow in moves:
            if 0 <= there < queue_most and 0 <= later < orbit_most:
                flows[place, np.ravel_multi_index((there, later), shape)] += flow
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = 1.0
    both = np.linalg.solve(balance, np.eye(len(flows))[0]).reshape(shape)
    centre = feedback(issue_rate, 1.0, agents, p_resolved, p_recontact, delay)
    assert centre.contacts.mean_present == pytest.approx(np.arange(queue_most) @ both.sum(axis=1), rel=1e-5)
    open_issues = centre.contacts.mean_present + np.arange(orbit_most) @ both.sum(axis=0)
    assert issue_rate * centre.mean_issue_time == pytest.approx(open_issues, rel=1e-5)


def test_issues_that_never_end_are_refused():
    with pytest.raises(ValueError, match=r"^p_resolved: ") as caught:
        feedback(1.0, 1.0, 9, 0.0)
    assert str(caught.value) == (
        "p_resolved: lets no issue end (got 0.0; allowed above 0). Let some contacts resolve."
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"issue_rate": 0.0}, "issue_rate"),
        ({"mean_service": 0.0}, "mean_service"),
        ({"agents": 0}, "agents"),
        ({"p_resolved": 1.1}, "p_resolved"),
        ({"p_recontact": -0.1}, "p_recontact"),
        ({"mean_delay": -1.0}, "mean_delay"),
        ({"p_resolved": 0.5}, "offered_load"),
    ],
)
def test_bad_input_names_the_argument(change, field):
    sound = {"issue_rate": 1.0, "mean_service": 4.0, "agents": 8, "p_resolved": 0.9}
    with pytest.raises(ValueError, match=rf"^{field}: "):
        feedback(**{**sound, **change})

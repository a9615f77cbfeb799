"""Test issues that call again against Jackson's network, and the project's thesis in it (evidence.md 3.6)."""

import pytest
from closed_forms import QUEUE_POWER, check, run

from sim.theory.feedback import feedback

pytestmark = pytest.mark.slow

DELAY = 3600.0
# share resolved by one contact, share of the others that call again
ROWS = {
    "all": (1.0, 1.0),
    "nine_in_ten": (0.9, 1.0),
    "eight_in_ten": (0.8, 1.0),
    "seven_in_ten": (0.7, 1.0),
    "some_give_up": (0.7, 0.8),
}
RARE_WAITS = {"all", "nine_in_ten"}  # an SE of 2 % on the mean wait would take over a million contacts each


@pytest.fixture(scope="module")
def runs():
    """20 replications of 20 to 30 days: 4.1 million contacts."""
    return run("feedback")


@pytest.fixture(scope="module")
def thesis():
    """20 replications of 60 days, twice: 5.9 million contacts."""
    return run("thesis")


@pytest.mark.parametrize("scenario", ROWS)
def test_unresolved_issues_call_again_and_load_the_centre(runs, scenario):
    exact = feedback(1 / 60, 240.0, 8, *ROWS[scenario], DELAY)
    check("contacts per issue", runs.sums("contacts_per_issue", scenario), exact.contacts_per_issue)
    check("time to the end of an issue", runs.sums("issue_time", scenario), exact.mean_issue_time)
    check("resolved", runs.sums("resolved_share", scenario), exact.p_resolved)
    check("P(wait)", runs.sums("waited", scenario), exact.contacts.p_wait)
    check("queue length", runs.sums("queue_length", scenario), exact.contacts.mean_queue, QUEUE_POWER)
    if scenario not in RARE_WAITS:
        check("mean wait", runs.sums("wait_mean", scenario), exact.contacts.mean_wait)


@pytest.mark.parametrize(
    ("policy", "talk", "resolved", "contacts_per_hour"),
    [("short", 240.0, 0.7, 80 / 0.7), ("long", 300.0, 0.9, 80 / 0.9)],
)
def test_what_one_contact_resolves_decides_how_many_there_are(
    thesis, policy, talk, resolved, contacts_per_hour
):
    exact = feedback(80 / 3600, talk, 9, resolved, 1.0, DELAY)
    check("contacts per day", thesis.sums("offered", policy=policy), 24 * contacts_per_hour)
    check("mean wait", thesis.sums("wait_mean", policy=policy), exact.contacts.mean_wait)
    check("P(wait)", thesis.sums("waited", policy=policy), exact.contacts.p_wait)
    check("occupancy", thesis.sums("occupancy", policy=policy), exact.contacts.occupancy)
    check("time to resolution", thesis.sums("issue_time", policy=policy), exact.mean_issue_time)


def test_taking_longer_makes_everybody_wait_less(thesis):
    for kpi in ("wait_mean", "offered", "occupancy"):
        assert thesis.paired(kpi, "long", "short").difference.high < 0.0
    assert thesis.paired("talk", "long", "short").difference.low > 0.0

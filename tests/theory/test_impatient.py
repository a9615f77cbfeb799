"""Check queues of exponential patience against P(abandon) = E[wait] / mean patience, and Little's law.

Both hold whatever the order of service, whoever serves and however long it takes (evidence.md 3.3): who waits
hangs up at a constant rate. Little: mean number waiting = arrivals per second x mean wait, for each queue as
the floor counts it and for each kind of need in it.
"""

import pytest
from closed_forms import Sums, check, run

pytestmark = pytest.mark.slow

PATIENCE = {"service": 120.0, "sales": 300.0}
PER_HOUR = {("queue", "service"): 140, ("queue", "sales"): 80}
PER_HOUR |= {("contact", "question"): 100, ("contact", "complaint"): 40, ("contact", "order"): 80}
SCENARIOS, POLICIES = ("shared", "overflow"), ("first_come", "sales_first")
CASES = [(scenario, policy) for scenario in SCENARIOS for policy in POLICIES]


@pytest.fixture(scope="module")
def runs():
    """20 replications of 3 days, two scenarios under two policies: 1.3 million contacts."""
    return run("impatient")


@pytest.mark.parametrize("queue", PATIENCE)
@pytest.mark.parametrize(("scenario", "policy"), CASES)
def test_every_second_waited_costs_a_queue_the_same_share_of_its_callers(runs, scenario, policy, queue):
    of = (scenario, policy, ("queue", queue))
    abandoned, wait = runs.sums("abandoned_share", *of), runs.sums("wait_mean", *of)
    assert abandoned.value > 0.02
    check(f"abandoned per second waited, {queue}", Sums(abandoned.over, wait.over), 1 / PATIENCE[queue])


@pytest.mark.parametrize("of", PER_HOUR, ids="-".join)
@pytest.mark.parametrize(("scenario", "policy"), CASES)
def test_the_number_waiting_is_arrivals_times_wait(runs, scenario, policy, of):
    waiting = runs.sums("queue_length", scenario, policy, of)
    wait = runs.sums("wait_mean", scenario, policy, of)
    ratio = Sums(waiting.over / waiting.under, wait.over / wait.under)
    check(f"mean number waiting / mean wait, {of[1]}", ratio, PER_HOUR[of] / 3600)


def test_the_policies_and_scenarios_do_make_others_wait(runs):
    waits = [runs.sums("wait_mean", *case, ("queue", "service")).value for case in CASES]
    assert len({round(wait) for wait in waits}) == len(CASES)

"""Check asking before the end against its closed form: a geometric number of talks (DESIGN.md E3a)."""

import pytest
from closed_forms import check, run

pytestmark = pytest.mark.slow
RESOLVED, HONEST, TALK, ASKS = 0.6, 0.8, 240.0, 10.0
GOES_ON = (1.0 - RESOLVED) * HONEST


@pytest.fixture(scope="module")
def week():
    """20 replications of 5 days with 60 issues an hour: 144,000 issues under each policy."""
    return run("confirm")


def test_conversations_per_contact_are_geometric(week):
    check("transfers", week.sums("transfers_per_issue", policy="asking"), 1.0 / (1.0 - GOES_ON) - 1.0)


def test_more_is_resolved_in_the_first_contact(week):
    check("fcr", week.sums("fcr", policy="asking"), RESOLVED / (1.0 - GOES_ON))


def test_every_end_costs_the_question(week):
    check("talk", week.sums("talk", policy="asking"), TALK + ASKS)


def test_without_the_question_nobody_is_passed_on(week):
    assert week.sums("transfers_per_issue", policy="silent").over.sum() == 0.0
    check("fcr", week.sums("fcr", policy="silent"), RESOLVED)
    check("talk", week.sums("talk", policy="silent"), TALK)

"""Test that the number of customers follows from how often one calls."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario, resolved

TEXT = """
version: 1
name: population
clock: {start: 2026-03-02, days: 1, drain: 7d, open: {mon-fri: 09:00-11:00}, interval: 60m}
queues: {service: {patience: 5m}}
contacts:
  question: {queue: service, volume: [60, 40], work: 2m}
  recorded: {queue: service, volume: [30, 20], work: 2m, counts: offered, first_attempts: 80%}
groups: {agents: {skills: [service]}}
shifts: {day: {days: mon-fri, hours: 09:00-11:00, staff: {agents: 9}}}
customers: {contacts_per_year: 2}
policies: {usual: {}}
baseline: usual
"""


def load(folder, *sets, text=TEXT):
    (folder / "centre.yaml").write_text(text)
    return load_scenario(folder / "centre.yaml", sets=sets)


def test_as_many_customers_follow_as_bring_the_new_issues_of_a_year(tmp_path):
    found = load(tmp_path)
    assert found.customers.count == round(365 / 7 * 5 * (100 + 0.8 * 50) / 2)
    assert load(tmp_path, "contacts.question.volume=[120, 80]").customers.count > found.customers.count
    assert load(tmp_path, text=resolved(found)) == found


@pytest.mark.parametrize(
    ("customers", "text"),
    [
        ("{contacts_per_year: 0.001}", r"centre.yaml:11:13: customers.contacts_per_year: makes 36,500,000"),
        ("{contacts_per_year: 2, count: 9}", r"makes 18,250 customers, but count says 9 .* Leave count out"),
    ],
)
def test_a_rate_that_cannot_be_or_contradicts_the_count_is_refused(tmp_path, customers, text):
    with pytest.raises(ScenarioError, match=text):
        load(tmp_path, text=TEXT.replace("{contacts_per_year: 2}", customers))

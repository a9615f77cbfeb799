"""Test trust by day against what the customers' own rows say, with customers who come and go."""

import json

import numpy as np
import pytest

from sim.experiment import Job, replicate
from sim.kpis.by_day import TRUST, Daily
from sim.rules.trust import fade
from sim.scenario.load import load_scenario
from sim.world.build import build

CENTRE = """
version: 1
name: centre
clock: {start: 2026-03-02, days: 6, open: 09:00-13:00, interval: 1h, warm_up: 2d, drain: 2d}
queues: {service: {service_level: 80/20, patience: 3m}}
contacts:
  question: {queue: service, volume: {per_hour: 60}, work: 2m}
  complaint: {queue: service, work: 4m}
failures: {mistake: {per_customer_year: 40, contact: complaint}}
groups: {clerks: {skills: [service], wage: 20}}
on_duty: {clerks: 3}
customers: {count: 800, segments: {old: {share: 60%}, new: {share: 40%, trust: 50%}}}
behaviour: {loyalty: {churn: {per_month: 20%}, joining: {per_month: 20%}}}
policies: {usual: {}}
baseline: usual
run: {replications: 1, seed: 5}
"""


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """One replication, and its world."""
    file = tmp_path_factory.mktemp("by_day") / "centre.yaml"
    file.write_text(CENTRE)
    scenario = load_scenario(file)
    world = build(scenario, "usual")
    return replicate(Job(scenario.scenario, "usual", world, 5, 0)).kpis, world


def sums(kpis, kpi, dimension, member):
    rows = kpis.filter(kpi=kpi, dimension=dimension, member=member)
    ((over, under),) = rows.select("numerator", "denominator").rows()
    return over, under


def test_the_last_day_is_the_trust_at_the_end_of_all_who_are_still_there(one):
    kpis, _ = one
    left = kpis.filter(kpi="left_per_day", dimension="all")["numerator"].item()
    assert left > 10
    for segment in ("old", "new"):
        trust, customers = sums(kpis, TRUST, TRUST, json.dumps([segment, 6]))
        expected, there = sums(kpis, "trust_end", "segment", segment)
        assert customers == there
        assert trust == pytest.approx(expected, rel=1e-9)


def test_every_day_has_a_row_and_trust_moves_from_day_to_day(one):
    kpis, _ = one
    levels = [np.divide(*sums(kpis, TRUST, TRUST, json.dumps(["old", day]))) for day in range(7)]
    assert len(set(levels)) == 7
    assert kpis.filter(dimension=TRUST).height == 14


def test_between_events_trust_fades_as_the_rule_says(one):
    _, world = one
    begins = world.window.opens
    n = world.trust._replace(level=world.customers.levels[0])
    daily = Daily(world)
    daily.add(
        "failures", {"customer": [0], "struck": [begins + 100.0], "trust_before": [0.7], "trust_after": [0.3]}
    )
    ends = begins + 6 * 86400.0
    customers = {"customer": [0], "segment": [0], "trust_start": [0.7], "trust_end": [0.31], "joined": [0.0]}
    daily.add(
        "customers", {name: np.array(column) for name, column in {**customers, "left": [np.inf]}.items()}
    )
    rows = {json.loads(row["member"])[1]: row["numerator"] for row in daily.rows().iter_rows(named=True)}
    assert rows[0] == pytest.approx(0.7)
    assert rows[6] == pytest.approx(fade(n, 0.3, ends - begins - 100.0), rel=1e-12)

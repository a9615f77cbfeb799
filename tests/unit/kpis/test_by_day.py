"""Test trust by day against what the customers' own rows say, with customers who come and go."""

import json

import numpy as np
import pytest

from sim.engines.reference import engine
from sim.experiment import Job, replicate
from sim.kpis.by_day import CHANGES, TRUST, Daily
from sim.luck import Luck
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
    failure = {"customer": [0], "segment": [0], "struck": [begins + 100.0], "trust_after": [0.3]}
    daily.add("failures", {**failure, "trust_before": [fade(n, 0.7, 100.0)]})
    ends = begins + 6 * 86400.0
    customers = {"customer": [0], "segment": [0], "trust_start": [0.7], "trust_end": [0.31], "joined": [0.0]}
    daily.add(
        "customers", {name: np.array(column) for name, column in {**customers, "left": [np.inf]}.items()}
    )
    rows = {json.loads(row["member"])[1]: row["numerator"] for row in daily.rows().iter_rows(named=True)}
    assert rows[0] == pytest.approx(0.7)
    assert rows[6] == pytest.approx(fade(n, 0.3, ends - begins - 100.0), rel=1e-12)


@pytest.fixture(scope="module")
def chunks(one):
    """Chunks of the logs of the replication: table and columns."""
    _, world = one
    found = []
    engine.run(
        world,
        Luck(5, 0),
        lambda table, columns: found.append((table, {k: v.copy() for k, v in columns.items()})),
    )
    return found


def one_by_one(world, chunks, moment):
    """Return trust, summed, and number of the customers of each segment at a moment, one after the other."""
    changes = {}
    for table, columns in chunks:
        if table in CHANGES:
            names = ("customer", CHANGES[table], "trust_before", "trust_after")
            for customer, at, before, after in zip(*(columns[name].tolist() for name in names), strict=True):
                if after == after and world.window.opens <= at:
                    changes.setdefault(customer, []).append((at, before, after))
    sums = np.zeros((2, len(world.customers.segments)))
    for columns in (columns for table, columns in chunks if table == "customers"):
        names = ("customer", "segment", "trust_start", "trust_end", "joined", "left")
        for customer, segment, start, end, joined, left in zip(
            *(columns[name] for name in names), strict=True
        ):
            begins = max(joined, world.window.opens)
            if begins <= moment < left:
                n = world.trust._replace(level=world.customers.levels[segment])
                seen = sorted(changes.get(customer, [(world.window.closes, end or n.level, None)]))
                at, before, _ = seen[0]
                first = start or fade(n, before, begins - at)
                at, trust = max(
                    [(begins, first), *((a, b) for a, _, b in seen if a <= moment and b is not None)]
                )
                sums[:, segment] += fade(n, trust, moment - at), 1
    return sums


@pytest.mark.parametrize("step", [1, -1], ids=["as they come", "backwards"])
def test_every_day_is_what_customers_add_up_to_one_by_one_in_whatever_order_chunks_come(one, chunks, step):
    _, world = one
    daily = Daily(world)
    for table, columns in chunks[::step]:
        for rows in (slice(0, 50), slice(50, None)):
            daily.add(table, {name: column[rows] for name, column in columns.items()})
    rows = {tuple(json.loads(row[1])): row[3:] for row in daily.rows().iter_rows()}
    for day in range(7):
        sums = one_by_one(world, chunks, world.window.opens + day * 86400.0)
        for segment, expected in zip(world.customers.segments, sums.T, strict=True):
            assert rows[segment, day] == pytest.approx(expected, rel=1e-9)

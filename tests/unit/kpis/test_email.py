"""Test the level and the backlog of email over a weekend, worked out by hand."""

import numpy as np
import pytest
import yaml

from sim.kpis import Fold
from sim.logs import FORMS
from sim.scenario.model import Scenario
from sim.world.build import build

HOUR = 3600.0
FRIDAY, MONDAY = 0.0, 3 * 24 * HOUR
CENTRE = """
version: 1
name: letters
clock: {start: 2026-03-06, days: 4, warm_up: 0d, drain: 0d, open: {mon-fri: "08:00-12:00"}}
queues: {mail: {channel: email, patience: infinite}, phone: {patience: infinite}}
contacts:
  letter: {queue: mail, volume: {per_hour: 1}, work: 5m}
  other: {queue: phone, volume: {per_hour: 1}, work: 5m}
groups: {agents: {skills: [mail, phone]}}
on_duty: {agents: 1}
policies: {usual: {}}
baseline: usual
"""
STAYS = [  # queue, joined, wait
    (0, FRIDAY + 9 * HOUR, 2.5 * HOUR),  # answered on Friday at 11:30
    (0, FRIDAY + 11 * HOUR, 69.5 * HOUR),  # left on Friday, answered on Monday at 8:30
    (0, MONDAY + 9 * HOUR, 4 * HOUR),  # left on Monday at 12:00, answered just in time
    (1, FRIDAY + 11 * HOUR, 2 * HOUR),  # a call: it is no backlog
]


@pytest.fixture
def measures():
    world = build(Scenario.model_validate(yaml.safe_load(CENTRE)), "usual")
    legs = np.zeros(len(STAYS), FORMS["legs"])
    legs["queue"], legs["joined"], legs["wait"] = zip(*STAYS, strict=True)
    legs["type"] = legs["queue"]
    fold = Fold(world)
    fold.add("legs", {name: np.ascontiguousarray(legs[name]) for name in legs.dtype.names})
    rows = fold.finish().iter_rows(named=True)
    return {(row["kpi"], row["member"]): (row["numerator"], row["denominator"]) for row in rows}


def test_a_level_of_90_4h_counts_nights_and_weekends_as_waiting(measures):
    assert measures["service_level", "mail"] == (2.0, 3.0)


def test_the_backlog_is_what_waits_at_each_closing(measures):
    assert measures["backlog", "mail"] == (2.0, 4.0)
    assert measures["backlog", "phone"] == (0.0, 4.0)
    assert measures["backlog", ""] == (2.0, 4.0)

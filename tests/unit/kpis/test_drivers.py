"""Test by hand what makes episodes good or bad, and what failures break in silence."""

from math import exp

import numpy as np
import pytest
import yaml

from sim.codes import Closing
from sim.kpis.drivers import named
from sim.rules.experience import DIMENSIONS
from sim.scenario.model import Scenario
from sim.world.build import build

OPENS = 8 * 3600.0
CENTRE = """
version: 1
name: drivers
clock: {start: 2026-03-02, days: 1, warm_up: 0d, drain: 0d, open: "08:00-12:00"}
queues: {line: {patience: infinite}}
contacts: {call: {queue: line, volume: {per_hour: 1}, work: 5m, acw: 0s}}
groups: {agents: {skills: [line]}}
on_duty: {agents: 1}
policies: {usual: {}}
baseline: usual
"""
EPISODES = [  # scores by driver, rated good, closing
    ((0.5, 0.2, -0.1, 1.0, 0.0, 0.4, 0.0), 1, Closing.RESOLVED),
    ((-1.0, 0.0, -0.5, -0.6, -1.0, 0.1, -1.0), 0, Closing.GIVEN_UP),
    ((0.9, 0.9, 0.9, 1.0, 1.0, 0.9, 1.0), 1, Closing.RESOLVED),
]


@pytest.fixture
def world():
    return build(Scenario.model_validate(yaml.safe_load(CENTRE)), "usual")


def rows(episodes, opened=OPENS):
    """Return the issues' columns that drivers are read from."""
    scores = np.array([scores for scores, _, _ in episodes])
    columns = {f"score_{driver}": scores[:, place] for place, driver in enumerate(DIMENSIONS)}
    columns["good"] = np.array([good for _, good, _ in episodes])
    columns["closing"] = np.array([int(closing) for _, _, closing in episodes])
    columns["opened"] = np.full(len(episodes), opened)
    return columns


def chance(weight, score):
    return 1.0 - exp(-abs(weight * (score if score > 0 else 2 * score)) / 0.2)


def test_a_driver_is_named_the_likelier_the_more_it_moved_the_episode_its_way(world):
    found = named(world, rows(EPISODES))
    weights = (0.35, 0.28, 1.8, 0.5, 0.7, 0.56, 0.56)
    first, second, third = (scores for scores, _, _ in EPISODES)
    for place, weight in enumerate(weights):
        good = [scores[place] for scores in (first, third) if scores[place] > 0]
        bad = [second[place]] if second[place] < 0 else []
        assert found["named_good"][place] == pytest.approx(sum(chance(weight, s) for s in good))
        assert found["named_bad"][place] == pytest.approx(sum(chance(weight, s) for s in bad))
    assert set(found["good"]) == {2.0}
    assert set(found["bad"]) == {1.0}


def test_what_is_as_expected_is_named_by_nobody(world):
    found = named(world, rows([((0.0,) * 7, 1, Closing.RESOLVED), ((0.0,) * 7, 0, Closing.CAPPED)]))
    assert not found["named_good"].any()
    assert not found["named_bad"].any()


def test_open_issues_and_those_of_other_days_do_not_count(world):
    still_open = [((float("nan"),) * 7, 0, Closing.OPEN)]
    assert not any(named(world, rows(still_open))[name].any() for name in ("named_bad", "good", "bad"))
    others = named(world, rows(EPISODES, opened=OPENS + 86400.0))
    assert not any(others[name].any() for name in ("named_good", "named_bad", "good", "bad"))

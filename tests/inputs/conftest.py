"""Build the small centres of this folder, and measure what they give.

Each file of this folder holds one fault that planners met in a centre of theirs, with the right value.
Messages that were false stand in tests/unit/scenario/messages.yaml.
"""

import numpy as np
import pytest

from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

CENTRE = {
    "version": 1,
    "name": "input",
    "queues": {"line": {"service_level": "80/20", "short_abandon": "0s", "patience": "infinite"}},
    "groups": {"agents": {"skills": ["line"], "skill": "100%", "wage": 10}},
    "customers": {"count": 20000},
    "behaviour": {"work": {"congestion_pressure": 0}, "recontact": {"chance": 0}},
    "policies": {"usual": {"pace": "none"}},
    "baseline": "usual",
}


@pytest.fixture
def centre():
    """Return the function that makes a scenario of one line and one type of call, without after-call work.

    clock, volume, work: as a file has them; group: changes to the agents; other sections as named.
    """

    def function(clock, volume, work, group=None, **sections):
        call = {"queue": "line", "volume": volume, "work": work, "acw": "0s"}
        raw = {**CENTRE, "clock": clock, "contacts": {"call": call}, **sections}
        raw["groups"] = {"agents": CENTRE["groups"]["agents"] | (group or {})}
        return Scenario.model_validate(raw)

    return function


@pytest.fixture
def measured():
    """Return the function that gives sums by dimension, member and measure, over all replications."""

    def function(scenario, replications=1, seed=3):
        world, found = build(scenario, "usual"), {}
        for replication in range(replications):
            fold = Fold(world)
            engine.run(world, Luck(seed, replication), fold.add)
            for dimension, member, kpi, over, under in fold.finish().iter_rows():
                sums = found.setdefault((dimension, member, kpi), np.zeros(2))
                sums += over, under
        return found

    return function

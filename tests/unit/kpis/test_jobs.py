"""Test what measures make of a few jobs, worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from sim.build import build
from sim.kpis.fold import Fold
from sim.logs import FORMS
from sim.scenario.load import load_scenario

NAN = float("nan")


@pytest.fixture(scope="module")
def world():
    scenario = load_scenario(Path(__file__).parents[3] / "scenarios" / "small_day.yaml")
    return build(scenario, scenario.baseline)


def measured(world, name, rows):
    """Return the sums of every measure of the whole, from rows that are zero but for what they say."""
    block = np.zeros(len(rows), FORMS[name])
    for place, row in enumerate(rows):
        for column, value in row.items():
            block[column][place] = value
    fold = Fold(world)
    fold.add(name, {column: np.ascontiguousarray(block[column]) for column in FORMS[name].names})
    found = fold.finish().filter(dimension="all")
    return dict(zip(found["kpi"], zip(found["numerator"], found["denominator"], strict=True), strict=True))


def test_jobs_are_measured_by_when_they_begin_and_by_promises_forgotten(world):
    opens, before = world.window.opens, world.window.opens - 1.0
    found = measured(world, "jobs", [
        {"reported": opens, "preferred": opens + 100.0, "begun": opens + 100.0},
        {"reported": opens + 5.0, "preferred": opens, "begun": opens + 5.0},  # urgent: done at the report
        {"reported": opens, "preferred": opens + 100.0, "begun": opens + 40.0},  # too early is not on time
        {"reported": opens, "preferred": opens + 100.0, "begun": opens + 130.0, "forgotten": 1},
        {"reported": opens, "preferred": opens + 100.0, "begun": NAN, "forgotten": 2},
        {"reported": before, "preferred": before, "begun": before, "forgotten": 9},  # not of the window
    ])  # fmt: skip
    assert found["job_on_time_share"] == (2.0, 4.0)
    assert found["job_late"] == (35.0, 4.0)
    assert found["promises_forgotten"] == (3.0, 5.0)

"""Test that measures do not depend on how the logs come, and that duty is broken down by interval."""

import numpy as np
import pytest

from sim import load_scenario
from sim.codes import AgentState
from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.luck import Luck
from sim.world.build import build

HOUR = 3600.0


@pytest.fixture(scope="module")
def world():
    scenario = load_scenario("scenarios/small_day.yaml")
    return build(scenario, scenario.baseline)


@pytest.mark.slow
def test_measures_do_not_depend_on_chunks(world):
    whole, cut = Fold(world), Fold(world)

    def sink(table, columns):
        whole.add(table, columns)
        rows = len(next(iter(columns.values())))
        for first in range(0, rows, 7):
            cut.add(table, {name: column[first : first + 7] for name, column in columns.items()})

    engine.run(world, Luck(1, 0), sink)
    expected, found = whole.finish(), cut.finish()
    assert found.drop("numerator", "denominator").equals(expected.drop("numerator", "denominator"))
    for sums in ("numerator", "denominator"):
        np.testing.assert_allclose(found[sums], expected[sums], rtol=1e-12, atol=1e-12)


def test_duty_is_cut_at_the_bounds_of_intervals(world):
    """A span of two and a half intervals, one within an interval, one that ends on a bound."""
    fold, interval = Fold(world), world.reported
    opens = world.window.opens + 10 * HOUR
    begins = np.array([opens + interval / 2, opens + interval / 4, opens + 2 * interval])
    ends = np.array([opens + 3 * interval, opens + interval / 2, opens + 3 * interval])
    fold.add("duty", {
        "agent": np.array([0, 1, 1], dtype=np.int32),
        "group": np.zeros(3, dtype=np.int32),
        "begins": begins,
        "ends": ends,
        "state": np.array([AgentState.TALK, AgentState.AVAILABLE, AgentState.AVAILABLE], dtype=np.int32),
    })  # fmt: skip
    rows = fold.finish().filter(kpi="occupancy")
    by_interval = rows.filter(dimension="interval").select("numerator", "denominator").rows()
    expected = [(1 / 2, 3 / 4), (1, 1), (1, 2)]
    assert by_interval == [tuple(pytest.approx(share * interval) for share in row) for row in expected]
    assert rows.filter(dimension="all")["denominator"].item() == pytest.approx(3.75 * interval)

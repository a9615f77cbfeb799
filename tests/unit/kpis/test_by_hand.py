"""Test every measure against what was counted by hand in one small log."""

import pytest

from sim.kpis import KPIS, Fold
from tests.unit.kpis.by_hand import WORLD, expected, tables

EXPECTED = expected()


@pytest.fixture(scope="module")
def measured():
    """Return numerator and denominator of each measure in the whole; by driver `wait`; by limit 20 s."""
    fold = Fold(WORLD)
    for table, columns in tables().items():
        fold.add(table, columns)
    rows = fold.finish().iter_rows()
    whole = {("all", ""), ("driver", "wait"), ("within", "calls 20s")}
    return {
        kpi: (over, under) for dimension, member, kpi, over, under in rows if (dimension, member) in whole
    }


def test_every_measure_is_counted_by_hand():
    assert set(EXPECTED) == set(KPIS)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_measure_is_what_was_counted_by_hand(measured, name):
    exact = 0.01 if KPIS[name].percentile else 1e-6  # percentiles are read off bins 1 % wide
    assert measured[name] == pytest.approx(EXPECTED[name], rel=exact)

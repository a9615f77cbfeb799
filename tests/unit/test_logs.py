"""Test that a digest tells what happened, and nothing of how it was handed on."""

import numpy as np
import pytest

from sim.logs import TABLES, Digest

WAITS = {
    "nothing": [0.0] * 6,
    "never a minus": [-0.0] * 6,
    "less": [0.0] * 5,
    "one at the end": [0.0] * 5 + [1.0],
    "one earlier": [0.0] * 4 + [1.0, 0.0],
    "not a number": [np.nan] * 6,
    "all": [3.0, 0.0, 2.0, 2.0, 5.0, 1.0],
}


def digest(waits, *cuts):
    found = Digest()
    for part in np.split(np.array(waits), cuts):
        found.add("legs", {"wait": part, "outcome": np.zeros(len(part), dtype=np.int32)})
    return found.text()


@pytest.mark.parametrize("waits", WAITS.values(), ids=list(WAITS))
def test_a_digest_does_not_depend_on_chunks(waits):
    assert digest(waits) == digest(waits, 1) == digest(waits, 2, 4) == digest(waits, 4)


def test_a_digest_tells_any_two_columns_apart():
    assert len({digest(waits) for waits in WAITS.values()}) == len(WAITS)


def test_a_digest_tells_columns_of_the_same_values_apart():
    found = set()
    for table, column in (("legs", "talk"), ("legs", "acw"), ("contacts", "acw")):
        assert column in TABLES[table]
        one = Digest()
        one.add(table, {column: np.zeros(3)})
        found.add(one.text())
    assert len(found) == 3

"""Test that rows are handed on whole, and that a digest tells what happened, whatever the chunks."""

import numpy as np
import pytest

from sim import logs
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


@pytest.mark.parametrize(
    "batches", [[3] * 10, [25, 1, 4], [30]], ids=["little by little", "in between", "at once"]
)
def test_a_buffer_hands_on_every_row_once_in_order_and_in_full_chunks(monkeypatch, batches):
    monkeypatch.setattr(logs, "BLOCK_ROWS", 4)
    monkeypatch.setattr(logs, "CHUNK_ROWS", 7)
    seen, places = [], iter(range(30))
    buffer = logs.Buffer(lambda table, columns: seen.append((table, columns)))
    for batch in batches:
        for _ in range(batch):
            buffer.blocks["duty"] += logs.PACK["duty"](next(places), 1, 0.5, 1.5, 2)
        buffer.gather()
    buffer.close()
    assert [(table, len(columns["agent"])) for table, columns in seen] == [("duty", 7)] * 4 + [("duty", 2)]
    assert np.concatenate([columns["agent"] for _, columns in seen]).tolist() == list(range(30))
    assert {tuple(columns) for _, columns in seen} == {tuple(TABLES["duty"])}
    assert all((columns["ends"] == 1.5).all() for _, columns in seen)

"""Test that the compiled engine's heap, as Python runs its text, gives events in their order."""

import heapq
from types import SimpleNamespace

import numpy as np
import pytest

heap = pytest.importorskip("sim.engines.compiled.heap")
MOST = 2_000


def empty():
    return SimpleNamespace(
        clock=SimpleNamespace(planned=0, events=0),
        times=[0.0] * MOST,
        orders=[0] * MOST,
        serials=[0] * MOST,
        whats=[0] * MOST,
    )


@pytest.mark.parametrize("seed", range(20))
def test_events_come_by_time_then_order_then_as_they_were_planned(seed):
    """Few times and orders, so that most events have ties; 0.0 and -0.0 are one time."""
    luck, engine, known = np.random.default_rng(seed), empty(), []
    for serial in range(MOST):
        time, order = luck.choice([-0.0, 0.0, 1.0, 2.0, 3.5]), int(luck.integers(-1, 3))
        heap.push(engine, time, order, serial)
        heapq.heappush(known, (time, order, serial, serial))
        for _ in range(luck.choice([0, 0, 1, 2])):
            if known:
                first = engine.times[0], engine.orders[0], engine.serials[0], engine.whats[0]
                assert first == heapq.heappop(known)
                heap.drop(engine)
    while known:
        assert (engine.times[0], engine.orders[0], engine.serials[0]) == heapq.heappop(known)[:3]
        heap.drop(engine)
    assert engine.clock.events == 0

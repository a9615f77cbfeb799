"""Test where streams and their nodes stand."""

import pytest

from sim.plots.streams import GAP, Stream, laid_out, merged

STREAMS = [
    Stream(0, "new", 1, "service", 90.0),
    Stream(0, "repeat", 1, "service", 10.0),
    Stream(1, "service", 2, "agents", 99.0),
    Stream(1, "service", 2, "abandoned", 1.0, lost=True),
]


def test_heights_are_in_proportion_and_every_node_has_room_for_its_words():
    plan = laid_out(STREAMS, height=4.0, line=0.2)
    for (column, name), (bottom, high, size) in plan.nodes.items():
        assert high == pytest.approx(size * plan.scale)
        assert bottom >= -1e-9
        assert bottom + high <= 4.0 + 1e-9
        middles = [b + h / 2 for (c, n), (b, h, _) in plan.nodes.items() if c == column and n != name]
        assert all(abs(bottom + high / 2 - other) >= 0.2 for other in middles)
    assert plan.nodes[1, "service"][2] == 100.0


def test_the_scale_is_the_largest_that_fits():
    plan = laid_out(STREAMS, height=4.0, line=0.2)
    used = sum(max(high, 0.2) for (column, _), (_, high, _) in plan.nodes.items() if column == 2) + GAP
    assert used == pytest.approx(4.0)


def test_streams_fill_their_nodes_without_overlap():
    plan = laid_out(STREAMS, height=4.0, line=0.2)
    bands = sorted((band.y0, band.y0 + band.high) for band in plan.streams if band.start == 1)
    bottom, high, _ = plan.nodes[1, "service"]
    assert bands[0][0] == pytest.approx(bottom)
    assert bands[-1][1] == pytest.approx(bottom + high)
    assert bands[0][1] == pytest.approx(bands[1][0])


def test_nodes_without_room_become_one_in_every_list_and_nothing_is_lost():
    few = [Stream(0, "new", 1, f"queue {n}", 10.0 * n) for n in range(1, 13)]
    more = [Stream(0, "new", 1, f"queue {n}", 5.0) for n in range(1, 13)]
    gone = [Stream(1, f"queue {n}", 2, f"end {n}", 1.0, lost=n > 6) for n in range(1, 13)]
    first, second = merged([[*few, *gone], more], height=1.6, line=0.2)
    assert {one.target for one in second} == {"queue 12", "queue 11", "others (10)"}
    assert sum(one.size for one in first if one.end == 1) == sum(one.size for one in few)
    ends = {one.target: one.lost for one in first if one.end == 2}
    assert ends["others lost (6)"]
    assert not any(lost for words, lost in ends.items() if "lost" not in words)
    plan = laid_out(first, 1.6, 0.2)
    assert plan.scale > 0.0
    assert all(bottom >= -1e-9 for bottom, *_ in plan.nodes.values())


def test_nodes_with_room_stay_as_they_are():
    assert merged([STREAMS], height=4.0, line=0.2) == [STREAMS]

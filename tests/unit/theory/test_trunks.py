"""Test shared lines against Erlang B, an endless queue and a solved chain."""

import numpy as np
import pytest

from sim.theory.erlang import erlang_b, mmn
from sim.theory.trunks import shared_lines


@pytest.mark.parametrize(("load", "agents"), [(10.0, 10), (5.0, 6), (0.0, 3)])
def test_as_many_lines_as_agents_lose_what_erlang_b_says(load, agents):
    assert shared_lines([load], [agents], agents).blocked == pytest.approx(erlang_b(agents, load), rel=1e-12)


def test_enough_agents_for_every_line_make_one_full_group_of_both_queues():
    assert shared_lines([2.0, 3.0], [6, 6], 6).blocked == pytest.approx(erlang_b(6, 5.0), rel=1e-12)


def test_with_lines_to_spare_each_queue_waits_as_if_alone():
    found = shared_lines([2.0, 3.0], [4, 5], 150)
    assert found.blocked < 1e-12
    assert found.mean_waiting == pytest.approx(
        (mmn(2.0, 1.0, 4).mean_queue, mmn(3.0, 1.0, 5).mean_queue), rel=1e-6
    )


def test_the_chain_of_both_numbers_present_gives_the_same():
    loads, agents, lines = (1.5, 0.7), (2, 1), 4
    spots = [(i, j) for i in range(lines + 1) for j in range(lines + 1) if i + j <= lines]
    flows = np.zeros((len(spots), len(spots)))
    for place, (i, j) in enumerate(spots):
        steps = [((i + 1, j), loads[0]), ((i, j + 1), loads[1])]
        steps += [((i - 1, j), min(i, agents[0])), ((i, j - 1), min(j, agents[1]))]
        for pair, flow in steps:
            if pair in spots:
                flows[place, spots.index(pair)] += flow
                flows[place, place] -= flow
    equations = np.vstack([flows.T, np.ones(len(spots))])
    chance = np.linalg.lstsq(equations, np.array([0.0] * len(spots) + [1.0]), rcond=None)[0]
    found = shared_lines(loads, agents, lines)
    assert found.blocked == pytest.approx(
        sum(p for p, s in zip(chance, spots, strict=True) if sum(s) == lines)
    )
    for queue in (0, 1):
        waiting = sum(p * max(s[queue] - agents[queue], 0) for p, s in zip(chance, spots, strict=True))
        assert found.mean_waiting[queue] == pytest.approx(waiting)


@pytest.mark.parametrize(
    ("loads", "agents", "lines"), [([], [], 3), ([1.0], [1, 2], 3), ([-1.0], [1], 3), ([1.0], [1], 0)]
)
def test_what_means_nothing_is_refused(loads, agents, lines):
    with pytest.raises(ValueError, match="allowed"):
        shared_lines(loads, agents, lines)

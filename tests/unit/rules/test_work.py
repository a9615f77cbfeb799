"""Test how much talk a leg needs and how much work is left after it."""

from math import exp

import pytest

from sim.rules.work import TempoNumbers, left_after, own_speed, tempo, want
from sim.scenario.work import Work

N = Work().numbers()


@pytest.mark.parametrize(
    ("left", "explains", "solvable", "expected"),
    [
        (240.0, False, True, 240.0),
        (240.0, True, True, 285.0),
        (100.0, False, True, 100.0),
        (240.0, False, False, 72.0),
        (240.0, True, False, 117.0),
        (50.0, False, False, 50.0),
        (50.0, True, False, 95.0),
    ],
)
def test_a_leg_needs_the_work_left_or_the_diagnosis_and_the_telling(left, explains, solvable, expected):
    assert want(N, 240.0, left, explains, solvable, 1.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("talk", "explained", "notes", "expected"),
    [
        (120.0, False, 0.5, 180.0),
        (120.0, False, 1.0, 120.0),
        (120.0, False, 0.0, 240.0),
        (120.0, True, 0.5, 202.5),
        (30.0, True, 1.0, 240.0),
        (240.0, False, 1.0, 5.0),
        (1000.0, False, 1.0, 5.0),
    ],
)
def test_notes_carry_useful_talk_over_and_five_seconds_always_remain(talk, explained, notes, expected):
    assert left_after(N, 240.0, talk, 1.0, explained, notes) == pytest.approx(expected)


def test_twice_the_speed_takes_half_the_talk_and_does_the_same_work():
    talk = want(N, 240.0, 240.0, True, True, 2.0)
    assert talk == 142.5
    assert left_after(N, 240.0, talk, 2.0, True, 1.0) == N.least_left
    half = 71.25  # seconds talked: 142.5 of work, of which 45 tell the story again and 97.5 are useful
    assert left_after(N, 240.0, half, 2.0, True, 0.5) == 240.0 - 48.75


def test_a_slow_agent_leaves_more_undone_in_the_same_talk():
    assert want(N, 240.0, 240.0, False, True, 0.8) == 300.0
    assert left_after(N, 240.0, 100.0, 0.8, False, 1.0) == 160.0


@pytest.mark.parametrize("z", [-3.0, 0.0, 1.7])
def test_without_spread_everybody_has_the_groups_speed(z):
    assert own_speed(0.9, 0.0, z) == 0.9


def test_individual_speeds_are_above_zero_and_have_the_stated_mean():
    normals = [-6.0 + k / 500 for k in range(6001)]
    weights = [exp(-z * z / 2) for z in normals]
    speeds = [own_speed(0.9, 0.3, z) for z in normals]
    assert min(speeds) > 0.0
    mean = sum(w * s for w, s in zip(weights, speeds, strict=True)) / sum(weights)
    assert mean == pytest.approx(0.9, rel=1e-6)


@pytest.mark.parametrize(
    ("numbers", "crowd", "expected"),
    [
        (TempoNumbers(0.0, 0.5, 0.5, -1.0, 1.0), 3.0, 1.0),
        (TempoNumbers(0.2, 0.0, 0.0, -1.0, 1.0), 0.0, 1.0),
        (TempoNumbers(0.2, 0.0, 1.0, -1.0, 1.0), 0.0, 1.25),
        (TempoNumbers(0.2, 0.5, 0.5, 0.5, 1.0), 0.5, 1.0 / 0.9),
        (TempoNumbers(0.2, 0.5, 0.5, 0.5, 1.0), 0.6, 1.0 / 0.85),
        (TempoNumbers(0.0, 0.0, 0.0, 0.5, 1.1), 0.0, 1.0),
        (TempoNumbers(0.0, 0.0, 0.0, 0.5, 0.9), 1.0, 1.0 - 0.1 * (1.0 - exp(-1.0))),
    ],
)
def test_saved_talk_and_load_are_a_speed(numbers, crowd, expected):
    assert tempo(numbers, crowd) == pytest.approx(expected)

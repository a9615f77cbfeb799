"""Test how much talk a leg needs and how much work is left after it."""

import pytest

from sim.rules.work import left_after, want
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
    assert want(N, 240.0, left, explains, solvable) == pytest.approx(expected)


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
    assert left_after(N, 240.0, talk, explained, notes) == pytest.approx(expected)

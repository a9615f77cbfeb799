"""Test who calls again, and when a return finds the door open."""

from math import inf

import pytest

from sim.rules.recontact import Opening, at_open_door, calls_again

HOUR = 3600.0
OPENING = Opening((8 * HOUR, 32 * HOUR, 56 * HOUR), (12 * HOUR, 36 * HOUR, 56.5 * HOUR))


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        (0.0, 8.25 * HOUR),
        (8 * HOUR, 8 * HOUR),
        (8 * HOUR - 1e-6, 8.25 * HOUR),
        (10 * HOUR, 10 * HOUR),
        (12 * HOUR - 1e-6, 12 * HOUR - 1e-6),
        (12 * HOUR, 32.25 * HOUR),
        (20 * HOUR, 32.25 * HOUR),
        (36 * HOUR, 56.125 * HOUR),
        (56.5 * HOUR, inf),
        (100 * HOUR, inf),
    ],
)
def test_a_return_comes_when_wished_or_soon_after_the_next_opening(wished, expected):
    assert at_open_door(OPENING, wished, HOUR, 0.25) == pytest.approx(expected, abs=0)


def test_a_door_that_opens_for_less_than_the_spread_is_not_missed():
    assert at_open_door(OPENING, 40 * HOUR, HOUR, 0.999) == pytest.approx(56 * HOUR + 0.999 * 1800.0)


def test_a_centre_that_never_opens_is_never_reached():
    assert at_open_door(Opening((), ()), 0.0, HOUR, 0.5) == inf


def test_luck_below_the_chance_calls_again():
    assert calls_again(0.55, 0.5499)
    assert not calls_again(0.55, 0.55)
    assert not calls_again(0.0, 2**-53)
    assert calls_again(1.0, 1 - 2**-53)

"""Test the erosion of rapport in a world worked out by hand: one agent, 300 s of work, 40 s of rapport."""

from math import exp

import pytest

# open for 4 of 24 hours: 6 hours of the calendar are an hour at work
HOUR = 3600.0
ERODES = {
    "behaviour": {"work": {"congestion_pressure": 0.5}, "erosion": {"down": "6h", "up": "12h"}},
    "policies": {"usual": {"pace": {"kind": "quality_time", "rapport": "40s"}}},
}


def test_a_conversation_offers_the_rapport_that_pressure_has_left(play, need):
    played = play([need(60.0), need(70.0), need(80.0)], ERODES)
    # nobody waits behind the first: 340 s of talk and 30 s of acw later the second leaves one waiting
    loss, gain = (1.0 - exp(-0.5)) / HOUR, exp(-0.5) / (2 * HOUR)
    balance = gain / (loss + gain)
    second = balance + (1.0 - balance) * exp(-(loss + gain) * 370.0)
    talk = 300.0 + second * 40.0 * exp(-0.5)
    third = 1.0 - (1.0 - second) * exp(-(talk + 30.0) / (2 * HOUR))
    assert played.column("legs", "talk") == pytest.approx([340.0, talk, 300.0 + third * 40.0])
    assert played.groups == [
        {"group": 0, "norm_start": 1.0, "norm_end": pytest.approx(third)},
        {"group": 1, "norm_start": 1.0, "norm_end": 1.0},
    ]


def test_where_nothing_erodes_the_groups_have_no_rows(play, need):
    assert play([need(60.0)]).groups == []

"""Test until when a call that the firm promised is in time, in two days of opening from 0 to 100 s."""

from sim.rules.recontact import Opening
from sim.rules.recovery import in_time_until

OPENING = Opening((0.0, 1000.0), (100.0, 1100.0))


def test_a_call_due_while_the_door_is_open_is_in_time_until_the_time_promised_is_over():
    assert in_time_until(OPENING, 50.0, 40.0, 70.0) == 90.0
    assert in_time_until(OPENING, 50.0, 80.0, 70.0) == 130.0


def test_a_call_put_off_is_in_time_within_the_time_from_the_opening():
    assert in_time_until(OPENING, 90.0, 40.0, 110.0) == 1040.0


def test_a_call_for_which_the_door_does_not_open_again_is_never_late():
    assert in_time_until(OPENING, 1090.0, 40.0, 1110.0) == float("inf")

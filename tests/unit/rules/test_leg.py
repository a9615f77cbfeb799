"""Test what becomes of a stay with an agent that is cut or slowed while it lasts."""

import math

from sim.rules.chat import given_within
from sim.rules.leg import cut, longer


def test_who_is_cut_off_while_talking_misses_the_rest_and_all_rapport():
    assert cut(300.0, 60.0, 10.0, 120.0) == (120.0, 0.0, 190.0)


def test_who_is_cut_off_during_rapport_misses_nothing_of_the_talk():
    assert cut(300.0, 60.0, 10.0, 320.0) == (300.0, 20.0, 10.0)
    assert cut(300.0, 60.0, 10.0, 500.0) == (300.0, 60.0, 10.0)


def test_half_the_speed_doubles_what_is_left_and_the_usual_speed_halves_it_again():
    assert longer(100.0, 1.0, 0.5) == 100.0
    assert longer(200.0, 0.5, 1.0) == -100.0
    assert longer(0.1 + 0.2, 1.0, 1.0) == 0.0


def test_a_chat_counts_within_the_window_only():
    assert given_within(5.0, 9.0, math.inf, math.inf) == 0.0
    assert given_within(5.0, 9.0, 7.0, math.inf) == 2.0
    assert given_within(5.0, 9.0, 2.0, 8.0) == 3.0
    assert given_within(5.0, 9.0, 2.0, 4.0) == 0.0

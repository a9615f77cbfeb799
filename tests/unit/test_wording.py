"""Test how estimates are written: digits, signs, units."""

import pytest

from sim.estimate import NO_DATA, Estimate
from sim.wording import (
    in_words,
    short_change,
    show_change,
    show_difference,
    show_number,
    show_value,
    spaced,
    time_in_words,
)


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(0.8134, 0.806, 0.8208, 0.0074, 9), "share", "81.34 ± 0.74 %"),
        (Estimate(11230.4, 11000.0, 11460.8, 230.4, 9), "money", "11,230 ± 230 EUR"),
        (Estimate(31.27, None, None, None, 1), "s", "31.3 s"),
        (Estimate(0.0, 0.0, 0.0, 0.0, 9), "count", "0 ± 0"),
        (NO_DATA, "share", "no data"),
        (Estimate(0.028, 0.0, 0.099, 0.071, 9), "per_day", "0.028 [0.000, 0.099] a day"),
        (Estimate(0.95, 0.85, 1.0, 0.1, 9), "share", "95 [85, 100] %"),
    ],
)
def test_values_show_two_digits_of_their_half_width(found, unit, expected):
    assert show_value(found, unit, "EUR") == expected


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(0.0321, 0.0106, 0.0536, 0.0215, 9), "share", "+3.2 pp [+1.1, +5.4]"),
        (Estimate(-11.15, -12.14, -10.16, 0.99, 9), "s", "−11.15 s [−12.14, −10.16]"),
        (Estimate(-0.0000001, -0.04, 0.04, 0.04, 9), "score", "0.000 [−0.040, +0.040]"),
        (Estimate(-5.0, None, None, None, 1), "s", "−5.00 s"),
        (Estimate(0.00114, 0.0011, 0.00118, 0.00004, 9), "score", "+0.00114 [+0.00110, +0.00118]"),
        (Estimate(-0.00058, -0.00061, -0.00055, 0.00003, 9), "score", "−0.000580 [−0.000610, −0.000550]"),
        (
            Estimate(0.0000041, -0.0000009, 0.0000091, 0.000005, 9),
            "score",
            "+0.0000041 [−0.0000009, +0.0000091]",
        ),
        (Estimate(26.96, 0.2, 53.72, 26.76, 3), "s", "+27.0 s [+0.2, +53.7]"),
        (Estimate(-26.96, -53.72, -0.0004, 26.7596, 3), "s", "−26.9600 s [−53.7200, −0.0004]"),
        (Estimate(-26.7, -53.8, 0.4, 27.1, 3), "s", "−27 s [−54, 0]"),
        (Estimate(2e-17, 1e-17, 3e-17, 1e-17, 9), "score", "0 [0, 0]"),
        (Estimate(5.0, 5.0, 5.0, 1e-15, 9), "s", "+5.0000 s [+5.0000, +5.0000]"),
        (NO_DATA, "s", "no data"),
    ],
)
def test_differences_show_their_sign_and_interval(found, unit, expected):
    assert show_difference(found, unit) == expected


def test_a_number_stands_without_its_unit_where_a_heading_names_it():
    assert show_number(Estimate(0.8134, 0.806, 0.8208, 0.0074, 9), "share") == "81.34 ± 0.74"
    assert show_number(NO_DATA, "share") == "–"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Estimate(0.0321, 0.0106, 0.0536, 0.0215, 9), "+3.2 ± 2.1"),
        (Estimate(26.96, 0.2, 53.72, 26.76, 3), "+2,696 ± 2,676"),
        (Estimate(-0.05, None, None, None, 1), "−5.00"),
        (NO_DATA, "–"),
    ],
)
def test_a_change_stands_in_a_table_with_its_half_width(found, expected):
    assert show_change(found, "share") == expected


def test_a_change_leaves_its_half_width_out_where_room_is_short():
    assert show_change(Estimate(0.0321, 0.0106, 0.0536, 0.0215, 9), "share", spread=False) == "+3.2"


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(0.008, 0.0076, 0.0084, 0.0004, 4), "share", "+0.8 ±0.04 pp"),
        (Estimate(0.005, 0.0047, 0.0053, 0.0003, 4), "score", "+0.005 ±0.0003"),
        (Estimate(812.0, 811.7, 812.3, 0.3, 4), "money", "+812 ±0.3 EUR"),
        (Estimate(0.008, 0.0026, 0.0134, 0.0054, 4), "share", "+0.8 ±0.5 pp"),
        (Estimate(0.008, 0.008, 0.008, 0.0, 4), "share", "+0.8 ±0.0 pp"),
        (Estimate(0.008, None, None, None, 1), "share", "+0.8 pp"),
    ],
)
def test_a_half_width_that_is_not_zero_is_not_written_as_zero(found, unit, expected):
    assert short_change(found, unit, "EUR") == expected


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30.0, "30 s"),
        (60.0, "1 min"),
        (90.0, "1 min 30 s"),
        (7200.0, "2 h"),
        (0.5, "0.5 s"),
        (86400.0, "1 d"),
    ],
)
def test_times_have_units_that_are_not_mistaken_for_metres(seconds, words):
    assert time_in_words(seconds) == words


def test_the_time_of_a_goal_is_in_words_and_other_times_stay_as_they_are_named():
    text = "Target 3m30s misses its goal of 80 % within 1m30s under Target 3m30s"
    assert in_words(text, ()) == "Target 3m30s misses its goal of 80 % within 1 min 30 s under Target 3m30s"
    assert (
        spaced("Within 20s, second_line (goal 80 %)", ["second_line"])
        == "Within 20 s, second line (goal 80 %)"
    )
    assert (
        in_words("issues that return within 7d, within 1 min", ())
        == "issues that return within 7 d, within 1 min"
    )
    assert in_words("within 20seconds or within s", ()) == "within 20seconds or within s"

"""Test what clocks show on days of 23 and 25 hours, by hand, and that both ways lead back."""

from math import inf

import pytest

from sim.rules.day_clock import DayClock, first_shown, shown_at

HOUR, DAY = 3600.0, 86400.0
# a day of 25 hours, an ordinary one, and one of 23: the clock goes back at three and forward at two
CLOCK = DayClock((0.0, 25 * HOUR, 49 * HOUR), (3 * HOUR, inf, 2 * HOUR), (-HOUR, 0.0, HOUR))


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (2.5, 2.5),
        (3.0, 2.0),
        (3.5, 2.5),
        (24.5, 23.5),
        (25.0, 24.0),
        (50.5, 49.5),
        (51.0, 51.0),
        (71.0, 71.0),
    ],
)
def test_a_moment_is_told_as_the_clock_shows_it(now, shown):
    assert shown_at(CLOCK, now * HOUR) == shown * HOUR
    assert first_shown(CLOCK, shown * HOUR, now * HOUR) == now * HOUR


def test_a_time_shown_twice_is_the_next_of_the_two_and_one_skipped_the_moment_of_the_change():
    assert first_shown(CLOCK, 2.5 * HOUR, 0.0) == 2.5 * HOUR
    assert first_shown(CLOCK, 2.5 * HOUR, 3.0 * HOUR) == 3.5 * HOUR
    assert first_shown(CLOCK, 2 * DAY + 2.5 * HOUR, 0.0) == 51 * HOUR
    assert first_shown(CLOCK, 3 * DAY, 0.0) == inf


def test_without_a_change_the_run_is_what_the_clock_shows():
    steady = DayClock((0.0, DAY), (inf, inf), (0.0, 0.0))
    for now in (0.0, 5.25 * HOUR, DAY, 1.9 * DAY):
        assert shown_at(steady, now) == now == first_shown(steady, now, 0.0)

"""Test clocks against the calendar of Python's standard library, moment by moment."""

import datetime

import pytest

from sim.quantities import QuantityError
from sim.scenario.zone import STEADY, parse_timezone, zone_of

HALF_HOUR = 1800.0
# autumn and spring at two, a change of half an hour, two at midnight, and a day without any
DAYS = [
    ("Europe/Berlin", "2026-10-25"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-24"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("America/Sao_Paulo", "2018-02-17"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("Asia/Kolkata", "2026-10-25"),
]


@pytest.mark.parametrize(("name", "date"), DAYS)
def test_a_clock_shows_what_the_standard_library_says(name, date):
    day, zone = datetime.date.fromisoformat(date), zone_of(name)
    number = day.toordinal()
    change = zone.change(number)
    for step in range(int((zone.midnight(number + 1) - zone.midnight(number)) / HALF_HOUR)):
        elapsed = step * HALF_HOUR + 60.0
        moment = datetime.datetime.fromtimestamp(zone.midnight(number) + elapsed, datetime.UTC)
        local = zone.local(moment)
        shown, again = change.shown(elapsed)
        assert local.date() == day
        assert shown == local.hour * 3600.0 + local.minute * 60.0 + local.second
        assert again == (local.fold == 1)
        assert change.elapsed(shown, again=again) == elapsed
        assert change.doubles(shown) == (
            local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()
        )
        offset = local.utcoffset().total_seconds()
        assert zone.since(number, shown, offset) == elapsed
        assert not change.doubles(shown) or zone.offset(number, again=again) == offset


def test_a_time_that_the_clock_skips_is_the_moment_of_the_change():
    change = zone_of("Europe/Berlin").change(datetime.date(2026, 3, 29).toordinal())
    assert [change.elapsed(hour * 3600.0) / 3600.0 for hour in (1, 2, 2.5, 3, 4)] == [1, 2, 2, 2, 3]
    assert [change.skips(hour * 3600.0) for hour in (1.99, 2, 2.99, 3)] == [False, True, True, False]


def test_a_zone_without_summer_time_is_steady():
    assert zone_of("Asia/Kolkata").change(datetime.date(2026, 3, 29).toordinal()) is STEADY


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [("berlin", "Did you mean Europe/Berlin?"), ("new york", "America/New_York"), (1, "Write, say")],
)
def test_what_is_no_time_zone_is_refused_with_the_nearest(raw, remedy):
    with pytest.raises(QuantityError, match="is not a time zone") as caught:
        parse_timezone(raw)
    assert remedy in str(caught.value)

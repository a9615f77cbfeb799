"""Test when customers call after an opening, by the volume of their queue on that day."""

from math import inf

import pytest

from sim.rules.recontact import at_calling_time
from sim.scenario.model import Scenario
from sim.world.build import build

HOUR, DAY = 3600.0, 86400.0


def calls_at(wished, u, queue="service", volume=None, special=None, **recontact):
    """Return when a customer calls [s from Monday] who wants to call at `wished` [s]."""
    raw = {
        "version": 1,
        "name": "calling",
        "clock": {
            "start": "2026-03-02",
            "days": 7,
            "warm_up": "0s",
            "drain": "0s",
            "open": {"mon-fri": "08:00-12:00", "sat": "09:00-11:00"},
            "interval": "1h",
            "special_days": special or {},
        },
        "queues": {
            "service": {"patience": "3m"},
            "second": {"patience": "3m"},
            "spare": {"patience": "3m", "open": {"mon-fri": "10:00-11:30"}},
        },
        "contacts": {
            "question": {
                "queue": "service",
                "volume": {"mon-fri": [40, 30, 20, 10], "sat": [4, 3]} if volume is None else volume,
                "work": "5m",
            },
            "other": {
                "queue": "spare",
                "volume": {"mon-fri": [0, 0, 10, 20]} if volume is None else volume,
                "work": "5m",
            },
        },
        "groups": {"agents": {"skills": ["service", "second", "spare"]}},
        "on_duty": {"agents": 4},
        "customers": {"count": 1000},
        "behaviour": {"recontact": recontact},
        "policies": {"usual": {}},
        "baseline": "usual",
    }
    world = build(Scenario.model_validate(raw), "usual")
    place = [numbers.name for numbers in world.queues].index(queue)
    return at_calling_time(world.queues[place].opening, world.calling[place], wished, u)


@pytest.mark.parametrize(
    ("u", "hour"), [(0.2, 8.5), (0.4, 9.0), (0.55, 9.5), (0.7, 10.0), (0.85, 10.75), (0.975, 11.75)]
)
def test_they_call_when_that_share_of_the_day_has_called(u, hour):
    assert calls_at(3 * HOUR, u) == pytest.approx(hour * HOUR)
    assert calls_at(12 * HOUR, u) == pytest.approx(DAY + hour * HOUR)


def test_within_opening_hours_they_call_at_once():
    assert calls_at(8 * HOUR, 0.9) == 8 * HOUR
    assert calls_at(11.9 * HOUR, 0.9) == 11.9 * HOUR


def test_another_weekday_has_a_curve_of_its_own():
    assert calls_at(4.5 * DAY, 4 / 7) == pytest.approx(5 * DAY + 10 * HOUR)


def test_nobody_calls_once_the_run_is_over():
    assert calls_at(5.9 * DAY, 0.5) == inf


def test_a_special_day_has_its_own_hours_and_volume():
    special = {"2026-03-03": {"open": "09:00-11:30", "volume": 2}}
    # 30, 20 and half of 10 an hour, all times two
    assert calls_at(15 * HOUR, 30 / 55, special=special) == pytest.approx(DAY + 10 * HOUR)
    assert calls_at(15 * HOUR, 52.5 / 55, special=special) == pytest.approx(DAY + 11.25 * HOUR)


def test_a_queue_with_hours_of_its_own_has_the_volume_within_them():
    # 10 from ten to eleven, 10 of the 20 up to half past
    assert calls_at(0.0, 0.5, "spare") == pytest.approx(11 * HOUR)
    assert calls_at(0.0, 0.75, "spare") == pytest.approx(11.25 * HOUR)


def test_nobody_calls_in_an_hour_without_volume():
    volume = {"mon-fri": [0, 5, 0, 5]}
    assert calls_at(0.0, 1e-9, volume=volume) == pytest.approx(9 * HOUR, abs=1e-4)
    assert calls_at(0.0, 0.5, volume=volume) == pytest.approx(11 * HOUR)
    assert calls_at(0.0, 1 - 2**-53, volume=volume) == pytest.approx(12 * HOUR)


def test_a_queue_without_volume_of_its_own_has_that_of_all():
    # 40, 30, 30 and 30 an hour
    assert calls_at(0.0, 40 / 130, "second") == pytest.approx(9 * HOUR)


def test_a_day_without_any_volume_is_even():
    assert calls_at(0.0, 0.25, volume=0) == pytest.approx(9 * HOUR)


def test_a_time_after_opening_stays_a_choice():
    with pytest.raises(IndexError):
        calls_at(0.0, 0.25, after_opening="4h")

"""Test nights from 22:00 to 06:00: no overtime at midnight, nobody broken off, a holiday that follows.

Nine agents, 40 calls an hour of 12 minutes. Nights had to be split at midnight; that made 0.7 h of false
overtime a day, broke off a fifth of the conversations begun before midnight, and ended at a holiday.
"""

import numpy as np
import pytest

from sim.scenario.capacity import headcount
from sim.scenario.crosschecks import crosscheck

NINE = {"agents": 9}
DAYS = {
    "early": {"hours": "06:00-14:00", "staff": NINE},
    "late": {"hours": "14:00-22:00", "staff": NINE},
}
WHOLE = DAYS | {"night": {"hours": "22:00-06:00", "staff": NINE}}
SPLIT = DAYS | {
    "night_before": {"hours": "22:00-24:00", "staff": NINE},
    "night_after": {"hours": "00:00-06:00", "staff": NINE},
}
ENDS = ("06:00", "14:00", "22:00")


@pytest.fixture
def around_the_clock(centre):
    """Return the function that makes a week with these shifts."""

    def function(shifts, **group):
        clock = {"start": "2026-03-02", "days": 7, "warm_up": "6h", "drain": "0d", "interval": "1h"}
        patience = {"dist": "exponential", "mean": "5m"}
        return centre(
            clock | {"open": "00:00-24:00"},
            {"per_hour": 40},
            "12m",
            group,
            queues={"line": {"service_level": "80/20", "short_abandon": "0s", "patience": patience}},
            shifts=shifts,
        )

    return function


def by_hour(found, measure):
    """Return the sums of a measure by hour of the day."""
    hours = {}
    for (dimension, member, kpi), sums in found.items():
        if (dimension, kpi) == ("interval", measure):
            hours[member.split()[1]] = hours.get(member.split()[1], 0.0) + sums
    return hours


def test_nights_that_are_whole_need_as_many_places_in_the_roster_as_there_are_people(around_the_clock):
    assert headcount(around_the_clock(WHOLE), "agents") == 27
    assert headcount(around_the_clock(SPLIT), "agents") == 36


def pair(first, second, after=NINE, days="mon-sun"):
    """Return two shifts."""
    return {
        "first": {"days": days, "hours": first, "staff": NINE},
        "second": {"days": days, "hours": second, "staff": after},
    }


@pytest.mark.parametrize(
    ("shifts", "told"),
    [
        (SPLIT, True),
        (WHOLE, False),
        (pair("16:00-24:00", "00:00-08:00"), False),
        (pair("22:00-24:00", "00:00-06:00", after={"agents": 5}), False),
        (pair("22:00-24:00", "00:00-06:00", days="sat"), False),
    ],
    ids=["split", "whole", "two long shifts", "fewer after midnight", "other nights"],
)
def test_a_night_that_is_written_as_two_shifts_is_told(around_the_clock, shifts, told):
    scenario = around_the_clock(shifts)
    text = (
        "ends at midnight, where night_after begins (got 22:00-24:00, and 00:00-06:00 in night_after; "
        "allowed one shift, 22:00-06:00). As one, nobody goes home at midnight, absence is drawn once a "
        "night, and a holiday does not cut it short."
    )
    found = [one.text for one in crosscheck(scenario) if "midnight" in one.text]
    assert found == [text] * told


@pytest.mark.slow
def test_overtime_falls_on_the_three_ends_of_shifts(around_the_clock, measured):
    """Seed 3, 3 replications, 20,000 calls twice, on the same luck.

    Of 7.2 agents who talk each has six minutes left: 2.17 h at three ends, to four standard errors.
    """
    whole, split = (measured(around_the_clock(nights), 3) for nights in (WHOLE, SPLIT))
    over, days = whole["all", "", "overtime"]
    assert over / days == pytest.approx(2.17, abs=0.28)
    hours = {hour: sums[0] / days for hour, sums in by_hour(whole, "overtime").items()}
    assert {hour for hour, sums in hours.items() if sums} == {*ENDS}
    false = by_hour(split, "overtime")["00:00"][0] / days
    print(over / days, hours, false)
    assert false == pytest.approx(0.716, abs=0.16)
    occupancy = {hour: sums for hour, sums in by_hour(whole, "occupancy").items() if hour not in ENDS}
    over, under = sum(occupancy.values(), np.zeros(2))
    print(over / under, occupancy["00:00"], by_hour(split, "occupancy")["00:00"])
    assert over / under == pytest.approx(0.799, abs=0.01)
    at_midnight, as_split = (by_hour(found, "occupancy")["00:00"] for found in (whole, split))
    assert at_midnight[0] / at_midnight[1] - as_split[0] / as_split[1] == pytest.approx(0.047, abs=0.01)


@pytest.mark.slow
def test_no_conversation_is_broken_off_at_midnight(around_the_clock, measured):
    """A week, 6,700 calls: of those begun in the hour before, a fifth (12 min of 60) was."""
    whole, split = (
        by_hour(measured(around_the_clock(nights, at_shift_end="cut_off")), "cut_off_share")
        for nights in (WHOLE, SPLIT)
    )
    assert whole["23:00"][0] == 0.0
    assert split["23:00"][0] / split["23:00"][1] == pytest.approx(0.201, abs=0.08)
    assert {hour for hour, sums in whole.items() if sums[0]} == {"05:00", "13:00", "21:00"}


@pytest.mark.parametrize(("nights", "served"), [("whole", True), ("split", False)])
def test_the_night_into_a_holiday_is_served_by_the_shift_that_began_it(centre, measured, nights, served):
    """Split at midnight the second half is a shift of the holiday, on which nobody begins one."""
    shifts = {
        "whole": {"night": {"days": "mon-thu", "hours": "22:00-06:00", "staff": {"agents": 3}}},
        "split": {
            "before": {"days": "mon-thu", "hours": "22:00-24:00", "staff": {"agents": 3}},
            "after": {"days": "tue-fri", "hours": "00:00-06:00", "staff": {"agents": 3}},
        },
    }
    clock = {"start": "2026-12-24", "days": 2, "warm_up": "0d", "drain": "0d", "interval": "1h"}
    clock |= {"open": "00:00-24:00", "special_days": {"2026-12-25": {"like": "sun"}}}
    day = {"days": "mon-fri", "hours": "06:00-22:00", "staff": {"agents": 3}}
    calls = " ".join(f"{hour:02d}:{minute:02d}:30" for hour in range(6) for minute in range(0, 60, 4))
    queue = {"service_level": "80/20", "short_abandon": "0s", "patience": "30s"}
    volume = {"arrivals": {"2026-12-25": calls}}
    scenario = centre(clock, volume, "4m", queues={"line": queue}, shifts=shifts[nights] | {"day": day})
    found = measured(scenario)
    for hour in range(6):
        of_hour = "interval", f"2026-12-25 {hour:02d}:00"
        assert found[*of_hour, "offered"][0] == 15
        assert found[*of_hour, "service_level"][0] == (15 if served else 0)
        assert found[*of_hour, "abandoned_share"][0] == (0 if served else 15)

"""Test a week around the clock against a table worked by hand: hours, pay, overtime; nights whole and split.

From Friday, 23 October 2026, in Berlin: clocks go back on Sunday, Monday is a holiday that works as a Sunday.
Absence and volume by hour of the same week stand in tests/unit/world/test_nights.py.
"""

import pytest

CLOCK = {
    "start": "2026-10-23", "days": 5, "warm_up": "1d", "drain": "1d", "interval": "1h", "open": "00:00-24:00",
    "timezone": "Europe/Berlin", "special_days": {"2026-10-26": {"like": "sun"}},
}  # fmt: skip
ONE = {"staff": {"agents": 1}}
DAYS = {
    "early": {"days": "mon-sat", "hours": "06:00-14:00", **ONE},
    "late": {"days": "mon-sat", "hours": "14:00-22:00", **ONE},
    "sunday": {"days": "sun", "hours": "06:00-22:00", **ONE},
}
WHOLE = {"night": {"hours": "22:00-06:00", **ONE}}
SPLIT = {"evening": {"hours": "22:00-24:00", **ONE}, "morning": {"hours": "00:00-06:00", **ONE}}
CALLS = {  # each takes half an hour
    "2026-10-23": "23:50:00",  # in the night to Saturday
    "2026-10-24": "13:35:00 23:45:00",  # before the early shift ends; in the night of the change
    "2026-10-25": "05:45:00",  # as this night ends
    "2026-10-26": "05:50:00 21:48:00",  # as the night before the holiday ends, and the holiday's own shift
}
HOURS = {"fri": 24, "sat": 24, "sun": 25, "mon": 24, "tue": 24}
ENDS = {  # minutes of overtime after each end of a shift
    "sat 14:00": 5, "2026-10-25 06:00": 15, "2026-10-26 06:00": 20, "2026-10-26 22:00": 18,
}  # fmt: skip
MIDNIGHT = {"sat 00:00": 20, "2026-10-25 00:00": 15}


@pytest.mark.parametrize(("nights", "false"), [(WHOLE, {}), (SPLIT, MIDNIGHT)], ids=["whole", "split"])
def test_a_week_with_a_clock_change_and_a_holiday_is_paid_as_its_table_says(centre, measured, nights, false):
    extra = {"group": {"overtime": 1.5}, "shifts": DAYS | nights}
    found = measured(centre(CLOCK, {"arrivals": CALLS}, "30m", **extra))
    minutes = ENDS | false
    overtime = {
        member: sums[0] * 60.0
        for (dimension, member, kpi), sums in found.items()
        if (dimension, kpi) == ("interval", "overtime") and sums[0]
    }
    assert overtime == pytest.approx(minutes)
    hours, over = sum(HOURS.values()), sum(minutes.values()) / 60.0
    assert hours == 121
    assert found["all", "", "overtime"] == pytest.approx([over, 5])
    assert found["all", "", "overtime_cost"] == pytest.approx([15.0 * over, 5])
    assert found["all", "", "staff_cost"] == pytest.approx([10.0 * hours + 15.0 * over, 5])
    assert found["all", "", "offered"][0] == 6
    assert found["all", "", "asa"][0] == pytest.approx(0.0)

"""Test what a campaign says of its calls: shares by hour, past midnight too."""

from sim.hours import Span
from sim.scenario.campaigns import Campaign

NIGHT = {"groups": ["agents"], "records": 10, "right_party": "20%", "talk": "3m"}
HOUR = 3600.0


def shares(hours, *parts):
    by_hour = [{"hours": of, "right_party": share} for of, share in parts]
    one = Campaign.model_validate({**NIGHT, "hours": hours, "by_hour": by_hour})
    return [(span.start / HOUR, span.end / HOUR, share) for span, share in one.pieces()]


def test_hours_after_midnight_have_their_own_share_however_the_night_is_written():
    expected = [(22.0, 24.0, 0.2), (24.0, 26.0, 0.5), (26.0, 30.0, 0.2)]
    assert shares("22:00-06:00", ("00:00-02:00", "50%")) == expected
    assert shares("22:00-06:00", ("23:00-01:00", "40%"))[1] == (23.0, 25.0, 0.4)
    assert shares("00:00-06:00", ("22:00-02:00", "40%")) == [(0.0, 2.0, 0.4), (2.0, 6.0, 0.2)]
    assert shares("09:00-12:00", ("09:00-10:00", "50%")) == [(9.0, 10.0, 0.5), (10.0, 12.0, 0.2)]


def test_those_spoken_to_are_reached_in_one_of_the_tries():
    one = Campaign.model_validate({**NIGHT, "hours": Span(0.0, HOUR), "tries": 2})
    assert one.spoken_to() == 1.0 - 0.8**2

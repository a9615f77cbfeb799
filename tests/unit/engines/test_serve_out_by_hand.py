"""Test that who waits at closing is served by those on duty then, in worlds worked out by hand."""

import pytest

from sim.codes import Outcome

HOUR = 3600.0
CLOSES = 4 * HOUR
ANSWERED, CLEARED, WAITING = Outcome.ANSWERED, Outcome.CLEARED, Outcome.WAITING
REQUEST = {"queue": "specialists", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}
HARD = {("issue", 0, 0, 1): 0.9}
REFERS = {
    "contacts": {"question": {"refers_to": "specialists"}},
    "groups": {"agents": {"skill": "50%"}},
}


def overtime(played):
    return [(row["agent"], row["begins"], row["ends"]) for row in played.overtime]


def shift(hours, **more):
    return {"shifts": {"day": {"hours": hours, **more}}}


def test_who_is_on_duty_at_closing_serves_all_who_wait_in_overtime(play, need):
    played = play([need(CLOSES - 120.0), need(CLOSES - 60.0), need(CLOSES - 30.0)])
    assert played.column("legs", "outcome") == [ANSWERED] * 3
    assert played.column("legs", "wait") == [0.0, 270.0, 570.0]
    assert overtime(played) == [(0, CLOSES, CLOSES - 120.0 + 3 * 330.0)]


def test_where_a_shift_ended_before_closing_nobody_stays_and_callers_are_sent_away_then(play, need):
    played = play([need(CLOSES - 720.0), need(CLOSES - 660.0)], shift("08:00-11:50"))
    assert played.column("legs", "outcome") == [ANSWERED, CLEARED]
    assert played.column("contacts", "ended") == [CLOSES - 420.0, CLOSES]
    assert overtime(played) == [(0, CLOSES - 600.0, CLOSES - 390.0)]


def test_who_finishes_a_conversation_over_closing_does_not_stay_if_the_shift_ended_before(play, need):
    played = play([need(CLOSES - 120.0), need(CLOSES - 60.0)], shift("08:00-11:59"))
    assert played.column("legs", "outcome") == [ANSWERED, CLEARED]
    assert played.legs[1]["wait"] == 270.0  # until the agent, who might have, goes home


def test_a_break_up_to_closing_is_as_planned(play, need):
    played = play([need(CLOSES - 30.0)], shift("08:00-12:00", breaks=["11:55-12:00"]))
    assert played.column("legs", "outcome") == [CLEARED]
    assert played.legs[0]["wait"] == 30.0


def test_after_a_break_over_closing_the_shift_goes_on_for_those_who_wait(play, need):
    changes = {"queues": {"service": {"open": "08:00-11:00"}}, **shift("08:00-12:00", breaks=["10:55-11:05"])}
    played = play([need(3 * HOUR - 30.0)], changes)
    assert played.column("legs", "outcome") == [ANSWERED]
    assert played.legs[0]["wait"] == 330.0
    assert overtime(played) == []


def test_groups_that_cut_off_do_not_stay(play, need):
    changes = {"groups": {"agents": {"at_shift_end": "cut_off"}}}
    played = play([need(CLOSES - 120.0), need(CLOSES - 60.0)], changes)
    assert sorted(played.column("legs", "outcome")) == [ANSWERED, CLEARED, CLEARED]
    assert overtime(played) == []


def test_whoever_is_referred_after_closing_to_an_empty_room_is_sent_away(play, need):
    played = play([need(CLOSES - 60.0, luck=HARD)], REFERS)  # a diagnosis of 90 s
    assert played.column("legs", "outcome") == [ANSWERED, CLEARED]
    assert played.legs[1]["wait"] == 0.0


def test_whoever_is_referred_after_closing_is_served_by_those_who_still_talk(play, need):
    calls = [need(CLOSES - 400.0, luck=HARD), need(CLOSES - 120.0, luck=HARD)]
    # diagnoses of 90 s: the specialist talks until 30 s after closing, the second comes there 30 s before
    played = play(calls, REFERS)
    assert played.column("legs", "outcome") == [ANSWERED] * 4
    assert played.legs[3]["wait"] > 0.0
    assert [agent for agent, _, _ in overtime(played)] == [1]


def test_they_stay_for_what_closed_and_for_nothing_else(play, need):
    changes = {
        "queues": {"service": {"open": "08:00-10:00"}},
        "contacts": {"request": REQUEST},
        "groups": {"agents": {"skills": ["service", "specialists"]}},
        "shifts": {"day": {"hours": "08:00-10:00", "staff": {"specialists": 0}}},
    }
    calls = [
        need(2 * HOUR - 200.0),
        need(2 * HOUR - 100.0, kind="request"),
        need(2 * HOUR - 50.0),
    ]
    played = play(calls, changes)
    # service is queue 0, specialists 1; the agent who stays turns to the caller of the closed queue
    assert [(row["queue"], row["outcome"], row["wait"]) for row in played.legs] == [
        (0, ANSWERED, 0.0), (1, CLEARED, 2 * HOUR + 100.0), (0, ANSWERED, 180.0),
    ]  # fmt: skip
    assert overtime(played) == [(0, 2 * HOUR, 2 * HOUR - 200.0 + 660.0)]


@pytest.mark.parametrize(("at_closing", "outcome"), [("keep", WAITING), ("clear", CLEARED)])
def test_what_is_written_holds_instead(play, need, at_closing, outcome):
    changes = {"queues": {"service": {"at_closing": at_closing}}}
    played = play([need(CLOSES - 120.0), need(CLOSES - 60.0)], changes)
    assert played.column("legs", "outcome") == [ANSWERED, outcome]


def test_email_waits_over_the_night_unasked(play, need):
    played = play([need(CLOSES - 120.0), need(CLOSES - 60.0)], {"queues": {"service": {"channel": "email"}}})
    assert played.column("legs", "outcome") == [ANSWERED, WAITING]
    assert overtime(played) == [(0, CLOSES, CLOSES + 210.0)]


def test_chats_are_served_out_as_many_at_once_as_before(play, need):
    changes = {
        "queues": {"service": {"channel": "chat"}},
        "groups": {"agents": {"concurrency": 2, "slow_down": "100%"}},
        "contacts": {"question": {"acw": "0s"}},
    }
    calls = [need(CLOSES - 300.0 + 10.0 * k) for k in range(4)]
    played = play(calls, changes)
    assert played.column("legs", "outcome") == [ANSWERED] * 4
    begun = [row["joined"] + row["wait"] for row in played.legs]
    ended = played.column("contacts", "ended")
    assert begun[2] == pytest.approx(ended[0])
    assert begun[3] == pytest.approx(ended[1])
    assert begun[3] < ended[2]


def test_those_who_help_stay_for_whoever_has_waited_long_enough(play, need):
    changes = {
        "groups": {"specialists": {"overflow": {"service": "1m"}}},
        "contacts": {"request": REQUEST | {"acw": "0s"}},
        "shifts": {"day": {"staff": {"agents": 0}}},
    }
    calls = [need(CLOSES - 120.0, kind="request"), need(CLOSES - 90.0)]
    played = play(calls, changes)
    answered = {row["queue"]: row for row in played.legs}
    assert answered[0]["outcome"] == ANSWERED
    assert answered[0]["wait"] == 270.0

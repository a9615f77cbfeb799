"""Test the engine on worlds small enough to be worked out by hand; times are seconds after opening."""

from math import exp, log

import pytest

from sim.codes import AgentState, Closing, End, Outcome

HOUR = 3600.0
AVAILABLE, TALK, ACW, BREAK = AgentState.AVAILABLE, AgentState.TALK, AgentState.ACW, AgentState.BREAK
SIGNS_OFF_AT_TEN = {"shifts": {"day": {"hours": "08:00-10:00"}}}
TARGET = {"kind": "handle_time_target", "counts": "talk", "target": "100s", "pressure": 1, "rapport": "0s"}
REFERRAL = {"contacts": {"question": {"refers_to": "specialists"}}}
CUT_AT = 100.0 + 100.0 * log(2.0)  # at a luck of one half


def times(row):
    return row["begins"], row["ends"], row["state"]


def test_three_contacts_wait_for_one_agent_one_after_the_other(play, need):
    played = play([need(60.0), need(120.0), need(180.0)])
    assert played.column("legs", "joined") == [60.0, 120.0, 180.0]
    assert played.column("legs", "wait") == [0.0, 270.0, 540.0]
    assert played.column("legs", "talk") == [300.0] * 3
    assert played.column("contacts", "ended") == [360.0, 690.0, 1020.0]
    assert played.column("issues", "closed") == [360.0, 690.0, 1020.0]
    assert set(played.column("issues", "closing")) == {Closing.RESOLVED}
    duty = [times(row) for row in played.duty if row["group"] == 0]
    assert duty == [
        (0.0, 60.0, AVAILABLE),
        (60.0, 360.0, TALK),
        (360.0, 390.0, ACW),
        (390.0, 690.0, TALK),
        (690.0, 720.0, ACW),
        (720.0, 1020.0, TALK),
        (1020.0, 1050.0, ACW),
        (1050.0, 4 * HOUR, AVAILABLE),
    ]


def test_patience_that_ends_when_the_agent_frees_does_not_end_the_contact(play, need):
    played = play([need(60.0), need(120.0)], {"queues": {"service": {"patience": "270s"}}})
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.ANSWERED]
    assert played.column("legs", "wait") == [0.0, 270.0]


def test_patience_that_ends_a_second_earlier_does(play, need):
    played = play([need(60.0), need(120.0), need(130.0)], {"queues": {"service": {"patience": "269s"}}})
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.ABANDONED, Outcome.ANSWERED]
    assert played.column("contacts", "lost_inside") == [0, 0, 0]
    assert played.column("legs", "wait") == [0.0, 269.0, 260.0]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.GIVEN_UP, Closing.RESOLVED]
    assert played.column("contacts", "ended") == [360.0, 389.0, 690.0]


@pytest.mark.parametrize(
    "day",
    [
        {"hours": "08:05-12:00"},
        {"hours": "08:00-12:00", "breaks": ["08:01-08:05"]},
    ],
    ids=["the shift begins", "the break ends"],
)
def test_an_agent_who_comes_as_patience_ends_serves_first(play, need, day):
    changes = {"shifts": {"day": day}, "queues": {"service": {"patience": "180s"}}}
    played = play([need(120.0)], changes)
    assert played.column("legs", "wait") == [180.0]
    assert played.column("legs", "outcome") == [Outcome.ANSWERED]


def test_a_conversation_is_finished_after_the_end_of_the_shift_and_paid(play, need):
    played = play([need(2 * HOUR - 120.0), need(2 * HOUR - 60.0)], SIGNS_OFF_AT_TEN)
    duty = [times(row) for row in played.duty if row["group"] == 0]
    assert duty == [
        (0.0, 2 * HOUR - 120.0, AVAILABLE),
        (2 * HOUR - 120.0, 2 * HOUR + 180.0, TALK),
        (2 * HOUR + 180.0, 2 * HOUR + 210.0, ACW),
    ]
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.CLEARED]
    assert played.legs[1]["wait"] == 2 * HOUR + 60.0  # nobody is left when the queue closes
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.GIVEN_UP]


def test_who_calls_at_the_last_second_of_a_shift_is_answered(play, need):
    played = play([need(2 * HOUR)], SIGNS_OFF_AT_TEN)
    assert played.column("legs", "outcome") == [Outcome.ANSWERED]
    assert played.column("contacts", "ended") == [2 * HOUR + 300.0]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            HOUR - 120.0,
            [
                (0.0, 3480.0, AVAILABLE),
                (3480.0, 3780.0, TALK),
                (3780.0, 3810.0, ACW),
                (3810.0, 4200.0, BREAK),
            ],
        ),
        (
            HOUR + 300.0,
            [
                (0.0, 3600.0, AVAILABLE),
                (3600.0, 4200.0, BREAK),
                (4200.0, 4500.0, TALK),
                (4500.0, 4530.0, ACW),
            ],
        ),
    ],
    ids=["begun before it", "made during it"],
)
def test_a_break_begins_after_the_conversation_and_ends_on_time(play, need, call, expected):
    day = {"hours": "08:00-12:00", "breaks": ["09:00-09:10"]}
    played = play([need(call)], {"shifts": {"day": day}})
    duty = [times(row) for row in played.duty if row["group"] == 0]
    assert duty == [*expected, (max(expected[-1][1], 4200.0), 4 * HOUR, AVAILABLE)]


def test_who_calls_as_a_break_begins_is_answered_before_it(play, need):
    day = {"hours": "08:00-12:00", "breaks": ["09:00-09:10"]}
    played = play([need(HOUR)], {"shifts": {"day": day}})
    assert played.column("legs", "wait") == [0.0]
    assert (HOUR + 330.0, HOUR + 600.0, BREAK) in [times(row) for row in played.duty]


def test_a_conversation_longer_than_the_break_swallows_it(play, need):
    day = {"hours": "08:00-12:00", "breaks": ["09:00-09:01"]}
    played = play([need(HOUR - 120.0)], {"shifts": {"day": day}})
    assert [row["state"] for row in played.duty if row["group"] == 0] == [AVAILABLE, TALK, ACW, AVAILABLE]


def test_a_contact_passed_on_goes_to_the_tail_of_the_queue(play, need):
    changes = {
        "contacts": {"question": {"acw": "0s"}},
        "policies": {"usual": {"pace": TARGET, "handoff": {"kind": "cold", "pass_on": 1, "notes": 1}}},
    }
    played = play([need(0.5), need(10.0)], changes)
    rest = 300.0 - CUT_AT
    first, again, second, once_more = played.legs
    assert [row["end"] for row in played.legs] == [End.CUT, End.DONE, End.CUT, End.DONE]
    assert (first["wait"], first["talk"]) == pytest.approx((0.0, CUT_AT))
    assert (second["wait"], second["talk"]) == pytest.approx((CUT_AT - 9.5, CUT_AT))
    assert (again["joined"], again["wait"], again["talk"]) == pytest.approx((0.5 + CUT_AT, CUT_AT, rest))
    assert (once_more["joined"], once_more["wait"]) == pytest.approx((0.5 + 2 * CUT_AT, rest))
    assert played.column("contacts", "legs") == [2, 2]
    assert played.column("issues", "people") == [1, 1]
    assert played.column("issues", "explained") == [0, 0]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.RESOLVED]


def test_a_colleague_hears_the_issue_again_and_starts_from_the_notes(play, need):
    changes = {
        "shifts": {"day": {"staff": {"agents": 2}}},
        "policies": {"usual": {"pace": TARGET, "handoff": {"kind": "cold", "pass_on": 1, "notes": "50%"}}},
    }
    luck = {("leg", 0, 1, 0): 1 - exp(-3.0)}  # the colleague may talk for 400 s
    played = play([need(60.0, luck=luck)], changes)
    assert played.column("legs", "agent") == [0, 1]
    assert played.column("legs", "explained") == [0, 1]
    assert played.column("legs", "talk") == pytest.approx([CUT_AT, 300.0 - 0.5 * CUT_AT + 45.0])
    assert played.column("legs", "wait") == [0.0, 0.0]
    issue = played.issues[0]
    assert (issue["people"], issue["explained"], issue["legs"], issue["resolved_by"]) == (2, 1, 2, 1)
    assert issue["unhurried"] == pytest.approx((CUT_AT - 300.0 + 0.0) / 2)  # the worst leg and the last


def test_an_issue_beyond_the_first_tier_is_diagnosed_and_referred(play, need):
    played = play([need(60.0, luck={("issue", 0, 0, 1): 0.9})], REFERRAL)
    first, second = played.legs
    assert (first["queue"], first["talk"], first["end"]) == (0, pytest.approx(90.0), End.DONE)
    assert (second["queue"], second["joined"], second["wait"]) == (1, pytest.approx(150.0), 0.0)
    assert second["talk"] == pytest.approx(300.0 - 0.5 * 90.0 + 45.0)
    contact, issue = played.contacts[0], played.issues[0]
    assert (contact["queue"], contact["legs"], contact["acw"]) == (0, 2, 60.0)
    assert (issue["closing"], issue["people"], issue["contacts"]) == (Closing.RESOLVED, 2, 1)


@pytest.mark.parametrize(
    ("complexity", "closing"), [(0.75, Closing.RESOLVED), (0.97, Closing.RESOLVED), (0.98, Closing.GIVEN_UP)]
)
def test_an_issue_as_complex_as_the_skill_is_solved_and_one_beyond_both_tiers_is_not(
    play, need, complexity, closing
):
    played = play([need(60.0, luck={("issue", 0, 0, 1): complexity})], REFERRAL)
    assert played.column("issues", "closing") == [closing]
    assert len(played.legs) == (1 if complexity == 0.75 else 2)
    assert played.legs[-1]["talk"] == pytest.approx({0.75: 300.0, 0.97: 300.0, 0.98: 90.0 + 45.0}[complexity])


def test_who_hangs_up_after_a_referral_is_lost_inside(play, need):
    changes = REFERRAL | {
        "shifts": {"day": {"staff": {"specialists": 0}}},
        "queues": {"specialists": {"patience": "2m"}},
    }
    played = play([need(60.0, luck={("issue", 0, 0, 1): 0.9})], changes)
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.ABANDONED]
    contact = played.contacts[0]
    assert (contact["outcome"], contact["lost_inside"], contact["ended"]) == (Outcome.ANSWERED, 1, 270.0)
    assert played.issues[0]["wait"] == pytest.approx(120.0)


@pytest.mark.parametrize(("limit", "contacts"), [(8, 8), (3, 3)])
def test_an_issue_that_nobody_solves_is_closed_after_its_limit(play, need, limit, contacts):
    changes = {
        "policies": {"usual": {"pace": {"kind": "measured", "talk": "1m", "resolved": 0}}},
        "behaviour": {"recontact": {"chance": 1, "after": "10m", "limit": limit}},
    }
    played = play([need(60.0)], changes)
    issue = played.issues[0]
    assert (issue["closing"], issue["contacts"], issue["legs"]) == (Closing.CAPPED, contacts, contacts)
    assert issue["closed"] == pytest.approx(60.0 + contacts * 60.0 + (contacts - 1) * 600.0)
    assert issue["resolved_by"] == 0


def test_a_contact_type_may_have_a_measured_talk_of_its_own(play, need):
    invoice = {"queue": "service", "volume": {"per_hour": 1}, "work": "1m"}
    pace = {"kind": "measured", "talk": "2m", "resolved": 1, "contacts": {"invoice": "7m"}}
    changes = {"contacts": {"invoice": invoice}, "policies": {"usual": {"pace": pace}}}
    played = play([need(60.0), need(600.0, kind="invoice")], changes)
    assert sorted(played.column("legs", "talk")) == [120.0, 420.0]


def test_a_queue_may_have_a_measured_talk_of_its_own_such_as_a_second_line(play, need):
    referred = {"refers_to": "specialists", "referral": {"chance": "100%"}}
    pace = {"kind": "measured", "talk": "2m", "resolved": 1, "queues": {"specialists": "9m"}}
    changes = {"contacts": {"question": referred}, "policies": {"usual": {"pace": pace}}}
    assert play([need(60.0)], changes).column("legs", "talk") == [120.0, 540.0]
    pace |= {"contacts": {"question": "3m"}, "queues": {"specialists": "2m"}}
    assert play([need(60.0)], changes).column("legs", "talk") == [180.0, 120.0]


def test_abandoned_attempts_count_towards_the_limit(play, need):
    changes = {
        "shifts": {"day": {"staff": {"agents": 0}}},
        "queues": {"service": {"patience": "1m", "redial": {"chance": 1, "after": "10m"}}},
    }
    played = play([need(60.0)], changes)
    issue = played.issues[0]
    assert (issue["closing"], issue["contacts"], issue["answered"]) == (Closing.CAPPED, 8, 0)
    assert (issue["wait"], issue["warmth"], issue["unhurried"]) == (480.0, 0.0, 0.0)
    assert played.column("contacts", "arrived") == [60.0 + 660.0 * k for k in range(8)]


def test_a_redial_after_hours_comes_when_others_call_on_the_next_open_day(play, need):
    changes = {
        "clock": {"days": 2},
        "queues": {"service": {"patience": "1m", "redial": {"chance": 1, "after": "10m"}}},
        "shifts": {"day": {"days": "tue"}},
    }
    played = play([need(4 * HOUR - 120.0, luck={("return", 0, 0, 2): 0.25})], changes)
    assert played.column("contacts", "arrived") == [4 * HOUR - 120.0, 24 * HOUR + 0.25 * 4 * HOUR]
    assert played.column("contacts", "outcome") == [Outcome.ABANDONED, Outcome.ANSWERED]
    assert played.contacts[1]["last_arrived"] == 4 * HOUR - 120.0 + 8 * HOUR
    assert played.issues[0]["closing"] == Closing.RESOLVED


def test_a_redial_within_hours_comes_after_its_delay(play, need):
    changes = {"queues": {"service": {"patience": "1m", "redial": {"chance": "51%", "after": "10m"}}}}
    played = play([need(60.0), need(70.0)], changes)
    assert played.column("contacts", "arrived") == [60.0, 70.0, 70.0 + 60.0 + 600.0]


def test_the_chance_to_redial_is_the_queues_own(play, need):
    changes = {"queues": {"service": {"patience": "1m", "redial": {"chance": "49%", "after": "10m"}}}}
    played = play([need(60.0), need(70.0)], changes)
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.GIVEN_UP]


def test_pressure_is_read_once_at_answer(play, need):
    changes = {
        "behaviour": {"work": {"congestion_pressure": 0.5}},
        "policies": {"usual": {"pace": {"kind": "quality_time", "rapport": "40s"}}},
    }
    played = play([need(60.0), need(70.0), need(80.0)], changes)
    assert played.column("legs", "pressure") == [0.0, 0.5, 0.0]  # one waits behind the second, nobody else
    assert played.column("legs", "talk") == pytest.approx([340.0, 300.0 + 40.0 * exp(-0.5), 340.0])


def test_an_adaptive_pace_reads_the_line_once_at_answer_though_congestion_is_no_pressure(play, need):
    pace = {
        "kind": "adaptive",
        "counts": "talk",
        "target": "100s",
        "pressure": 2,
        "rapport": "40s",
        "above": 1,
    }
    played = play([need(60.0 + 10.0 * k) for k in range(4)], {"policies": {"usual": {"pace": pace}}})
    # the second answered leaves two in line, more than one for the only agent; the third leaves one
    cut_at = 100.0 + 50.0 * log(2)
    assert played.column("legs", "talk") == pytest.approx([340.0, cut_at, 340.0, 340.0])
    assert played.column("legs", "pressure") == [0.0, 2.0, 0.0, 0.0]


def test_an_episode_is_judged_and_moves_trust_when_it_closes(play, need):
    played = play([need(60.0)])
    issue = played.issues[0]
    promptness = (14400.0 - 300.0) / (14400.0 + 300.0)
    quality = 1 / (1 + exp(-(2.0 + 0.35 * promptness + 0.28 * 1 + 1.8 * 0.5 + 0.5 * 1)))
    assert (issue["warmth"], issue["unhurried"], issue["as_hoped"]) == (0.5, 0.0, 0)
    assert issue["quality"] == pytest.approx(quality, rel=1e-12)
    assert issue["trust_before"] == pytest.approx(0.6)
    assert issue["trust_after"] == pytest.approx(0.6 + 0.05 * (quality - 0.6))
    assert issue["good"] == 1


def test_a_second_episode_starts_from_the_trust_the_first_one_left(play, need):
    played = play([need(60.0), need(2 * HOUR)])
    first, second = played.issues
    lasting = 0.6 + (first["trust_after"] - 0.6) * exp(-0.714 * (2 * HOUR - 60.0) / (365 * 24 * HOUR))
    assert second["trust_before"] == pytest.approx(lasting, rel=1e-12)
    other = play([need(60.0), need(2 * HOUR, customer=0.1)]).issues[1]
    assert other["trust_before"] == pytest.approx(0.6)


def test_what_still_goes_on_at_the_end_of_the_run_is_written_down(play, need):
    played = play([need(60.0), need(120.0)], {"contacts": {"question": {"work": "20h"}}})
    midnight = 16 * HOUR
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.WAITING]
    assert played.column("legs", "wait") == [0.0, midnight - 120.0]
    assert played.column("issues", "closing") == [Closing.OPEN, Closing.OPEN]
    assert [issue["quality"] != issue["quality"] for issue in played.issues] == [True, True]
    duty = [times(row) for row in played.duty if row["group"] == 0]
    assert duty == [(0.0, 60.0, AVAILABLE), (60.0, midnight, TALK)]

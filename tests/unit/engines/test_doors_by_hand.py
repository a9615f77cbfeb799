"""Test who is let in, who comes back and who helps, in worlds worked out by hand; times as there."""

import pytest

from sim.codes import Closing, Outcome

HOUR = 3600.0
ALWAYS = {"chance": "100%", "after": {"dist": "constant", "value": "10m"}}
ANSWERED, ABANDONED, WAITING, BLOCKED, BALKED, CLEARED, *_ = Outcome


def service(**changes):
    return {"queues": {"service": changes}}


def test_whoever_finds_all_places_taken_is_blocked(play, need):
    played = play([need(60.0), need(120.0), need(180.0)], service(capacity=1))
    assert played.column("legs", "outcome") == [ANSWERED, ANSWERED, BLOCKED]
    assert played.column("contacts", "outcome") == [ANSWERED, ANSWERED, BLOCKED]
    assert played.column("legs", "wait") == [0.0, 270.0, 0.0]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.RESOLVED, Closing.GIVEN_UP]


def test_without_places_only_a_free_agent_lets_a_contact_in(play, need):
    played = play([need(60.0), need(120.0), need(400.0)], service(capacity=0))
    assert played.column("legs", "outcome") == [ANSWERED, BLOCKED, ANSWERED]


def test_a_handed_over_contact_is_never_blocked(play, need):
    hard = {("issue", 0, 0, 1): 0.9}
    changes = {
        "queues": {"specialists": {"capacity": 0}},
        "contacts": {"question": {"refers_to": "specialists"}},
        "groups": {"agents": {"skill": "50%"}},
    }
    played = play([need(60.0, luck=hard), need(200.0, luck=hard)], changes)
    assert BLOCKED not in played.column("legs", "outcome")
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.RESOLVED]


def test_the_blocked_and_those_who_hang_up_redial_each_in_their_own_way(play, need):
    changes = service(capacity=1, patience="30s", redial_blocked=ALWAYS)
    played = play([need(60.0), need(120.0), need(130.0)], changes)
    assert [(row["issue"], row["attempt"], row["outcome"]) for row in played.contacts] == [
        (1, 0, ANSWERED), (2, 0, ABANDONED), (3, 0, BLOCKED), (3, 1, ANSWERED),
    ]  # fmt: skip
    assert played.column("contacts", "arrived")[-1] == 130.0 + 600.0


def test_a_later_attempt_is_repeated_with_a_chance_of_its_own(play, need):
    changes = service(patience="30s", redial={**ALWAYS, "later": "0%"})
    changes["contacts"] = {"question": {"work": "1h"}}
    played = play([need(60.0), need(120.0)], changes)
    assert played.column("contacts", "outcome") == [ANSWERED, ABANDONED, ABANDONED]
    assert played.column("issues", "contacts") == [1, 2]


def test_who_redials_may_come_back_as_another_type(play, need):
    changes = service(patience="30s", redial={**ALWAYS, "becomes": "request"})
    changes["contacts"] = {"request": {"queue": "specialists", "volume": 0, "work": "5m"}}
    played = play([need(60.0), need(120.0)], changes)
    assert [(row["type"], row["queue"]) for row in played.contacts] == [(0, 0), (0, 0), (1, 1)]
    assert played.column("issues", "type") == [0, 1]


def test_nobody_balks_who_finds_an_agent_free(play, need):
    played = play([need(60.0), need(120.0)], service(balking={"chance": "100%"}))
    assert played.column("legs", "outcome") == [ANSWERED, BALKED]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.GIVEN_UP]


@pytest.mark.parametrize(
    ("announced", "outcomes"),
    [
        # the first answer: a handle time of 330 s, no wait; the third is told 330 s, or the last wait: 0 s
        ("queue_length", [ANSWERED, ANSWERED, BALKED]),
        ("last_wait", [ANSWERED, ANSWERED, ANSWERED]),
    ],
)
def test_who_is_told_a_wait_beyond_the_patience_balks(play, need, announced, outcomes):
    changes = service(patience="5m", balking={"announced": announced})
    played = play([need(60.0), need(400.0), need(450.0)], changes)
    assert played.column("legs", "outcome") == outcomes


def test_a_queue_that_clears_sends_those_away_who_wait_at_closing(play, need):
    played = play([need(4 * HOUR - 100.0), need(4 * HOUR - 50.0)], service(at_closing="clear"))
    assert played.column("legs", "outcome") == [ANSWERED, CLEARED]
    assert played.column("legs", "wait") == [0.0, 50.0]
    assert played.column("contacts", "ended") == [4 * HOUR + 200.0, 4 * HOUR]


def test_outside_its_own_hours_a_queue_blocks_calls(play, need):
    played = play([need(60.0), need(2 * HOUR)], service(open="08:00-10:00"))
    assert played.column("legs", "outcome") == [ANSWERED, BLOCKED]


def test_a_redial_waits_for_the_hours_of_its_queue(play, need):
    changes = service(open="08:30-12:00", redial_blocked=ALWAYS)
    changes["behaviour"] = {"recontact": {"after_opening": "0s"}}
    played = play([need(60.0)], changes)
    assert played.column("contacts", "arrived") == [60.0, 0.5 * HOUR]


def test_email_waits_for_somebody_to_come(play, need):
    changes = {
        "clock": {"drain": "1d"},
        "queues": {"service": {"patience": {"dist": "infinite"}, "channel": "email", "open": "08:00-10:00"}},
        "shifts": {"day": {"hours": "08:00-10:00"}},
    }
    played = play([need(3 * HOUR)], changes)
    assert played.column("legs", "wait") == [21 * HOUR]
    assert played.column("issues", "closing") == [Closing.RESOLVED]


def test_email_waits_over_the_weekend_and_is_served_in_turn_on_monday(play, need):
    changes = {
        "clock": {"start": "2026-03-06", "drain": "3d", "open": {"mon-fri": "08:00-12:00"}},
        "queues": {"service": {"patience": {"dist": "infinite"}, "channel": "email"}},
        "shifts": {"day": {"days": "mon-fri", "hours": "08:00-10:00"}},
    }
    played = play([need(2.5 * HOUR), need(3 * HOUR)], changes)
    # Friday to Monday are three days; the first takes 330 s
    assert played.column("legs", "wait") == [69.5 * HOUR, 69 * HOUR + 330.0]


def test_the_wait_for_an_email_is_not_felt_as_queueing(play, need):
    quality = [
        play([need(60.0), need(120.0)], service(channel=channel)).issues[1]["quality"]
        for channel in ("voice", "email")
    ]
    assert quality[1] > quality[0]


def helped(after):
    return {"groups": {"specialists": {"overflow": {"service": after}}}}


def test_a_helper_who_is_free_takes_a_contact_after_its_wait(play, need):
    played = play([need(60.0), need(120.0)], helped("90s"))
    assert played.column("legs", "wait") == [0.0, 90.0]
    assert played.column("legs", "group") == [0, 1]


def test_a_helper_who_becomes_free_takes_only_who_has_waited_long_enough(play, need):
    changes = {
        **helped("90s"),
        "contacts": {"request": {"queue": "specialists", "volume": 0, "work": "5m"}},
    }
    played = play([need(60.0), need(61.0), need(120.0), need(450.0)], changes)
    # the helper takes the second at 151 and is free at 481, too early for the fourth, which it takes at 540
    assert played.column("legs", "wait") == [0.0, 90.0, 390.0 - 120.0, 90.0]
    assert played.column("legs", "group") == [0, 1, 0, 1]


def test_nobody_helps_who_hung_up_before_help_came(play, need):
    patience = {"dist": "constant", "value": "60s"}
    played = play([need(60.0), need(120.0), need(400.0)], service(patience=patience) | helped("90s"))
    assert played.column("legs", "outcome") == [ANSWERED, ABANDONED, ANSWERED]
    assert played.column("legs", "group") == [0, -1, 0]


def test_overflow_goes_both_ways(play, need):
    both = {
        "groups": {
            "specialists": {"overflow": {"service": "0s"}},
            "agents": {"overflow": {"specialists": "0s"}},
        }
    }
    both["contacts"] = {"question": {"refers_to": "specialists"}}
    both["groups"]["agents"]["skill"] = "50%"
    hard = {("issue", 0, 0, 1): 0.9}
    played = play([need(60.0, luck=hard), need(61.0), need(62.0)], both)
    assert sorted(played.column("legs", "group")) == [0, 0, 1, 1]
    assert max(played.column("legs", "wait")) < 400.0


@pytest.mark.parametrize(("u", "legs"), [(0.2, 2), (0.3, 1)])
def test_a_referral_by_chance_spends_its_share_of_the_talk(play, need, u, legs):
    changes = {
        "contacts": {"question": {"refers_to": "specialists", "referral": {"chance": "25%", "talk": "30%"}}}
    }
    played = play([need(60.0, luck={("referral", 0, 0, 0): u})], changes)
    assert len(played.legs) == legs
    assert played.legs[0]["talk"] == (300.0 if legs == 1 else 90.0)
    assert played.column("issues", "closing") == [Closing.RESOLVED]

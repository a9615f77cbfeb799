"""Test customers who try to help themselves first, in worlds worked out by hand, in seconds after opening.

It takes 120 s and solves what is no more complex than 0.4; an agent needs 300 s, and 45 s to hear it again.
"""

import math

import pytest

from sim.codes import Closing, Outcome

SIMPLE, HARD = ({("issue", 0, 0, 1): complexity} for complexity in (0.3, 0.6))
OTHER = {"request": {"queue": "specialists", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}}


def front_door(customers=(), **settings):
    return {
        "policies": {"usual": {"self_service": {"kind": "front_door", **settings}}},
        "behaviour": {"self_service": dict(customers)},
    }


def test_what_is_simple_is_solved_without_a_person(play, need):
    played = play([need(60.0, luck=SIMPLE)], front_door())
    assert played.legs == played.contacts == []
    issue = played.issues[0]
    assert (issue["opened"], issue["closed"], issue["closing"]) == (60.0, 180.0, Closing.RESOLVED)
    assert (issue["contacts"], issue["answered"], issue["people"], issue["agent_seconds"]) == (0, 0, 0, 0.0)
    # nobody is warm or attentive, and nobody had to wait; promptness against a norm of 4 h
    assert (issue["score_warmth"], issue["score_attention"], issue["score_wait"]) == (0.0, 0.0, 1.0)
    assert issue["score_promptness"] == pytest.approx((14400.0 - 120.0) / (14400.0 + 120.0))


def test_what_is_not_goes_to_a_person_later_and_is_told_again(play, need):
    played = play([need(60.0, luck=HARD)], front_door())
    assert played.column("contacts", "arrived") == [180.0]
    assert played.column("legs", "talk") == [345.0]
    issue = played.issues[0]
    assert (issue["opened"], issue["closed"], issue["closing"]) == (60.0, 525.0, Closing.RESOLVED)
    assert (issue["contacts"], issue["people"], issue["explained"], issue["resolved_by"]) == (1, 1, 1, 1)


def test_the_machine_counts_as_the_worst_contact_of_a_pleasant_episode(play, need):
    led, plain = (play([need(60.0, luck=HARD)], changes).issues[0] for changes in (front_door(), None))
    assert plain["warmth"] == 0.5
    assert led["warmth"] == 0.25
    assert led["unhurried"] == plain["unhurried"] == 0.0


def test_who_gives_up_after_it_reaches_nobody(play, need):
    played = play([need(60.0, luck=HARD | {("self_service", 0, 0, 2): 0.05})], front_door({"gives_up": 0.1}))
    assert played.legs == []
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]
    assert played.column("issues", "closed") == [180.0]
    assert played.column("issues", "score_outcome") == [-1.0]


def test_who_asks_for_a_person_at_once_gets_one(play, need):
    played = play([need(60.0, luck=SIMPLE)], front_door({"tries": 0.2}))
    assert played.column("contacts", "arrived") == [60.0]
    assert played.column("issues", "explained") == [0]


def test_offered_for_simple_needs_it_leads_nobody_astray(play, need):
    hard = {("issue", 0, 0, 1): 0.6}
    played = play([need(60.0, luck=hard), need(100.0, luck=SIMPLE)], front_door(offered="simple"))
    assert played.column("contacts", "arrived") == [60.0]
    assert played.column("issues", "contacts") == [1, 0]


def test_only_the_contact_types_named_are_led_there(play, need):
    changes = front_door(contacts=["request"]) | {"contacts": OTHER}
    played = play([need(60.0, luck=SIMPLE), need(60.0, kind="request", luck=SIMPLE)], changes)
    assert played.column("issues", "contacts") == [1, 0]


def test_who_tried_on_at_closing_comes_after_the_next_opening(play, need):
    changes = front_door() | {"clock": {"drain": "1d"}}
    changes["behaviour"]["recontact"] = {"after_opening": "1h"}
    played = play([need(4 * 3600.0 - 30.0, luck=HARD)], changes)
    assert played.column("contacts", "arrived") == [24 * 3600.0 + 1800.0]


def test_who_hangs_up_before_anybody_answers_still_has_to_tell_it_again(play, need):
    changes = front_door() | {"queues": {"service": {"patience": {"dist": "constant", "value": "30s"}}}}
    changes["behaviour"]["recontact"] = {"chance": 0}
    changes["queues"]["service"]["redial"] = {"chance": 1.0, "after": {"dist": "constant", "value": "10m"}}
    played = play([need(60.0, luck=HARD), need(70.0, luck={("issue", 0, 0, 1): 0.6})], changes)
    assert [row["outcome"] for row in played.contacts] == [
        Outcome.ANSWERED,
        Outcome.ABANDONED,
        Outcome.ANSWERED,
    ]
    assert played.column("issues", "explained") == [1, 1]


def test_a_need_that_is_tried_on_at_the_end_of_the_run_stays_open(play, need):
    changes = front_door(takes={"dist": "constant", "value": "20h"})
    played = play([need(60.0, luck=HARD)], changes)
    issue = played.issues[0]
    assert (issue["closing"], issue["contacts"]) == (Closing.OPEN, 0)
    assert math.isnan(issue["quality"])

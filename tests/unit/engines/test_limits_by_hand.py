"""Test how often a contact is handed over and an issue brought up at most, in worlds worked out by hand.

An agent of half the skill finds out within 90 s that an issue is beyond the first tier.
"""

import pytest

from sim.codes import Closing, End, Outcome

HARD = {("issue", 0, 0, 1): 0.9}
BACK = {"recontact": {"chance": 1, "after": {"dist": "constant", "value": "10m"}}}
TIERS = {"contacts": {"question": {"refers_to": "specialists"}}, "groups": {"agents": {"skill": "50%"}}}


def cold(**keys):
    return {"policies": {"usual": {"handoff": {"kind": "cold", **keys}}}}


def with_attempts(most, **changes):
    return {"behaviour": {"recontact": {**BACK["recontact"], "attempts": most}}, **changes}


def test_a_contact_that_may_not_be_handed_over_ends_unsolved_and_is_counted(play, need):
    played = play([need(60.0, luck=HARD)], TIERS | cold(at_most=0))
    assert played.column("legs", "queue") == [0]
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]
    assert played.column("issues", "stopped") == [1]


def test_without_the_limit_the_same_contact_reaches_the_experts(play, need):
    for handoff in (cold(), cold(at_most=1)):
        played = play([need(60.0, luck=HARD)], TIERS | handoff)
        assert played.column("legs", "queue") == [0, 1]
        assert played.column("issues", "closing") == [Closing.RESOLVED]
        assert played.column("issues", "stopped") == [0]


def test_the_limit_holds_for_each_contact_anew(play, need):
    played = play([need(60.0, luck=HARD)], TIERS | cold(at_most=0) | with_attempts(3))
    assert played.column("contacts", "arrived") == [60.0, 750.0, 1440.0]
    assert played.column("issues", "stopped") == [3]


def test_a_call_passed_on_among_equals_counts_too(play, need):
    pace = {"kind": "handle_time_target", "target": "10s", "pressure": 1, "rapport": "0s"}
    changes = {"policies": {"usual": {"pace": pace, "handoff": {"kind": "cold", "pass_on": 1, "at_most": 2}}}}
    played = play([need(60.0)], changes)
    assert played.column("legs", "end") == [End.CUT] * 3
    assert played.column("issues", "stopped") == [1]


def test_asking_a_colleague_counts_once_and_returning_does_not(play, need):
    for at_most, queues in ((0, [0]), (1, [0, 1, 0])):
        handoff = {"policies": {"usual": {"handoff": {"kind": "consult", "at_most": at_most}}}}
        assert play([need(60.0, luck=HARD)], TIERS | handoff).column("legs", "queue") == queues


@pytest.mark.parametrize(
    ("most", "contacts", "closing"),
    [(1, 1, Closing.EXHAUSTED), (2, 2, Closing.EXHAUSTED), ("unlimited", 8, Closing.CAPPED)],
)
def test_who_would_call_once_more_than_anybody_does_is_counted(play, need, most, contacts, closing):
    changes = with_attempts(most, groups={"agents": {"skill": "50%"}})
    played = play([need(60.0, luck=HARD)], changes)
    assert played.column("issues", "contacts") == [contacts]
    assert played.column("issues", "closing") == [closing]


def test_who_would_not_call_again_anyway_has_given_up(play, need):
    changes = with_attempts(1, groups={"agents": {"skill": "50%"}})
    changes["behaviour"]["recontact"]["chance"] = 0
    assert play([need(60.0, luck=HARD)], changes).column("issues", "closing") == [Closing.GIVEN_UP]


def test_redials_are_attempts_too(play, need):
    redial = {"chance": 1, "after": {"dist": "constant", "value": "1m"}}
    changes = with_attempts(3, queues={"service": {"patience": "30s", "redial": redial}})
    changes["contacts"] = {"question": {"work": "1h"}}
    played = play([need(60.0), need(120.0)], changes)
    assert [row["outcome"] for row in played.contacts if row["issue"] == 2] == [Outcome.ABANDONED] * 3
    assert played.column("issues", "closing")[1] == Closing.EXHAUSTED


def test_a_redial_as_another_type_is_served_and_measured_as_that(play, need):
    redial = {"chance": 1, "after": {"dist": "constant", "value": "10m"}, "becomes": "request"}
    changes = {"queues": {"service": {"capacity": 0, "redial_blocked": redial}}}
    changes["contacts"] = {"request": {"queue": "specialists", "volume": 0, "work": "5m"}}
    played = play([need(60.0), need(120.0)], changes)
    assert [(row["type"], row["queue"], row["outcome"]) for row in played.contacts if row["issue"] == 2] == [
        (0, 0, Outcome.BLOCKED),
        (1, 1, Outcome.ANSWERED),
    ]

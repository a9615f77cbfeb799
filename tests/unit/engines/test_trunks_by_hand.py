"""Test that calls hold a line as long as they are in the centre, in worlds worked out by hand.

A contact works 300 s, with 30 s of after-call work; times are seconds after opening.
"""

from sim.codes import Closing, Outcome

ANSWERED, BLOCKED = Outcome.ANSWERED, Outcome.BLOCKED
HARD = {("issue", 0, 0, 1): 0.9}
OTHER = {"request": {"queue": "specialists", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}}


def trunk(lines, *queues):
    return {"trunks": {"main": {"lines": lines, "queues": queues}}}


def test_whoever_finds_all_lines_taken_is_blocked_though_places_to_wait_are_left(play, need):
    played = play([need(60.0), need(120.0), need(180.0)], trunk(2, "service"))
    assert played.column("legs", "outcome") == [ANSWERED, ANSWERED, BLOCKED]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.RESOLVED, Closing.GIVEN_UP]


def test_a_line_is_free_when_the_customer_leaves_and_after_call_work_holds_none(play, need):
    # the first leaves at 360 and the agent writes until 390: at 360 there is a line, but nobody to answer
    played = play([need(60.0), need(359.0), need(361.0)], trunk(1, "service"))
    assert played.column("legs", "outcome") == [ANSWERED, BLOCKED, ANSWERED]
    assert played.column("legs", "wait") == [0.0, 0.0, 29.0]


def test_queues_share_their_lines(play, need):
    changes = trunk(1, "service", "specialists") | {"contacts": OTHER}
    played = play([need(60.0), need(100.0, kind="request")], changes)
    assert played.column("legs", "outcome") == [ANSWERED, BLOCKED]
    changes["trunks"]["spare"] = {"lines": 1, "queues": ["specialists"]}
    changes["trunks"]["main"]["queues"] = ["service"]
    played = play([need(60.0), need(100.0, kind="request")], changes)
    assert played.column("legs", "outcome") == [ANSWERED, ANSWERED]


def test_who_is_referred_keeps_the_line_and_is_never_blocked_inside(play, need):
    changes = trunk(1, "service", "specialists") | {
        "contacts": {"question": {"refers_to": "specialists"}},
        "groups": {"agents": {"skill": "50%"}},
    }
    # the diagnosis ends at 150; of 300 s of work the notes keep 45, telling it again costs 45: it ends at 450
    played = play([need(60.0, luck=HARD), need(200.0), need(449.0), need(451.0)], changes)
    first = [row["outcome"] for row in played.contacts]
    assert first == [ANSWERED, BLOCKED, BLOCKED, ANSWERED]
    assert [row["outcome"] for row in played.legs if row["issue"] == 1] == [ANSWERED, ANSWERED]


def test_who_hangs_up_frees_the_line(play, need):
    changes = trunk(2, "service") | {"queues": {"service": {"patience": "30s"}}}
    played = play([need(60.0), need(70.0), need(99.0), need(101.0)], changes)
    assert played.column("legs", "outcome") == [ANSWERED, Outcome.ABANDONED, BLOCKED, Outcome.ABANDONED]

"""Test the warm handoff in worlds worked out by hand: referrals take 90 s, the experts' part 300 s."""

from sim.codes import AgentState, Closing, Outcome

TALK = AgentState.TALK
HARD = {("issue", 0, 0, 1): 0.9}
WARM = {
    "groups": {"agents": {"skill": "50%"}},
    "contacts": {"question": {"refers_to": "specialists"}},
    "policies": {"usual": {"handoff": {"kind": "warm", "conveyed": "100%", "introduction": "30s"}}},
}


def warm(**settings):
    policy = {"usual": {"handoff": {**WARM["policies"]["usual"]["handoff"], **settings}}}
    return {**WARM, "policies": policy}


def talking(played, group):
    return [
        (row["begins"], row["ends"]) for row in played.duty if (row["group"], row["state"]) == (group, TALK)
    ]


def test_the_first_agent_introduces_customer_and_case(play, need):
    played = play([need(60.0, luck=HARD)], WARM)
    # 90 s of diagnosis, 30 s together, and all of the 90 s carried over: 210 s are left of 300 s
    assert played.column("legs", "talk") == [120.0, 240.0]
    assert played.column("legs", "explained") == [0, 0]
    assert talking(played, 0) == [(60.0, 180.0)]
    assert talking(played, 1) == [(150.0, 390.0)]
    assert played.column("issues", "agent_seconds") == [120.0 + 240.0 + 2 * 30.0]
    assert played.column("contacts", "talk") == [360.0]


def test_the_first_agent_waits_with_the_customer_for_a_colleague(play, need):
    played = play([need(60.0, luck=HARD), need(200.0, luck=HARD)], warm(stays="5m"))
    # the expert is busy until 390 + 30; the second diagnosis, begun at 210, is over at 300
    assert played.column("legs", "wait") == [0.0, 0.0, 10.0, 120.0]
    assert talking(played, 0) == [(60.0, 180.0), (210.0, 420.0 + 30.0)]
    assert played.column("legs", "explained") == [0, 0, 0, 0]


def test_after_the_longest_stay_the_handoff_is_cold(play, need):
    played = play([need(60.0, luck=HARD), need(200.0, luck=HARD)], warm(stays="1m"))
    assert talking(played, 0) == [(60.0, 180.0), (210.0, 360.0)]
    assert played.column("legs", "explained") == [0, 0, 0, 1]
    # half of the 90 s carried over by the notes, and 45 s to tell it again
    assert played.column("legs", "talk")[-1] == 300.0 - 45.0 + 45.0


def test_an_agent_is_free_when_the_customer_hangs_up_beside_him(play, need):
    changes = warm(stays="5m")
    changes["queues"] = {"specialists": {"patience": "40s"}}
    played = play([need(60.0, luck=HARD), need(200.0, luck=HARD)], changes)
    assert talking(played, 0) == [(60.0, 180.0), (210.0, 340.0)]
    assert played.column("legs", "outcome") == [*[Outcome.ANSWERED] * 3, Outcome.ABANDONED]
    assert played.column("contacts", "lost_inside") == [0, 1]
    assert played.column("contacts", "talk")[1] == 130.0


def test_the_run_may_end_during_a_conference(play, need):
    evening = {"hours": "20:00-24:00"}
    changes = {**WARM, "clock": {"open": evening["hours"]}, "shifts": {"day": evening}}
    played = play([need(4 * 3600.0 - 100.0, luck=HARD)], changes)
    assert played.column("legs", "talk")[0] == 100.0
    assert talking(played, 0) == [(16 * 3600.0 - 100.0, 16 * 3600.0)]
    assert played.column("issues", "closing") == [Closing.OPEN]


CONSULT = {**WARM, "policies": {"usual": {"handoff": {"kind": "consult", "advice": "40s", "stays": "5m"}}}}


def test_an_agent_who_asks_a_colleague_finishes_the_case(play, need):
    played = play([need(60.0, luck=HARD)], CONSULT)
    # 90 s of diagnosis, 40 s of advice with the first agent on the line, and the 210 s that are left
    assert [(row["group"], row["talk"], row["wait"]) for row in played.legs] == [
        (0, 130.0, 0.0), (1, 40.0, 0.0), (0, 210.0, 0.0),
    ]  # fmt: skip
    assert talking(played, 0) == [(60.0, 190.0), (190.0, 400.0)]
    assert talking(played, 1) == [(150.0, 190.0)]
    assert played.column("issues", "closing") == [Closing.RESOLVED]
    assert played.column("issues", "people") == [2]
    assert played.column("issues", "explained") == [0]


def test_advice_on_what_nobody_can_solve_closes_the_contact(play, need):
    played = play([need(60.0, luck={("issue", 0, 0, 1): 0.99})], CONSULT)
    assert played.column("legs", "talk") == [130.0, 40.0]
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]
    assert talking(played, 0) == [(60.0, 190.0)]


def test_who_asks_too_long_hands_over_cold(play, need):
    consult = {"usual": {"handoff": {"kind": "consult", "advice": "10m", "stays": "1m"}}}
    played = play(
        [need(60.0, luck=HARD), need(1000.0, luck=HARD), need(1010.0)], {**WARM, "policies": consult}
    )
    assert played.column("issues", "closing") == [Closing.RESOLVED] * 3
    assert played.column("issues", "explained") == [0, 0, 0]
    waits = {**WARM, "policies": consult, "shifts": {"day": {"staff": {"agents": 2, "specialists": 1}}}}
    played = play([need(60.0, luck=HARD), need(61.0, luck=HARD)], waits)
    # the expert advises from 150 to 750; the second customer is left alone at 211 and tells it again at 750
    assert played.column("legs", "explained") == [0, 0, 0, 0, 1]
    assert played.legs[-1]["talk"] == 300.0 - 45.0 + 45.0

"""Test transfers, missed rings and callbacks as centres know them, worked out by hand; times as there."""

import pytest

from sim.codes import AgentState, Closing, Outcome

TALK, LATE = AgentState.TALK, AgentState.LATE
ANSWERED, ABANDONED, BLOCKED = Outcome.ANSWERED, Outcome.ABANDONED, Outcome.BLOCKED
HARD = {("issue", 0, 0, 1): 0.9}


def tiers(**handoff):
    """Return a first line that solves half, and a handoff; a diagnosis takes 90 s, after-call work 30 s."""
    return {
        "groups": {"agents": {"skill": "50%"}},
        "contacts": {"question": {"refers_to": "specialists"}},
        "policies": {"usual": {"handoff": {"kind": "cold", **handoff}}},
    }


def states(played, group, state):
    found = [row for row in played.duty if (row["group"], row["state"]) == (group, state)]
    return [(row["begins"], row["ends"]) for row in found]


# --- transfers --------------------------------------------------------------------------------------------


def test_an_agent_reaches_the_next_line_before_the_contact_joins_it(play, need):
    played = play([need(60.0, luck=HARD)], tiers(dial="20s"))
    assert states(played, 0, TALK) == [(60.0, 170.0)]
    assert played.column("legs", "joined") == [60.0, 170.0]
    assert played.column("legs", "talk")[0] == 110.0


def test_nobody_dials_who_solves_it_or_may_not_hand_off(play, need):
    assert play([need(60.0)], tiers(dial="20s")).column("legs", "talk") == [300.0]
    played = play([need(60.0, luck=HARD)], tiers(dial="20s", at_most=0))
    assert played.column("legs", "talk") == [90.0]
    changes = tiers(dial="20s")
    changes["behaviour"] = {"recontact": {"limit": 1}}
    assert play([need(60.0, luck=HARD)], changes).column("legs", "talk") == [90.0]


@pytest.mark.parametrize(("u", "explained"), [(0.2, 0), (0.4, 1)])
def test_a_share_of_the_handoffs_is_warm(play, need, u, explained):
    changes = tiers(kind="warm", share="30%", conveyed="100%", introduction="30s")
    played = play([need(60.0, luck={**HARD, ("transfer", 0, 1, 1): u})], changes)
    assert played.legs[1]["explained"] == explained
    assert states(played, 0, TALK) == [(60.0, 180.0 if u < 0.3 else 150.0)]


def by_chance(**partner):
    changes = tiers()
    changes["queues"] = {"partner": {"patience": {"dist": "infinite"}}}
    changes["groups"]["partners"] = {"skills": ["partner"], "skill": "97%", "warmth_spread": 0}
    changes["shifts"] = {"day": {"staff": {"partners": 1}}}
    changes["contacts"] = {
        "question": {"refers_to": {"specialists": {"share": "70%"}, "partner": {"share": "30%", **partner}}},
        "own": {"queue": "partner", "volume": {"per_hour": 1}, "work": "20m", "acw": "30s"},
    }
    return changes


@pytest.mark.parametrize(("u", "queue"), [(0.1, 0), (0.29, 0), (0.31, 2), (0.9, 2)])
def test_a_referral_goes_to_one_of_several_queues_by_chance(play, need, u, queue):
    # queues by name: partner, service, specialists
    played = play([need(60.0, luck={**HARD, ("transfer", 0, 1, 0): u})], by_chance())
    assert played.column("legs", "queue") == [1, queue]
    assert played.column("issues", "closing") == [Closing.RESOLVED]


def test_a_referral_is_lost_if_nobody_is_free_there_and_served_if_somebody_is(play, need):
    there = {**HARD, ("transfer", 0, 1, 0): 0.1}
    needs = [need(60.0, luck=there), need(250.0, kind="own"), need(400.0, luck=there)]
    played = play(needs, by_chance(if_busy="lost"))
    of_issue = [[row["outcome"] for row in played.legs if row["issue"] == issue] for issue in (1, 2, 3)]
    # the first is handed off at 150 and takes the partner until 150 + 255 + 60; the own one comes before
    assert of_issue[0] == [ANSWERED, ANSWERED]
    assert of_issue[2] == [ANSWERED, BLOCKED]
    assert played.issues[2]["closing"] == Closing.GIVEN_UP
    waited = play(needs, by_chance())
    assert [row["outcome"] for row in waited.legs if row["issue"] == 3] == [ANSWERED, ANSWERED]


def third_party(if_busy):
    changes = by_chance(if_busy=if_busy)
    changes["contacts"]["question"]["referral"] = {"chance": "25%"}
    changes["groups"]["agents"]["skill"] = "100%"
    return changes


def test_a_third_party_joins_by_chance_if_free_and_else_the_agent_does_without(play, need):
    asks = {("referral", 0, 0, 0): 0.2, ("transfer", 0, 1, 0): 0.1}
    busy = need(100.0, kind="own")
    played = play([need(60.0, luck=asks)], third_party("does_without"))
    assert len(played.legs) == 2
    played = play([need(60.0, luck=asks), busy], third_party("does_without"))
    alone = [row for row in played.legs if row["issue"] == 1]
    assert [row["talk"] for row in alone] == [300.0]
    assert played.issues[0]["closing"] == Closing.RESOLVED
    waits = play([need(60.0, luck=asks), busy], third_party("waits"))
    assert [row["wait"] for row in waits.legs if row["issue"] == 1] == [0.0, 100.0 + 1200.0 + 30.0 - 360.0]


# --- rings that an agent misses ---------------------------------------------------------------------------


def missed(staff=1, **numbers):
    rings = {"chance": "10%", "rings": "20s", "out": "5m", **numbers}
    return {
        "groups": {"agents": {"missed_rings": rings}},
        "shifts": {"day": {"staff": {"agents": staff}}},
    }


def test_a_call_that_is_missed_waits_for_another_agent_and_the_first_is_taken_out(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    played = play([need(60.0, luck=once)], missed(staff=2))
    assert played.column("legs", "wait") == [20.0]
    assert played.legs[0]["outcome"] == ANSWERED
    assert states(played, 0, LATE) == [(60.0, 380.0)]


def test_a_missed_call_returns_to_the_head_of_the_line(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    played = play([need(60.0, luck=once), need(70.0), need(75.0)], missed())
    # one agent: rings until 80, out until 380, then first come, first served
    assert played.column("legs", "wait") == [320.0, 320.0 + 330.0 - 10.0, 320.0 + 660.0 - 15.0]


def test_a_call_from_the_line_may_be_missed_too(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    played = play([need(60.0), need(100.0, luck=once)], missed())
    # the agent is free at 390, misses the ring and is back at 390 + 20 + 300
    assert played.column("legs", "wait") == [0.0, 610.0]


def test_patience_goes_on_while_it_rings(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    changes = missed()
    changes["queues"] = {"service": {"patience": "15s"}}
    played = play([need(60.0, luck=once), need(500.0)], changes)
    assert played.column("legs", "outcome") == [ABANDONED, ANSWERED]
    assert played.column("legs", "wait") == [15.0, 0.0]
    assert states(played, 0, LATE) == [(60.0, 380.0)]


def test_the_shift_ends_for_who_is_taken_out_and_nobody_comes_back(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    played = play([need(4 * 3600.0 - 100.0, luck=once)], missed())
    assert states(played, 0, LATE) == [(4 * 3600.0 - 100.0, 4 * 3600.0)]
    assert played.legs[0]["outcome"] == Outcome.CLEARED


def test_who_stays_after_the_shift_for_those_who_wait_misses_no_ring(play, need):
    closes = 4 * 3600.0
    late = {("ring", 0, 0, 0): 0.05}
    played = play([need(closes - 120.0), need(closes - 60.0, luck=late)], missed())
    # free 210 s after closing, and nobody is late then: paid time is the shift and the overtime
    assert played.column("legs", "wait") == [0.0, 270.0]
    assert played.column("legs", "outcome") == [ANSWERED, ANSWERED]
    assert states(played, 0, LATE) == []


def test_who_was_on_a_break_since_is_out_as_long_after_the_next_ring(play, need):
    once = {("ring", 0, 0, 0): 0.05}
    changes = missed(out="10m")
    changes["shifts"]["day"]["breaks"] = ["08:02-08:05"]
    played = play([need(60.0, luck=once), need(330.0, luck=once)], changes)
    # the first is missed at 60, who is out until 680; the break is from 120 to 300, the second ring at 630
    assert states(played, 0, LATE) == [(60.0, 120.0), (630.0, 1250.0)]
    assert played.column("legs", "wait") == [240.0, 920.0]


def test_a_second_ring_has_luck_of_its_own(play, need):
    twice = {("ring", 0, 0, 0): 0.05, ("ring", 0, 0, 1): 0.05}
    played = play([need(60.0, luck=twice)], missed(staff=2))
    # missed by both: at 80 and at 100 nobody is free; the first is back at 60 + 20 + 300
    assert played.column("legs", "wait") == [320.0]


# --- callbacks --------------------------------------------------------------------------------------------


def callbacks(kind="virtual_hold", customers=None, **lever):
    return {
        "policies": {"usual": {"callback": {"kind": kind, "when_over": "60s", "dial": "20s", **lever}}},
        "behaviour": {"callback": {"accepts": "100%", "unreachable": "0%", **(customers or {})}},
    }


def test_a_called_customer_may_need_more_or_less_talk(play, need):
    needs = [need(60.0), need(61.0), need(400.0)]
    usual, longer = (play(needs, callbacks(customers=talk)) for talk in ({}, {"talk": 1.5}))
    called = [row["outcome"] == Outcome.REACHED for row in usual.legs]
    assert called.count(True) >= 1
    for one, other in zip(usual.legs, longer.legs, strict=True):
        if one["outcome"] == Outcome.REACHED:
            assert (one["talk"], other["talk"]) == (300.0 + 20.0, 450.0 + 20.0)


@pytest.mark.parametrize(
    ("patience", "outcome", "ended"), [("10m", Outcome.REACHED, None), ("2m", ABANDONED, 521.0)]
)
def test_a_customer_may_give_up_waiting_for_the_call(play, need, patience, outcome, ended):
    # the first answer makes the prediction; the third is predicted to wait and takes the offer at 401
    needs = [need(60.0), need(400.0), need(401.0)]
    played = play(needs, callbacks(customers={"patience": patience}))
    row = played.callbacks[-1]
    assert (row["accepted"], row["outcome"]) == (1, outcome)
    if ended is not None:
        assert row["ended"] == ended


@pytest.mark.parametrize(
    ("kind", "called"),
    [("virtual_hold", [730.0, 1080.0, 1430.0]), ("predicted_time", [731.0, 1081.0, 1560.0])],
)
def test_a_callback_keeps_its_place_or_comes_at_the_predicted_time(play, need, kind, called):
    # each one takes the agent 350 s, and 330 s are predicted for each in line: 401 + 330, then the
    # fourth, due at 830, when the agent is free, and the fifth, predicted to wait for two, at 900 + 660
    needs = [need(60.0), need(400.0), need(401.0), need(500.0), need(900.0)]
    played = play(needs, callbacks(kind))
    assert [row["joined"] for row in played.legs if row["outcome"] == Outcome.REACHED] == called

"""Test agents who hang up at once in worlds worked out by hand (DESIGN.md E2a); an agent's luck is 0.5."""

from math import exp

import pytest

from sim.codes import Closing, End

PACE = {"kind": "handle_time_target", "target": "30m", "pressure": 1, "rapport": "40s"}
DONE = 300.0 + 40.0 * exp(-1.0)
HIT = {("hang_up", 0, 0, 0): 0.14}


def world(agents="60%", calls="15%", back="0%", **levers):
    pace = {**PACE, "hangs_up": {"agents": agents, "calls": calls, "after": "4s"}}
    again = {"chance": 0, "hung_up_on": {"chance": back, "after": "60s"}}
    return {"policies": {"usual": {"pace": pace, **levers}}, "behaviour": {"recontact": again}}


def test_an_agent_hangs_up_at_once_without_wrap_up_and_nothing_is_resolved(play, need):
    played = play([need(60.0, luck=HIT), need(2000.0)], world(handoff={"kind": "cold", "pass_on": "100%"}))
    assert played.column("legs", "talk") == pytest.approx([4.0, DONE])
    assert played.column("legs", "acw") == pytest.approx([0.0, 30.0])
    assert played.column("legs", "end") == [End.HUNG_UP, End.DONE]
    assert played.column("issues", "closing") == [Closing.GIVEN_UP, Closing.RESOLVED]


def test_the_caller_calls_straight_back_and_is_served_in_full(play, need):
    played = play([need(60.0, luck=HIT)], world(back="36%") | {"contacts": {"question": {"acw": "0s"}}})
    assert len(played.legs) == 1  # luck of one half is above 36 %
    played = play([need(60.0, luck=HIT)], world(back="60%", handoff={"kind": "cold", "notes": "0%"}))
    assert played.column("legs", "talk") == pytest.approx([4.0, DONE])
    first, second = played.column("contacts", "arrived")
    assert second - first == pytest.approx(64.0)
    assert played.column("issues", "closing") == [Closing.RESOLVED]


def test_the_question_is_not_asked_before_hanging_up(play, need):
    played = play([need(60.0, luck=HIT)], world(confirm={"asks": "10s", "honest": "100%"}))
    assert played.column("legs", "talk") == pytest.approx([4.0])


@pytest.mark.parametrize("of", [{"agents": "40%"}, {"calls": "14%"}, {"calls": "0%"}])
def test_other_agents_and_other_calls_are_as_without(play, need, of):
    needs = [need(60.0, luck=HIT), need(70.0)]
    assert play(needs, world(**of)) == play(needs, {"policies": {"usual": {"pace": PACE}}})


def test_an_adaptive_pace_has_them_only_while_its_target_holds(play, need):
    adaptive = world()
    adaptive["policies"]["usual"]["pace"] |= {"kind": "adaptive", "above": 0.5}
    assert play([need(60.0, luck=HIT)], adaptive).column("legs", "end") == [End.DONE]

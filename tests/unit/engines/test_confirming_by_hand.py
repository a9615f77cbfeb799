"""Test asking before the end in worlds worked out by hand: work takes 300 s, the target cuts it short."""

from math import log

import pytest

from sim.codes import Closing

CUT_AT = 100.0 + 100.0 * log(2.0)  # at a luck of one half
PACE = {"kind": "handle_time_target", "counts": "talk", "target": "100s", "pressure": 1, "rapport": "40s"}
LATE = ("leg", 0, 1, 0), 0.999999  # the second conversation ends when its work is done


def asking(**confirm):
    usual = {"pace": PACE, "handoff": {"kind": "cold", "pass_on": "0%", "notes": "0%"}}
    if confirm:
        usual["confirm"] = confirm
    staff = {"day": {"hours": "08:00-12:00", "staff": {"agents": 2}}}
    return {"policies": {"usual": usual}, "shifts": staff, "behaviour": {"work": {"reexplain": "0s"}}}


def test_who_says_that_it_is_not_settled_is_passed_on_to_a_colleague_at_once(play, need):
    played = play([need(60.0, luck=dict([LATE]))], asking(asks="10s", honest="80%"))
    assert played.column("legs", "agent") == [0, 1]
    assert played.column("legs", "talk") == pytest.approx(
        [CUT_AT + 10.0, 300.0 + 10.0 + 40.0 / 2.718281828459045]
    )
    assert played.column("legs", "wait") == [0.0, 0.0]
    assert played.column("issues", "closing") == [Closing.RESOLVED]
    assert played.column("issues", "contacts") == [1]


def test_who_is_too_polite_to_say_so_is_let_go(play, need):
    played = play([need(60.0, luck={("confirm", 0, 0, 0): 0.81})], asking(asks="10s", honest="80%"))
    assert played.column("legs", "talk") == pytest.approx([CUT_AT + 10.0])
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]


def test_the_question_is_no_unhurried_time(play, need):
    short = {"contacts": {"question": {"work": "80s"}}}
    with_it = play([need(60.0)], {**asking(asks="10s"), **short})
    without = play([need(60.0)], {**asking(), **short})
    assert with_it.column("legs", "talk")[0] == without.column("legs", "talk")[0] + 10.0
    assert with_it.column("issues", "unhurried") == pytest.approx(without.column("issues", "unhurried"))


def test_the_question_is_no_work_done(play, need):
    changes = asking(asks="10s", honest="100%")
    changes["policies"]["usual"]["handoff"]["notes"] = "100%"
    played = play([need(60.0, luck=dict([LATE]))], changes)
    assert played.column("legs", "talk")[1] == pytest.approx(300.0 - CUT_AT + 10.0 + 40.0 / 2.718281828459045)


def test_a_question_that_takes_no_time_and_gets_no_answer_changes_nothing(play, need):
    needs = [need(60.0), need(90.0, luck=dict([LATE])), need(100.0)]
    assert play(needs, asking(asks="0s", honest="0%")) == play(needs, asking())


def test_what_nobody_can_solve_is_closed_whatever_the_customer_says(play, need):
    hard = {("issue", 0, 0, 1): 0.9}  # beyond the agents' skill, and there is no second line
    short = {"contacts": {"question": {"work": "200s"}}}
    played = play([need(60.0, luck=hard)], {**asking(asks="10s", honest="100%"), **short})
    assert len(played.legs) == 1
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]

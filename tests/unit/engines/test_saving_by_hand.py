"""Test talk that is saved in worlds worked out by hand (DESIGN.md E1a): work takes 300 s."""

from math import exp, log

import pytest

from sim.codes import Closing

TARGET = {"kind": "handle_time_target", "target": "250s", "pressure": 1, "rapport": "0s"}
CUT_AT = 250.0 + 250.0 * log(2.0)  # at a luck of one half
WORK = {"reexplain": "30s", "congestion_pressure": 0}


def world(pace=TARGET, tools=None, staff=1, shifted="0%", **work):
    usual = {"pace": pace, "handoff": {"kind": "cold", "pass_on": shifted, "notes": "50%"}}
    if tools is not None:
        usual["tools"] = {"saves": tools}
    shifts = {"day": {"hours": "08:00-12:00", "staff": {"agents": staff}}}
    return {"policies": {"usual": usual}, "shifts": shifts, "behaviour": {"work": WORK | work}}


def talks(played):
    return played.column("legs", "talk")


def test_a_target_saves_its_share_of_the_avoidable_talk_and_the_issue_is_solved(play, need):
    saving = {**TARGET, "saves": "50%"}
    played = play([need(60.0)], world(saving, avoidable="20%"))
    assert talks(played) == pytest.approx([300.0 * (1.0 - 0.2 * 0.5)])
    assert played.column("issues", "closing") == [Closing.RESOLVED]


def test_without_a_target_nobody_saves_but_tools_do(play, need):
    quality = {"kind": "quality_time", "rapport": "0s"}
    assert talks(play([need(60.0)], world(quality, avoidable="20%"))) == pytest.approx([300.0])
    with_tools = play([need(60.0)], world(quality, tools="30%", avoidable="20%"))
    assert talks(with_tools) == pytest.approx([300.0 * (1.0 - 0.2 * 0.3)])


def test_agents_save_of_what_the_tools_leave(play, need):
    saving = {**TARGET, "saves": "50%"}
    played = play([need(60.0)], world(saving, tools="40%", avoidable="20%"))
    assert talks(played) == pytest.approx([300.0 * (1.0 - 0.2 * (0.4 + 0.6 * 0.5))])


def test_saving_spares_a_cut(play, need):
    tight = {**TARGET, "target": "160s", "pressure": 1}  # cuts at 160 (1 + log 2) = 270.9 s
    cut = play([need(60.0)], world(tight, avoidable="25%"))
    saved = play([need(60.0)], world({**tight, "saves": "80%"}, avoidable="25%"))
    assert talks(cut) == pytest.approx([160.0 * (1.0 + log(2.0))])
    assert cut.column("issues", "closing") == [Closing.GIVEN_UP]
    assert talks(saved) == pytest.approx([300.0 * (1.0 - 0.25 * 0.8)])
    assert saved.column("issues", "closing") == [Closing.RESOLVED]


def test_what_is_said_while_saving_counts_as_the_work_it_does(play, need):
    tight = {**TARGET, "target": "100s", "saves": "100%"}
    late = {("leg", 0, 1, 0): 0.999999}  # the second conversation ends when its work is done
    played = play([need(60.0, luck=late)], world(tight, staff=2, shifted="100%", avoidable="20%"))
    cut_at = 100.0 * (1.0 + log(2.0))
    left = 300.0 - 0.5 * cut_at / 0.8
    assert talks(played) == pytest.approx([cut_at, (left + 30.0) * 0.8])


def test_an_adaptive_pace_saves_only_while_its_target_holds(play, need):
    adaptive = {**TARGET, "kind": "adaptive", "saves": "50%", "above": 0.5}
    played = play([need(60.0), need(61.0), need(62.0)], world(adaptive, avoidable="20%"))
    assert talks(played) == pytest.approx([300.0, 270.0, 300.0])  # nobody, one and nobody waits


def test_a_long_line_makes_agents_faster_or_slower(play, need):
    for load in (1.2, 0.8):
        played = play([need(60.0), need(61.0), need(62.0)], world({"kind": "none"}, load=load))
        speed = 1.0 + (load - 1.0) * (1.0 - exp(-1.0))
        assert talks(played) == pytest.approx([300.0, 300.0 / speed, 300.0])


def test_what_is_not_saved_changes_nothing(play, need):
    needs = [need(60.0), need(61.0), need(400.0)]
    assert play(needs, world(avoidable="25%")) == play(needs, world())

"""Test agents who are aside until the line calls, in worlds worked out by hand: a contact takes 300 s."""

import pytest

from sim.codes import AgentState, Outcome

AVAILABLE, TALK, OFF = AgentState.AVAILABLE, AgentState.TALK, AgentState.OFF
BREAK, OTHER_WORK, FLEXIBLE_BREAK = AgentState.BREAK, AgentState.OTHER_WORK, AgentState.FLEXIBLE_BREAK
HOUR = 3600.0


def two(**presence):
    """Two agents, of whom one is aside at most."""
    reactive = {"kind": "reactive", "share": "50%", "goes_after": "2m", **presence}
    return {
        "contacts": {"question": {"volume": {"per_hour": 1}, "work": "5m", "acw": "0s"}},
        "groups": {"agents": {"presence": reactive}},
        "shifts": {"day": {"hours": "08:00-12:00", "staff": {"agents": 2, "specialists": 1}}},
    }


def duty(played, agent):
    rows = (row for row in played.duty if (row["group"], row["agent"]) == (0, agent))
    return [(row["begins"], row["ends"], row["state"]) for row in rows]


def test_one_of_two_is_aside_from_the_start_and_comes_for_the_second_in_line(play, need):
    played = play([need(600.0), need(610.0), need(620.0)], two(waiting=2))
    # the line was empty all night: agent 0 goes aside at once; 1 serves the first; the second waits
    # alone, and the third is one of two in line: agent 0 comes for the second
    assert played.column("legs", "wait") == [0.0, 10.0, 280.0]
    assert duty(played, 0)[:2] == [(0.0, 620.0, OTHER_WORK), (620.0, 920.0, TALK)]
    # the line is empty from 900 on: at 920 agent 0 is free, and at 1020 goes aside
    assert duty(played, 0)[2:] == [(920.0, 1020.0, AVAILABLE), (1020.0, 4 * HOUR, OTHER_WORK)]
    assert duty(played, 1) == [
        (0.0, 600.0, AVAILABLE),
        (600.0, 900.0, TALK),
        (900.0, 1200.0, TALK),
        (1200.0, 4 * HOUR, AVAILABLE),
    ]


def test_one_comes_when_the_first_has_waited_so_long(play, need):
    played = play([need(600.0), need(610.0)], two(waited="90s", does="flexible_break"))
    assert played.column("legs", "wait") == [0.0, 90.0]
    assert duty(played, 0)[:2] == [(0.0, 700.0, FLEXIBLE_BREAK), (700.0, 1000.0, TALK)]


def test_who_hangs_up_or_is_answered_before_calls_nobody(play, need):
    impatient = {"queues": {"service": {"patience": "80s"}}}
    played = play([need(600.0), need(610.0)], two(waited="90s") | impatient)
    assert [state for _, _, state in duty(played, 0)] == [OTHER_WORK]


def test_who_comes_free_while_the_line_has_long_been_empty_goes_aside_at_once(play, need):
    played = play([need(600.0), need(610.0)], two(waiting=1))
    # the second calls agent 0 at once; the line is empty from 610 on, and agent 1, free at 900, goes
    assert duty(played, 0)[:3] == [
        (0.0, 610.0, OTHER_WORK),
        (610.0, 910.0, TALK),
        (910.0, 4 * HOUR, AVAILABLE),
    ]
    assert duty(played, 1)[1:] == [(600.0, 900.0, TALK), (900.0, 4 * HOUR, OTHER_WORK)]


def test_nobody_goes_aside_before_the_line_has_been_empty_so_long(play, need):
    played = play([need(600.0), need(610.0), need(1000.0)], two(waiting=1, goes_after="10m"))
    # the line is empty from 610 on, so until 1210 nobody goes; then it is 0, free for longer than 1
    assert duty(played, 0)[:4] == [
        (0.0, 610.0, OTHER_WORK),
        (610.0, 910.0, TALK),
        (910.0, 1210.0, AVAILABLE),
        (1210.0, 4 * HOUR, OTHER_WORK),
    ]
    assert duty(played, 1)[2:4] == [(900.0, 1000.0, AVAILABLE), (1000.0, 1300.0, TALK)]


def test_somebody_comes_when_a_colleague_goes_on_a_break(play, need):
    shift = {"hours": "08:00-12:00", "staff": {"agents": 2, "specialists": 1}, "breaks": ["09:00-09:30"]}
    early = {"hours": "08:00-09:00", "staff": {"agents": 1}}
    changes = two(waiting=9) | {"shifts": {"day": shift, "early": early}}
    changes["groups"]["agents"]["presence"]["share"] = (
        "40%"  # 1.2 of 3, 0.8 of 2, 0.4 of 1: one, one and nobody
    )
    played = play([need(HOUR + 60.0)], changes)
    # at 9:00 all three leave, for a break or home
    # at 9:30 agent 0 takes who waits, and 1 is free; two minutes later 1 goes aside
    states = [[state for _, _, state in duty(played, agent)] for agent in range(2)]
    assert states == [[OTHER_WORK, BREAK, TALK, AVAILABLE], [AVAILABLE, BREAK, AVAILABLE, OTHER_WORK]]
    assert played.column("legs", "wait") == [1740.0]


def test_enough_stay_when_the_group_gets_smaller(play, need):
    late = {"hours": "08:00-10:00", "staff": {"agents": 1}}
    shifts = {"day": {"hours": "08:00-12:00", "staff": {"agents": 1, "specialists": 1}}, "late": late}
    played = play([need(3 * HOUR)], two(waiting=9) | {"shifts": shifts})
    # agents stand by shift: 0 works all day and is aside while there are two; alone, of 0.5 nobody may be
    assert duty(played, 0)[:2] == [(0.0, 2 * HOUR, OTHER_WORK), (2 * HOUR, 3 * HOUR, AVAILABLE)]
    assert played.column("legs", "wait") == [0.0]


def test_who_is_aside_at_the_end_of_the_shift_goes_home_and_is_paid(play, need, measure):
    changes = two(waiting=2)
    played = play([], changes)
    assert duty(played, 0) == [(0.0, 4 * HOUR, OTHER_WORK)]
    assert played.overtime == []
    assert measure("aside_share", [], changes) == pytest.approx(4 / 12)  # one of three agents in all
    assert measure("other_work", [], changes) == pytest.approx(4.0)
    assert measure("occupancy", [need(0.0)], changes) == pytest.approx(300.0 / (8 * HOUR))


def test_agents_who_are_aside_are_not_counted_in_the_wait_that_is_announced(play, need):
    door = {"queues": {"service": {"balking": {"announced": "queue_length"}, "patience": "250s"}}}
    played = play([need(0.0), need(400.0), need(410.0)], two(waiting=2) | door)
    # the one who is there makes it 300 s, which is too long; shared by two it would be 150 s
    assert played.column("legs", "outcome")[-1] == Outcome.BALKED


def test_emails_call_nobody_and_whoever_is_there_takes_them(play, need):
    email = {"queues": {"service": {"channel": "voice"}, "specialists": {"channel": "email"}}}
    letters = {
        "question": {"volume": {"per_hour": 1}, "work": "5m", "acw": "0s"},
        "letter": {"queue": "specialists", "volume": {"per_hour": 1}, "work": "5m", "acw": "0s"},
    }
    changes = two(waiting=1) | email | {"contacts": letters}
    changes["groups"]["agents"]["skills"] = ["service", "specialists"]
    changes["shifts"]["day"]["staff"]["specialists"] = 0
    played = play([need(60.0, kind="letter"), need(70.0, kind="letter")], changes)
    assert [state for _, _, state in duty(played, 0)] == [OTHER_WORK]
    assert played.column("legs", "wait") == [0.0, 290.0]


def test_a_policy_may_change_who_is_there(play, need):
    as_rostered = two(waiting=9)
    as_rostered["policies"] = {"usual": {"changes": {"groups.agents.presence": "as_rostered"}}}
    played = play([need(600.0), need(610.0)], as_rostered)
    assert played.column("legs", "wait") == [0.0, 0.0]


def test_who_is_aside_leaves_for_who_is_busy_where_idle_agents_leave_first(play, need):
    changes = two(waiting=9)
    changes["shifts"]["day"]["staff"]["agents"] = 0
    changes["clock"] = {"interval": "1h"}
    changes["on_duty"] = {"agents": [2, 1, 1, 1]}
    changes["groups"]["agents"]["leaves"] = "idle_first"
    changes["contacts"]["question"]["volume"] = {"per_hour": 4}
    played = play([need(4 * (HOUR - 60.0))], changes)  # luck counts quarters of an hour here
    # agent 1 is busy when only one is to stay: 0, who is aside, leaves, and nobody works overtime
    assert played.overtime == []
    assert duty(played, 0) == [(0.0, HOUR, OTHER_WORK)]

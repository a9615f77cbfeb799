"""Test who leaves when the agents on duty become fewer, in worlds worked out by hand: at FALL."""

import pytest

HOUR = 3600.0
FALL, RISE = 4 * HOUR, 8 * HOUR
BUSY = FALL - 400.0, FALL - 60.0
"""The first agent is free 70 s before the fall, the second 270 s after it."""


def counted(*numbers, **group):
    return {
        "clock": {"open": "08:00-24:00"},
        "groups": {"agents": group},
        "shifts": {"day": {"staff": {"agents": 0}}},
        "on_duty": {"agents": [*numbers, *numbers[-1:] * (4 - len(numbers))]},
    }


def overtime(played):
    return [(row["agent"], row["begins"], row["ends"]) for row in played.overtime]


def answered(played):
    return [(row["agent"], row["joined"] + row["wait"]) for row in played.legs]


def ends_of_duty(played):
    """Return when each agent goes home for the first time."""
    found = {}
    for row in played.duty:
        if row["group"] == 0:
            found.setdefault(row["agent"], []).append((row["begins"], row["ends"]))
    last = {}
    for agent, spans in found.items():
        last[agent] = spans[0][1]
        for begins, ends in spans[1:]:
            if begins != last[agent]:
                break
            last[agent] = ends
    return last


def test_an_idle_agent_leaves_for_one_who_is_busy(play, need):
    played = play([need(at) for at in BUSY], counted(2, 1))
    assert answered(played) == [(0, BUSY[0]), (1, BUSY[1])]
    assert overtime(played) == []
    assert ends_of_duty(played) == {0: FALL, 1: 16 * HOUR}


def test_as_planned_the_second_agent_finishes_in_overtime(play, need):
    played = play([need(at) for at in BUSY], counted(2, 1, leaves="as_planned"))
    assert overtime(played) == [(1, FALL, BUSY[1] + 330.0)]
    assert ends_of_duty(played) == {0: 16 * HOUR, 1: BUSY[1] + 330.0}


def test_if_nobody_is_idle_whoever_is_free_first_leaves(play, need):
    calls = FALL - 200.0, FALL - 60.0
    played = play([need(at) for at in calls], counted(2, 1))
    assert overtime(played) == [(1, FALL, calls[0] + 330.0)]
    assert ends_of_duty(played) == {0: calls[0] + 330.0, 1: 16 * HOUR}


def test_whoever_leaves_takes_no_contact_that_waits(play, need):
    calls = FALL - 200.0, FALL - 60.0, FALL - 30.0
    played = play([need(at) for at in calls], counted(2, 1))
    assert answered(played)[2] == (1, calls[1] + 330.0)


def test_the_idlest_leaves_of_those_who_would_stay(play, need):
    played = play([need(at) for at in (1800.0, 3600.0, FALL - 60.0)], counted(3, 2))
    # agents 0 and 1 were busy once, agent 2 is on the phone; agent 0 has been idle longest
    assert ends_of_duty(played) == {0: FALL, 1: 16 * HOUR, 2: 16 * HOUR}
    assert overtime(played) == []


def test_who_left_comes_again_when_the_count_rises(play, need):
    played = play([need(at) for at in BUSY], counted(2, 1, 2))
    begins = sorted(row["begins"] for row in played.duty if row["agent"] == 0 and row["group"] == 0)
    assert begins[-1] == RISE


def test_whoever_still_talks_beyond_the_count_takes_the_place_of_who_comes(play, need):
    changes = counted(2, 1, 2) | {"contacts": {"question": {"work": "6h"}}}
    played = play([need(FALL - 400.0), need(FALL - 60.0)], changes)
    assert overtime(played) == [(1, FALL, RISE)]


def test_of_those_who_leave_together_nobody_changes_seats(play, need):
    changes = counted(2) | {"clock": {"open": "08:00-12:00"}, "on_duty": {"agents": 2}}
    played = play([need(FALL - 60.0)], changes)
    assert overtime(played) == [(0, FALL, FALL + 270.0)]


@pytest.mark.parametrize("leaves", ["idle_first", "as_planned"])
def test_nobody_is_cut_off_while_another_is_idle(play, need, leaves):
    played = play([need(at) for at in BUSY], counted(2, 1, leaves=leaves, at_shift_end="cut_off"))
    assert len(played.legs) == (2 if leaves == "idle_first" else 3)


def test_whoever_leaves_takes_nobody_who_has_waited_as_drawn(play, need):
    service = {"open": "08:00-23:00", "drawn_wait": {"chance": 1.0, "wait": "60s"}}
    changes = {"queues": {"service": service, "specialists": {"open": "08:00-11:00"}}}
    calls = [need(FALL - at) for at in (400.0, 90.0, 75.0, 60.0)]
    played = play(calls, counted(2, 1) | changes)
    # talks end at FALL + 300, when agent 1 leaves past the fourth caller, and at FALL + 320
    assert answered(played)[3] == (0, FALL + 320.0)


def test_who_comes_and_relieves_a_colleague_is_paid_for_serving_out_what_closed(play, need):
    changes = counted(2, 0, 1) | {
        "queues": {"specialists": {"open": "08:00-12:00"}},
        "groups": {
            "agents": {"skills": ["specialists"]},
            "specialists": {"skills": ["service"], "skill": "50%"},
        },
        "contacts": {
            "question": {"refers_to": "specialists"},
            "request": {"queue": "specialists", "volume": {"per_hour": 1}, "work": "6h", "acw": "0s"},
        },
        "shifts": {"day": {"hours": "08:00-24:00", "staff": {"agents": 0}}},
    }
    calls = [
        need(600.0, kind="request"),
        need(FALL - 600.0, kind="request"),
        need(RISE - 600.0, luck={("issue", 0, 0, 1): 0.9}),  # found hard after 90 s, and referred
    ]
    played = play(calls, changes)
    assert overtime(played) == [(0, FALL, FALL + 7800.0), (0, RISE, RISE + 165.0), (1, FALL, RISE)]

"""Test breaks that a conversation delays and that are made up for, worked out by hand; a call takes 330 s."""

import pytest

from sim.codes import AgentState

AVAILABLE, TALK, ACW, BREAK, LATE = (
    AgentState.AVAILABLE,
    AgentState.TALK,
    AgentState.ACW,
    AgentState.BREAK,
    AgentState.LATE,
)
HOUR = 3600.0


def centre(*breaks, **group):
    return {
        "groups": {"agents": {"late_breaks": "made_up", **group}},
        "shifts": {"day": {"hours": "08:00-12:00", "breaks": list(breaks)}},
    }


def duty(played):
    return [(row["begins"], row["ends"], row["state"]) for row in played.duty if row["group"] == 0]


def on_break(played):
    """Return the spans of breaks, what follows at once put together."""
    spans = []
    for begins, ends, state in duty(played):
        if state == BREAK and spans and spans[-1][1] == begins:
            spans[-1] = spans[-1][0], ends
        elif state == BREAK:
            spans.append((begins, ends))
    return spans


def test_a_break_that_begins_late_lasts_as_long_as_planned(play, need):
    played = play([need(HOUR - 100.0), need(HOUR + 700.0)], centre("09:00-09:10"))
    assert on_break(played) == [(HOUR + 230.0, HOUR + 830.0)]
    assert played.column("legs", "wait") == [0.0, 130.0]


def test_a_break_that_a_conversation_swallows_follows_it(play, need):
    played = play([need(HOUR - 100.0), need(HOUR - 50.0)], centre("09:00-09:01"))
    assert on_break(played) == [(HOUR + 230.0, HOUR + 290.0)]
    assert played.column("legs", "wait") == [0.0, 340.0]


def test_a_break_on_time_ends_on_time(play, need):
    played = play([need(HOUR + 300.0)], centre("09:00-09:10"))
    assert on_break(played) == [(HOUR, HOUR + 600.0)]
    assert played.column("legs", "wait") == [300.0]


def test_the_next_break_comes_first_and_then_what_is_still_owed(play, need):
    played = play([need(HOUR - 100.0)], centre("09:00-09:10", "09:12-09:20"))
    assert on_break(played) == [(HOUR + 230.0, HOUR + 1310.0)]  # 600 s and 480 s in one go


def test_the_end_of_the_shift_ends_a_break_that_is_made_up_for(play, need):
    played = play([need(4 * HOUR - 700.0)], centre("11:50-11:58"))
    assert on_break(played) == [(4 * HOUR - 370.0, 4 * HOUR)]
    assert played.overtime == []


def test_shrinkage_is_taken_as_written(measure, need):
    calls = [need(60.0 + 600.0 * k) for k in range(23)]
    taken = {
        late: measure("shrinkage_share", calls, centre(shrinkage="20%", away_for="5m", late_breaks=late))
        for late in ("made_up", "shortened")
    }
    # one of two agents has 20 % of it, and talks for half of the day
    assert taken["made_up"] == pytest.approx(0.1, abs=0.005)
    assert taken["shortened"] < 0.085

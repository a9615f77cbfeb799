"""Test several chats at once in worlds worked out by hand.

A chat is 300 s of work and 30 s of after-call work, which the agent does before closing it; times are
seconds after opening. With a slow-down of 50 % two at once go at 1 / 1.5 each.
"""

import pytest

from sim.codes import AgentState, Closing, End, Outcome

ANSWERED, ABANDONED = Outcome.ANSWERED, Outcome.ABANDONED
CALL = {"request": {"queue": "specialists", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}}


def chats(concurrency, slow_down="0%", queue=(), **group):
    return {
        "queues": {"service": {"channel": "chat", **dict(queue)}},
        "groups": {"agents": {"concurrency": concurrency, "slow_down": slow_down, **group}},
    }


def blended(order=None):
    """One group chats and takes calls, the experts' queue; calls first if `order` is given."""
    changes = chats(2, skills=["service", "specialists"]) | {"contacts": CALL}
    changes["groups"]["specialists"] = {"skills": ["specialists"]}
    changes["shifts"] = {"day": {"staff": {"specialists": 0}}}
    if order:
        changes["policies"] = {"usual": {"discipline": {"kind": "static_priority", "order": order}}}
    return changes


def busy(played):
    states = (AgentState.TALK, AgentState.ACW)
    return [(row["begins"], row["ends"]) for row in played.duty if row["state"] in states]


def test_an_agent_holds_as_many_chats_as_there_are_slots_and_the_next_waits(play, need):
    played = play([need(60.0), need(100.0), need(140.0)], chats(2))
    assert played.column("legs", "wait") == [0.0, 0.0, 390.0 - 140.0]
    assert played.column("legs", "talk") == [300.0] * 3
    assert busy(played) == [(60.0, 720.0)]


def test_a_further_chat_slows_those_that_run_and_they_speed_up_when_it_ends(play, need):
    # alone 60-160: 100 of 330 s done; then both at 2/3: the first needs 345 s more, until 505; the second has
    # done 230 s by then and 100 s are left at full speed
    played = play([need(60.0), need(160.0)], chats(2, "50%"))
    assert played.column("contacts", "ended") == pytest.approx([505.0, 605.0])
    assert played.column("legs", "talk") == pytest.approx([415.0, 415.0])
    assert busy(played) == [pytest.approx((60.0, 605.0))]
    # agents' time is shared: 100 alone and half of 345, and the other way round
    assert played.column("issues", "agent_seconds") == pytest.approx([272.5, 272.5])
    assert sum(played.column("issues", "agent_seconds")) == pytest.approx(545.0)


def test_the_agent_with_the_fewest_chats_takes_the_next(play, need):
    changes = chats(3) | {"shifts": {"day": {"staff": {"agents": 2}}}}
    played = play([need(60.0), need(61.0), need(62.0), need(63.0)], changes)
    assert played.column("legs", "agent") == [0, 1, 0, 1]


def test_who_chats_takes_no_call(play, need):
    played = play([need(60.0), need(100.0, kind="request")], blended())
    assert played.column("legs", "wait") == [0.0, 290.0]


def test_who_is_on_a_call_takes_no_chat(play, need):
    played = play([need(60.0, kind="request"), need(100.0)], blended())
    assert played.column("legs", "wait") == [0.0, 290.0]


def test_while_a_call_waits_that_goes_first_no_further_chat_is_taken(play, need):
    needs = [need(60.0), need(100.0, kind="request"), need(110.0), need(120.0)]
    played = play(needs, blended())
    # the call waits for the chat to end at 390 and is over at 720; then both chats begin at once
    assert played.column("legs", "wait") == [0.0, 290.0, 610.0, 600.0]
    played = play(needs, blended({"service": 1, "specialists": 2}))
    # chats first: the second begins beside the first, the third as soon as one ends, the call last
    assert played.column("legs", "wait") == [0.0, 720.0 - 100.0, 0.0, 270.0]


def test_a_slot_that_becomes_free_stays_empty_while_a_call_waits_that_goes_first(play, need):
    needs = [need(60.0), need(70.0), need(100.0, kind="request"), need(110.0)]
    played = play(needs, blended())
    # the chats end at 390 and 400; the call begins then and is over at 730
    assert played.column("legs", "wait") == [0.0, 0.0, 300.0, 620.0]


def test_agents_who_held_back_for_a_call_take_chats_again_when_it_hangs_up(play, need):
    changes = blended()
    changes["queues"]["specialists"] = {"patience": {"dist": "constant", "value": "50s"}}
    played = play([need(60.0), need(100.0, kind="request"), need(110.0)], changes)
    assert played.column("legs", "outcome") == [ANSWERED, ABANDONED, ANSWERED]
    assert played.column("legs", "wait") == [0.0, 50.0, 40.0]


@pytest.mark.parametrize(
    ("then", "contacts", "closing"),
    [("unresolved", 2, Closing.RESOLVED), ("given_up", 1, Closing.GIVEN_UP)],
)
def test_who_falls_silent_holds_the_slot_until_the_timeout(play, need, then, contacts, closing):
    changes = chats(1, queue={"silent": {"chance": "20%", "timeout": "2m", "then": then}})
    changes["behaviour"] = {"recontact": {"chance": 1.0, "after": {"dist": "constant", "value": "30m"}}}
    silent = {("silence", 0, 0, 0): 0.1, ("silence", 0, 0, 1): 0.4}
    played = play([need(60.0, luck=silent), need(100.0)], changes)
    # 40 % of 300 s said, 30 s of after-call work, 120 s of silence
    assert played.legs[0]["talk"] == 240.0
    assert played.legs[0]["end"] == End.SILENT
    assert played.legs[-1]["wait"] == 60.0 + 270.0 - 100.0
    assert played.issues[0]["contacts"] == contacts
    assert played.issues[0]["closing"] == closing


def test_silence_is_not_slowed_by_other_chats(play, need):
    changes = chats(2, "50%", queue={"silent": {"chance": "20%", "timeout": "2m"}})
    silent = {("silence", 0, 0, 0): 0.1, ("silence", 0, 0, 1): 0.4}
    # 150 s of work done at 210; silent until 330, the second chat comes at 300
    played = play([need(60.0, luck=silent), need(300.0)], changes)
    assert played.column("contacts", "ended") == pytest.approx([330.0, 300.0 + 30.0 + 310.0])


def test_a_break_waits_for_all_chats_and_no_new_one_is_taken(play, need):
    changes = chats(2) | {"shifts": {"day": {"breaks": ["08:03-08:10"]}}}
    played = play([need(60.0), need(100.0), need(200.0), need(300.0)], changes)
    # the break begins at 430 and ends at 600
    assert played.column("legs", "wait") == [0.0, 0.0, 400.0, 300.0]
    pauses = [row["begins"] for row in played.duty if (row["agent"], row["state"]) == (0, AgentState.BREAK)]
    assert pauses == [430.0]


def test_a_break_that_is_over_before_the_chats_are_lets_the_agent_take_waiting_chats(play, need):
    changes = chats(2) | {"shifts": {"day": {"breaks": ["08:03-08:05"]}}}
    played = play([need(60.0), need(200.0)], changes)
    assert played.column("legs", "wait") == [0.0, 100.0]


def test_a_chat_is_handed_over_cold_whatever_the_policy(play, need):
    changes = chats(2, skill="50%") | {
        "contacts": {"question": {"refers_to": "specialists"}},
        "policies": {"usual": {"handoff": {"kind": "warm", "introduction": "60s"}}},
    }
    played = play([need(60.0, luck={("issue", 0, 0, 1): 0.9})], changes)
    # the diagnosis takes 90 s, and the write-up 30 s; the expert hears it again: 300 - 45 + 45
    assert played.column("legs", "talk") == [90.0, 300.0]
    assert played.column("legs", "joined") == [60.0, 180.0]
    assert played.column("legs", "explained") == [0, 1]


def test_chats_are_dropped_when_the_lines_fail_and_a_slow_system_stretches_them(play, need):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:05"], "lasts": "10m"}
    played = play([need(60.0), need(100.0)], chats(2) | {"outages": {"storm": storm}})
    assert played.column("legs", "end") == [End.DROPPED, End.DROPPED]
    assert played.column("legs", "talk") == [240.0, 200.0]
    storm = {"hits": "system", "begins": ["2026-03-02 08:05"], "lasts": "1h", "speed": "50%"}
    played = play([need(60.0), need(100.0)], chats(2) | {"outages": {"storm": storm}})
    assert played.column("contacts", "ended") == pytest.approx([300.0 + 180.0, 300.0 + 260.0])


def test_one_slot_without_after_call_work_is_a_call(play, need):
    plain = {"contacts": {"question": {"acw": "0s"}}}
    needs = [need(60.0), need(100.0), need(600.0)]
    calls, chatted = play(needs, plain), play(needs, plain | chats(1))
    for table in ("legs", "contacts", "issues"):
        assert getattr(calls, table) == getattr(chatted, table)

"""Test waits that are drawn in worlds worked out by hand: a contact waits 60 s, then works 300 s."""

WAITS = {
    "queues": {"service": {"drawn_wait": {"chance": 1.0, "wait": "60s"}}},
    "contacts": {"question": {"volume": {"per_hour": 1}, "work": "5m", "acw": "0s"}},
}


def test_a_contact_waits_as_drawn_though_an_agent_is_free(play, need):
    played = play([need(60.0)], WAITS)
    assert played.column("legs", "wait") == [60.0]


def test_who_has_waited_as_drawn_is_taken_the_moment_an_agent_becomes_free(play, need):
    played = play([need(60.0), need(70.0), need(75.0)], WAITS)
    # the agent talks from 120 to 420 and to 720; whose wait was over first goes first
    assert played.column("legs", "wait") == [60.0, 350.0, 645.0]


def test_who_hung_up_after_the_drawn_wait_is_taken_by_nobody(play, need):
    queue = {"drawn_wait": WAITS["queues"]["service"]["drawn_wait"], "patience": "100s"}
    played = play([need(60.0), need(70.0)], WAITS | {"queues": {"service": queue}})
    assert sorted(played.column("legs", "talk")) == [0.0, 300.0]
    assert sorted(played.column("legs", "wait")) == [60.0, 100.0]

"""Test times that vary by interval, in worlds worked out by hand: eight to twelve, and then to four."""

HOUR = 3600.0
DAY = {"clock": {"open": "08:00-16:00"}, "shifts": {"day": {"hours": "08:00-16:00"}}}


def call(**keys):
    return DAY | {"contacts": {"question": keys}}


def test_work_varies_with_the_interval_in_which_the_issue_arises(play, need):
    calls = [need(60.0), need(4 * HOUR - 1.0)]
    played = play(calls, call(work_by_interval={"factor": [0.5, 3]}))
    assert played.column("legs", "talk") == [150.0, 150.0]


def test_after_call_work_varies_with_the_interval_in_which_the_conversation_begins(play, need):
    calls = [need(60.0), need(4 * HOUR - 100.0), need(4 * HOUR - 90.0)]
    played = play(calls, call(acw_by_interval={"mean": [60, 15]}))
    # the third waits for the second, into the afternoon
    assert played.column("legs", "acw") == [60.0, 60.0, 15.0]


def test_patience_varies_with_the_interval_in_which_the_customer_joins(play, need):
    changes = {"queues": {"service": {"patience": "60s", "patience_by_interval": {"factor": [2, 0.5]}}}}
    played = play([need(60.0), need(90.0)], DAY | changes)
    assert played.column("legs", "wait") == [0.0, 120.0]


def test_a_time_that_varies_by_one_is_as_it_was(play, need):
    calls = [need(60.0), need(90.0), need(3 * HOUR)]
    changes = call(work_by_interval={"factor": 1}, acw_by_interval={"mean": 30})
    assert play(calls, changes) == play(calls, DAY)

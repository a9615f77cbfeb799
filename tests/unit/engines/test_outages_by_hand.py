"""Test what stops when the centre fails, in worlds worked out by hand; the centre opens at 08:00."""

import pytest

from sim.codes import AgentState, Closing, End, Outcome

ANSWERED, LOST = Outcome.ANSWERED, Outcome.LOST
DONE, DROPPED = End.DONE, End.DROPPED


def outage(hits, begins="08:10", lasts="10m", **settings):
    named = {"hits": hits, "begins": [f"2026-03-02 {begins}"], "lasts": lasts, **settings}
    return {"outages": {"storm": named}}


def talking(played, group=0):
    rows = (row for row in played.duty if (row["group"], row["state"]) == (group, AgentState.TALK))
    return [(row["begins"], row["ends"]) for row in rows]


def test_calls_are_lost_while_the_lines_are_down_and_not_after(play, need):
    played = play([need(60.0), need(700.0), need(1201.0)], outage("telephony"))
    assert played.column("legs", "outcome") == [ANSWERED, LOST, ANSWERED]
    assert played.column("issues", "closing") == [Closing.RESOLVED, Closing.GIVEN_UP, Closing.RESOLVED]


def test_conversations_and_the_line_are_dropped_when_the_lines_fail(play, need):
    played = play([need(400.0), need(500.0)], outage("telephony"))
    assert played.column("legs", "outcome") == [ANSWERED, LOST]
    assert played.column("legs", "end") == [DROPPED, -1]
    assert played.column("legs", "talk") == [200.0, 0.0]
    assert played.column("legs", "wait") == [0.0, 100.0]
    assert talking(played) == [(400.0, 600.0)]


def test_the_dropped_and_the_lost_call_again_as_the_blocked_do(play, need):
    again = {"chance": "100%", "after": {"dist": "constant", "value": "15m"}}
    changes = {**outage("telephony"), "queues": {"service": {"redial_blocked": again}}}
    played = play([need(400.0), need(500.0)], changes)
    assert played.column("contacts", "arrived") == [400.0, 1500.0, 500.0, 1500.0]
    # half of the 200 s is carried over by the notes, told to the same agent
    assert played.column("legs", "talk") == [200.0, 200.0, 0.0, 300.0]


def test_calls_in_line_may_go_on_waiting_and_be_served_after_the_repair(play, need):
    changes = outage("telephony", arrivals="queued", in_progress="go_on")
    played = play([need(400.0), need(800.0), need(900.0)], changes)
    assert played.column("legs", "outcome") == [ANSWERED] * 3
    assert played.column("legs", "wait") == [0.0, 400.0, 1530.0 - 900.0]


def test_a_site_that_fails_drops_its_conversations_and_the_others_go_on(play, need):
    changes = {
        **outage("site", lasts="5m", groups=["agents"]),
        "groups": {"specialists": {"skills": ["service", "specialists"]}},
    }
    played = play([need(400.0), need(401.0), need(800.0), need(801.0)], changes)
    assert played.column("legs", "end") == [DROPPED, DONE, DONE, DONE]
    assert played.column("legs", "group") == [0, 1, 1, 0]
    assert played.column("legs", "wait") == [0.0, 0.0, 0.0, 900.0 - 801.0]


def test_a_site_that_fails_helps_nobody_not_even_those_who_waited_before(play, need):
    changes = {
        **outage("site", groups=["specialists"]),
        "groups": {"specialists": {"overflow": {"service": "2m"}}},
    }
    played = play([need(400.0), need(550.0)], changes)
    assert played.column("legs", "group") == [0, 0]
    assert played.column("legs", "wait") == [0.0, 730.0 - 550.0]


@pytest.mark.parametrize(
    ("lasts", "talk"),
    # 200 s said before it fails, the rest at half the speed; repaired after 100 s, 50 s of it are done
    [("10m", 200.0 + 200.0), ("100s", 200.0 + 100.0 + 50.0)],
)
def test_a_slow_system_stretches_conversations(play, need, lasts, talk):
    played = play([need(400.0)], outage("system", lasts=lasts, speed="50%"))
    assert played.column("legs", "talk") == [talk]
    assert talking(played) == [(400.0, 400.0 + talk)]
    assert played.column("issues", "closing") == [Closing.RESOLVED]


def test_a_conversation_that_begins_while_the_system_is_slow_takes_longer(play, need):
    played = play([need(700.0)], outage("system", speed="75%"))
    assert played.column("legs", "talk") == [400.0]


def test_a_customer_between_two_agents_is_dropped_and_both_are_free(play, need):
    changes = {
        **outage("telephony"),
        "groups": {"agents": {"skill": "50%"}},
        "contacts": {"question": {"refers_to": "specialists"}},
        "policies": {"usual": {"handoff": {"kind": "warm", "introduction": "60s"}}},
    }
    played = play([need(480.0, luck={("issue", 0, 0, 1): 0.9})], changes)
    # the diagnosis is over at 570, the introduction would last until 630
    assert talking(played, 0) == [(480.0, 600.0)]
    assert talking(played, 1) == [(570.0, 600.0)]
    assert played.column("legs", "end") == [DONE, DROPPED]


def test_outages_that_overlap_end_with_the_last(play, need):
    named = {"hits": "telephony", "lasts": "10m"}
    storms = {
        "one": {**named, "begins": ["2026-03-02 08:10"]},
        "two": {**named, "begins": ["2026-03-02 08:15"]},
    }
    played = play([need(1300.0), need(1600.0)], {"outages": storms})
    assert played.column("legs", "outcome") == [LOST, ANSWERED]


def test_outages_by_chance_come_after_the_time_between_them(play, need):
    storm = {"hits": "telephony", "every": "8h10m", "lasts": "10m"}
    played = play([need(500.0), need(700.0), need(1300.0)], {"outages": {"storm": storm}})
    assert played.column("legs", "outcome") == [ANSWERED, LOST, ANSWERED]


def tolls(played):
    return [(row["begins"], row["ends"], row["lost"], row["dropped"]) for row in played.outages]


def test_an_outage_is_logged_with_what_it_lost_on_arriving_and_from_the_line_and_what_it_dropped(play, need):
    played = play([need(400.0), need(500.0), need(700.0)], outage("telephony"))
    assert tolls(played) == [(600.0, 1200.0, 2, 1)]


def test_of_outages_that_begin_at_one_moment_the_first_drops_the_conversation(play, need):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:10"], "lasts": "10m"}
    played = play([need(400.0)], {"outages": {"one": storm, "two": storm}})
    assert tolls(played) == [(600.0, 1200.0, 0, 1), (600.0, 1200.0, 0, 0)]


def test_where_outages_overlap_the_first_one_answers_for_what_is_lost(play, need):
    first = {"hits": "telephony", "begins": ["2026-03-02 08:10"], "lasts": "10m"}
    storms = {"early": first, "late": {**first, "begins": ["2026-03-02 08:15"]}}
    played = play([need(700.0), need(1000.0), need(1300.0)], {"outages": storms})
    assert tolls(played) == [(600.0, 1200.0, 2, 0), (900.0, 1500.0, 1, 0)]

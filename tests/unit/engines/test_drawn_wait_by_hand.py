"""Test waits that are drawn in worlds worked out by hand: a contact waits 60 s, then works 300 s."""

import pytest

from sim.codes import Outcome

ANSWERED, LOST = Outcome.ANSWERED, Outcome.LOST

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


QUEUED = {"hits": "telephony", "arrivals": "queued", "in_progress": "go_on"}


@pytest.mark.parametrize(
    ("storm", "arrivals", "outcomes", "waits"),
    [
        # lines, or the site, are down from 600 to 1200; the agent is free when both have waited as drawn
        (QUEUED, [590.0, 595.0], [ANSWERED] * 2, [610.0, 905.0]),
        ({"hits": "site"}, [590.0, 595.0], [ANSWERED] * 2, [610.0, 905.0]),
        # the agent talks from 560, with the lines down until 860 and with the site down until 600
        (QUEUED, [500.0, 550.0], [ANSWERED] * 2, [60.0, 650.0]),
        ({"hits": "site"}, [500.0, 550.0], [ANSWERED] * 2, [60.0, 650.0]),
        ({"hits": "telephony"}, [590.0, 700.0], [LOST] * 2, [10.0, 0.0]),
    ],
)
def test_nobody_is_taken_through_an_outage_after_the_drawn_wait_but_at_the_repair(
    play, need, storm, arrivals, outcomes, waits
):
    named = {"storm": {"begins": ["2026-03-02 08:10"], "lasts": "10m", **storm}}
    played = play([need(at) for at in arrivals], WAITS | {"outages": named})
    assert played.column("legs", "outcome") == outcomes
    assert played.column("legs", "wait") == waits

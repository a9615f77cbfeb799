"""Test who is called back and when, in worlds worked out by hand; times are seconds after opening.

One agent talks 300 s and writes 30 s. The first contact teaches the predictor a handle time of 330 s; the
second keeps the agent busy from 400 to 730; the third, at 410, is predicted to wait 330 s and is asked.
"""

import pytest

from sim.codes import Closing, Outcome

HOUR = 3600.0
ANSWERED, ABANDONED, WAITING, BLOCKED, *_ = Outcome
CALLBACK, REACHED, UNREACHED, CLEARED, LOST = (
    Outcome.CALLBACK, Outcome.REACHED, Outcome.UNREACHED, Outcome.CLEARED, Outcome.LOST,
)  # fmt: skip
DECLINES = {("callback", 0, 0, 0): 0.7}
DEAF_ONCE = {("dial", 0, 0, 0): 0.1}
DEAF = {("dial", 0, tries, 0): 0.1 for tries in range(9)}


def under(kind="virtual_hold", when_over="5m", **keys):
    return {"policies": {"usual": {"callback": {"kind": kind, "when_over": when_over, **keys}}}}


def of(rows, issue, *names):
    """Return the named columns of the rows of one issue."""
    return [tuple(row[name] for name in names) for row in rows if row["issue"] == issue]


@pytest.fixture
def busy(play, need):
    """Return the function that plays a third need, and later ones, while the agent is busy."""

    def function(changes, *later, luck=None):
        return play([need(60.0), need(400.0), need(410.0, luck=luck or {}), *later], changes)

    return function


def test_virtual_hold_keeps_the_place_before_those_who_came_later(busy, need):
    played = busy(under(), need(420.0, luck=DECLINES))
    # the agent dials at 730, the customer answers at 750, and the one who waited on the line is next at 1080
    assert of(played.legs, 3, "joined", "wait", "outcome", "talk", "acw") == [
        (410.0, 0.0, CALLBACK, 0.0, 0.0),
        (730.0, 0.0, REACHED, 320.0, 30.0),
    ]
    assert of(played.legs, 4, "joined", "wait", "outcome") == [(420.0, 660.0, ANSWERED)]
    names = ("offered", "predicted", "accepted", "tries", "ended", "outcome")
    assert of(played.callbacks, 3, *names) == [(410.0, 330.0, 1, 1, 750.0, REACHED)]
    assert of(played.callbacks, 4, *names) == [(420.0, 660.0, 0, 0, 420.0, -1)]
    assert of(played.contacts, 3, "outcome", "legs", "talk") == [(CALLBACK, 1, 320.0)]
    assert of(played.issues, 3, "closing", "wait", "answered", "resolved_by") == [
        (Closing.RESOLVED, 0.0, 1, 1)
    ]


def test_who_is_predicted_to_wait_less_is_not_asked(busy, need):
    played = busy(under(when_over="6m"), need(420.0))
    assert [(row["issue"], row["predicted"]) for row in played.callbacks] == [(4, 660.0)]
    assert of(played.legs, 3, "wait", "outcome") == [(320.0, ANSWERED)]


def test_the_last_wait_may_be_the_prediction(busy, need):
    played = busy(under(predictor="last_wait", when_over="5m"), need(1000.0))
    # at 410 the last wait was 0 s; at 1000 the last one answered had waited 320 s, and talks since 730
    assert [(row["issue"], row["predicted"]) for row in played.callbacks] == []
    played = busy(under(predictor="last_wait", when_over="5m"), need(1040.0))
    assert [(row["issue"], row["predicted"]) for row in played.callbacks] == [(4, 320.0)]


def test_an_offer_may_come_after_a_while_and_the_wait_until_then_was_on_the_line(busy):
    played = busy(under(after="30s"))
    assert of(played.legs, 3, "joined", "wait", "outcome") == [
        (410.0, 30.0, CALLBACK),
        (730.0, 0.0, REACHED),
    ]
    assert of(played.callbacks, 3, "joined", "offered", "ended") == [(410.0, 440.0, 750.0)]
    assert of(played.issues, 3, "wait") == [(30.0,)]


def test_whoever_runs_out_of_patience_before_the_offer_is_not_asked(busy):
    impatient = {"queues": {"service": {"patience": "30s"}}}
    played = busy(under(after="31s") | impatient)
    assert of(played.legs, 3, "wait", "outcome") == [(30.0, ABANDONED)]
    assert played.callbacks == []
    played = busy(under(after="30s") | impatient)
    assert of(played.legs, 3, "wait", "outcome") == [(30.0, ABANDONED)]


def test_nobody_runs_out_of_patience_off_the_line(busy):
    played = busy(under() | {"queues": {"service": {"patience": "30s"}}})
    assert of(played.legs, 3, "outcome") == [(CALLBACK,), (REACHED,)]


def test_a_call_in_vain_costs_the_agent_the_dialling_and_is_tried_again_after_a_pause(busy, need):
    played = busy(under(), need(420.0, luck=DECLINES), luck=DEAF_ONCE)
    assert of(played.legs, 3, "joined", "outcome", "agent", "talk") == [
        (410.0, CALLBACK, -1, 0.0),
        (730.0, UNREACHED, 0, 20.0),
        (750.0 + 1800.0, REACHED, 0, 320.0),
    ]
    assert of(played.legs, 4, "wait") == [(330.0,)]
    assert of(played.callbacks, 3, "tries", "ended", "outcome") == [(2, 2570.0, REACHED)]
    assert of(played.issues, 3, "agent_seconds", "legs") == [(370.0, 1)]


def test_after_the_last_try_the_customer_may_call_as_after_hanging_up(busy):
    redial = {"queues": {"service": {"redial": {"chance": 1, "after": "10m"}}}}
    played = busy(under(tries=2, pause="1m") | redial, luck=DEAF)
    assert of(played.callbacks, 3, "tries", "ended", "outcome") == [(2, 830.0, UNREACHED)]
    assert of(played.contacts, 3, "attempt", "arrived", "outcome") == [
        (0, 410.0, CALLBACK),
        (1, 830.0 + 600.0, ANSWERED),
    ]
    assert of(played.issues, 3, "closing", "answered") == [(Closing.RESOLVED, 1)]


@pytest.mark.parametrize(
    ("keys", "dialled"),
    [({"delay": "1h"}, 410.0 + HOUR), ({"between": "10:00-11:00"}, 2.5 * HOUR), ({"delay": "0s"}, 730.0)],
)
def test_an_appointment_is_due_after_a_delay_or_in_the_next_window(busy, keys, dialled):
    played = busy(under("appointment", **keys))
    assert of(played.legs, 3, "joined", "outcome") == [(410.0, CALLBACK), (dialled, REACHED)]


def test_an_appointment_that_falls_due_joins_the_end_of_the_line(busy, need):
    played = busy(under("appointment", delay="200s"), need(420.0, luck=DECLINES), need(650.0, luck=DECLINES))
    assert of(played.legs, 4, "wait") == [(310.0,)]
    assert of(played.legs, 3, "joined", "outcome") == [(410.0, CALLBACK), (1060.0, REACHED)]
    assert of(played.legs, 5, "wait") == [(1060.0 + 350.0 - 650.0,)]


def test_who_gives_up_before_the_call_is_due_is_not_lined_up_for_it(busy):
    patience = {"callback": {"patience": {"dist": "constant", "value": "10m"}}}
    played = busy(under("appointment", delay="1h") | {"behaviour": patience})
    assert of(played.callbacks, 3, "tries", "ended", "outcome") == [(0, 1010.0, ABANDONED)]
    ends = [(row["issue"], row["outcome"]) for row in played.legs]
    assert ends == [(1, ANSWERED), (2, ANSWERED), (3, CALLBACK)]


@pytest.mark.parametrize(
    ("at_closing", "ended", "outcome"), [("carry", 24 * HOUR + 20.0, REACHED), ("drop", 4 * HOUR, CLEARED)]
)
def test_a_callback_at_closing_is_carried_to_the_next_opening_or_dropped(
    play, need, at_closing, ended, outcome
):
    needs = [need(60.0), need(4 * HOUR - 100.0), need(4 * HOUR - 50.0)]
    played = play(needs, under(at_closing=at_closing) | {"clock": {"drain": "1d"}})
    assert of(played.callbacks, 3, "ended", "outcome") == [(ended, outcome)]
    assert of(played.contacts, 3, "ended")[0][0] == (ended + 300.0 if outcome == REACHED else ended)


def test_clearing_the_line_at_closing_leaves_those_who_are_off_it(play, need):
    needs = [need(60.0), need(4 * HOUR - 100.0), need(4 * HOUR - 50.0), need(4 * HOUR - 40.0, luck=DECLINES)]
    changes = under() | {"clock": {"drain": "1d"}, "queues": {"service": {"at_closing": "clear"}}}
    played = play(needs, changes)
    assert of(played.callbacks, 3, "outcome") == [(REACHED,)]
    assert of(played.legs, 4, "outcome") == [(CLEARED,)]


def test_an_outage_of_telephony_loses_the_line_but_no_promise(busy, need):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:08"], "lasts": "10m"}
    played = busy(under() | {"outages": {"storm": storm}}, need(420.0, luck=DECLINES))
    assert of(played.legs, 2, "talk", "end") == [(80.0, 3)]
    assert of(played.legs, 4, "wait", "outcome") == [(60.0, LOST)]
    assert of(played.legs, 3, "joined", "outcome") == [(410.0, CALLBACK), (1080.0, REACHED)]


def test_a_conversation_that_an_outage_breaks_off_had_its_dialling_first(busy):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:13"], "lasts": "10m"}
    played = busy(under() | {"outages": {"storm": storm}})
    # dialled at 730, talking from 750, broken off at 780: 50 s of the agent's time, 30 of them talk
    assert of(played.legs, 3, "outcome", "talk") == [(CALLBACK, 0.0), (REACHED, 50.0)]
    assert of(played.issues, 3, "unhurried")[0][0] <= -270.0


def test_a_callback_frees_its_line_until_the_agent_dials(busy, need):
    lines = {"trunks": {"main": {"lines": 2, "queues": ["service"]}}}
    late = (need(420.0, luck=DECLINES), need(760.0, luck=DECLINES))
    assert of(busy(lines, *late).legs, 4, "outcome") == [(BLOCKED,)]
    played = busy(under() | lines, *late)
    assert of(played.legs, 4, "outcome") == [(ANSWERED,)]
    # at 760 the fourth still waits on the line and the third talks on another
    assert of(played.legs, 5, "outcome") == [(BLOCKED,)]


def test_what_is_still_due_at_the_end_of_the_run_is_told(busy):
    played = busy(under("appointment", delay="10h"))
    assert of(played.callbacks, 3, "outcome") == [(WAITING,)]
    assert of(played.contacts, 3, "outcome", "legs") == [(CALLBACK, 0)]
    assert of(played.issues, 3, "closing") == [(Closing.OPEN,)]


def test_the_time_until_the_call_is_felt_as_far_as_the_scenario_says(busy):
    quality = [
        busy(under() | {"behaviour": {"callback": {"felt": felt}}}).issues[2]["quality"]
        for felt in (0, 0.5, 1)
    ]
    assert quality[0] > quality[1] > quality[2]


def test_a_referral_goes_on_from_the_call_with_rows_of_its_own(busy):
    changes = under() | {
        "contacts": {"question": {"refers_to": "specialists"}},
        "groups": {"agents": {"skill": "70%"}},
    }
    hard = {("issue", 0, 0, 1): 0.9}
    played = busy(changes, luck=hard)
    assert of(played.legs, 3, "queue", "leg", "outcome", "talk") == [
        (0, 0, CALLBACK, 0.0),
        (0, 0, REACHED, 110.0),
        (1, 1, ANSWERED, 300.0),
    ]


def test_queues_that_are_not_named_are_not_asked(busy):
    assert busy(under(queues=["specialists"])).callbacks == []


def test_off_the_line_nobody_takes_a_place_to_wait(busy, need):
    changes = under() | {"queues": {"service": {"capacity": 1}}}
    played = busy(changes, need(420.0, luck=DECLINES), need(430.0))
    assert of(played.legs, 4, "outcome") == [(ANSWERED,)]
    assert of(played.legs, 5, "outcome") == [(BLOCKED,)]


def test_those_who_help_after_a_wait_call_too(busy):
    changes = under() | {"groups": {"specialists": {"overflow": {"service": "90s"}}}}
    played = busy(changes)
    assert of(played.legs, 3, "joined", "outcome", "group") == [(410.0, CALLBACK, -1), (500.0, REACHED, 1)]


def test_a_callback_has_the_conversation_it_would_have_had_on_the_line(busy):
    changes = {"contacts": {"question": {"acw": {"dist": "exponential", "mean": "30s"}}}}
    luck = {("leg", 0, 0, 3): 0.9}
    on_the_line, called = busy(changes, luck=luck), busy(changes | under(), luck=luck)
    acw = [of(played.legs, 3, "acw")[-1] for played in (on_the_line, called)]
    assert acw[0] == acw[1] != (0.0,)


def test_the_last_wait_of_a_call_is_how_long_its_turn_took(busy, need):
    played = busy(under(predictor="last_wait", when_over="10s"), need(1040.0), need(1390.0))
    # the third waits on the line from 410 to 730; the fourth is called at 1060, the fifth hears of its 20 s
    assert [(row["issue"], row["predicted"]) for row in played.callbacks] == [(4, 320.0), (5, 20.0)]


def test_a_call_broken_off_while_it_rings_was_no_talk_and_no_rapport(busy):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:18"], "lasts": "10m"}
    changes = under(dial="5m") | {"outages": {"storm": storm}}
    changes["policies"]["usual"]["pace"] = {"kind": "quality_time", "rapport": "45s"}
    played = busy(changes)
    # with rapport the second talks until 780 and the agent dials from 810; the lines fail at 1080
    assert of(played.legs, 3, "joined", "outcome", "talk") == [
        (410.0, CALLBACK, 0.0),
        (810.0, REACHED, 270.0),
    ]
    assert of(played.issues, 3, "unhurried") == [(-300.0,)]

"""Test that who calls again goes to the person who knows, in worlds worked out by hand.

Two agents write 30 s after each conversation; times are seconds after opening. The first issue is beyond
them: agent 0 finds that out from 60 to 150 and the customer calls again at 750. By then agent 1 has dealt
with a short call from 700 to 740, and agent 0 is busy with a question from 710 to 1040.
"""

import pytest

from sim.codes import Outcome

HARD = {("issue", 0, 0, 1): 0.9}
SHORT = {"queue": "service", "volume": {"per_hour": 1}, "work": "10s", "acw": "30s"}


def under(routing, **changes):
    return {
        "contacts": {"short": SHORT},
        "groups": {"agents": {"skill": "60%"}},
        "shifts": {"day": {"staff": {"agents": 2}}},
        "behaviour": {"recontact": {"chance": 1, "after": {"dist": "constant", "value": "10m"}, "limit": 2}},
        "policies": {"usual": {"routing": routing}},
        **changes,
    }


def waiting(for_at_most):
    return {"kind": "same_agent", "for_at_most": for_at_most}


@pytest.fixture
def again(play, need):
    """Return the function that plays the first issue, both calls that make agents busy, and later ones."""

    def function(changes, *later):
        return play([need(60.0, luck=HARD), need(700.0, kind="short"), need(710.0), *later], changes)

    return function


def stays(played, issue):
    """Return when each stay of an issue began, its wait, and who ended it."""
    return [(row["joined"], row["wait"], row["agent"]) for row in played.legs if row["issue"] == issue]


@pytest.mark.parametrize(
    ("routing", "second"),
    [
        ("longest_idle", (750.0, 0.0, 1)),
        (waiting("5m"), (750.0, 290.0, 0)),
        (waiting("1m"), (750.0, 60.0, 1)),
        (waiting("0s"), (750.0, 0.0, 1)),
    ],
)
def test_a_busy_agent_who_knows_the_issue_is_waited_for_as_long_as_the_policy_says(again, routing, second):
    assert stays(again(under(routing)), 1) == [(60.0, 0.0, 0), second]


@pytest.mark.parametrize(("routing", "agent"), [("longest_idle", 1), (waiting("0s"), 0)])
def test_a_free_agent_who_knows_the_issue_goes_before_the_longest_idle(play, need, routing, agent):
    assert stays(play([need(60.0, luck=HARD)], under(routing)), 1)[1] == (750.0, 0.0, agent)


def test_nothing_is_told_again_to_who_knows_it(again):
    assert [again(under(waiting(t))).issues[0]["explained"] for t in ("5m", "1m")] == [0, 1]


def test_others_are_served_meanwhile(again, need):
    played = again(under(waiting("5m")), need(800.0))
    assert stays(played, 4) == [(800.0, 0.0, 1)]


def test_who_waits_for_the_agent_goes_before_the_line(again, need):
    played = again(under(waiting("5m")), need(741.0), need(742.0))
    # agent 1 talks from 741 to 1071; agent 0 is free at 1040, for the one who waits since 750, not since 742
    assert stays(played, 1)[1] == (750.0, 290.0, 0)
    assert stays(played, 5) == [(742.0, 329.0, 1)]


def test_when_the_time_is_over_the_contact_stands_where_it_would_have_stood(again, need):
    played = again(under(waiting("1m")), need(741.0), need(742.0), need(760.0))
    # in line since 810, behind the one of 742 and before the one of 760
    assert stays(played, 5) == [(742.0, 298.0, 0)]
    assert stays(played, 1)[1] == (750.0, 321.0, 1)
    assert stays(played, 6) == [(760.0, 476.0, 1)]


def test_who_waits_for_the_agent_hangs_up_when_patience_is_over(again):
    played = again(under(waiting("5m"), queues={"service": {"patience": "30s"}}))
    assert [(row["wait"], row["outcome"]) for row in played.legs if row["issue"] == 1][1] == (
        30.0, Outcome.ABANDONED,
    )  # fmt: skip


def test_who_has_gone_home_is_not_waited_for(play, need):
    # agent 0 leaves at 08:10 with the conversation of 590 still to end, at 920
    changes = under(waiting("5m"), shifts={
        "day": {"hours": "08:00-08:10", "staff": {"agents": 1}},
        "late": {"hours": "08:05-12:00", "staff": {"agents": 1, "specialists": 1}},
    })  # fmt: skip
    played = play([need(60.0, luck=HARD)], changes)
    assert stays(played, 1)[1] == (750.0, 0.0, 1)


def test_an_outage_of_telephony_takes_those_who_wait_for_an_agent_too(again):
    storm = {"hits": "telephony", "begins": ["2026-03-02 08:13"], "lasts": "10m"}
    played = again(under(waiting("5m"), outages={"storm": storm}))
    assert [(row["wait"], row["outcome"]) for row in played.legs if row["issue"] == 1][1] == (
        30.0, Outcome.LOST,
    )  # fmt: skip


def test_at_closing_those_who_wait_for_an_agent_are_cleared_too(again):
    hours = {"service": {"patience": {"dist": "infinite"}, "open": "08:00-08:15", "at_closing": "clear"}}
    played = again(under(waiting("5m"), queues=hours))
    assert [(row["wait"], row["outcome"]) for row in played.legs if row["issue"] == 1][1] == (
        150.0, Outcome.CLEARED,
    )  # fmt: skip


def test_after_the_time_is_over_a_callback_may_be_offered(again, need):
    policy = {"routing": waiting("1m"), "callback": {"kind": "virtual_hold", "when_over": "0s"}}
    changes = under("longest_idle") | {"policies": {"usual": policy}}
    played = again(changes, need(741.0, luck={("callback", 0, 0, 0): 0.9}))
    offers = [(row["issue"], row["joined"], row["offered"]) for row in played.callbacks]
    assert offers == [(1, 750.0, 810.0)]


def test_those_who_help_are_asked_when_the_time_is_over(again, need):
    changes = under(waiting("1m")) | {"contacts": {"short": SHORT}}
    changes["groups"] = {"agents": {"skill": "60%"}, "specialists": {"overflow": {"service": "30s"}}}
    played = again(changes, need(741.0))
    assert stays(played, 1)[1] == (750.0, 60.0, 2)


def test_who_was_served_in_time_may_be_handed_over_before_it_is_over(play, need):
    pace = {"kind": "handle_time_target", "counts": "talk", "target": "10s", "pressure": 1, "rapport": "0s"}
    policy = {"routing": waiting("1h"), "pace": pace, "handoff": {"kind": "cold", "pass_on": 1}}
    uncut = {("leg", 0, 0, 0): 1 - 1e-15}
    needs = [need(60.0, luck=HARD | uncut), need(700.0, kind="short"), need(710.0, luck=uncut)]
    changes = under("longest_idle") | {"policies": {"usual": policy}}
    changes["behaviour"]["recontact"].update(limit="unlimited", attempts=2)
    played = play(needs, changes)
    # the second call waits for agent 0, is cut short and passed on long before the hour is over
    assert stays(played, 1)[1] == (750.0, 290.0, 0)
    assert len(stays(played, 1)) > 2


def test_who_waited_in_vain_goes_to_whoever_has_room_for_a_chat(play, need):
    changes = under({"kind": "same_agent", "for_at_most": "60s"})
    changes["contacts"] = {"short": {**SHORT, "work": "70s"}}
    changes["queues"] = {"service": {"channel": "chat"}}
    changes["groups"] = {"agents": {"skill": "60%", "concurrency": 2, "slow_down": "0%"}}
    chats = [need(700.0), need(701.0), need(702.0, kind="short"), need(703.0)]
    played = play([need(60.0, luck=HARD), *chats], changes)
    again = next(
        row for row in played.legs if row["issue"] == played.legs[0]["issue"] and row["attempt"] == 1
    )
    short = next(row for row in played.legs if row["type"] != played.legs[0]["type"])
    # both hold two chats when it comes back; one of the other agent's is over before it stands in line
    assert again["wait"] == 60.0
    assert again["agent"] == short["agent"] != played.legs[0]["agent"]

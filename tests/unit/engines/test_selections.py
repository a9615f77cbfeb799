"""Test who takes a contact and who is served first, in small centres worked out by hand.

A contact works 300 s unless written otherwise; times are seconds after opening.
"""

from math import log

import pytest

PLAIN = {"volume": {"per_hour": 1}, "work": "5m", "acw": "0s"}
VIP = {
    "queues": {"vip": {"patience": {"dist": "infinite"}}},
    "contacts": {"question": PLAIN, "vip": {"queue": "vip", **PLAIN}},
    "groups": {"agents": {"skills": ["service", "vip"]}},
}


def under(discipline):
    return VIP | {"policies": {"usual": {"discipline": discipline}}}


@pytest.mark.parametrize(
    ("discipline", "waits"),
    [
        ("fifo", [0.0, 290.0, 580.0]),
        ({"kind": "static_priority", "order": {"vip": 1, "service": 2}}, [0.0, 590.0, 280.0]),
        ({"kind": "static_priority", "order": {"service": 1}}, [0.0, 290.0, 580.0]),
        ({"kind": "ageing_priority", "priority": {"vip": 11}}, [0.0, 590.0, 280.0]),
        ({"kind": "ageing_priority", "priority": {"vip": 9}}, [0.0, 290.0, 580.0]),
        ({"kind": "longest_weighted_wait", "weights": {"vip": 1.1}}, [0.0, 590.0, 280.0]),
        ({"kind": "longest_weighted_wait", "weights": {"vip": 1.01}}, [0.0, 290.0, 580.0]),
        ("earliest_due", [0.0, 290.0, 580.0]),
        ({"kind": "earliest_due", "due": {"service": "31s"}}, [0.0, 590.0, 280.0]),
        ({"kind": "earliest_due", "due": {"service": "29s"}}, [0.0, 290.0, 580.0]),
    ],
)
def test_a_vip_who_calls_ten_seconds_later_may_be_served_first(play, need, discipline, waits):
    played = play([need(60.0), need(70.0), need(80.0, kind="vip")], under(discipline))
    assert played.column("legs", "wait") == waits


def test_an_ageing_contact_overtakes_while_it_waits(play, need):
    ageing = {"kind": "ageing_priority", "priority": {"vip": 100}, "points_per_second": {"service": 2}}
    needs = [need(60.0), need(100.0, kind="vip"), need(340.0), need(350.0, kind="vip")]
    played = play(needs, under(ageing))
    # at 360 the vips have 360 and 110 points, the question 40; at 660 the second vip 410, the question 640
    assert played.column("legs", "wait") == [0.0, 260.0, 320.0, 610.0]


@pytest.mark.parametrize(("routing", "agents"), [("longest_idle", [0, 1, 0]), ("skill_priority", [0, 0, 1])])
def test_generalists_are_spared_while_a_specialist_is_free(play, need, routing, agents):
    groups = {
        "agents": {"skills": {"service": {}}},
        "specialists": {"skills": {"service": {"rank": 2}, "specialists": {}}},
    }
    changes = {
        "contacts": {"question": PLAIN},
        "groups": groups,
        "policies": {"usual": {"routing": routing}},
    }
    played = play([need(60.0), need(400.0), need(410.0)], changes)
    assert played.column("legs", "agent") == agents
    assert played.column("legs", "wait") == [0.0] * 3


@pytest.mark.parametrize(("routing", "agents"), [("longest_idle", [0, 0]), ("least_occupied", [0, 1])])
def test_who_came_an_hour_later_and_has_done_nothing_is_least_occupied(play, need, routing, agents):
    changes = {
        "shifts": {"late": {"hours": "09:00-12:00", "staff": {"agents": 1}}},
        "policies": {"usual": {"routing": routing}},
    }
    assert play([need(60.0), need(3700.0)], changes).column("legs", "agent") == agents


@pytest.mark.parametrize(("u", "agent"), [(0.2, 0), (0.5, 1), (0.9, 2)])
def test_chance_takes_the_agent_that_the_luck_of_the_stay_says(play, need, u, agent):
    changes = {
        "shifts": {"day": {"staff": {"agents": 3}}},
        "policies": {"usual": {"routing": "random"}},
    }
    assert play([need(60.0, luck={("stay", 0, 0, 1): u})], changes).column("legs", "agent") == [agent]


@pytest.mark.parametrize(
    ("own", "expert", "agent"),
    [({}, {}, 1), ({"speed": 1.5}, {}, 0), ({}, {"skill": "70%"}, 0), ({"skill": "99%"}, {}, 0)],
)
def test_the_best_resolver_solves_more_or_faster(play, need, own, expert, agent):
    groups = {
        "agents": {"skills": {"service": own}},
        "specialists": {"skills": {"service": expert, "specialists": {}}},
    }
    changes = {"groups": groups, "policies": {"usual": {"routing": "best_resolver"}}}
    assert play([need(60.0)], changes).column("legs", "agent") == [agent]


def test_speed_at_the_queue_and_of_the_group_shorten_talk_but_not_after_call_work(play, need):
    changes = {"groups": {"agents": {"skills": {"service": {"speed": 2}}, "speed": 0.75}}}
    leg = play([need(60.0)], changes).legs[0]
    assert (leg["talk"], leg["acw"]) == (200.0, 30.0)


def test_an_agent_of_less_skill_at_a_queue_diagnoses_there_at_the_speed_of_that_queue(play, need):
    changes = {"groups": {"agents": {"skills": {"service": {"skill": "40%", "speed": 0.5}}}}}
    assert play([need(60.0)], changes).legs[0]["talk"] == pytest.approx(180.0)  # 30 % of 300 s, at half speed


def test_what_is_left_shrinks_by_the_work_done_not_by_the_seconds_talked(play, need):
    pace = {"kind": "handle_time_target", "target": "100s", "pressure": 1, "rapport": "0s"}
    changes = {
        "contacts": {"question": PLAIN | {"work": "10m"}},
        "groups": {"agents": {"skills": {"service": {"speed": 2}}}},
        "policies": {"usual": {"pace": pace, "handoff": {"kind": "cold", "pass_on": 1, "notes": 1}}},
    }
    cut_at = 100.0 + 100.0 * log(2.0)
    talks = play([need(60.0)], changes).column("legs", "talk")
    assert talks == pytest.approx([cut_at, (600.0 - 2.0 * cut_at) / 2.0])

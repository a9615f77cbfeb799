"""Test who comes first, who waits how long and who leaves a message, worked out by hand; times as there."""

import pytest

from sim.codes import Closing, Outcome

ANSWERED, ABANDONED = Outcome.ANSWERED, Outcome.ABANDONED
URGENT = {"queue": "service", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}


def line(**numbers):
    return {"policies": {"usual": {"line": numbers}}}


def answered_at(played):
    """Return when each issue was answered, by its place."""
    return {row["issue"]: row["joined"] + row["wait"] for row in played.legs}


def test_a_contact_type_with_priority_goes_before_who_came_earlier(play, need):
    changes = {"contacts": {"urgent": URGENT}, **line(priority={"contacts": {"urgent": 1}})}
    needs = [need(60.0), need(61.0), need(62.0), need(63.0, kind="urgent"), need(64.0, kind="urgent")]
    played = play(needs, changes)
    # one agent, 330 s a contact: the two urgent ones go before the two questions, each by their time
    assert answered_at(played) == {1: 60.0, 4: 390.0, 5: 720.0, 2: 1050.0, 3: 1380.0}


def test_equal_numbers_in_a_priority_order_go_by_time(play, need):
    equal = {"contacts": {"urgent": 2, "question": 2}}
    played = play(
        [need(60.0), need(61.0, kind="urgent"), need(62.0), need(63.0, kind="urgent")],
        {"contacts": {"urgent": URGENT}, **line(priority=equal)},
    )
    assert answered_at(played) == {1: 60.0, 2: 390.0, 3: 720.0, 4: 1050.0}


@pytest.mark.parametrize(
    ("ahead", "order"), [("50s", [1, 2, 3, 4]), ("150s", [1, 2, 4, 3]), ("5m", [1, 4, 2, 3])]
)
def test_a_head_start_counts_as_waited_and_no_more(play, need, ahead, order):
    changes = {"contacts": {"urgent": URGENT}, **line(ahead={"contacts": {"urgent": ahead}})}
    needs = [need(60.0), need(100.0), need(200.0), need(300.0, kind="urgent")]
    answered = answered_at(play(needs, changes))
    assert sorted(answered, key=answered.get) == order


def test_those_behind_count_as_having_waited_less(play, need):
    changes = {"contacts": {"urgent": URGENT}, **line(behind={"contacts": {"question": "90s"}})}
    answered = answered_at(play([need(60.0), need(100.0), need(180.0, kind="urgent")], changes))
    assert sorted(answered, key=answered.get) == [1, 3, 2]


def test_the_wait_that_is_measured_is_the_real_one_whatever_the_head_start(play, need):
    changes = {"contacts": {"urgent": URGENT}, **line(ahead={"contacts": {"urgent": "1h"}})}
    played = play([need(60.0), need(100.0, kind="urgent")], changes)
    assert played.column("legs", "wait") == [0.0, 290.0]


def test_helpers_come_after_the_real_wait_whatever_the_head_start(play, need):
    changes = {
        "contacts": {"urgent": URGENT, "request": {**URGENT, "queue": "specialists"}},
        "groups": {"specialists": {"overflow": {"service": "90s"}}},
        **line(ahead={"contacts": {"urgent": "1h"}}),
    }
    needs = [need(60.0), need(61.0, kind="request"), need(350.0, kind="urgent")]
    played = play(needs, changes)
    # the specialist is free at 391, when the urgent contact has waited 41 s; the agent is free at 390
    assert answered_at(played)[3] == 390.0
    needs[0] = need(160.0)
    # now the agent is free at 490 only: the helper, free at 391, comes after 90 s of waiting
    assert answered_at(play(needs, changes))[3] == 440.0


def test_priority_holds_over_the_queues_that_an_agent_serves(play, need):
    changes = {
        "contacts": {"urgent": {**URGENT, "queue": "specialists"}},
        "groups": {"agents": {"skills": ["service", "specialists"]}},
        "shifts": {"day": {"staff": {"specialists": 0}}},
    }
    needs = [need(60.0), need(61.0), need(62.0, kind="urgent")]
    assert answered_at(play(needs, changes))[3] == 720.0
    changes |= line(priority={"contacts": {"urgent": 1}})
    assert answered_at(play(needs, changes))[3] == 390.0


def test_customers_go_first_by_segment_or_by_mark(play, need):
    # `Written` draws 0.5 for all customers' segments: all are of the first half, and a mark of 60 % is theirs
    for priority in ({"segments": {"gold": 1}}, {"marked": {"vip": 1}}):
        changes = {
            "contacts": {"urgent": URGENT},
            "customers": {
                "segments": {"gold": {"share": "60%"}, "other": {"share": "40%"}},
                "marked": {"vip": {"share": "60%"}},
            },
            **line(priority={**priority, "contacts": {"urgent": 2}}),
        }
        needs = [need(60.0), need(61.0, kind="urgent"), need(62.0)]
        assert answered_at(play(needs, changes))[3] == 720.0  # all have priority 1: by time
        for part in (changes["customers"]["segments"], changes["customers"]["marked"]):
            for name, share in (("gold", "40%"), ("other", "60%"), ("vip", "40%")):
                if name in part:
                    part[name] = {"share": share}
        assert answered_at(play(needs, changes))[2] == 390.0
        assert answered_at(play([need(60.0), need(61.0), need(62.0, kind="urgent")], changes))[3] == 390.0


def transferred(since):
    return {
        "queues": {"specialists": {"patience": {"dist": "infinite"}}},
        "contacts": {
            "question": {"refers_to": "specialists"},
            "request": {**URGENT, "queue": "specialists", "work": "10m"},
        },
        "groups": {"agents": {"skill": "50%"}},
        **line(since=since),
    }


@pytest.mark.parametrize(("since", "order"), [("line", [2, 3, 1]), ("centre", [2, 1, 3])])
def test_a_place_counts_from_the_line_or_from_the_centre(play, need, since, order):
    hard = {("issue", 0, 0, 1): 0.9}
    needs = [need(60.0, luck=hard), need(61.0, kind="request"), need(70.0, kind="request")]
    played = play(needs, transferred(since))
    served = sorted((row["joined"] + row["wait"], row["issue"]) for row in played.legs if row["group"] == 1)
    assert [issue for _, issue in served] == order


def ranked(own_first, **more):
    return {
        "contacts": {"request": {**URGENT, "queue": "specialists"}},
        "groups": {
            "agents": {"skills": {"service": {"rank": 1}, "specialists": {"rank": 2}}, **more},
        },
        "shifts": {"day": {"staff": {"specialists": 0}}},
        "policies": {"usual": {"discipline": {"kind": "fifo", "own_first": own_first}}},
    }


@pytest.mark.parametrize(("own_first", "order"), [(False, [1, 2, 3]), (True, [1, 3, 2])])
def test_each_group_serves_the_queues_of_its_best_rank_first(play, need, own_first, order):
    needs = [need(60.0), need(61.0, kind="request"), need(62.0)]
    answered = answered_at(play(needs, ranked(own_first)))
    assert sorted(answered, key=answered.get) == order


def test_the_rank_goes_before_the_order_of_queues_and_the_order_decides_among_equals(play, need):
    changes = ranked(own_first=True)
    order = {"kind": "static_priority", "order": {"specialists": 1, "service": 2}}
    changes["policies"] = {"usual": {"discipline": {**order, "own_first": True}}}
    needs = [need(60.0), need(61.0, kind="request"), need(62.0)]
    answered = answered_at(play(needs, changes))
    assert sorted(answered, key=answered.get) == [1, 3, 2]
    changes["groups"]["agents"]["skills"] = {"service": {"rank": 2}, "specialists": {"rank": 2}}
    answered = answered_at(play([need(60.0), need(61.0), need(62.0, kind="request")], changes))
    assert sorted(answered, key=answered.get) == [1, 3, 2]


@pytest.mark.parametrize(("own_first", "second"), [(False, 2), (True, 3)])
def test_who_helps_serves_helped_queues_as_their_own_unless_own_ones_come_first(
    play, need, own_first, second
):
    changes = {
        "contacts": {"request": {**URGENT, "queue": "specialists"}},
        "groups": {"specialists": {"overflow": {"service": "60s"}}},
        "shifts": {"day": {"staff": {"agents": 0}}},
        "policies": {"usual": {"discipline": {"kind": "fifo", "own_first": own_first}}},
    }
    needs = [need(60.0, kind="request"), need(61.0), need(62.0, kind="request")]
    answered = answered_at(play(needs, changes))
    assert sorted(answered, key=answered.get)[1] == second


def test_a_contact_type_may_have_a_patience_of_its_own(play, need):
    changes = {"contacts": {"urgent": {**URGENT, "patience": "20s"}}}
    played = play([need(60.0), need(61.0), need(62.0, kind="urgent")], changes)
    assert played.column("legs", "outcome") == [ANSWERED, ANSWERED, ABANDONED]
    assert played.legs[2]["wait"] == 20.0


def test_customers_wait_longer_or_shorter_by_segment_and_mark_up_to_the_limit(play, need):
    def waited(customers, **queue):
        changes = {"queues": {"service": {"patience": "100s", **queue}}, "customers": customers}
        return play([need(60.0), need(61.0)], changes).legs[1]["wait"]

    assert waited({}) == 100.0
    gold = {"segments": {"gold": {"share": "100%", "patience": 1.5}}}
    assert waited(gold) == 150.0
    assert waited({**gold, "marked": {"calm": {"share": "60%", "patience": 2}}}) == 300.0
    assert waited({**gold, "marked": {"calm": {"share": "40%", "patience": 2}}}) == 150.0
    assert waited(gold, patience_at_most="110s") == 110.0
    assert waited({}, patience_at_most="110s") == 100.0


@pytest.mark.parametrize(("kept", "waits"), [("drawn_anew", [30.0, 120.0]), ("kept", [30.0, 30.0])])
def test_patience_is_drawn_anew_at_a_redial_or_kept(play, need, kept, waits):
    patience = {"dist": "uniform", "low": "0s", "high": "5m"}
    redial = {"chance": "100%", "after": "10s", "later": "0%"}
    changes = {
        "queues": {"service": {"patience": patience, "patience_over_redials": kept, "redial": redial}},
        "contacts": {"question": {"work": "1h"}},
    }
    luck = {("stay", 0, 0, 0): 0.1, ("stay", 1, 0, 0): 0.4}
    played = play([need(60.0), need(70.0, luck=luck)], changes)
    assert [row["wait"] for row in played.legs if row["issue"] == 2] == pytest.approx(waits)


def message(**more):
    return {"queues": {"service": {"message": {"chance": "30%", "after": "40s", **more}}}}


def test_who_is_asked_leaves_a_message_and_the_issue_ends_there(play, need, measure):
    needs = [need(60.0), need(61.0, luck={("message", 0, 0, 0): 0.2}), need(62.0)]
    played = play(needs, message())
    assert played.column("legs", "outcome") == [ANSWERED, Outcome.MESSAGE, ANSWERED]
    assert played.column("legs", "wait") == [0.0, 40.0, 328.0]
    assert played.issues[1]["closing"] == Closing.GIVEN_UP
    assert measure("message_share", needs, message()) == pytest.approx(1 / 3)
    assert measure("abandoned_share", needs, message()) == 0.0


def test_a_message_may_become_a_contact_of_another_queue(play, need):
    changes = message(becomes="mail")
    changes["queues"]["specialists"] = {"channel": "email"}
    changes["contacts"] = {"mail": {"queue": "specialists", "volume": 0, "work": "2m", "acw": "0s"}}
    played = play([need(60.0), need(61.0, luck={("message", 0, 0, 0): 0.2})], changes)
    assert [(row["attempt"], row["queue"], row["arrived"]) for row in played.contacts] == [
        (0, 0, 60.0), (0, 0, 61.0), (1, 1, 101.0),
    ]  # fmt: skip
    assert played.issues[1]["closing"] == Closing.RESOLVED


def test_who_is_answered_or_hangs_up_first_is_not_asked(play, need):
    asked = {("message", 0, 0, 0): 0.2}
    changes = message()
    changes["queues"]["service"]["patience"] = "30s"
    played = play([need(60.0), need(61.0, luck=asked), need(361.0, luck=asked)], changes)
    assert played.column("legs", "outcome") == [ANSWERED, ABANDONED, ANSWERED]

"""Test that each clause of the answer rests on a verdict, and that none says more."""

from dataclasses import replace

import pytest
from told_of import told

from sim.answer.period import OPEN_DAY, WEEKLY, per, remark
from sim.answer.sentences import sentences
from sim.answer.told import Known
from sim.estimate import NO_DATA, estimate
from sim.kpis.base import ALL
from sim.studies.marginal import Marginal

BASE = {"service_level": 0.89, "fcr": 0.75, "csat": 0.77, "offered": 3000.0, "aht": 240.0, "cost": 12_600.0}
KIND = {**BASE, "fcr": 0.94, "csat": 0.93, "offered": 2700.0, "aht": 306.0, "service_level": 0.86}
LABELS = {"target": "Target", "kind": "Quality time"}


def pair(new, base=BASE, **more):
    return sentences(told({"target": base, "kind": new}, labels=LABELS, **more))


def test_it_says_what_a_policy_buys_what_it_costs_and_that_money_stays_the_same():
    found = pair({**KIND, "cost": 12_610.0}, spread=0.0005)
    assert found[:2] == [
        "Quality time instead of Target? Yes for customers, no for speed of answer; same cost.",
        "The service level meets its goal of 80 % within 20s under both (89.0 % → 86.0 %).",
    ]
    assert found[2] == (
        "Quality time buys: first-contact resolution 75.0 % → 94.0 %, satisfied customers 77.0 % → 93.0 %, "
        "300 fewer contacts a day."
    )
    assert found[3] == "In return: handle time 240 s → 306 s, service level 89.0 % → 86.0 %."
    assert found[4].startswith("The cost of 12,600 EUR a day stays practically the same (+")


@pytest.mark.parametrize(
    ("cost", "words"),
    [(13_600.0, "It costs 1,0"), (11_600.0, "It saves 1,0"), (12_700.0, "What it does to the cost of")],
)
def test_money_is_said_as_its_verdict_allows(cost, words):
    spread = 0.02 if "What" in words else 0.0005
    assert any(text.startswith(words) for text in pair({**KIND, "cost": cost}, spread=spread))


def test_a_policy_that_changes_nothing_buys_nothing():
    found = pair(BASE)
    assert "kind" not in " ".join(found)
    assert "Quality time makes no clear difference to customers, service or work." in found
    assert not any("buys" in text or "costs:" in text for text in found)


def test_a_missed_target_comes_first_and_says_where_it_is_missed_by_more():
    base = {**BASE, "front:service_level": 0.9, "back:service_level": 0.72}
    new = {**KIND, "front:service_level": 0.9, "back:service_level": 0.63}
    found = pair(new, base, queues=("front", "back"))
    assert found[1:3] == [
        "back misses its goal of 80 % within 20s under both, by more with Quality time (72.0 % → 63.0 %).",
        "front meets its goal of 80 % within 20s under both (90.0 %).",
    ]
    only = pair(
        {**new, "back:service_level": 0.79}, {**base, "back:service_level": 0.85}, queues=("front", "back")
    )
    assert only[1] == "back misses its goal of 80 % within 20s under Quality time (85.0 % → 79.0 %)."


def test_a_level_is_rounded_as_in_tables_and_said_once_where_both_read_alike():
    found = pair({**KIND, "service_level": 0.6644}, {**BASE, "service_level": 0.75499})
    assert "(75.5 % → 66.4 %)" in found[1]
    assert "service level 75.5 % → 66.4 %" in " ".join(found)
    assert (
        "under both (91.1 %)."
        in pair({**KIND, "service_level": 0.9114}, {**BASE, "service_level": 0.9111})[1]
    )


def test_a_target_within_the_interval_is_called_unclear():
    found = pair({**KIND, "service_level": 0.8}, {**BASE, "service_level": 0.9})
    assert found[1] == (
        "The service level: unclear yet whether it reaches 80 % within 20s under Quality time "
        "(90.0 % → 80.0 %)."
    )


def test_a_slower_queue_is_a_cost_even_where_the_whole_is_not_slower():
    base = {**BASE, "front:service_level": 0.9, "back:service_level": 0.9}
    new = {**BASE, "front:service_level": 0.9, "back:service_level": 0.85}
    assert "Quality time costs: service level of back 90.0 % → 85.0 %." in pair(
        new, base, queues=("front", "back")
    )


def equal(value, half_width, **more):
    staff = estimate(value, half_width, 10)
    fte = estimate(50 * value, 50 * half_width, 10)
    return {"kind": Marginal("today", "kind", 1.04, 5, staff, fte, estimate(340.0, 90.0, 10), **more)}


def test_equal_service_is_said_with_its_interval_and_its_price():
    found = pair(KIND, equal=equal(0.027, 0.008))
    assert found[-1] == (
        "To answer equally fast, Quality time takes 2.7 ±0.8 % more staff (1.4 FTE) and 340 ±90 EUR a day "
        "more than with today's."
    )
    unsure = pair(KIND, equal=equal(0.01, 0.02))[-1]
    assert unsure.startswith(
        "To answer equally fast, Quality time takes between 1.0 % less and 3.0 % more staff"
    )


def test_a_queue_that_the_whole_leaves_behind_is_named():
    base = {**BASE, "front:service_level": 0.9, "back:service_level": 0.74}
    new = {**KIND, "front:service_level": 0.9, "back:service_level": 0.65}
    values = {"service_level{queue=back}": estimate(0.66, 0.02, 10)}
    found = pair(new, base, queues=("front", "back"), equal=equal(0.027, 0.008, values=values))
    assert found[-1] == (
        "To answer equally fast overall, Quality time takes 2.7 ±0.8 % more staff (1.4 FTE) and "
        "340 ±90 EUR a day more than with today's; back would still answer 66.0 % in time, not 74.0 %."
    )
    values["service_level{queue=back}"] = estimate(0.73, 0.02, 10)
    found = pair(new, base, queues=("front", "back"), equal=equal(0.027, 0.008, values=values))
    assert found[-1].endswith("than with today's.")


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            {**KIND, "fcr": 0.6, "cost": 13_600.0},
            "Yes for satisfaction, no for first-contact resolution, speed of answer and cost.",
        ),
        (
            {**BASE, "cost": 11_600.0},
            "Yes: better for cost; no difference to customers, same speed of answer.",
        ),
        ({**BASE, "cost": 13_600.0}, "No: worse for cost; no difference to customers, same speed of answer."),
        (BASE, "No difference to customers, same speed of answer and cost."),
    ],
)
def test_the_first_line_says_yes_or_no_for_all_three_sides(new, words):
    assert pair(new, spread=0.0002)[0] == f"Quality time instead of Target? {words}"


def test_yes_or_no_names_the_queues_that_change_and_says_what_luck_hides():
    base = {**BASE, "front:service_level": 0.9, "back:service_level": 0.74}
    slower = {**BASE, "front:service_level": 0.9, "back:service_level": 0.65}
    first = pair(slower, base, queues=("front", "back"), spread=0.0002)[0]
    assert first == (
        "Quality time instead of Target? No: worse for speed of answer in back; no difference to customers, "
        "same cost."
    )
    swapped = {**slower, "front:service_level": 0.95}
    first = pair(swapped, base, queues=("front", "back"), spread=0.0002)[0]
    assert "Yes for speed of answer in front, no for speed of answer in back" in first
    lost = pair({**BASE, "csat": 0.80}, spread=0.2)[0]
    assert lost.startswith("Quality time instead of Target? Not clear yet; ")
    assert lost.endswith(" unclear yet.")


def test_where_equal_service_cannot_be_told_the_reason_is():
    unknown = {"kind": Marginal("today", "kind", 1.04, 5, NO_DATA, reason="it is lost in luck")}
    assert pair(KIND, equal=unknown)[-1] == (
        "How many staff it takes to answer as fast as Target is unclear here: it is lost in luck."
    )
    same = pair({**KIND, "service_level": 0.89})
    assert same[-1] == "It answers as fast as Target with the staff of today."


def test_many_policies_are_ranked_and_then_told_one_by_one():
    three = {"target": BASE, "kind": KIND, "warm": {**BASE, "csat": 0.7}}
    best = {"csat": ["kind"], "cost": ["target", "kind", "warm"]}
    found = sentences(told(three, labels=LABELS, best=best))
    assert "Customers are most satisfied under Quality time: 93.0 %, not 77.0 % as under Target." in found
    assert not any(text.startswith("The cost is lowest") for text in found)  # none is surely the cheapest
    assert "warm: worse satisfaction; as fast with today's staff." in found
    brief = sentences(told(three, labels=LABELS, best=best), brief=True)
    assert not any(text.startswith("warm:") for text in brief)


def test_the_best_are_named_only_where_they_are_few():
    many = dict.fromkeys(("a", "b", "c", "d"), BASE)
    found = sentences(told(many, best={"csat": ["a", "b"], "cost": ["a", "b", "c"]}))
    assert "Customers are most satisfied under a (not clearly ahead of b): 77.0 %." in found
    for queues, words in ((("service",), ""), (("service", "second_line"), " over all queues")):
        levels = sentences(told(many, queues=queues, best={"service_level": ["a"]}))
        assert f"The service level{words} is best under a: 89.0 %." in levels
    assert not any(text.startswith("The cost is lowest") for text in found)


def test_less_work_is_no_better_and_more_is_no_worse():
    busy = {**BASE, "offered": 4000.0, "aht": 500.0, "csat": 0.9}
    found = sentences(told({"target": BASE, "busy": busy, "same": BASE}))
    assert any("busy: better satisfaction; more contacts; longer contacts" in text for text in found)


def test_what_is_unclear_is_named_and_a_goal_may_be_missed_or_unclear_beside_each_other():
    some = {"target": BASE, "kind": {**BASE, "csat": 0.80}, "warm": BASE}
    found = sentences(told(some, spread=0.2))
    unclear = "kind: first-contact resolution and satisfied customers unclear yet"
    assert any(text.startswith(unclear) for text in found)
    levels = {"target": 0.89, "kind": 0.70, "warm": 0.798}
    some = {name: {**BASE, "service_level": level} for name, level in levels.items()}
    assert sentences(told(some, spread=0.02))[0] == (
        "The service level misses its goal of 80 % within 20s under kind; unclear yet under warm."
    )


def test_one_policy_alone_is_only_held_against_its_targets():
    assert sentences(told({"target": {**BASE, "service_level": 0.7}})) == [
        "The service level misses its goal of 80 % within 20s (70.0 %)."
    ]


def test_what_studies_found_earlier_is_said_too():
    one = told({"target": BASE, "kind": KIND}, labels=LABELS)
    known = Known(
        "service_level >= 80%", {"kind": estimate(51.2, 0.8, 10)}, ["Turns at 14 %.", "Turns at 30 %."]
    )
    assert sentences(replace(one, known=known))[-2:] == [
        "FTE that hold service level ≥ 80 %, by goodwill staff: Quality time 51.2 ±0.8.",
        "Turns at 14 %.",
    ]


def test_a_goal_on_abandonment_is_held_like_a_service_level():
    one = told(
        {
            "Target": {"service_level": 0.9, "abandoned_share": 0.06},
            "Quality": {"service_level": 0.9, "abandoned_share": 0.08},
        },
        abandoned=0.05,
    )
    _, second, *_ = sentences(one)
    assert second == (
        "Abandonment misses its goal of at most 5 % abandoned under both, by more with Quality "
        "(6.0 % → 8.0 %)."
    )
    met = told({"Target": {"service_level": 0.9, "abandoned_share": 0.04}}, abandoned=0.05)
    assert sentences(met) == [
        "The service level meets its goal of 80 % within 20s (90.0 %).",
        "Abandonment meets its goal of at most 5 % abandoned (4.0 %).",
    ]
    values = {f"{name}:service_level": 0.9 for name in "abc"} | {
        "service_level": 0.9,
        "abandoned_share": 0.01,
    }
    assert sentences(told({"Target": values}, queues=("a", "b", "c"))) == ["All targets are met."]


def test_figures_per_week_are_those_of_the_measured_days():
    day = told(
        {
            "Target": {"service_level": 0.9, "cost": 1000.0, "offered": 300.0},
            "Quality": {"service_level": 0.9, "cost": 1100.0, "offered": 200.0},
        }
    )
    week = per(day, WEEKLY)
    lines = sentences(week)
    assert "Quality buys: 500 fewer contacts a week." in lines
    assert any("more than 5,000 EUR a week" in line for line in lines)
    assert week.kpis["cost"].label == "Cost per week"
    assert week.value("Target", "service_level") == day.value("Target", "service_level")
    assert week.verdict("Quality", "cost") == day.verdict("Quality", "cost") == "worse"
    whole = told({"Target": {"cost": 1000.0}}, days=14)
    assert per(whole, WEEKLY).value("Target", "cost").value == pytest.approx(7000.0)
    assert remark(day.scenario, WEEKLY) == "A week is the 5 measured days."
    assert remark(whole.scenario, WEEKLY) == ""


def test_figures_per_open_day_leave_closed_days_out():
    figures = {"Target": {"cost": 1000.0, "offered": 300.0}, "Quality": {"cost": 1100.0, "offered": 200.0}}
    told_per = per(told(figures, days=7, open_days=3), OPEN_DAY)
    assert told_per.value("Target", "cost").value == pytest.approx(1000.0 * 7 / 3)
    assert told_per.kpis["cost"].label == "Cost per open day"
    assert any("more than 2,333 EUR an open day" in line for line in sentences(told_per))
    words = "An open day: the whole run over the 3 of 7 measured days on which it opens."
    assert remark(told_per.scenario, OPEN_DAY) == words


def test_labels_that_hold_commas_are_told_apart():
    low = {"service_level": 0.6}
    labels = {"b": "Target, and a callback"}
    first, *_ = sentences(told({"a": {"service_level": 0.9}, "b": low, "c": low}, labels=labels))
    assert (
        first == "The service level misses its goal of 80 % within 20s under Target, and a callback; and c."
    )


def test_one_queue_alone_is_the_whole_so_that_a_level_is_the_same_in_every_table():
    assert told({"target": BASE}, queues=("calls",)).part("queue", "calls") == (ALL, "")
    assert told({"target": BASE}, queues=("front", "back")).part("queue", "back") == ("queue", "back")
    assert told({"target": BASE}).part("group", "agents") == ("group", "agents")

"""Test that the answer fits on one screen, goals first, then what moved, then money."""

from dataclasses import replace

import pytest
from told_of import told

from sim.answer.lines import FEW, MOST, chosen
from sim.answer.screen import WIDTH, block, rows_by

MANY = {
    "service_level": 0.89,
    "abandoned_share": 0.02,
    "asa": 9.0,
    "fcr": 0.75,
    "csat": 0.77,
    "aht": 240.0,
    "offered": 3000.0,
    "occupancy": 0.7,
    "engaged_share": 0.5,
    "trust_end": 0.58,
    "cost": 12_600.0,
    "recontact_share": 0.15,
    "cost_per_resolved": 5.8,
    "resolved_in_day": 0.8,
    "resolved_share": 0.82,
    "agent_seconds_per_resolved": 450.0,
}


def moved(by):
    return {kpi: value * by for kpi, value in MANY.items()}


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_no_line_is_longer_than_the_screen_and_no_more_than_nine_measures_stand_there(count):
    names = [f"policy_with_a_long_name_{k}" for k in range(count)]
    one = told(
        {name: moved(1.0 + 0.05 * k) for k, name in enumerate(names)}, queues=("a_queue_of_long_name", "b")
    )
    lines = block(one, "Centre")
    assert max(map(len, lines)) <= WIDTH
    assert len(chosen(one)) <= MOST
    assert len(lines) <= 32
    assert not any(line != line.rstrip() for line in lines)


def test_goals_come_first_and_money_last():
    kpis = [line.kpi for line in chosen(told({"old": MANY, "new": moved(1.1)}))]
    assert kpis[0] == "service_level"
    assert "abandoned_share" not in kpis  # it stays, and has no goal
    assert kpis[-2:] == ["cost", "cost_per_resolved"]
    assert {"fcr", "csat", "offered", "aht"} <= set(kpis)
    assert "recontact_share" not in kpis  # first-contact resolution says it


def test_a_measure_that_nothing_was_counted_for_has_no_line():
    """As where nobody calls: a stored result knows only the measures that it holds."""
    there = {"csat": 0.77, "offered": 0.0, "cost": 12_600.0}
    one = told({"old": there, "new": {**there, "csat": 0.9}})
    one = replace(one, kpis={kpi: one.kpis[kpi] for kpi in there})
    assert [line.kpi for line in chosen(one)] == ["csat", "offered", "cost"]
    assert chosen(replace(one, kpis={})) == []


def test_what_did_not_move_makes_room_for_what_did():
    new = {**MANY, "occupancy": 0.8, "trust_end": 0.5, "abandoned_share": 0.4}
    kpis = [line.kpi for line in chosen(told({"old": MANY, "new": new}))]
    assert {"occupancy", "trust_end"} <= set(kpis)
    assert kpis[:2] == ["service_level", "abandoned_share"]


def test_the_most_missed_queue_stands_first():
    values = {**MANY, "front:service_level": 0.9, "back:service_level": 0.6}
    first, second, *_ = chosen(told({"old": values, "new": values}, queues=("front", "back")))
    assert (first.member, second.member) == ("back", "front")
    assert first.label == "Within 20s, back (goal 80 %)"


def test_a_breakdown_has_a_line_for_each_member():
    values = {**MANY, "front:service_level": 0.9, "back:service_level": 0.6}
    one = told({"old": values, "new": values}, queues=("front", "back"))
    lines = list(rows_by(one, "service_level", "queue", ["front", "back"]))
    assert lines[-3].startswith("Service level, all queues [%] by queue") or "Service level" in lines[0]
    assert lines[-2].split()[0] == "front"
    assert "90." in lines[-2] or "89." in lines[-2]


def test_goals_on_abandonment_stand_under_the_service_levels():
    one = told(
        {
            name: {
                "a:service_level": 0.9,
                "b:service_level": 0.9,
                "a:abandoned_share": 0.02,
                "b:abandoned_share": 0.07,
                **MANY,
            }
            for name in ("x", "y")
        },
        queues=("a", "b"),
        abandoned=0.05,
    )
    labels = [line.label for line in chosen(one)]
    assert labels[:4] == [
        "Within 20s, a (goal 80 %)",
        "Within 20s, b (goal 80 %)",
        "Abandoned, b (goal 5 %)",
        "Abandoned, a (goal 5 %)",
    ]
    assert len(labels) <= MOST


def test_one_of_several_scenarios_has_fewer_lines_among_those_of_one_alone():
    one = told({"old": MANY, "new": moved(1.1), "other": moved(0.9)})
    few, all_of_them = chosen(one, FEW), chosen(one)
    assert len(few) == FEW < len(all_of_them)
    assert set(few) < set(all_of_them)
    assert few[-1].kpi == "cost_per_resolved"
    assert len(block(one, "Centre", brief=True)) < len(block(one, "Centre"))

"""Test how much of breaks and time away is lost to conversations: by hand, and as a run loses it."""

import copy
from math import exp

import pytest

from sim.codes import AgentState
from sim.engines.reference import engine
from sim.hours import DAY
from sim.luck import Luck
from sim.scenario.capacity import intervals_of
from sim.scenario.loads import busiest
from sim.scenario.model import Scenario
from sim.scenario.taking import at_work_of, engaged, not_taken, overrun, there_of
from sim.theory.breaks import residual, time_lost
from sim.world.build import build

MINUTES = ("00-{0}:10", "10-{0}:20", "20-{0}:30", "30-{0}:40", "40-{0}:50", "50-{1}:00")
BREAKS = {  # four agents each, one after the other, in nine of ten hours
    f"team_{place}": [
        f"{hour:02d}:{minutes.format(f'{hour:02d}', f'{hour + 1:02d}')}" for hour in range(9, 18)
    ]
    for place, minutes in enumerate(MINUTES)
}
SHIFTS = {
    name: {"hours": "08:00-18:00", "breaks": breaks, "staff": {"agents": 4}}
    for name, breaks in BREAKS.items()
}
RAW = {
    "version": 1,
    "name": "breaks",
    "clock": {"start": "2026-03-02", "days": 4, "warm_up": "0d", "drain": "0d", "interval": "1h",
              "open": "08:00-18:00"},
    "queues": {"line": {"patience": "infinite"}},
    "contacts": {"call": {"queue": "line", "volume": {"per_hour": 168}, "acw": "0s",
                          "work": {"dist": "exponential", "mean": "5m"}}},
    "groups": {"agents": {"skills": ["line"], "skill": "100%"}},
    "shifts": SHIFTS,
    "customers": {"count": 5000},
    "behaviour": {"work": {"congestion_pressure": 0}, "recontact": {"chance": 0}},
    "policies": {"usual": {"pace": "none"}},
    "baseline": "usual",
}  # fmt: skip


def scenario(group=None, **changes):
    raw = copy.deepcopy(RAW) | changes
    raw["groups"]["agents"] |= group or {}
    return Scenario.model_validate(raw)


def test_a_break_loses_what_is_left_of_a_conversation_up_to_its_length():
    assert residual(300.0, 2 * 300.0**2) == pytest.approx(300.0)  # exponential: as long as it ever was
    assert residual(300.0, 300.0**2) == pytest.approx(150.0)  # constant: half of it
    assert time_lost(600.0, 0.7, 300.0) == pytest.approx(0.7 * 300.0 * (1.0 - exp(-2.0)))
    assert time_lost(1e9, 0.7, 300.0) == pytest.approx(210.0)


def test_breaks_and_time_away_count_by_their_lengths():
    """14 erlang on the time of 24 agents, of whom one in six is on a break for nine of ten hours."""
    busy = 14.0 / 20.4
    assert not_taken(scenario(), "agents") == pytest.approx(time_lost(600.0, busy, 300.0) / 600.0, rel=0.02)
    away = scenario({"shrinkage": "20%", "shrinkage_contains": [], "away_for": "30m"}, shifts={
        "day": {"hours": "08:00-18:00", "staff": {"agents": 25.5}}
    })  # fmt: skip
    # two hours, in four stretches of 30 minutes
    assert not_taken(away, "agents") == pytest.approx(time_lost(1800.0, busy, 300.0) / 1800.0, rel=0.02)
    assert not_taken(scenario({"late_breaks": "made_up"}), "agents") == 0.0
    assert (
        not_taken(scenario(shifts={"day": {"hours": "08:00-18:00", "staff": {"agents": 24}}}), "agents")
        == 0.0
    )


def test_the_load_check_counts_breaks_as_they_will_be_taken():
    """24 agents of whom 4 are on a break: what conversations take of it is time for contacts."""
    lost = not_taken(scenario(), "agents")
    _, erlang, agents = busiest(scenario(), "line")
    assert (erlang, agents) == (pytest.approx(14.0), pytest.approx(24.0))  # at 08:00 nobody has a break
    slot = {(0, 1): intervals_of(scenario().clock)[0, 1]}
    assert there_of(scenario(), "agents", slot)[0, 1] == pytest.approx(20.0 + 4.0 * lost)
    away = scenario({"shrinkage": "20%", "shrinkage_contains": [], "absence": "10%", "away_for": "30m"})
    lost = not_taken(away, "agents")
    assert lost > 0.1
    assert there_of(away, "agents", slot)[0, 1] == pytest.approx(0.9 * (16.0 + lost * (4.0 + 4.0)))
    made_up = scenario({"late_breaks": "made_up"})
    assert there_of(made_up, "agents", slot)[0, 1] == pytest.approx(20.0)


def test_named_agents_breaks_count_as_they_will_be_taken():
    names = [f"a{k}" for k in range(4)]
    roster = {
        name: {"mon-sun": {"hours": "08:00-18:00", "breaks": ["09:00-09:30", "13:00-14:00"]}}
        for name in names
    }
    raw = {key: value for key, value in RAW.items() if key != "shifts"}
    raw["contacts"] = {"call": {**RAW["contacts"]["call"], "volume": {"per_hour": 30}}}
    named = Scenario.model_validate({**raw, "rosters": {"agents": roster}})
    lost, slot = not_taken(named, "agents"), {(0, 1): intervals_of(named.clock)[0, 1]}
    assert lost > 0.05
    assert there_of(named, "agents", slot)[0, 1] == pytest.approx(2.0 + 2.0 * lost)


def test_a_run_loses_what_was_said():
    """Seed 5, 864 breaks; four standard errors are 15 %."""
    one, taken = scenario(), []

    def sink(table, columns):
        if table == "duty":
            of = columns["state"] == AgentState.BREAK
            taken.append(float((columns["ends"][of] - columns["begins"][of]).sum()))

    engine.run(build(one, "usual"), Luck(5, 0), sink)
    planned = 4 * 24 * 9 * 600.0
    assert 1.0 - sum(taken) / planned == pytest.approx(not_taken(one, "agents"), rel=0.15)


ENDS = 20 * 9 + 4 * 8
"""Ends of hours a day before the evening."""


def exact(**group):
    """Return the same agents, off the clock instead of on a break; the last team stays for its last one."""
    shifts = {}
    for name, breaks in BREAKS.items():
        ends, begins = zip(*(text.split("-") for text in breaks if "18:00" not in text), strict=True)
        hours = zip(["08:00", *begins], [*ends, "18:00"], strict=True)
        shifts[name] = {"hours": ", ".join(map("-".join, hours)), "staff": {"agents": 4}}
    return scenario(group, shifts=shifts)


def test_conversations_at_the_end_of_hours_lengthen_them():
    """Ends before ten minutes off, which they can fill up, and one each in the evening."""
    hours = 24 * 10.0 * 3600.0 - ENDS * 600.0
    busy = 14.0 * 36_000.0 / hours
    later = ENDS * time_lost(600.0, busy, 300.0) + 24 * busy * 300.0
    assert overrun(exact(), "agents") == pytest.approx(later / hours, rel=0.02)
    assert overrun(exact(at_shift_end="cut_off"), "agents") == 0.0
    assert overrun(scenario(), "agents") == pytest.approx(busy * 300.0 / 36_000.0, rel=0.02)


def test_a_run_lengthens_hours_as_was_said():
    """Seed 5, 848 ends of hours, without those of the evening; four standard errors are 15 %."""
    one, longer = exact(), []

    def sink(table, columns):
        if table == "overtime":
            of = columns["begins"] % DAY < 17.99 * 3600.0
            longer.append(float((columns["ends"][of] - columns["begins"][of]).sum()))

    engine.run(build(one, "usual"), Luck(5, 0), sink)
    hours = 24 * 10.0 * 3600.0 - ENDS * 600.0
    said = overrun(one, "agents") * hours - 24 * 14.0 * 36_000.0 / hours * 300.0
    assert sum(longer) == pytest.approx(4 * said, rel=0.15)


def test_the_load_check_counts_those_who_finish_a_conversation_after_hours():
    """Four of 24 go at 14:00: for an hour they are there as far as their last conversations go on."""
    shifts = {
        "day": {"hours": "08:00-18:00", "staff": {"agents": 20}},
        "early": {"hours": "08:00-14:00", "staff": {"agents": 4}},
    }
    one, hour = scenario({"absence": "10%"}, shifts=shifts), (0, 6)
    slots = {slot: intervals_of(one.clock)[slot] for slot in ((0, 5), hour, (0, 7))}
    more = {
        slot: at_work_of(one, "agents", slots)[slot] - there_of(one, "agents", slots)[slot] for slot in slots
    }
    busy, left = engaged(one, "agents")
    assert more[hour] == pytest.approx(0.9 * 4 * busy * left / 3600.0 * (1.0 - exp(-3600.0 / left)))
    assert (more[0, 5], more[0, 7]) == (0.0, pytest.approx(0.0, abs=1e-4))
    on_time = scenario({"at_shift_end": "cut_off"}, shifts=shifts)
    assert at_work_of(on_time, "agents", slots) == there_of(on_time, "agents", slots)


CALLS = {"tickets": {"groups": ["agents"], "volume": {"per_hour": 48}, "hours": "08:00-18:00", "tries": 1,
                     "right_party": "100%", "answers_after": "0s", "acw": "0s",
                     "talk": {"dist": "exponential", "mean": "5m"}}}  # fmt: skip


def test_calls_of_campaigns_are_conversations_that_delay_breaks():
    """Four erlang of calls on top of 14, on the time of 20.4 agents."""
    assert engaged(scenario(campaigns=CALLS), "agents") == pytest.approx((18.0 / 20.4, 300.0), rel=0.02)
    some = {"list": {**CALLS["tickets"], "records": 480}}  # 120 a day of four, one erlang
    del some["list"]["volume"]
    assert engaged(scenario(campaigns=some), "agents")[0] == pytest.approx(15.0 / 20.4, rel=0.01)
    many = {"list": {**some["list"], "records": 1_000_000}}
    assert engaged(scenario(campaigns=many), "agents")[0] == pytest.approx(1.0)


def test_a_run_with_calls_loses_what_was_said():
    """Seed 5, 864 breaks; without the calls 22 % less would be said."""
    one, taken = scenario(campaigns=CALLS), []

    def sink(table, columns):
        if table == "duty":
            of = columns["state"] == AgentState.BREAK
            taken.append(float((columns["ends"][of] - columns["begins"][of]).sum()))

    engine.run(build(one, "usual"), Luck(5, 0), sink)
    assert not_taken(scenario(), "agents") < 0.8 * not_taken(one, "agents")
    assert 1.0 - sum(taken) / (4 * 24 * 9 * 600.0) == pytest.approx(not_taken(one, "agents"), rel=0.15)

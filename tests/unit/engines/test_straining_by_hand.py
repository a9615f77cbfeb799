"""Test strain in worlds worked out by hand: one agent from 8 to 12, 300 s of work, 30 s afterwards."""

from math import exp, log

import numpy as np
import pytest
import yaml

from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

HOUR, DAY = 3600.0, 86400.0
ONE_AGENT = """
version: 1
name: one position
clock: {start: 2026-03-02, days: 60, warm_up: 0d, drain: 0d, open: "08:00-12:00"}
queues: {line: {patience: infinite}}
contacts: {call: {queue: line, volume: {per_hour: 2}, work: 5m, acw: 0s}}
groups: {agents: {skills: [line], skill: 100%}}
shifts: {day: {hours: "08:00-12:00", staff: {agents: 1}}}
behaviour:
  work: {congestion_pressure: 0}
  warmth: {noise: 0}
  strain: {quits: 36, by_pressure: 0, bears: 100%, replaced_after: 1d, beginner_skill: 100%}
policies: {usual: {}}
baseline: usual
"""
TARGET = {"kind": "handle_time_target", "target": "10m", "pressure": 2, "rapport": "0s"}


def tires(clock=None, **strain):
    return {
        "behaviour": {"strain": {"quits": 0, **strain}},
        "policies": {"usual": {"pace": TARGET}},
        "groups": {"agents": {"skill": "100%"}},
        "clock": clock or {},
    }


def relaxed(exhaustion, load, seconds, time=40 * HOUR):
    return load + (exhaustion - load) * exp(-seconds / time)


def test_an_agent_tires_by_the_pressure_of_the_last_conversation_and_by_the_shift_so_far(play, need):
    played = play([need(0.0), need(330.0), need(1800.0)], tires(bears="50%"))
    # busy without a break up to 330 s, at a pressure of 2 from the first answer on; no load before it
    second = relaxed(0.0, 0.1 * 2 + 0.5, 330.0)
    third = relaxed(second, 0.1 * 2, 1800.0 - 330.0)  # busy for 660 s of 1800 s: less than half
    end = relaxed(third, 0.1 * 2, 4 * HOUR - 1800.0)
    assert played.agents[0]["exhaustion_end"] == pytest.approx(end)
    assert played.agents[1]["exhaustion_end"] == 0.0  # the expert had nothing to do


def test_exhaustion_lowers_felt_warmth(play, need):
    calm, weary = (
        play([need(k * HOUR) for k in range(3)], tires(by_pressure=10.0, chill=chill)).column(
            "issues", "warmth"
        )
        for chill in (0.0, 0.2)
    )
    assert calm == pytest.approx([0.5 - 0.1 * 2] * 3)
    assert weary == pytest.approx([0.3 - 0.2 * relaxed(0.0, 20.0, k * HOUR) for k in range(3)])


def test_exhaustion_lowers_skill_and_never_speed(play, need):
    changes = tires(by_pressure=100.0, dulls=0.2, chill=0.0)
    hard = {("issue", 0, 0, 1): 0.5}
    played = play([need(0.0, luck=hard), need(HOUR, luck=hard)], changes)
    exhaustion = relaxed(0.0, 200.0, HOUR)
    assert 1.0 - 0.2 * exhaustion < 0.5
    assert played.column("legs", "talk") == [300.0, 0.3 * 300.0]  # solved, then only diagnosed
    rested = play(
        [need(0.0, luck=hard), need(HOUR, luck=hard)], tires(by_pressure=100.0, dulls=0.0, chill=0.0)
    )
    assert rested.column("legs", "talk") == [300.0, 300.0]


def test_nobody_tires_at_night(play, need):
    clock = {"days": 2}
    played = play([need(0.0)], tires(clock))
    first = relaxed(0.0, 0.1 * 2, 4 * HOUR)
    assert played.agents[0]["exhaustion_end"] == pytest.approx(relaxed(first, 0.1 * 2, 4 * HOUR))


def test_who_has_had_enough_leaves_at_the_end_of_the_shift_and_a_beginner_comes_after_a_while(play, need):
    # a luck of one half endures ln 2: at noon of the first day, half a day after the beginning, it is passed
    strain = {"quits": 2.5 * log(2.0) * 365, "by_pressure": 0, "replaced_after": "30h", "hiring_cost": 1000}
    beginner = {"beginner_speed": "50%", "beginner_skill": "100%", "beginner_half_life": "36500d"}
    changes = tires({"days": 3}, **strain, **beginner)
    changes["groups"] = {"agents": {"skill": "75%"}}
    changes["behaviour"]["recontact"] = {"chance": "100%", "after": "48h", "limit": 2}
    played = play([need(0.0, luck={("issue", 0, 0, 1): 0.9})], changes)
    at_work = [(row["begins"], row["ends"]) for row in played.duty if row["group"] == 1]
    assert at_work == [(0.0, 4 * HOUR), (2 * DAY, 2 * DAY + 4 * HOUR)]
    # the beginner came on the evening of the second day, and has had enough by noon of the third
    assert played.column("agents", "quits") == [2, 2]
    assert played.column("agents", "hiring_cost") == [2000.0, 2000.0]
    # the beginner works at half the speed, in the position of who has heard it, and has to be told again
    assert played.column("legs", "talk") == pytest.approx([90.0, 2 * (90.0 + 45.0)], rel=1e-3)
    assert (played.column("issues", "people"), played.column("issues", "explained")) == ([2], [1])


def test_a_call_is_not_put_through_to_the_next_one_in_the_position_of_who_knew_it(play, need):
    strain = {"quits": 2.5 * log(2.0) * 365, "by_pressure": 0, "replaced_after": "30h"}
    changes = tires({"days": 3}, **strain)
    changes["groups"] = {"agents": {"skill": "75%"}}
    changes["policies"]["usual"]["routing"] = {"kind": "same_agent", "for_at_most": "10m"}
    changes["behaviour"]["recontact"] = {"chance": "100%", "after": "48h", "limit": 2}
    played = play([need(0.0, luck={("issue", 0, 0, 1): 0.9})], changes)
    assert (played.column("issues", "people"), played.column("issues", "legs")) == ([2], [2])


def test_who_has_had_enough_leaves_even_where_the_shift_ends_away_from_the_work(play, need):
    changes = tires({"days": 3}, quits=2.5 * log(2.0) * 365, by_pressure=0, replaced_after="30h")
    changes["shifts"] = {"day": {"breaks": ["11:00-12:00"]}}
    played = play([need(0.0)], changes)
    at_work = [(row["begins"], row["ends"]) for row in played.duty if row["group"] == 1]
    day = [(0.0, 3 * HOUR), (3 * HOUR, 4 * HOUR)]
    assert at_work == [*day, *((2 * DAY + begins, 2 * DAY + ends) for begins, ends in day)]
    assert played.column("agents", "quits") == [2, 2]


def test_where_nobody_tires_the_agents_have_no_rows(play, need):
    assert play([need(60.0)]).agents == []
    assert len(play([need(60.0)], tires()).agents) == 2


def test_the_next_one_in_a_position_is_another_person():
    raw = yaml.safe_load(ONE_AGENT)
    world, chunks = build(Scenario.model_validate(raw), "usual"), []
    engine.run(world, Luck(3, 0), lambda table, rows: chunks.append(rows) if table == "issues" else None)
    warmth, opened, closed = (
        np.concatenate([rows[name] for rows in chunks]) for name in ("warmth", "opened", "closed")
    )
    by_day = {
        day: set(warmth[(opened // DAY == day) & (closed // DAY == day)].round(9)) for day in opened // DAY
    }
    assert all(len(found) <= 1 for found in by_day.values())  # one person a day, always equally kind
    assert len(set.union(*by_day.values())) > 3


def test_unpaid_absence_from_a_vacant_position_is_no_paid_time_that_falls_away():
    raw = yaml.safe_load(ONE_AGENT)
    raw["groups"]["agents"]["absence"] = "40%"
    world, tables = build(Scenario.model_validate(raw), "usual"), {}
    # the balance of paid time with the roster, less what is vacant, is checked at the end of the run
    engine.run(world, Luck(3, 0), tables.__setitem__)
    assert tables["agents"]["quits"].sum() > 3

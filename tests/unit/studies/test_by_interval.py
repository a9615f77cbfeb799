"""Test that agents of every interval are lowered to what the goals need, the dearest first."""

import polars as pl
import pytest
import toy_centre as toy

from sim.errors import GoodwillError
from sim.experiment import Replicate
from sim.studies.bench import Bench
from sim.studies.by_interval import Cell, by_interval, curve_of, lowered, staffed_by, table_of
from sim.studies.goals import Goal
from sim.studies.staff import Question

A, B, C = (Cell("clerks", (0,), place) for place in range(3))


def test_nothing_can_be_taken_away_from_what_is_left():
    def holds(levels):
        return levels[A] >= 2 and levels[B] + levels[C] >= 5

    found = lowered({A: 6, B: 6, C: 6}, holds, {A: 1.0, B: 3.0, C: 2.0}.get)
    assert holds(found)
    assert not any(holds({**found, cell: found[cell] - 1}) for cell in found)
    assert found == {A: 2, B: 2, C: 3}


def test_many_are_lowered_at_once_while_the_goals_bear_it():
    cells = [Cell("clerks", (0,), place) for place in range(64)]
    tried = []

    def holds(levels):
        tried.append(levels)
        return all(number >= 3 for number in levels.values())

    found = lowered(dict.fromkeys(cells, 4), holds, lambda _: 1.0)
    assert set(found.values()) == {3}
    assert len(tried) <= 64 + 10


def crowded(job):
    """Return a service level that grows with the square root of the agents of each hour."""
    hours = [0.0] * 8
    for agent in job.world.agents:
        for stretch in agent.week[0]:
            for hour in range(8):
                begins = (9 + hour) * 3600.0
                hours[hour] += stretch.begins <= begins < stretch.ends
    level = sum(min(1.0, (count / 9.0) ** 0.5) for count in hours) / 8.0
    rows = [
        ("all", "", "service_level", 1000.0 * level, 1000.0),
        ("queue", "service", "aht", 240.0 * 1200, 1200.0),
    ]
    kpis = pl.DataFrame(rows, schema=["dimension", "member", "kpi", "numerator", "denominator"], orient="row")
    return Replicate(job.policy, job.scenario, job.replication, kpis, "0" * 64, 10, 0.0)


def ask(tmp_path, level):
    text = toy.TEXT.replace(
        "seniors: {skills: [service], wage: 40, absence: 10%, absence_paid: true}", ""
    ).replace(", seniors: 2.5}", "}")
    centre = toy.scenario(tmp_path, text)
    asked = Question(centre, ("target",), (Goal("service_level", True, level),), ("clerks",), 2, 0.95)
    return centre, asked, Bench(toy.Shelf(), 3, function=crowded)


def test_a_flat_load_takes_about_the_same_agents_every_hour(tmp_path):
    centre, asked, bench = ask(tmp_path, 0.6)
    need = by_interval(bench, asked, "target")
    assert set(need.erlang_a.values()) == {4}
    assert set(need.agents.values()) <= {2, 3, 4}
    assert sum(need.agents.values()) < sum(need.erlang_a.values())
    assert need.fte == pytest.approx(sum(need.agents.values()) * 5 / 40)
    table = table_of([need], centre)
    assert table.columns == ["policy", "group", "day", "start", "erlang_a", "agents"]
    assert table.height == 5 * 8
    assert table["start"].to_list()[0] == "09:00"


def test_a_start_that_is_too_low_is_raised_first(tmp_path):
    _, asked, bench = ask(tmp_path, 0.9)
    need = by_interval(bench, asked, "target")
    assert max(need.agents.values()) > max(need.erlang_a.values())


def test_a_goal_that_no_agents_reach_is_refused(tmp_path):
    _, asked, bench = ask(tmp_path, 1.5)
    with pytest.raises(GoodwillError) as refused:
        by_interval(bench, asked, "target")
    assert str(refused.value) == (
        "--by-interval: no staffing holds the goals (got 25 agents more than Erlang A in every interval; "
        "allowed goals that agents can reach). Lower a goal."
    )


def test_a_group_that_no_queue_meets_first_is_refused(tmp_path):
    centre = toy.scenario(tmp_path)
    asked = Question(centre, ("target",), (Goal("service_level", True, 0.5),), ("seniors",), 2, 0.95)
    with pytest.raises(
        GoodwillError, match=r"--by-interval: nothing comes to seniors first .*Name another --group"
    ):
        by_interval(Bench(toy.Shelf(), 3, function=crowded), asked, "target")


def test_the_agents_of_intervals_take_the_place_of_shifts_and_are_there(tmp_path):
    levels = {Cell("seniors", (0, 1, 2, 3, 4), place): 2 for place in range(8)}
    changed = staffed_by(toy.scenario(tmp_path), "target", levels)
    assert changed.shifts["day"].staff == {"clerks": 8.0}
    assert changed.groups["seniors"].attendance() is None
    assert changed.on_duty["seniors"] == curve_of(levels, "seniors")
    assert changed.on_duty["seniors"].days == (((0, 1, 2, 3, 4), (2.0,) * 8),)

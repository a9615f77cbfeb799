"""Test volumes and agents by date and interval, in long tables and wide ones, and totals with a profile."""

import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import ScenarioError
from sim.scenario.capacity import staffed_hours
from sim.scenario.load import load_scenario, resolved
from sim.scenario.model import Scenario
from sim.studies.headcount import staffed
from sim.world.build import build

TEXT = """\
version: 1
name: by date
clock:
  start: 2026-03-02
  days: 4
  warm_up: 1d
  drain: 1d
  open: {mon-fri: "08:00-10:00", sat-sun: closed}
  interval: 1h
  special_days: {2026-03-04: {open: "08:00-09:00", volume: 300%}}
queues: {line: {patience: 3m}}
contacts: {call: {queue: line, volume: VOLUME, work: 4m}}
groups: {agents: {skills: [line], skill: 100%}}
on_duty: {agents: AGENTS}
customers: {count: 100, repeat_window: 0s}
behaviour: {recontact: {chance: 0%}}
policies: {usual: {pace: none}}
baseline: usual
"""
LONG = """\
date,start,calls,agents
2026-03-02,08:00,10,2
2026-03-02,09:00,12,3
2026-03-03,08:00,20,4
2026-03-03,09:00,22,5
2026-03-04,08:00,7,1
2026-03-05,08:00,30,6
2026-03-05,09:00,32,7
"""


def loaded(folder: Path, volume: str = "4", agents: str = "2", **files: str) -> Scenario:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    file = folder / "centre.yaml"
    file.write_text(TEXT.replace("VOLUME", volume).replace("AGENTS", agents), "utf-8")
    return load_scenario(file)


def means(scenario: Scenario) -> list[tuple[float, ...]]:
    """Return the issues of each day of the run, by interval."""
    world = build(scenario, "usual")
    return [world.types[0].means[day.kind] for day in world.days]


def test_a_table_by_date_gives_every_date_its_own_volume(tmp_path):
    scenario = loaded(tmp_path, "{file: long.csv, column: calls}", long=LONG)
    # Sunday before is closed; Friday after is none of the table's; the special day's factor is in its figures
    assert means(scenario) == [(), (10, 12), (20, 22), (7,), (30, 32), (0, 0)]


def test_dates_that_a_table_does_not_name_are_as_its_same_weekdays(tmp_path):
    more = LONG + "2026-03-09,08:00,20,2\n2026-03-09,09:00,14,3\n2026-02-27,08:00,5,2\n2026-02-27,09:00,6,3\n"
    scenario = loaded(tmp_path, "{file: long.csv, column: calls}", long=more)
    assert means(scenario)[-1] == (5, 6)
    volume = scenario.contacts["call"].volume
    assert dict(volume.days)[0,] == (15, 13)


def test_agents_on_duty_go_by_date_too(tmp_path):
    scenario = loaded(tmp_path, agents="{file: long.csv, column: agents}", long=LONG)
    world = build(scenario, "usual")
    there = [
        [
            sum(s.begins <= at < s.ends for agent in world.agents for s in agent.week[day.kind])
            for at in (28800, 32400)
        ]
        for day in world.days
    ]
    assert there == [[0, 0], [2, 3], [4, 5], [1, 0], [6, 7], [0, 0]]
    assert staffed_hours(scenario, "agents") == 2 + 3 + 4 + 5 + 6 + 7  # the special day counts for none


def test_a_wide_table_of_five_minutes_adds_up_to_the_intervals(tmp_path):
    starts = [f"{8 + k // 12:02d}:{5 * (k % 12):02d}" for k in range(24)]
    dates = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]
    rows = [",".join(["start", *dates])]
    rows += [",".join([start, "1", "2", "1" if k < 12 else "0", "0.5"]) for k, start in enumerate(starts)]
    scenario = loaded(tmp_path, "{file: wide.csv}", wide="\n".join(rows))
    assert means(scenario)[1:5] == [(12, 12), (24, 24), (12,), (6, 6)]
    agents = loaded(tmp_path, agents="{file: wide.csv}", wide="\n".join(rows)).on_duty["agents"]
    assert dict(agents.dates)[datetime.date(2026, 3, 3)] == (2, 2)


def test_dates_may_stand_in_the_scenario_itself(tmp_path):
    scenario = loaded(tmp_path, "{mon-fri: [4, 5], 2026-03-03: [8, 9]}")
    assert means(scenario) == [(), (4, 5), (8, 9), (12,), (4, 5), (4, 5)]


def test_a_day_may_have_one_number_for_all_its_intervals(tmp_path):
    scenario = loaded(tmp_path, "{mon-fri: 4, 2026-03-03: 8, 2026-03-04: [2]}")
    assert means(scenario) == [(), (4, 4), (8, 8), (2,), (4, 4), (4, 4)]
    machine = tmp_path / "machine.yaml"
    machine.write_text(resolved(scenario), "utf-8")
    assert load_scenario(machine) == scenario
    more = staffed(loaded(tmp_path, agents="{mon-fri: 4, 2026-03-03: 8}"), "usual", {"agents": 1.5})
    assert dict(more.on_duty["agents"].dates) == {datetime.date(2026, 3, 3): (12,)}
    assert staffed_hours(more, "agents") == 5 * 2 * 6


def test_show_tells_dates_of_their_own(tmp_path):
    loaded(tmp_path, "{mon-fri: 4, 2026-03-03: 8}", "{mon-fri: 4, 2026-03-03: [8, 9]}")
    told = CliRunner().invoke(app, ["show", str(tmp_path / "centre.yaml")]).output
    assert "2026-03-03 8 to 9" in told
    assert "2026-03-04 12, 2026-03-03 16" in told.replace("2026-03-04 4", "2026-03-04 12")


def test_measures_by_interval_know_dates_by_their_weekday(tmp_path):
    world = build(loaded(tmp_path, "{mon-fri: [4, 5], 2026-03-03: [8, 9]}"), "usual")
    assert [world.week[world.week[day.kind].told].name for day in world.days] == [
        "sun", "mon", "tue", "2026-03-04", "thu", "fri",
    ]  # fmt: skip


def test_the_machine_form_of_dates_loads_to_the_same_scenario(tmp_path):
    scenario = loaded(tmp_path, "{file: long.csv, column: calls}", long=LONG)
    machine = tmp_path / "machine.yaml"
    machine.write_text(resolved(scenario), "utf-8")
    assert load_scenario(machine) == scenario
    assert means(load_scenario(machine)) == means(scenario)


@pytest.mark.parametrize(
    ("volume", "week"),
    [
        ("{per_week: 1000}", [100.0] * 10),
        ("{per_day: 50}", [25.0] * 10),
        ("{per_week: 1000, profile: [1, 3]}", [50.0, 150.0] * 5),
        ("{per_day: 40, profile: {mon: [1, 3], tue-fri: [1, 1]}}", [10.0, 30.0, *[20.0] * 8]),
        ("{per_day: 40, profile: {mon: [1, 3], tue-fri: 7}}", [10.0, 30.0, *[20.0] * 8]),
        (
            "{per_week: 600, profile: {mon: [4, 4], tue-fri: [1, 4]}}",
            [*[600 * 4 / 28] * 2, *[600 / 28, 2400 / 28] * 4],
        ),
        ("{per_week: 280, profile: {file: shape.csv, column: share}}", [40.0, 40.0, *[10.0, 40.0] * 4]),
    ],
)
def test_a_total_is_shaped_by_a_profile(tmp_path, volume, week):
    shape = "weekday,start,share\nmon,08:00,4\nmon,09:00,4\ntue-fri,08:00,1\ntue-fri,09:00,4\n"
    scenario = loaded(tmp_path, volume, shape=shape)
    found = [
        number for kind in scenario.clock.kinds()[:5] for number in scenario.contacts["call"].volume.on(kind)
    ]
    assert found == pytest.approx(week)


CALLS = "{file: t.csv, column: calls}"
WITHOUT = "\n".join(row for row in LONG.splitlines() if "03-05" not in row)


@pytest.mark.parametrize(
    ("volume", "table", "words"),
    [
        ("{file: t.csv, column: call}", LONG, "(got call; allowed calls, agents). Did you mean calls?"),
        (CALLS, LONG.replace("2026-03-05,09:00,32,7\n", ""), "on 2026-03-05, first"),
        (CALLS, LONG.replace("03-05", "02-30"), "has a date that is a day that does not exist"),
        (CALLS, LONG.replace("09:00,12", "9h,12"), "has a start that is not a time of day"),
        (CALLS, LONG.replace(",12,", ",many,"), "has no number at 2026-03-02 09:00"),
        (CALLS, LONG + "2026-03-02,09:00,1,1\n", "has two rows for 2026-03-02 09:00"),
        (CALLS, LONG + "2026-03-02,10:00,1,1\n", "is above zero at 2026-03-02 10:00"),
        (CALLS, WITHOUT, "has no numbers for a measured day (got none for 2026-03-05"),
        ("{file: t.csv}", "start,2026-03-02\n08:00,3\n10:00,4\n", "is coarser than the planning interval"),
        ("{file: t.csv}", "weekday,start,calls\nmon-fri,08:00,3\n", "names no column"),
        ("{2026-03-03: [1, 2, 3], mon-fri: [1, 2]}", "", "wrong number of intervals (got 3 on 2026-03-03"),
        ("{per_week: 10, per_day: 3}", "", "has keys that do not go together"),
        ("{per_week: 10, profile: [1, 2, 3]}", "", "has the wrong number of intervals"),
        ("{per_week: 10, profile: [0, 0]}", "", "has no shape"),
        ("{per_week: many}", "", "contacts.call.volume: is not a number"),
        ("{per_week: 10, shape: [1, 2]}", "", "has keys that do not go together (got shape"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, volume, table, words):
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, volume, t=table)
    assert words in str(caught.value)

"""Test rosters of named agents: who works when, whose luck it is, and what a file says."""

import copy

import pytest

from sim.codes import AgentState
from sim.errors import ScenarioError
from sim.luck import Luck
from sim.scenario.capacity import headcount, intervals_of, paid_hours, staff_of
from sim.scenario.crosschecks import crosscheck
from sim.scenario.load import check, load_scenario
from sim.scenario.model import Scenario
from sim.studies.headcount import staffed
from sim.workload.duty_plan import planned_seconds, stretches
from sim.world.build import build

HOUR, DAY = 3600.0, 86400.0
RAW = {
    "version": 1,
    "name": "named",
    "clock": {"start": "2026-03-02", "days": 7, "warm_up": "1d", "drain": "1d", "interval": "1h",
              "open": "00:00-24:00"},
    "queues": {"line": {"patience": "infinite"}},
    "contacts": {"call": {"queue": "line", "volume": {"per_hour": 1}, "work": "1m", "acw": "0s"}},
    "groups": {"agents": {"skills": ["line"], "wage": 10}},
    "rosters": {"agents": {
        "Ana": {"2026-03-02": {"hours": "08:00-16:00", "breaks": ["12:00-12:30"]}, "2026-03-04": "off",
                "2026-03-05": "22:00-06:00"},
        "Bo": {"mon-fri": "08:00-12:00, 13:00-17:00", "2026-03-03": "off", "2026-03-04": "10:00-12:00"},
    }},
    "customers": {"count": 100},
    "policies": {"usual": {}},
    "baseline": "usual",
}  # fmt: skip


def scenario(**changes):
    return Scenario.model_validate({**copy.deepcopy(RAW), **changes})


def present(one, luck=None):
    """Return by agent when they are there for contacts [h after the midnight of Monday, 2 March]."""
    world, found = build(one, "usual"), []
    for agent in range(len(world.agents)):
        lived = stretches(world, luck or Luck(1, 0), agent)
        hours = ((a / HOUR - 24, b / HOUR - 24) for a, b, state in lived if state == AgentState.AVAILABLE)
        found.append(list(hours))
    return found


def test_agents_work_what_their_rows_say_and_a_night_goes_on():
    ana, bo = present(scenario())
    # Ana's dates end on Thursday: on the Monday after them she works as on the first one
    mondays = [(24 * day + a, 24 * day + b) for day in (0, 7) for a, b in ((8, 12), (12.5, 16))]
    assert ana == [*mondays[:2], (72 + 22, 72 + 30), *mondays[2:]]
    # Bo's weekdays hold wherever no date of his is named
    halves = [(24 * day + a, 24 * day + b) for day in (0, 3, 4, 7) for a, b in ((8, 12), (13, 17))]
    assert bo == [*halves[:2], (58, 60), *halves[2:]]


def test_what_is_paid_and_counted_is_what_they_work():
    one = scenario()
    world = build(one, "usual")
    assert planned_seconds(world, Luck(1, 0)) == (HOUR * (8 + 8 + 8 * 3 + 2),)
    assert (headcount(one, "agents"), paid_hours(one, "agents")) == (2, 8 + 8 + 8 * 5)
    intervals = intervals_of(one.clock)
    staff = staff_of(one, "agents", intervals)
    kinds = {kind.name: place for place, kind in enumerate(one.clock.kinds())}
    of = {name: [staff[kinds[name], hour] for hour in (3, 9, 12, 23)] for name in kinds if "-" in name}
    assert of == {
        "2026-03-02": [0, 2, 0.5, 0],
        "2026-03-03": [0, 0, 0, 0],
        "2026-03-04": [0, 0, 0, 0],
        "2026-03-05": [0, 1, 0, 1],
    }
    assert [staff[4, hour] for hour in (3, 9)] == [1, 1]  # the Friday after Ana's night


def test_a_holiday_closes_a_roster_and_does_not_cut_the_night_before():
    clock = RAW["clock"] | {"special_days": {"2026-03-06": {"open": "closed"}}}
    ana, bo = present(scenario(clock=clock))
    assert (72 + 22, 72 + 30) in ana
    assert not [span for span in bo if 96 <= span[0] < 120]


@pytest.mark.parametrize(
    ("special", "hours"), [([], 3), (["2026-03-02"], 5), (["2026-03-02", "2026-03-09"], 3)]
)
def test_a_day_beyond_the_roster_is_as_the_first_usual_one_of_its_weekday(special, hours):
    """Monday, 16 March, is as the 2nd, as the 9th where the 2nd is special, or as the 2nd if both are."""
    days = {"2026-03-02": "08:00-11:00", "2026-03-03": "08:00-09:00", "2026-03-09": "08:00-13:00"}
    clock = RAW["clock"] | {"drain": "8d", "special_days": {date: {"volume": "120%"} for date in special}}
    (ana,) = present(scenario(clock=clock, rosters={"agents": {"Ana": days}}))
    assert [ends - begins for begins, ends in ana] == [3, 1, 5, 1, hours]


def test_full_time_equivalents_are_refused_beside_names():
    group = {"agents": RAW["groups"]["agents"] | {"fte": 3}}
    texts = [one.text for one in crosscheck(scenario(groups=group)) if one.level == "error"]
    wrong = "counts people on the payroll (got rosters, who are named; allowed shifts)."
    assert texts == [f"{wrong} Write shifts:, or leave fte out."]


def test_luck_goes_by_the_name_of_an_agent():
    group = {"agents": RAW["groups"]["agents"] | {"absence": "40%"}}
    both = scenario(groups=group)
    more = copy.deepcopy(RAW["rosters"])
    more["agents"] = {"Abe": {"mon-sun": "09:00-10:00"}, **dict(reversed(more["agents"].items()))}
    three = scenario(groups=group, rosters=more)
    lived = [present(both, Luck(seed, 0)) for seed in range(5)]
    assert [present(three, Luck(seed, 0))[1:] for seed in range(5)] == lived
    assert len({tuple(map(tuple, one)) for one in lived}) > 2


def test_the_machine_form_loads_to_the_same_scenario():
    one = scenario()
    assert Scenario.model_validate(one.model_dump(mode="json")) == one


@pytest.mark.parametrize(("factor", "agents"), [(1.0, 2), (0.5, 1), (1.5, 3), (2.0, 4)])
def test_more_or_fewer_agents_are_whole_ones(factor, agents):
    changed = staffed(scenario(), "usual", {"agents": factor})
    assert headcount(changed, "agents") == agents


def test_a_policy_may_change_who_works():
    policies = {"usual": {}, "help": {"changes": {"rosters.agents.Cy": {"sat": "08:00-12:00"}}}}
    assert len(build(scenario(policies=policies), "help").agents) == 3


FILE = """
version: 1
name: named
clock: {start: 2026-03-02, days: 5, warm_up: 0d, drain: 0d, open: {mon-fri: "08:00-18:00"}, interval: 60m}
queues: {line: {patience: 4m}}
contacts: {call: {queue: line, volume: {per_hour: 1}, work: 4m, acw: 0s}}
groups: {agents: {skills: [line], skill: 100%}, others: {skills: [line], skill: 100%}}
on_duty: {others: 1}
rosters: {agents: {file: roster.csv}}
behaviour: {recontact: {chance: 0%}}
policies: {plain: {pace: none}}
baseline: plain
"""
HEAD = "agent,date,start,end,breaks,group\n"


def read(folder, rows):
    (folder / "roster.csv").write_text(HEAD + rows)
    (folder / "centre.yaml").write_text(FILE)
    return folder / "centre.yaml"


def test_a_file_has_a_row_an_agent_date_and_span(tmp_path):
    rows = "A. Smith,2026-03-02,13:00,17:00,15:00-15:15 16:00-16:10,agents\n"
    rows += "A. Smith,2026-03-02,08:00,12:00,,agents\nBo,2026-03-02,08:00,12:00,,others\n"
    path = read(tmp_path, rows)
    assert check(path) == ()
    (named,) = load_scenario(path).rosters["agents"].items()
    assert named[0] == "A. Smith"
    ((date, duty),) = named[1].dates
    assert date.isoformat() == "2026-03-02"
    assert duty.hours == ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
    assert duty.pauses == ((15 * HOUR, 15.25 * HOUR), (16 * HOUR, 16 * HOUR + 600.0))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "Ana,2026-03-32,08:00,12:00,,agents\n",
            "roster.csv:2:2: rosters.agents: has a date that is not a date (got 2026-03-32",
        ),
        (
            "Ana,2026-03-02,8,12:00,,agents\n",
            "roster.csv:2:3: rosters.agents: has a row that is not a span of hours (got 8-12:00",
        ),
        (
            "Ana,2026-03-02,08:00,12:00,noon,agents\n",
            "roster.csv:2:5: rosters.agents: has a break that is not a span of hours (got noon",
        ),
        (",2026-03-02,08:00,12:00,,agents\n", 'roster.csv:2:1: rosters.agents: names no agent (got ""'),
        (
            "Ana,2026-03-02,08:00,12:00,,team\n",
            "roster.csv:1:1: rosters.agents: has no row of agents (got team; allowed agents in column",
        ),
        (
            "Ana,2026-03-02,08:00,12:00,,agents\nAna,2026-03-02,11:00,13:00,,agents\n",
            "roster.csv:2:1: rosters.agents: at Ana 2026-03-02 are not one after the other",
        ),
        (
            "Ana,2026-03-02,08:00,12:00,13:00-13:10,agents\n",
            "roster.csv:2:1: rosters.agents: at Ana 2026-03-02 has a break outside its hours (got 13:00-",
        ),
        (
            "Ana,2026-03-07,08:00,12:00,,agents\n",
            "centre.yaml:9:11: rosters.agents: names no date of the run (got 2026-03-07 to 2026-03-07",
        ),
        (
            "Ana,2026-03-02,19:00,20:00,,agents\n",
            "roster.csv:2:1: rosters.agents.Ana.2026-03-02: works when the centre is closed (got 19:00-",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path, rows, told):
    path = read(tmp_path, rows)
    try:
        said = "\n".join(map(str, check(path)))
    except ScenarioError as caught:
        said = str(caught)
    assert told in said.replace(f"{tmp_path}/", "")

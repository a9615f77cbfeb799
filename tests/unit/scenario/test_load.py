"""Check loading: which scenario runs, what is reported together, and what policies may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import check, load, load_resolved, load_scenario, resolved, scenario_names

SCENARIO = """\
version: 1
name: small
clock: {start: 2026-03-02, open: 08:00-12:00, interval: 60m}
queues: {service: {patience: 3m}}
contacts: {question: {queue: service, volume: [10, 12, 14, 9], work: 4m}}
groups: {agents: {skills: [service], wage: 30, skill: 100%}}
shifts: {day: {hours: 08:00-12:00, staff: {agents: 4}}}
policies:
  usual: {}
  bold: {pace: quality_time, changes: {groups.agents.wage: {add: 2}}}
baseline: usual
variations:
  busy: {contacts.question.volume: {multiply: 2}}
  more: {shifts.day.staff.agents: {add: 1}}
scenarios:
  today: []
  busy_day: [busy]
  busy_day_more: [busy, more]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SCENARIO)
    return path


def written(file: Path, old: str, new: str) -> Path:
    assert old in SCENARIO
    file.write_text(SCENARIO.replace(old, new))
    return file


def refusal(file: Path, scenario: str | None = None, *sets: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file, scenario, sets)
    return str(caught.value).replace(f"{file.parent}/", "")


def volume(file: Path, scenario: str | None = None, *sets: str) -> tuple[float, ...]:
    curve = load_scenario(file, scenario, sets).contacts["question"].volume
    assert curve is not None
    return curve.on(load_scenario(file, scenario, sets).clock.kinds()[0])


def test_the_first_scenario_is_loaded_unless_another_is_named(file: Path) -> None:
    assert load_scenario(file).scenario == "today"
    assert volume(file) == (10, 12, 14, 9)
    assert load_scenario(file, "busy_day").scenario == "busy_day"
    assert volume(file, "busy_day") == (20, 24, 28, 18)


def test_variations_are_made_together(file: Path) -> None:
    scenario = load_scenario(file, "busy_day_more")
    assert scenario.shifts["day"].staff == {"agents": 5.0}
    assert volume(file, "busy_day_more") == (20, 24, 28, 18)


def test_scenarios_are_named_in_the_order_of_the_file(file: Path) -> None:
    assert scenario_names(file) == ("today", "busy_day", "busy_day_more")


def test_a_file_without_scenarios_is_loaded_as_written(file: Path) -> None:
    written(file, SCENARIO[SCENARIO.index("variations:") :], "")
    assert scenario_names(file) == ()
    assert load_scenario(file).scenario == "as_written"


def test_an_unknown_scenario_is_refused_with_the_nearest_name(file: Path) -> None:
    assert refusal(file, "buzy_day") == (
        "small.yaml: scenarios: has no scenario buzy_day "
        "(got buzy_day; allowed today, busy_day, busy_day_more). Did you mean busy_day?"
    )


def test_a_change_of_the_command_line_comes_after_the_variations(file: Path) -> None:
    assert volume(file, "busy_day", "contacts.question.volume={multiply: 0.5}") == (10, 12, 14, 9)
    assert volume(file, None, "contacts.question.volume=[1, 2, 3, 4]") == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("a.b", "a.b: is no change (got a.b; allowed PATH=VALUE). Write a.b=VALUE."),
        ("a b=", "a b=: is no change (got a b=; allowed PATH=VALUE). Write contacts.balance.scale=1.2."),
        (
            "queues.service.patience=soon",
            "queues.service.patience: is not a time (got soon; allowed infinite ",
        ),
        (
            "contacts.question.scale=20%",
            "contacts.question.scale: is not a number (got 20%; allowed a finite",
        ),
        (
            "contacts.question.work=240",
            "contacts.question.work: has no unit (got 240; allowed a time such as",
        ),
        ("contact.question.scale=2", "contact: is an unknown key (got contact; allowed assumptions,"),
        ("run.seed=+2", "run.seed: is no new value (got +2; allowed a value, {add: x} or {multiply: x})."),
        ("queues.service.patience={times: 2}", "queues.service.patience: has no such verb (got times;"),
        ("version=2", "version: cannot be changed (got version; allowed any other section)."),
        ("baseline=", "baseline=: is no change (got baseline=; allowed PATH=VALUE)."),
        ("run={seed:2}", "run: is empty (got nothing; allowed a value). Put a blank after the colon."),
        (
            "queues.servise.patience=3m",
            "queues.servise.patience: leads nowhere (got servise; allowed service).",
        ),
        ("baseline=bald", "baseline: is no policy (got bald; allowed usual, bold). Did you mean bold?"),
        (
            "clock.day=3",
            "clock.day: is an unknown key (got day; allowed days, drain, interval, open, special_days, ",
        ),
    ],
)
def test_an_unsound_change_of_the_command_line_is_refused(file: Path, change: str, message: str) -> None:
    assert refusal(file, None, change).startswith(f"--set: {message}")


def test_blanks_around_a_path_of_the_command_line_do_no_harm(file: Path) -> None:
    assert load_scenario(file, None, ["run.seed = 12"]).run.seed == 12


def test_a_file_without_scenarios_says_so_to_whoever_asks_for_one(file: Path) -> None:
    written(file, SCENARIO[SCENARIO.index("variations:") :], "")
    assert refusal(file, "today").endswith("allowed none yet). Leave it out: the file has none.")


def test_two_changes_of_one_path_on_the_command_line_are_refused(file: Path) -> None:
    assert "sets baseline twice" in refusal(file, None, "baseline=usual", "baseline=bold")


def test_problems_of_syntax_and_of_fields_are_reported_together_sorted_by_line(file: Path) -> None:
    written(file, "patience: 3m", "patience: 3")
    text = file.read_text().replace("wage: 30", "wage: ~").replace("version: 1", "version: 3")
    file.write_text(text)
    assert [line.split(":")[1] for line in refusal(file).splitlines()] == ["1", "4", "6"]


def test_cross_checks_wait_until_the_fields_are_sound(file: Path) -> None:
    written(file, "baseline: usual", "baseline: nothing")
    assert "baseline: is no policy" in refusal(file)
    file.write_text(file.read_text().replace("wage: 30", "wage: x"))
    assert "baseline" not in refusal(file)


def test_loading_looks_at_the_chosen_scenario_and_check_at_all(file: Path) -> None:
    written(file, "{add: 1}", "{add: x}")
    assert load_scenario(file, "busy_day").scenario == "busy_day"
    with pytest.raises(ScenarioError, match="cannot be used to add"):
        check(file)


def test_a_variation_that_no_scenario_uses_is_checked_too(file: Path) -> None:
    written(file, "scenarios:", "  never: {contacts.question.work: 5}\nscenarios:")
    with pytest.raises(ScenarioError, match=r"contacts\.question\.work: .*"):
        check(file)


def test_a_fault_that_only_a_later_scenario_has_names_it(file: Path) -> None:
    written(file, "{add: 1}", "{add: 1e9}")
    with pytest.raises(ScenarioError) as caught:
        check(file)
    assert [problem.text.endswith(" In scenario busy_day_more.") for problem in caught.value.problems] == [
        True
    ]


def test_more_work_than_agents_is_a_warning_with_the_worst_interval(file: Path) -> None:
    found = load(file, None, ["shifts.day.staff.agents=1"]).warnings
    figures = "(got 1.2 erlang for 1.0 agents at mon 10:00, the worst; allowed less)"
    remedy = "Add agents there, or expect long waits and hang-ups."
    wrong = "brings more work than its agents can do in 7 of 28 intervals a week"
    assert [problem.text for problem in found] == [f"{wrong} {figures}. {remedy}"]


@pytest.mark.parametrize(
    "change",
    [
        "contacts.question.scale: 0.5",
        "customers.count: 5",
        "clock.days: 1",
        "failures: {}",
        "behaviour.trust.level: 1",
        "queues.service.patience: 9m",
        "queues.service: {patience: 9m}",
        "policies.usual.pace: none",
        "run.seed: 2",
    ],
)
def test_a_policy_may_not_change_demand_customers_or_their_behaviour(file: Path, change: str) -> None:
    written(file, "groups.agents.wage: {add: 2}", change)
    assert "is not a policy's to change" in refusal(file)


@pytest.mark.parametrize(
    "change",
    [
        "groups.agents.skill: 80%",
        "shifts.day.staff.agents: {multiply: 1.1}",
        "queues.service.service_level: 90/20",
    ],
)
def test_a_policy_may_change_the_people_their_shifts_and_the_target(file: Path, change: str) -> None:
    written(file, "groups.agents.wage: {add: 2}", change)
    assert load_scenario(file).policies["bold"].changes


def test_the_scenario_under_a_policy_is_checked_at_the_policy_s_change(file: Path) -> None:
    written(file, "groups.agents.wage: {add: 2}", "shifts.day.hours: 19:00-20:00")
    assert refusal(file).startswith("small.yaml:10:40: shifts.day.hours: lie outside the opening hours")


def test_the_machine_form_loads_again_to_the_same_scenario(file: Path, tmp_path: Path) -> None:
    scenario = load_scenario(file, "busy_day")
    machine = tmp_path / "machine.yaml"
    machine.write_text(resolved(scenario))
    assert load_scenario(machine) == scenario
    assert load_resolved(machine) == scenario
    assert scenario_names(machine) == ()
    machine.write_text("version: 1\n")
    with pytest.raises(ScenarioError):
        load_resolved(machine)


def test_a_union_reports_the_form_the_value_comes_nearest_to(file: Path) -> None:
    pace = "pace: {kind: handle_time_target, counts: talk, target: 4m, pressure: %s}"
    written(file, "pace: quality_time", pace % "{ended: 60, within: 1m}")
    assert "policies.bold.pace.pressure.ended: is outside the range of a share" in refusal(file)
    written(file, "pace: quality_time", pace % "strong")
    assert "policies.bold.pace.pressure: is not a number" in refusal(file)
    written(file, "pace: quality_time", pace % "{value: 60%}")
    assert "policies.bold.pace.pressure.value: is not a number" in refusal(file)


def test_a_warning_that_only_a_policy_s_changes_cause_names_the_policy(file: Path) -> None:
    written(file, "groups.agents.wage: {add: 2}", "shifts.day.staff.agents: 0.5")
    assert [str(warning).endswith(" Under policy bold.") for warning in load(file).warnings] == [True]


def test_what_a_policy_chooses_is_not_judged_under_the_changes_of_another(file: Path) -> None:
    full = Path(__file__).parents[2] / "cases" / "valid" / "full.yaml"
    chosen = "  target:\n    discipline: earliest_due"
    text = full.read_text("utf-8").replace("  target:", chosen)
    apart = "  apart:\n    changes: {groups.specialists.skills: [disputes]}\nbaseline: target"
    file.write_text(text.replace("baseline: target", apart), "utf-8")
    assert [warning.field for warning in check(file) if warning.field.startswith("policies")] == []
    file.write_text(text.replace("skills: [disputes, service]", "skills: [disputes]"), "utf-8")
    assert [warning.field for warning in check(file)][-1] == "policies.target.discipline"


def test_a_point_that_may_part_thousands_is_a_warning(file: Path) -> None:
    written(file, "policies:", "customers: {value_per_year: 1.200, repeat_window: 7d}\npolicies:")
    (value,) = check(file)
    assert value.field == "customers.value_per_year"
    assert value.text == (
        "is read as 1.2 (got 1.200; allowed 1.2 or 1200). "
        "Write 1200 if the point was to part the thousands, 1.2 if not."
    )
    written(file, "policies:", "customers: {value_per_year: 1.25}\npolicies:")
    assert check(file) == ()

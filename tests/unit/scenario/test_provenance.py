"""Test where numbers are said to come from, and the assumptions file beside a scenario."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load, resolved
from sim.scenario.provenance import choices, labels, measure_first, provenances, source_of, unsourced

CENTRE = """\
version: 1
name: explained
clock: {start: 2026-03-02, days: 1, warm_up: 0d, drain: 7d, open: "08:00-12:00"}
queues:
  service: {patience: 3m}
contacts:
  question:
    queue: service
    volume: {per_hour: 10}
    work: {dist: lognormal, mean: {value: 4m, range: [3m, 5m], source: our own log, confidence: high}, cv: 1}
groups: {agents: {skills: [service]}}
on_duty: {agents: 2}
policies:
  target: {pace: {kind: handle_time_target, counts: talk, target: 3m}}
baseline: target
"""


def loaded(folder: Path, text: str = CENTRE, assumptions: str | None = None):  # type: ignore[no-untyped-def]
    path = folder / "centre.yaml"
    if assumptions is not None:
        text += "assumptions: assumed.yaml\n"
        (folder / "assumed.yaml").write_text(assumptions)
    path.write_text(text)
    return load(path)


def by_path(found):  # type: ignore[no-untyped-def]
    return {number.path: number for number in provenances(found.tree, found.scenario)}


def test_a_number_written_with_its_source_shows_it_with_range_confidence_and_place(tmp_path):
    number = by_path(loaded(tmp_path))["contacts.question.work.mean"]
    assert (number.value, number.range, number.source) == ("4m", ("3m", "5m"), "our own log")
    assert (number.confidence, number.mark.line) == ("high", 10)


def test_a_number_written_without_a_source_has_none_and_strictness_finds_it(tmp_path):
    found = loaded(tmp_path)
    assert by_path(found)["queues.service.patience.value"].source == ""
    strict = {number.path for number in unsourced(found.tree, found.scenario)}
    assert strict == {"queues.service.patience.value", "contacts.question.work.cv"}


def test_a_default_shows_the_source_in_its_documentation(tmp_path):
    number = by_path(loaded(tmp_path))["behaviour.trust.loss"]
    assert (number.value, number.source, number.mark) == (
        "2",
        "assumption; direction Slovic 1993 [V64]",
        None,
    )


def test_the_default_of_a_distribution_is_explained_by_the_field_that_holds_it(tmp_path):
    number = by_path(loaded(tmp_path))["behaviour.recontact.after.mean"]
    assert (number.value, number.source) == ("1d", "assumption, the equation for contacts cut short [E3]")


def test_what_is_planned_or_chosen_is_no_assumption(tmp_path):
    paths = by_path(loaded(tmp_path))
    assert not [p for p in paths if "volume" in p or "wage" in p or p.endswith("pace.target")]


def test_the_three_great_unknowns_are_to_be_measured_first(tmp_path):
    unknown = {path for path, number in by_path(loaded(tmp_path)).items() if number.unknown}
    assert unknown >= {
        "behaviour.trust.voice",
        "policies.target.handoff.notes",
        "policies.target.pace.pressure",
    }


def test_pressure_as_a_planner_sees_it_is_to_be_measured_first_too(tmp_path):
    text = CENTRE.replace("target: 3m}", "target: 3m, pressure: {ended: 60%, within: 1m}}")
    found = loaded(tmp_path, text)
    unknown = {path for path, number in by_path(found).items() if number.unknown}
    assert {f"policies.target.pace.pressure.{name}" for name in ("ended", "within")} <= unknown
    assert {"pace.pressure.ended", "pace.pressure.within", "handoff.notes"} <= set(
        measure_first(found.tree, found.scenario)
    )


def test_when_customers_call_after_opening_is_to_be_measured_first_where_the_centre_closes(tmp_path):
    path = "behaviour.recontact.after_opening"
    assert by_path(loaded(tmp_path))[path].unknown
    assert not by_path(loaded(tmp_path, CENTRE.replace("08:00-12:00", "00:00-24:00")))[path].unknown


def test_levers_are_told_with_what_they_do(tmp_path):
    told = {choice.path: choice for choice in choices(loaded(tmp_path).scenario)}
    assert told["policies.target.pace"].kind == "handle_time_target"
    assert told["policies.target.pace"].does.startswith("Agents are measured on handle time")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Share (V30) of them (fitted).", "fitted"),
        ("Share of them.", ""),
        ("A\n  (broken\n  line).", "broken line"),
    ],
)
def test_the_source_of_a_documentation_is_its_last_words_in_brackets(text, source):
    assert source_of(text) == source


def test_an_assumptions_file_adds_the_source_of_a_number_the_scenario_has(tmp_path):
    said = "queues.service.patience: {source: a survey, range: [2m, 4m], confidence: medium}\n"
    number = by_path(loaded(tmp_path, assumptions=said))["queues.service.patience.value"]
    assert (number.value, number.source, number.range) == ("3m", "a survey", ("2m", "4m"))


def test_an_assumptions_file_sets_a_number_the_scenario_leaves_out_and_is_named_as_the_place(tmp_path):
    found = loaded(tmp_path, assumptions="behaviour.recontact.chance: {value: 40%, source: a survey}\n")
    assert found.scenario.behaviour.recontact.chance == 0.4
    number = by_path(found)["behaviour.recontact.chance"]
    assert (Path(number.mark.file).name, number.mark.line, number.source) == ("assumed.yaml", 1, "a survey")


def test_the_machine_form_needs_no_assumptions_file(tmp_path):
    found = loaded(tmp_path, assumptions="behaviour.recontact.chance: {value: 40%}\n")
    (tmp_path / "machine.yaml").write_text(resolved(found.scenario))
    (tmp_path / "assumed.yaml").unlink()
    assert load(tmp_path / "machine.yaml").scenario == found.scenario


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("queues.service.patience: 3m", "Write {value: 3m, source: where it comes from}."),
        ("queues.service.patience: {values: 3m}", "has an unknown key (got values;"),
        ("queues.service.patience: {value: 3m, sorce: x}", "Did you mean source?"),
        ("behaviour: {recontact: {chance: {value: 40%}}}", "one path with dots: behaviour.recontact."),
        ("behaviour.recontact.chance: {source: a survey}", "has no value (got source;"),
        (
            "contacts.question.work.mean: {source: a survey}",
            "has its source in the scenario already (got two;",
        ),
        ("queues.service.patience: {value: 4m}", "differs from the scenario (got 4m; allowed 3m,"),
        ("behaviour.recontact.chance: {value: 140%}", "chance"),
        ("behaviour.recontact.chanse: {value: 40%}", "is an unknown key"),
        ("contacts.quastion.acw: {value: 40s}", "leads nowhere (got quastion;"),
        ("- one", "allowed a mapping of keys"),
    ],
)
def test_a_fault_in_the_assumptions_file_is_told_with_its_place(tmp_path, entry, message):
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, assumptions=entry + "\n")
    assert message in str(caught.value)
    assert "assumed.yaml:1:" in str(caught.value)


def test_an_assumptions_file_elsewhere_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="leads out of the scenario's folder"):
        loaded(tmp_path, CENTRE + "assumptions: ../assumed.yaml\n")


def test_every_number_has_words_of_its_own_for_a_figure(tmp_path):
    found = loaded(tmp_path)
    words = labels(found.scenario)
    assert words.keys() == by_path(found).keys()
    assert len({*words.values()}) == len(words)
    assert words["behaviour.trust.voice"] == "How many customers speak up about a failure"
    assert (
        words["contacts.question.work.mean"]
        == "question: talk time an issue needs if one person may finish it"
    )
    assert words["contacts.question.work.cv"] == f"{words['contacts.question.work.mean']}, cv"
    assert words["groups.agents.shrinkage"] == "agents: paid time away from contacts"

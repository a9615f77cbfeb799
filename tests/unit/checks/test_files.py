"""Test which files are scenarios to be checked, and which only stand beside them."""

from pathlib import Path

import pytest
import toy_day

from sim.checks.files import has_expectations, scenario_files
from sim.checks.plan import prepare
from sim.errors import ScenarioError

LIMIT = 'measures: {"service_level{queue=service}": ">= 50%"}\n'


@pytest.fixture
def folder(tmp_path):
    """Lay out two scenarios with one file of expectations, a base file and one of assumptions."""
    (tmp_path / "toy.yaml").write_text(f"{toy_day.SCENARIO}expectations: expectations.yaml\n", "utf-8")
    (tmp_path / "child.yaml").write_text(
        "extends: base.yaml\nexpectations: 'expectations.yaml'  # shared\n", "utf-8"
    )
    (tmp_path / "base.yaml").write_text(f"{toy_day.SCENARIO}assumptions: known.yaml\n", "utf-8")
    (tmp_path / "known.yaml").write_text(
        "# nothing yet\nqueues.service.patience.mean: {value: 3m, source: the call log}\n", "utf-8"
    )
    (tmp_path / "expectations.yaml").write_text(LIMIT, "utf-8")
    return tmp_path


def names(files):
    return [file.name for file in files]


def test_all_files_of_a_folder_are_its_scenarios_and_nothing_else(folder):
    assert names(scenario_files(sorted(folder.glob("*.yaml")))) == ["child.yaml", "toy.yaml"]
    assert [path.name for path in sorted(folder.iterdir()) if has_expectations(path)] == [
        "child.yaml",
        "toy.yaml",
    ]


def test_a_file_of_expectations_stands_for_the_scenarios_that_name_it(folder):
    assert names(scenario_files([folder / "expectations.yaml"])) == ["child.yaml", "toy.yaml"]
    assert names(scenario_files([folder / "toy.yaml", folder / "expectations.yaml"])) == [
        "toy.yaml",
        "child.yaml",
    ]


def test_a_base_file_that_is_asked_for_alone_or_expects_something_is_checked(folder):
    base = folder / "base.yaml"
    assert names(scenario_files([base])) == ["base.yaml"]
    base.write_text(f"{base.read_text('utf-8')}expectations: {{{LIMIT.strip()}}}\n", "utf-8")
    assert names(scenario_files([base, folder / "child.yaml"])) == ["base.yaml", "child.yaml"]


def test_expectations_that_no_scenario_names_are_refused(tmp_path):
    path = tmp_path / "limits.yaml"
    path.write_text(LIMIT, "utf-8")
    with pytest.raises(ScenarioError) as error:
        scenario_files([path])
    allowed = "allowed `expectations: limits.yaml` in a scenario of this folder"
    wrong = "holds expectations that no scenario beside it names"
    assert str(error.value) == (
        f"{path}: document: {wrong} (got limits.yaml; {allowed}). "
        "Name it there, or give the scenario as FILE and this one with --expectations."
    )


@pytest.mark.parametrize(
    "text", [LIMIT, f"expectations:\n  {LIMIT}", f"version: 1\nexpectations:\n  {LIMIT}"]
)
def test_a_file_of_its_own_may_hold_expectations_as_a_scenario_does(folder, text):
    (folder / "expectations.yaml").write_text(text, "utf-8")
    beside = prepare(folder / "toy.yaml")
    given = prepare(folder / "base.yaml", folder / "expectations.yaml")
    for plan in (beside, given):
        assert {case.text for case in plan.expectations.cases} == {">= 50%"}
        assert Path(plan.expectations.cases[0].mark.file).name == "expectations.yaml"


def test_a_fault_in_a_file_of_its_own_is_told_at_its_line(folder):
    (folder / "expectations.yaml").write_text("expectations:\n  measures: {service: '>= 1'}\n", "utf-8")
    with pytest.raises(
        ScenarioError, match=r"expectations.yaml:2:14: expectations.measures.service: is an unknown"
    ):
        prepare(folder / "toy.yaml")

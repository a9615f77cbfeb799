"""Check every scenario file of valid/ and invalid/ against what loading must make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import check, load_scenario, resolved, scenario_names

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))
SCENARIOS = HERE.parents[1] / "scenarios"
KNOWN = {
    ("anonymous_bank.yaml", "queues.PS_line"),
    ("retail_omnichannel.yaml", "queues.chat"),
    ("cohort.yaml", "clock.drain"),
}
"""What shipped scenarios are warned of, rightly: the file and the field."""
STYLE = re.compile(r"[^:]+(:[1-9]\d*:[1-9]\d*)?: \S+: .+ \(got .*; allowed .+\)\. .+[.?]")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_scenario_is_refused_with_its_exact_message(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(ScenarioError) as caught:
        check(path.name)
    assert str(caught.value) + "\n" == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_message_says_where_what_and_what_to_do(path: Path) -> None:
    for line in path.with_suffix(".txt").read_text("utf-8").splitlines():
        assert STYLE.fullmatch(line), line


def test_there_are_at_least_thirty_invalid_scenarios_and_no_message_without_one() -> None:
    assert len(INVALID) >= 30
    assert {path.stem for path in INVALID} == {path.stem for path in (HERE / "invalid").glob("*.txt")}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_scenario_is_sound_and_its_machine_form_loads_to_the_same_value(
    path: Path, tmp_path: Path
) -> None:
    assert check(path) == ()
    for name in scenario_names(path) or (None,):
        scenario = load_scenario(path, name)
        machine = tmp_path / f"{name}.yaml"
        machine.write_text(resolved(scenario), "utf-8")
        assert load_scenario(machine) == scenario
        assert resolved(load_scenario(machine)) == machine.read_text("utf-8")


def test_shipped_scenarios_bring_no_warning_but_those_known() -> None:
    paths = sorted(SCENARIOS.rglob("*.yaml"))
    assert {(path.name, warning.field) for path in paths for warning in check(path)} == KNOWN

"""Test files that are no files, and files with thousands of scenarios."""

import os
from pathlib import Path

import pytest

from sim.checks import baseline
from sim.errors import ResultError, ScenarioError
from sim.scenario import load as loading
from sim.scenario.model import Scenario

ROOT = Path(__file__).parents[3]
SHOP = (ROOT / "tests/unit/cli/corner_shop.py").read_text("utf-8").split('"""')[3]
NO_FILE = "is no file (got a pipe or a device; allowed a file). Save what it gives to a file first."


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ScenarioError) as caught:
            loading.check(path)
        assert str(caught.value) == f"{path}: {NO_FILE}"


def test_a_pipe_for_a_table_or_a_base_is_refused_at_its_place(tmp_path):
    os.mkfifo(tmp_path / "volume.csv")
    (tmp_path / "shop.yaml").write_text(
        SHOP.replace("volume: [20, 30, 25]", "volume: {file: volume.csv, column: a}")
    )
    (tmp_path / "more.yaml").write_text("extends: volume.csv\n")
    for name in ("shop.yaml", "more.yaml"):
        with pytest.raises(ScenarioError) as caught:
            loading.check(tmp_path / name)
        assert NO_FILE in str(caught.value)


def test_a_pipe_for_a_baseline_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ResultError, match=r"pipe\.json: is no file\."):
        baseline.read(tmp_path / "pipe.json")


def test_the_work_of_a_file_grows_with_its_scenarios_and_not_with_their_square(tmp_path, monkeypatch):
    count, seen = 40, []
    listing = "".join(f"  s{index}: [v{index}]\n" for index in range(count))
    changes = "".join(f"  v{index}: {{customers.count: {500 + index}}}\n" for index in range(count))
    text = SHOP.replace(
        "variations: {busy: {contacts.question.volume: {multiply: 1.2}}}", "variations:\n" + changes
    )
    (tmp_path / "many.yaml").write_text(
        text.replace("scenarios: {today: [], busy: [busy]}", "scenarios:\n" + listing)
    )
    validate = Scenario.model_validate

    def counted(value):
        seen.append(len(value["scenarios"]) + len(value["variations"]))
        return validate(value)

    monkeypatch.setattr(Scenario, "model_validate", counted)
    loading.check(tmp_path / "many.yaml")
    assert sum(seen) == 2 * count + 2 * (count - 1)
    opened = []
    monkeypatch.setattr(loading, "scan", lambda path, scan=loading.scan: opened.append(path) or scan(path))
    loaded = list(loading.load_all(tmp_path / "many.yaml", [f"s{index}" for index in range(count)]))
    assert [one.scenario.customers.count for one in loaded] == [500 + index for index in range(count)]
    assert len(opened) == 1

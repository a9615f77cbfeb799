"""Run what docs/checks.md shows, as far as it can be run here: examples, the workflow, the hook."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from sim.checks.plan import prepare

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/checks.md").read_text("utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
_, WORKFLOW, ELSEWHERE, HOOKS = map(yaml.safe_load, YAML)
(COMMANDS,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def project(tmp_path):
    """Lay out a small project: one scenario with its baseline, and `goodwill` on the path."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    text = (ROOT / "scenarios/small_day.yaml").read_text("utf-8")
    text = re.sub(r"replications: \{at_least.*\}", "replications: {at_least: 8, at_most: 8, block: 8}", text)
    (folder / "small_day.yaml").write_text(text, "utf-8")
    (tmp_path / "results/baselines").mkdir(parents=True)
    shutil.copy(ROOT / "results/baselines/small_day.json", tmp_path / "results/baselines")
    (tmp_path / "bin").mkdir()
    for name, called in {
        "goodwill": f'"{ROOT / "run_sim.py"}"',
        "pytest": "-m pytest -p no:cacheprovider",
    }.items():
        start = tmp_path / "bin" / name
        start.write_text(f'#!/bin/sh\nexec "{sys.executable}" {called} "$@"\n', "utf-8")
        start.chmod(0o755)
    return tmp_path


def shell(project, line):
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "GITHUB_STEP_SUMMARY": str(project / "step.md")}
    command = ["bash", "-euo", "pipefail", "-c", line]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def steps(workflow):
    """Return the lines that a workflow runs, and the actions it uses."""
    (job,) = workflow["jobs"].values()
    assert workflow[True] == ["push", "pull_request"]  # YAML 1.1 reads `on` as true
    lines = [step["run"] for step in job["steps"] if "run" in step]
    return lines, [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step], job["steps"]


@pytest.mark.slow
def test_the_workflow_checks_out_installs_checks_and_keeps_its_files(project):
    (install, check), uses, all_steps = steps(WORKFLOW)
    assert uses == ["actions/checkout", "actions/setup-python", "actions/upload-artifact"]
    assert install == "python -m pip install -c constraints.txt ."
    done = shell(project, check)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "→ exit 0" in (project / "step.md").read_text("utf-8")
    for name in all_steps[-1]["with"]["path"].splitlines():
        assert (project / name).is_file()


def test_another_repository_installs_what_it_checked_out_and_checks_as_this_one_does(project):
    (install, check), uses, all_steps = steps(ELSEWHERE)
    assert uses == ["actions/checkout"] * 2 + ["actions/setup-python", "actions/upload-artifact"]
    assert check == steps(WORKFLOW)[0][1]
    (project / all_steps[1]["with"]["path"]).symlink_to(ROOT)
    found = re.fullmatch(r"python -m pip install -c (\S+) (\S+)", install)
    assert (project / found[1]).is_file()
    about = tomllib.loads((project / found[2] / "pyproject.toml").read_text("utf-8"))
    assert "goodwill" in about["project"]["scripts"]


@pytest.mark.slow
def test_the_hook_runs_on_scenarios_and_sees_a_baseline_that_no_longer_fits(project):
    (hook,) = HOOKS["repos"][0]["hooks"]
    assert hook["language"] == "system"
    matches = [
        name
        for name in ("scenarios/small_day.yaml", "scenarios/data/more.yaml", "README.md")
        if re.search(hook["files"], name)
    ]
    assert matches == ["scenarios/small_day.yaml"]
    line = f"{hook['entry']} {' '.join(matches)}"
    assert shell(project, line).returncode == 0
    path = project / matches[0]
    path.write_text(path.read_text("utf-8").replace("mean: 3m45s", "mean: 4m"), "utf-8")
    assert shell(project, line).returncode == 4


@pytest.fixture
def laid_out(project):
    """Lay the project out as the text has it: expectations as written in a file beside the scenario."""
    path = project / "scenarios/small_day.yaml"
    scenario, _, _ = path.read_text("utf-8").partition("expectations:")
    path.unlink()
    named = f"{scenario}scenarios: {{today: []}}\nexpectations: expectations.yaml\n"
    (project / "scenarios/retail_bank.yaml").write_text(named, "utf-8")
    (project / "scenarios/expectations.yaml").write_text(YAML[0], "utf-8")
    return project


def test_the_example_is_sound_as_written_in_a_scenario_and_in_a_file_of_its_own(laid_out):
    path = laid_out / "scenarios/retail_bank.yaml"
    beside = prepare(path)
    assert {case.kind for case in beside.expectations.cases} == {"limit", "claim", "history", "digest"}
    assert beside.expectations.settings.at_most == 40
    text = path.read_text("utf-8").replace("expectations: expectations.yaml\n", YAML[0])
    path.write_text(text, "utf-8")
    inside = prepare(path)
    assert [case.name for case in inside.expectations.cases] == [
        case.name for case in beside.expectations.cases
    ]


@pytest.mark.slow
def test_the_commands_run_as_written_in_the_layout_of_the_text(laid_out):
    expectations = laid_out / "scenarios/expectations.yaml"
    few = YAML[0].replace("{at_least: 10, at_most: 40, block: 10}", "{at_least: 2, at_most: 2, block: 1}")
    assert few != YAML[0]
    expectations.write_text(few, "utf-8")
    check, fast, update, tests = (line.partition("#")[0].strip() for line in COMMANDS.splitlines())
    done = shell(laid_out, update)
    assert (done.returncode, done.stderr) == (0, "")
    assert (laid_out / "results/baselines/retail_bank.json").is_file()
    done = shell(laid_out, fast)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    done = shell(laid_out, check)
    assert done.returncode in (0, 1, 3), done.stdout + done.stderr  # two replications decide little
    cases = list(ElementTree.parse(laid_out / "junit.xml").iter("testcase"))  # noqa: S314 - our own text
    assert (laid_out / "summary.md").is_file()
    done = shell(laid_out, tests)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    counts = re.findall(r"(\d+) (?:passed|failed|skipped)", done.stdout.splitlines()[-1])
    assert sum(map(int, counts)) == len(cases) + 1  # and that there is a baseline


def test_every_option_the_text_names_exists():
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_sim.py"), "check", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) - {"--goodwill"}
    assert options
    assert {one for one in options if one not in done.stdout} == set()


def test_the_floors_and_precisions_in_the_text_are_those_of_the_code():
    from sim.amount import FLOORS
    from sim.checks.grammar import PRECISION, SHARE_OF_BASELINE, SHARE_OF_LIMIT

    assert FLOORS == {"share": 0.002, "s": 1.0, "money": 1.0, "per_day": 1.0, "count": 0.01, "score": 0.002}
    assert "the floors are 0.2 pp, 1 s, 1 unit of money, 1 a day, 0.01 (counts) and 0.002 (scores)" in TEXT
    assert (PRECISION, SHARE_OF_LIMIT, SHARE_OF_BASELINE) == ({"share": 0.01, "score": 0.01}, 0.05, 0.025)

"""Run what docs/checks.md shows, as far as it can be run here: examples, the workflow, the hook."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sim.checks.plan import prepare

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/checks.md").read_text("utf-8")
BLOCKS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
EXAMPLE, WORKFLOW, HOOKS = BLOCKS


@pytest.fixture
def project(tmp_path):
    """Lay out a small project: one scenario with its baseline, and `goodwill` on the path."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    text = (ROOT / "scenarios/small_day.yaml").read_text("utf-8")
    text = re.sub(r"replications: \{at_least.*\}", "replications: {at_least: 5, at_most: 5, block: 5}", text)
    (folder / "small_day.yaml").write_text(text, "utf-8")
    (tmp_path / "results/baselines").mkdir(parents=True)
    shutil.copy(ROOT / "results/baselines/small_day.json", tmp_path / "results/baselines")
    (tmp_path / "bin").mkdir()
    start = tmp_path / "bin/goodwill"
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "run_sim.py"}" "$@"\n', "utf-8")
    start.chmod(0o755)
    return tmp_path


def shell(project, line):
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "GITHUB_STEP_SUMMARY": str(project / "step.md")}
    command = ["bash", "-euo", "pipefail", "-c", line]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_workflow_checks_out_installs_checks_and_keeps_its_files(project):
    (job,) = WORKFLOW["jobs"].values()
    assert WORKFLOW[True] == ["push", "pull_request"]  # YAML 1.1 reads `on` as true
    lines = [step["run"] for step in job["steps"] if "run" in step]
    assert [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
    ]
    install, check = lines
    assert install.startswith("python -m pip install -c constraints.txt")
    done = shell(project, check)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "→ exit 0" in (project / "step.md").read_text("utf-8")
    for name in job["steps"][-1]["with"]["path"].splitlines():
        assert (project / name).is_file()


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


def test_the_example_of_expectations_is_sound(tmp_path):
    (tmp_path / "expectations.yaml").write_text(yaml.safe_dump(EXAMPLE["expectations"]), "utf-8")
    plan = prepare(ROOT / "scenarios/retail_bank.yaml", tmp_path / "expectations.yaml")
    assert {case.kind for case in plan.expectations.cases} == {"limit", "claim", "history", "digest"}
    assert plan.expectations.settings.at_most == 40


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
    from sim.checks.amount import FLOORS
    from sim.checks.grammar import PRECISION, SHARE_OF_BASELINE, SHARE_OF_LIMIT

    assert FLOORS == {"share": 0.002, "s": 1.0, "money": 1.0, "per_day": 1.0, "count": 0.01, "score": 0.002}
    assert "the floors are 0.2 pp, 1 s, 1 unit of money, 1 a day, 0.01 (counts) and 0.002 (scores)" in TEXT
    assert (PRECISION, SHARE_OF_LIMIT, SHARE_OF_BASELINE) == ({"share": 0.01, "score": 0.01}, 0.05, 0.025)

"""Test `check` as it is used: the command line, and expectations as tests of pytest."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def day(tmp_path):
    """Copy the small day, with its baseline, where a test may change them."""
    shutil.copy(ROOT / "results/baselines/small_day.json", tmp_path)
    path = tmp_path / "small_day.yaml"
    text = (ROOT / "scenarios/small_day.yaml").read_text("utf-8").replace("at_most: 40", "at_most: 10")
    path.write_text(text.replace("  history:\n", "  history:\n    file: small_day.json\n"), "utf-8")
    return path


def check(*arguments):
    command = [sys.executable, str(ROOT / "run_sim.py"), "check", *map(str, arguments), "--jobs", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def collected(*arguments):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_small_day_holds_and_writes_every_output(day, tmp_path):
    done = check(
        day,
        "--junit",
        tmp_path / "a/junit.xml",
        "--markdown",
        tmp_path / "sum.md",
        "--out",
        tmp_path,
        "--at-most",
        "10",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "-> exit 0" in done.stdout.splitlines()[-1]
    content = json.loads((tmp_path / "check.json").read_text("utf-8"))
    assert content["exit_code"] == 0
    assert len(content["files"][0]["checks"]) > 40
    assert "<testsuites" in (tmp_path / "a/junit.xml").read_text("utf-8")
    assert "→ exit 0" in (tmp_path / "sum.md").read_text("utf-8")


def test_the_fast_check_of_the_shipped_code_finds_the_stored_digests(day):
    done = check(day, "--fast")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_hand_edited_baseline_ends_with_bad_input(day):
    path = day.with_suffix(".json")
    path.write_text(path.read_text("utf-8").replace('"seed": 7', '"seed": 8'), "utf-8")
    done = check(day, "--fast")
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not match its checksum" in done.stderr


def test_expectations_and_baseline_belong_to_one_file(day):
    done = check(day, day, "--baseline", day.with_suffix(".json"))
    assert done.returncode == 2
    assert "go with one FILE only" in done.stderr


@pytest.mark.slow
def test_updating_shows_what_changes_and_leaves_what_does_not(day):
    before = day.with_suffix(".json").read_bytes()
    done = check(day, "--update-baseline")
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["  nothing changes"])
    assert day.with_suffix(".json").read_bytes() == before
    day.write_text(day.read_text("utf-8").replace("mean: 3m45s", "mean: 4m15s"), "utf-8")
    done = check(day, "--update-baseline")
    assert "scenario as_written: changed" in done.stdout
    assert "10 of 10 digests differ; moved: " in done.stdout
    assert done.stdout.endswith("  written\n")
    assert check(day, "--fast").returncode == 0


@pytest.mark.slow
def test_pytest_collects_each_expectation_as_a_test_of_its_own(day):
    done = collected("--goodwill", "--collect-only", day)
    assert done.returncode == 0, done.stdout
    assert "small_day.yaml::csat higher by >= 5pp [as_written, quality_time]" in done.stdout
    assert "small_day.yaml::digest same [as_written, handle_time]" in done.stdout


@pytest.mark.slow
def test_one_expectation_runs_by_its_node_id_and_a_failure_is_told_without_a_traceback(day):
    day.write_text(day.read_text("utf-8").replace("higher by >= 5pp", "higher by >= 50pp"), "utf-8")
    done = collected("--goodwill", f"{day}::csat higher by >= 50pp [as_written, quality_time]")
    assert done.returncode == 1, done.stdout
    assert "csat higher by >= 50pp [as_written, quality_time] does not hold: +15" in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 failed" in done.stdout


@pytest.mark.slow
def test_both_front_ends_fail_the_same_checks_once_each_for_one_changed_number(day, tmp_path):
    text = day.read_text("utf-8").replace("at_least: 10, at_most: 10", "at_least: 2, at_most: 2")
    day.write_text(text.replace("mean: 3m45s", "mean: 4m").replace('"30%..60%"', '"90%..95%"'), "utf-8")
    done = check(day, "--junit", tmp_path / "junit.xml")
    assert done.returncode == 1, done.stdout
    cases = list(ElementTree.parse(tmp_path / "junit.xml").iter("testcase"))  # noqa: S314 - our own text
    failed = sorted(case.get("name") for case in cases if case.find("failure") is not None)
    assert [case.get("name") for case in cases if case.find("error") is not None] == ["baseline"]
    tests = collected("--goodwill", day, "-rfs").stdout
    told, summary = tests.split("short test summary info")  # where CI is set, pytest repeats messages in it
    assert sorted(re.findall(r"^FAILED \S+::(.*?)(?: - |$)", summary, re.MULTILINE)) == sorted(
        [*failed, "baseline"]
    )
    assert told.count("contacts.everyday.work.mean 3m45s -> 4m") == 1
    assert "not judged: there is no baseline to compare with, see the test `baseline`" in tests


@pytest.mark.slow
def test_a_faulty_expectation_is_an_error_of_collection_at_its_line(day):
    day.write_text(day.read_text("utf-8").replace("csat:", "csta:"), "utf-8")
    done = collected("--goodwill", "--collect-only", day)
    assert done.returncode != 0
    assert "is an unknown measure (got csta" in done.stdout


@pytest.mark.slow
def test_nothing_is_collected_or_loaded_unless_asked_for(day):
    done = collected("--collect-only", day)
    assert "csat" not in done.stdout
    names = "any(name.startswith(('sim.checks', 'polars')) for name in sys.modules)"
    code = f"import pytest, sys; pytest.main(['--version']); sys.exit({names})"
    started = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert started.returncode == 0


@pytest.mark.slow
def test_of_several_files_a_scenario_that_expects_nothing_is_left_out_and_a_faulty_one_stops_all(
    day, tmp_path
):
    scenario, _, _ = day.read_text("utf-8").partition("expectations:")
    idle, faulty = tmp_path / "idle.yaml", tmp_path / "faulty.yaml"
    idle.write_text(scenario, "utf-8")
    done = check(idle, day, "--fast")
    assert (done.returncode, done.stderr) == (0, f"{idle}: expects nothing, so it is not checked.\n"), (
        done.stdout
    )
    done = check(idle)
    assert (done.returncode, done.stdout) == (2, "")
    assert "expectations: is missing" in done.stderr
    faulty.write_text(scenario.replace("count: 2000", "count: many"), "utf-8")
    done = check(day, faulty, "--fast")
    assert (done.returncode, done.stdout) == (2, "")
    assert "faulty.yaml" in done.stderr

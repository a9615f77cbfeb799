"""Run what the README and the guide show: their links, their commands, their Python."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.scenario.load import check

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "DESIGN.md", ROOT / "CONTRIBUTING.md"]
)
GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
LINK = re.compile(r"(?<!`)\[[^\]\n]+\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^\$ (goodwill .*)$", re.MULTILINE)


def name_of(page):
    return str(page.relative_to(ROOT))


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands(page):
    return [command for block in blocks(page, "console") for command in COMMAND.findall(block)]


def words(command):
    """Return the words of a command in which nothing else is for a shell."""
    assert not re.search(r"[|&;<>$`]", re.sub(r'"[^"$`]*"', "", command))
    return shlex.split(command)


def one_processor(_):
    """Stand in for what says where a process may run: starting workers takes longer than most commands."""
    return {0}


def wholes(page):
    return [block for block in blocks(page, "yaml") if block.startswith("version:")]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_to_a_file_leads_to_one(page):
    targets = [target.partition("#")[0] for target in LINK.findall(page.read_text("utf-8"))]
    missing = [
        target for target in targets if target and "://" not in target and not (page.parent / target).exists()
    ]
    assert not missing


@pytest.fixture
def workplace(tmp_path):
    """A folder with the shipped scenarios."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    return tmp_path


@pytest.mark.parametrize("page", [page for page in GUIDE if wholes(page)], ids=name_of)
def test_every_whole_scenario_of_the_guide_is_sound(page, tmp_path):
    for number, text in enumerate(wholes(page)):
        (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
        assert not check(tmp_path / f"{number}.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in GUIDE if commands(page)], ids=name_of)
def test_every_command_of_the_guide_runs(page, workplace, monkeypatch):
    monkeypatch.chdir(workplace)
    monkeypatch.setattr(os, "sched_getaffinity", one_processor, raising=False)
    for command in commands(page):
        done = CliRunner().invoke(app, words(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception}"


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in GUIDE if blocks(page, "python")], ids=name_of)
def test_the_python_of_the_guide_runs(page, workplace):
    for number, block in enumerate(blocks(page, "python")):
        program = workplace / f"example_{number}.py"
        program.write_text(block, "utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, program.name],
            cwd=workplace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.slow
def test_the_guide_builds_as_a_site_without_a_warning(tmp_path):
    pytest.importorskip("sphinx", reason="the guide is built with the extra `docs`")
    pytest.importorskip("furo", reason="the guide is built with the extra `docs`")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/guide/describe.html").is_file()

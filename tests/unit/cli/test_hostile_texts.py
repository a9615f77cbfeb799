"""Test that hostile names and texts of every section pass `run` and `check` and command nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
import yaml
from corner_shop import SCENARIO
from typer.testing import CliRunner

from sim.cli import app
from sim.scenario.load import load_scenario

UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
NUMBER = re.compile(r"-?[0-9.]+(e[-+]?[0-9]+)?")
STEER = "\x1b[2J\u202e\n::error::text\n##[error]text\n=1+1"
NAMES = {
    "corner-shop": "::error::shop",
    "service": "##[error]service",
    "question": "=question",
    "clerks": "@clerks",
    "day": "-day",
    "aim": "::error::target",
    "quality": "=1+1",
    "busy": "+busy",
    "today": "##[today]",
    "Three minutes": "##[error]<script>alert(1)</script>",
    "Quality time": "::error::`a` [b](c) ![d](e) $x$",
}
EXPECTED = {
    "replications": {"at_least": 2, "at_most": 2, "block": 2},
    "measures": {"service_level": ">= 99%"},
    "compare": {"=1+1": {"service_level": "better"}},
}


def renamed(value):
    if isinstance(value, dict):
        return {renamed(key): renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(one) for one in value]
    return NAMES.get(value, value) if isinstance(value, str) else value


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Write the small centre with hostile names, labels, currency, sources and description."""
    whole = renamed(
        yaml.safe_load(SCENARIO.replace("  target: {", "  aim: {").replace("line: target", "line: aim"))
    )
    whole["description"] = STEER
    whole["customers"]["currency"] = "=E"
    whole["queues"][NAMES["service"]]["patience"]["mean"] = {"value": "3m", "source": STEER}
    volume = whole["variations"][NAMES["busy"]].pop("contacts.question.volume")
    whole["variations"][NAMES["busy"]][f"contacts.{NAMES['question']}.volume"] = volume
    whole["run"] = {"seed": 3, "replications": 2}
    whole["expectations"] = EXPECTED
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")


def told(*words):
    done = CliRunner().invoke(app, [*words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    text = done.stdout + done.stderr
    assert not UNPRINTABLE.search(text), words
    return done.exit_code, text


@pytest.mark.usefixtures("hostile")
@pytest.mark.slow
def test_hostile_texts_pass_a_run_and_command_nothing():
    code, text = told("run", "shop.yaml", "--jobs", "1", "--figures", "none", "--scenario", "all")
    assert code == 0, text
    assert not COMMAND.search(text)
    for more in (
        ["show", "results/shop"],
        ["show", "results/shop", "--by", "queue"],
        ["explain", "shop.yaml"],
    ):
        assert not COMMAND.search(told(*more)[1]), more
    tables = sorted(Path("results/shop").rglob("*.csv"))
    assert len(tables) >= 3
    for table in tables:
        for column in pl.read_csv(table, infer_schema=False):
            cells = [cell for cell in column if cell and not NUMBER.fullmatch(cell)]
            assert not [cell for cell in cells if cell[0] in "=+-@\t\r"], (table.name, column.name)
    machine = sorted(Path("results/shop").rglob("*.resolved.yaml"))
    assert machine
    assert load_scenario(machine[0]).description == STEER


@pytest.mark.usefixtures("hostile")
def test_hostile_texts_pass_a_check_and_command_nothing_but_its_own_annotations():
    outputs = ("--github", "--junit", "j.xml", "--markdown", "m.md", "--out", "out")
    code, text = told("check", "shop.yaml", "--jobs", "1", *outputs)
    assert code == 1, text
    commands = [line for line in text.splitlines() if COMMAND.search(line)]
    assert commands
    assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in commands), commands
    assert "script" not in {one.tag for one in ElementTree.parse("j.xml").iter()}  # noqa: S314 - our own
    words = Path("m.md").read_text("utf-8")
    assert not UNPRINTABLE.search(words)
    assert "<script" not in words
    assert not COMMAND.search(words)

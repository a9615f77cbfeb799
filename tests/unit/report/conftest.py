"""Run one small centre with hostile names once, and report on it; every test reads what that left."""

import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "cli")]
hostile = import_module("hostile_shop").hostile


@pytest.fixture(scope="session")
def plain_result(tmp_path_factory):
    """A result folder of two policies in two scenarios."""
    folder = tmp_path_factory.mktemp("report")
    file = folder / "shop.yaml"
    file.write_text(hostile(), "utf-8")
    options = ("--scenario", "all", "--jobs", "1", "--figures", "none", "--no-equal-service", "--quiet")
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(folder / "results"), *options])
    assert done.exit_code == 0, done.output
    return folder / "results/shop"


@pytest.fixture(scope="session")
def result(plain_result):
    """The same with its report beside the run's own files."""
    done = CliRunner().invoke(app, ["report", str(plain_result)])
    assert done.exit_code == 0, done.output
    return plain_result

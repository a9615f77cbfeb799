"""What `validate` accepts, `run` runs: every generated scenario, under every policy."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.reporting.simulate import simulate
from sim.scenario.load import check, load_scenario
from tests.generate.scenarios import numbered

SLOW = [pytest.param(number, marks=pytest.mark.slow) for number in range(3, 30)]


@pytest.mark.parametrize("number", [0, 1, 2, *SLOW])
def test_a_scenario_that_validates_runs_and_gives_finite_sums(number: int, tmp_path: Path) -> None:
    file = numbered(number).write(tmp_path)
    check(file)
    results = simulate(load_scenario(file))
    assert results.complete
    sums = [*results.table["numerator"], *results.table["denominator"]]
    assert all(isfinite(one) for one in sums if one is not None)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(40, 44))
def test_the_whole_command_writes_its_result(number: int, tmp_path: Path) -> None:
    file = numbered(number).write(tmp_path)
    ended = CliRunner().invoke(app, ["run", str(file), "--jobs", "1", "--out", str(tmp_path / "out")])
    assert ended.exit_code == 0, ended.output
    assert (tmp_path / "out" / file.stem / "result.json").exists()

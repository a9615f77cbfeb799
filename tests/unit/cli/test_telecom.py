"""Test that the shipped telecom case answers its planner's four options in one table, in FTE and money."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

FILE = Path(__file__).parents[3] / "scenarios" / "telecom_support.yaml"
SHORTER = ("clock.days=1", "clock.warm_up=0d", "clock.drain=1d")
SUPPORT, SALES = 62.0, 14.0


def cells(lines, start):
    """Return the numbers of the row that begins with `start`, the first of each column."""
    row = next(line for line in lines if line.startswith(start))[len(start) :]
    return [float(number.replace(",", "")) for number in re.findall(r"(?<![±\d,.])\d[\d,.]*", row)]


@pytest.mark.slow
def test_four_options_stand_beside_today_with_their_staff_and_their_cost(tmp_path, monkeypatch):
    shutil.copy(FILE, tmp_path / "telecom.yaml")
    monkeypatch.chdir(tmp_path)
    sets = [part for one in SHORTER for part in ("--set", one)]
    options = ["--replications", "2", "--jobs", "1", "--figures", "none", "--no-equal-service", *sets]
    done = CliRunner().invoke(app, ["run", "telecom.yaml", *options])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert len(lines) <= 40
    fte = cells(lines, "Staff on payroll, FTE")
    assert fte == [SUPPORT + SALES, SUPPORT + SALES, SUPPORT + 4 + SALES, SUPPORT + SALES, SUPPORT + SALES]
    today, _, four_more, callback, closing = cells(lines, "Cost per day, EUR")
    assert four_more > max(today, callback, closing)
    assert cells(lines, "Policy cost per day, EUR") == [
        0.0,
        0.0,
        0.0,
        60.0,
        pytest.approx(12_000 / 365, abs=0.01),
    ]
    table = "\n".join(lines)
    assert all(words in table for words in ("Within 20s, support (goal 80 %)", "First-contact resolution"))

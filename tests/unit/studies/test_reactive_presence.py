"""Test the script that holds reactive presence against the bank: its figures, and whom it lets be on duty."""

import importlib.util
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script():
    path = ROOT / "benchmarks" / "reactive_presence.py"
    spec = importlib.util.spec_from_file_location("reactive_presence", path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_figures_are_counted_over_all_offered_calls(script):
    calls = pl.DataFrame(
        {
            "wait_s": [0.0, 20.0, 21.0, 400.0, 10.0],
            "outcome": ["answered", "answered", "answered", "abandoned", "abandoned"],
        }
    )
    assert script.figures(calls).tolist() == pytest.approx([0.8, 0.2, 0.4, 0.4, 451.0 / 5.0])


def test_the_first_two_weeks_are_fitted_and_the_third_is_looked_at(script):
    days = pl.DataFrame({"arrived": [f"1999-02-{day:02d}T12:00:00" for day in range(1, 22)]}).with_columns(
        pl.col("arrived").str.to_datetime()
    )
    assert [script.between(days, span).height for span in (script.FIRST, script.THEN)] == [14, 7]

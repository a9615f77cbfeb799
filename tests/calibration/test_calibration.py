"""Check the calibrated customer model, through the real engine, against the published figures.

The cohort: 2 x 30,000 customers, so that the smallest group (some 10,000 badly handled) has a standard
error of 0.5 points; the bounds are those of `benchmarks/calibration.py`. Fixed seeds; about a minute.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures():
    """Return the figures of the calibration table by what they are called."""
    spec = importlib.util.spec_from_file_location("calibration", ROOT / "benchmarks" / "calibration.py")
    module = sys.modules["calibration"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {figure.ask.what: figure for figure in module.figures(2, 1)}


def test_every_figure_lies_within_its_bound_of_what_is_published(figures):
    off = {what: f.value for what, f in figures.items() if abs(f.value - f.ask.published) > f.ask.within}
    assert not off


def test_the_orders_that_the_survey_can_tell_apart_are_kept(figures):
    good = {
        what.removeprefix("good because of "): f.value
        for what, f in figures.items()
        if "good because" in what
    }
    bad = {
        what.removeprefix("bad because of "): f.value for what, f in figures.items() if "bad because" in what
    }
    assert max(good, key=good.get) == "promptness"
    assert sorted(good.values())[1] - good["outcome"] >= 10.0
    assert max(bad, key=bad.get) == "handoffs"
    assert sorted(bad.values())[1] - bad["outcome"] >= 8.0
    assert abs(good["warmth"] - good["handoffs"]) <= 6.0
    assert abs(bad["warmth"] - bad["promptness"]) <= 6.0

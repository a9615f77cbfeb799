"""Every behavioural number that a scenario takes for granted says where it comes from."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.provenance import provenances

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "scenarios").glob("**/*.yaml")), ROOT / "tests" / "cases" / "valid" / "full.yaml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_default_is_without_a_source(path):
    loaded = load(path)
    nameless = {
        number.path
        for number in provenances(loaded.tree, loaded.scenario)
        if number.mark is None and number.source == "default"
    }
    assert not nameless, 'end the text under the field with its source in brackets, or "(assumption)"'

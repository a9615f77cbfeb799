"""Test that labels of sources and equations are told in words, and can be looked up in the project."""

import re
from pathlib import Path

import pytest

from sim.scenario.labels import EQUATIONS, SOURCES, in_words
from sim.scenario.load import load
from sim.scenario.provenance import choices, provenances
from sim.scenario.reference import page
from sim.scenario.schema import scenario_schema

ROOT = Path(__file__).resolve().parents[3]
FILES = [*sorted((ROOT / "scenarios").glob("**/*.yaml")), ROOT / "tests" / "cases" / "valid" / "full.yaml"]
LABEL = re.compile(r"(?<![\w[-])[DEV]\d+[a-z]?(?![\w\]-])")
FILE = re.compile(r"[\w./]+\.md\b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fitted to D3.7", "fitted to PeopleMetrics' survey of engaged customers 2010 [D3.7]"),
        ("matched to V30-V33", "matched to benchmarks of call centres, Purdue 1999 and SQM [V30-V33]"),
        ("assumption E11b", "assumption, the equation for who speaks up [E11b]"),
        ("assumption; direction V64", "assumption; direction Slovic 1993 [V64]"),
        ("V63, V64", "Mittal, Ross & Baldasare 1998 [V63], Slovic 1993 [V64]"),
        ("V999 of E99", "V999 of E99"),
        ("assumption", "assumption"),
    ],
)
def test_a_label_stands_in_brackets_behind_its_words(text, expected):
    assert in_words(text) == expected
    assert in_words(expected) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_explained_has_no_label_without_words_and_no_file_that_is_not_there(path):
    loaded = load(path)
    told = [text for one in provenances(loaded.tree, loaded.scenario) for text in (one.meaning, one.source)]
    told += [lever.does for lever in choices(loaded.scenario)]
    assert not [text for text in told if LABEL.search(text)]
    assert not [name for text in told for name in FILE.findall(text) if not (ROOT / name).is_file()]


def test_every_label_can_be_looked_up():
    sources = (ROOT / "docs" / "sources.md").read_text("utf-8").replace("–", "-")
    equations = (ROOT / "DESIGN.md").read_text("utf-8")
    for label in SOURCES:
        ends = label.split("-")
        assert all(re.search(rf"^\| (\w+-)?{end}\b", sources, re.MULTILINE) for end in ends), label
    listed = set(re.findall(r"E\d+[a-z]?", equations)) | {"E9"}
    assert set(EQUATIONS) <= listed


def test_a_planner_s_own_words_are_left_alone(tmp_path):
    text = (ROOT / "tests" / "cases" / "valid" / "smallest.yaml").read_text("utf-8")
    own = text.replace("patience: 3m", "patience: {value: 3m, source: forecast.xlsx cell E1}")
    assert own != text
    (tmp_path / "own.yaml").write_text(own)
    loaded = load(tmp_path / "own.yaml")
    sources = {one.path: one.source for one in provenances(loaded.tree, loaded.scenario)}
    assert sources["queues.service.patience.value"] == "forecast.xlsx cell E1"


def test_no_page_about_scenarios_names_a_file_that_is_not_there():
    for text in (page(), str(scenario_schema())):
        assert not {name for name in FILE.findall(text) if not (ROOT / name).is_file()}

"""Every message that was false or of no use has its exact text in messages.yaml."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario.behaviour import Behaviour
from sim.scenario.contacts import ContactType
from sim.scenario.groups import Group
from sim.scenario.load import check, load_scenario
from sim.scenario.trace import Trace
from sim.scenario.work import Work

SECTIONS = {one.__name__: one for one in (Behaviour, ContactType, Group, Work)}
TEXTS = yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", TEXTS["cases"], ids=lambda case: case["new"][:60])
def test_a_file_is_told_exactly_this(case: Mapping[str, Any], tmp_path: Path) -> None:
    text = TEXTS["base"]
    for old, new in [(case["old"], case["new"]), *case.get("also", {}).items()]:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "t.csv").write_text(case.get("table", ""), "utf-8")
    file = tmp_path / "x.yaml"
    file.write_text(text, "utf-8")
    try:
        said = "\n".join(map(str, check(file)))
    except ScenarioError as error:
        said = str(error)
    told = case["told"].strip("\n")
    for name, section in SECTIONS.items():
        told = told.replace(f"{{{name}}}", ", ".join(sorted(section.model_fields)))
    assert said.replace(f"{tmp_path}/", "") == told


def with_trace(folder: Path) -> Path:
    """Write the base with a trace for its volume."""
    file = folder / "x.yaml"
    file.write_text(TEXTS["base"].replace("volume: [10]", "volume: {trace: t.csv}"), "utf-8")
    return file


def test_a_trace_may_be_larger_than_any_other_file_and_is_not_held_whole(tmp_path: Path) -> None:
    row = "2026-03-02 08:00:05.000000" + " " * 1000 + "\n"
    (tmp_path / "t.csv").write_text("arrived\n" + 10_000 * row, "utf-8")
    file = with_trace(tmp_path)
    tracemalloc.start()
    volume = load_scenario(file).contacts["one"].volume
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(volume, Trace)
    assert sum(len(moments) for _, moments in volume.dates) == 10_000
    assert most < (tmp_path / "t.csv").stat().st_size / 2 > 5_000_000


LENGTH = "has a row of another length (got 2 cells; allowed 1). Give every column a cell, and write decimals"
NO_TABLES = {
    b"arrived\n2026-03-02 08:00:05\n2026-03-02 08:00:\xff5\n": (
        "t.csv:3:1: document: is not text (got byte 0xff; allowed UTF-8). Save the file as UTF-8."
    ),
    b"arrived\n" + b"2" * 1_000_001: (
        "t.csv:2:1: document: has a line without end (got 1000000 letters; allowed fewer). Break it up."
    ),
    b"arrived\rnoon,\r": f"t.csv:2:1: contacts.one.volume: {LENGTH} with a point.",
}


@pytest.mark.parametrize(("content", "told"), NO_TABLES.items(), ids=["byte", "line", "row"])
def test_a_trace_that_is_no_table_is_told_at_its_line(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        check(with_trace(tmp_path))
    assert str(caught.value).replace(f"{tmp_path}/", "") == told


def test_of_a_trace_with_nothing_but_faults_the_first_are_told_and_all_are_counted(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("arrived\n" + 5_000 * "noon\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        check(with_trace(tmp_path))
    assert len(caught.value.problems) == 20
    assert str(caught.value).endswith("Write, say, 2026-03-02 08:00:05. And 4980 more rows like these.")

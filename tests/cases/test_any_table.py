"""Check that no CSV file whatever ends in anything but a scenario or a ScenarioError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Problem, ScenarioError
from sim.scenario.load import check

SCENARIO = """version: 1
name: any table
clock: {start: 2026-03-02, days: 1, warm_up: 0d, drain: 0d, open: "08:00-10:00", interval: 60m}
queues: {line: {patience: 4m}}
contacts: {one: {queue: line, volume: VOLUME, work: 4m}}
groups: {agents: {skills: [line], skill: 90%}}
on_duty: {agents: 3}
policies: {as_it_comes: {}}
baseline: as_it_comes
"""
CURVE = "weekday,start,one\nmon-sun,08:00,10\nmon-sun,09:00,12.5\n"
TRACE = "arrived,contact\n2026-03-02 08:00:05,one\n2026-03-02 09:10:00,one\n"
WORDS = ("", "1e309", "nan", "1,5", "1.200", "-1", "24:00", "08:00 PM", "funday", "é", "9" * 40)
NASTY = [*",;|\t\"'\n\r\0-+:.% ", *WORDS]
EXAMPLES = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TABLES = {"{file: t.csv, column: one}": CURVE, "{trace: t.csv}": TRACE}


@pytest.mark.parametrize(("volume", "table"), TABLES.items(), ids=["curve", "trace"])
@EXAMPLES
@given(data=st.data())
def test_a_table_with_parts_exchanged_is_read_or_refused_in_words(
    table: str, volume: str, data: st.DataObject, tmp_path: Path
) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(table)))
        stop = data.draw(st.integers(start, min(len(table), start + 12)))
        table = table[:start] + data.draw(st.sampled_from(NASTY)) + table[stop:]
    (tmp_path / "t.csv").write_bytes(table.encode("utf-8", "surrogatepass"))
    file = tmp_path / "x.yaml"
    file.write_text(SCENARIO.replace("VOLUME", volume), "utf-8")
    problems: tuple[Problem, ...] = ()
    try:
        problems = check(file)
    except ScenarioError as error:
        problems = error.problems
    assert all("\n" not in str(problem) for problem in problems)

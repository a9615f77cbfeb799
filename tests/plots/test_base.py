"""Test that a new file in the folder of exhibits is a new exhibit, without another edit."""

import pytest

import sim.plots
from sim.plots import base
from sim.plots.base import Lacking
from sim.wording import in_words, spaced

EXHIBIT = '''
"""Answer how many measures there are."""

from sim.plots.base import Column, Exhibit, Finding, Table


def find(view):
    """Count the measures; nothing without any."""
    if not view.kpis:
        return "nothing was measured"
    table = Table([Column("Measures", "count")], [(len(view.kpis),)])
    return Finding("There are many", "A number.", table, "Counted.", lambda sheet: None)


EXHIBIT = Exhibit(200, "How many measures are there under {policy}?", find)
'''


@pytest.fixture
def _counted(tmp_path, monkeypatch):
    """Put an exhibit called `how_many` into the folder of exhibits."""
    (tmp_path / "how_many.py").write_text(EXHIBIT)
    monkeypatch.setattr(sim.plots, "__path__", [*sim.plots.__path__, str(tmp_path)])
    base.members.cache_clear()
    yield
    base.members.cache_clear()


@pytest.mark.usefixtures("_counted")
def test_a_new_file_is_a_new_exhibit(given):
    assert list(base.members())[-1] == "how_many"
    (one,) = base.exhibits(given, names=["how_many"])
    assert one.question == "How many measures are there under Quality time?"
    assert one.png("page").startswith(b"\x89PNG")
    empty = type(given)({**given.content, "measures": {}}, given.scenarios, given.replications)
    (lacking,) = base.exhibits(empty, names=["how_many"])
    assert lacking == Lacking("how_many", one.question, "nothing was measured", "")


def test_headings_have_names_of_queues_with_blanks():
    names = ["second_line", "line", "second_line_night"]
    assert spaced("second_line misses its goal", names) == "Second line misses its goal"
    assert spaced("service misses its goal", ["service"]) == "Service misses its goal"
    assert spaced("services are many", ["service"]) == "services are many"
    assert spaced("A: longer waits in second_line (+3 s)", names) == "A: longer waits in second line (+3 s)"
    assert spaced("In second_line_night, not in my_second_line", names) == (
        "In second line night, not in my_second_line"
    )


def test_a_path_that_a_reader_may_have_to_type_keeps_its_names():
    told = in_words("second_line is busy: queues.second_line.hours", ["second_line"])
    assert told == "second line is busy: queues.second_line.hours"

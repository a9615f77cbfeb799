"""Test that names of queues and the like are words wherever a reader of a report reads."""

import re
from html import unescape

import pytest
from legible import drawn_texts

from sim.plots import base
from sim.report.build import files_of, studio_of
from sim.report.look import Look

RAW = ("second_line", "wrong_payment")


@pytest.mark.parametrize("name", base.members())
@pytest.mark.parametrize("count", [2, 3])
def test_figures_show_names_with_blanks(made, name, count):
    one = made[count][name]
    sheet = one.sheet("slide")
    with sheet.styled():
        drawn = [text.get_text() for text in drawn_texts(sheet.figure)]
    cells = [cell for row in one.table.rows for cell in row if isinstance(cell, str)]
    told = " ".join([one.title, one.alt, one.note, *cells, *drawn])
    assert [raw for raw in RAW if raw in told] == []


def test_the_figure_of_waits_names_the_second_line(made):
    sheet = made[2]["waits"].sheet("slide")
    assert any(text.get_text().startswith("second line: goal") for text in sheet.figure.texts)


@pytest.fixture(scope="module")
def texts(folder):
    """What stands in the page and in Markdown, without commands, paths and data."""
    studio = studio_of(folder, print, ["html", "md"], Look())
    written = {name: content.decode() for name, content in files_of(studio, ["html", "md"], Look(), print)}
    bare = re.sub(r"<(style|script).*?</\1>|<code>.*?</code>", "", written["report.html"], flags=re.DOTALL)
    return {
        "page": unescape(re.sub("<[^>]*>", " ", bare)),
        "markdown": written["report.md"].replace("\\_", "_"),
    }


@pytest.mark.parametrize("form", ["page", "markdown"])
def test_a_report_shows_names_with_blanks_except_within_paths(texts, form):
    found = re.findall(rf"\S*(?:{'|'.join(RAW)})\S*", texts[form])
    assert [word for word in found if "." not in word] == []
    assert "second line" in texts[form]

"""Test the page without a browser: it loads nothing, texts stay texts, its numbers are the result's."""

import json
import re
from html.parser import HTMLParser

import pytest
from hostile_shop import HEBREW, LINK, LONG, NAMES, SCRIPT, TAG

from sim.wording import short_value

pytestmark = pytest.mark.slow
VOID = {"meta", "input", "img", "br", "link", "path", "use", "rect", "circle", "line"}


class Page(HTMLParser):
    """Collects tags with their attributes, ids, headings and the text of the data."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.headings, self.texts, self.data, self.inside = [], [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.inside.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tag, attrs = self.inside[-1] if self.inside else ("", {})
        if attrs.get("id") == "data":
            self.data += text
        elif tag not in ("script", "style"):
            self.texts.append(text)


@pytest.fixture(scope="module")
def text(result):
    return (result / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_the_page_names_no_place_to_load_from(page, text):
    places = [
        value
        for _, attrs in page.tags
        for name, value in attrs.items()
        if name in ("src", "href", "xlink:href", "action", "srcset")
    ]
    assert places
    assert all(place.startswith(("#", "data:")) for place in places), places
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert len(text.encode()) < 3_000_000


def test_hostile_texts_are_text(page, text):
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert len(scripts) == 2, scripts
    shown = " ".join(page.texts)
    for words in (SCRIPT, TAG, LINK, HEBREW, LONG.strip(), NAMES["repairs"]):
        assert words in shown, words
    assert "\u202e" not in text
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]


def test_headings_ids_figures_and_tables_are_in_order(page):
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    figures = sum(tag == "figure" for tag, _ in page.tags)
    assert figures >= 16  # eight exhibits of each scenario and more
    drawings = [attrs for _, attrs in page.tags if attrs.get("class") == "drawing"]
    assert len(drawings) == figures
    assert all(len(attrs["aria-label"]) > 40 for attrs in drawings)
    sheets = [attrs for _, attrs in page.tags if attrs.get("class") == "sheet"]
    assert len(sheets) >= figures
    assert dict(page.tags)["html"]["lang"] == "en"


def test_the_numbers_behind_the_switches_are_those_of_the_result(page, result):
    data = json.loads(page.data)
    content = json.loads((result / "result.json").read_text("utf-8"))
    parts = {(part["dimension"], part["member"]): part["values"] for part in data["parts"]}
    policies = [content["baseline"], *(one for one in content["policies"] if one != content["baseline"])]
    seen = 0
    for row in content["estimates"]:
        cells = parts[row["dimension"], row["member"]][content["scenarios"].index(row["scenario"])].get(
            row["kpi"]
        )
        if cells is None or row["value"] is None:
            assert not row["value"]
            continue
        unit = content["measures"][row["kpi"]]["unit"]
        shown = cells[policies.index(row["policy"])][0]
        assert shown.replace("\u00a0", " ") == short_value(row["value"], unit, "EUR")
        seen += 1
    assert seen > 400


def test_the_answer_says_the_sentences_and_lines_of_the_run(page, result):
    from typer.testing import CliRunner

    from sim.cli import app
    from sim.wording import in_words

    printed = in_words(" ".join(CliRunner().invoke(app, ["show", str(result)]).stdout.split()), ())
    shown = " ".join(" ".join(page.texts).split())
    answers = re.findall(r"(?:unclear yet whether|All targets|misses)[^.]*", shown)
    assert answers
    assert all(words.replace("\u00a0", " ").split(" under ")[0] in printed for words in answers)


def test_beside_differences_the_page_says_once_that_they_are_of_unrounded_values(page):
    legends = [text for text in page.texts if "Differences are of unrounded values." in text]
    assert sum(text.startswith("▲ better") for text in legends) == 1


def test_the_page_says_how_all_queues_count_and_how_each_queue_does(page):
    shown = " ".join(page.texts)
    headlines = shown.count("Headline measures")
    assert headlines > 0
    assert shown.count("count each contact once, by its first queue") == headlines
    assert "Every queue stay counts, transfers included" in shown

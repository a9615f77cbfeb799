"""Slides speak to a board: no command, no title twice, goals and numbers in charts, colours of the house."""

import re

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.report.content import Cell
from sim.report.gather import gather
from sim.report.look import Look
from sim.reporting.stored import open_result

pytestmark = pytest.mark.slow
pptx = pytest.importorskip("pptx", reason="slides are made with the extra `slides`")
BETTER, WORSE = "#00703C", "#B3261E"


@pytest.fixture(scope="module")
def deck(plain_result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    theme = folder / "theme.yaml"
    theme.write_text(f'colours: {{better: "{BETTER}", worse: "{WORSE}"}}\n', "utf-8")
    words = ("report", str(plain_result), "--formats", "pptx", "--out", str(folder), "--theme", str(theme))
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == 0, done.output
    return pptx.Presentation(folder / "slides.pptx")


@pytest.fixture(scope="module")
def book(plain_result):
    return gather(open_result(plain_result), print)


def texts(slide):
    return [p.text for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs]


def charts(deck):
    found = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    return {chart.chart_title.text_frame.text: chart for chart in found}


def test_no_title_stands_twice_and_that_of_cost_is_of_cost(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len({*titles}) == len(titles)
    assert re.search("cost", titles[5])
    assert {"Cost per day, by what it pays for", "Occupancy by group of agents"} <= {*charts(deck)}


def test_the_steps_of_the_cost_add_up_to_it(deck, book):
    told = book.scenes[0].told
    chart = charts(deck)["Cost per day, by what it pays for"]
    assert {"First contacts", "Repeats"} <= {*chart.plots[0].categories}
    for policy, series in zip(told.policies, chart.plots[0].series, strict=True):
        assert sum(series.values) == pytest.approx(told.value(policy, "cost").value, abs=0.011)


def test_slides_hold_no_command_and_notes_do(deck, book):
    for slide in deck.slides:
        assert not [text for text in texts(slide) if re.search(r"goodwill [a-z]|observed:|change work", text)]
    last = deck.slides[len(deck.slides) - 1]
    assert f"goodwill break-even {book.file}" in last.notes_slide.notes_text_frame.text
    (luck,) = (text for text in texts(last) if text.startswith("Checked: luck."))
    assert "Not checked: the assumptions" in luck


def test_what_nothing_ties_to_a_real_centre_is_said_on_the_first_slide(deck, book):
    from sim.report.board import LOOSE, untied

    assert untied(book)
    assert LOOSE in texts(deck.slides[0])
    first = next(iter(book.scenarios.values()))
    tied = first.model_copy(update={"observed": object()})
    assert not untied(book._replace(scenarios={first.scenario: tied}))
    assert LOOSE in texts(deck.slides[len(deck.slides) - 1])


def test_charts_have_the_goal_their_numbers_and_few_marks(deck, book):
    found = charts(deck)
    queues = found["Service level by queue"].plots[0]
    goals = {
        f"{name.replace('_', ' ')} (goal {100 * one.service_level.share:g} %)"
        for name, one in book.scenes[0].told.scenario.queues.items()
    }
    assert {*queues.categories} == goals
    assert "Goal" not in {one.name for one in queues.series}
    assert queues.has_data_labels
    assert queues.data_labels.number_format == "0.0%"
    assert "Goal" not in {one.name for one in found["Occupancy by group of agents"].plots[0].series}


def test_marks_of_a_week_of_half_hours_stand_at_the_same_times_of_each_day():
    from sim.report.deck import LABELLED, apart

    week = [f"{day} {hour:02}:{half}" for day in ("mon", "tue", "wed", "thu", "fri") for hour in range(8, 20)
            for half in ("00", "30")]  # fmt: skip
    assert apart(week) == 12
    assert len(week) / apart(week) <= LABELLED
    assert apart(week[:12]) == 1


def test_a_goal_that_queues_do_not_share_has_no_line(book):
    from sim.report.slides import _goal_of_all

    told = book.scenes[0].told
    shares = {one.service_level.share for one in told.scenario.queues.values()}
    assert len(shares) > 1
    assert _goal_of_all(told, "service_level") == []
    from dataclasses import replace

    queues = dict(list(told.scenario.queues.items())[:1])
    alone = replace(told, scenario=told.scenario.model_copy(update={"queues": queues}))
    assert _goal_of_all(alone, "service_level") == [next(iter(queues.values())).service_level.share]


def test_signs_of_better_and_worse_have_the_colours_of_the_theme(deck):
    found = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            cells = [cell for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            frames = [shape.text_frame] if shape.has_text_frame else [cell.text_frame for cell in cells]
            for run in (r for frame in frames for p in frame.paragraphs for r in p.runs):
                if run.text in ("▲", "▼"):
                    found.setdefault(run.text, set()).add(str(run.font.color.rgb))
    assert found == {"▲": {BETTER.lstrip("#")}, "▼": {WORSE.lstrip("#")}}


def test_the_title_says_that_nothing_differs_only_where_nothing_does(book):
    from sim.report.deck import Deck
    from sim.report.slides import _changes

    scene = book.scenes[0]
    (grid, *_) = scene.grids["change"]
    titles = []
    for verdict in ("same", "higher"):
        rows = [
            row._replace(cells=(row.cells[0], Cell("1", "", "+1", "", verdict))) for row in grid.parts[0][1]
        ]
        deck = Deck(book, Look(), ())
        _changes(deck, scene._replace(grids={"change": (grid._replace(parts=(("", tuple(rows)),)),)}))
        titles.append(deck.file.slides[0].shapes.title.text_frame.text)
    assert titles[0].startswith("Nothing differs beyond luck against ")
    assert titles[1].startswith("Nothing gets better or worse beyond luck against ")


def charts_of(slide):
    """Return the titles of the charts of a slide."""
    return [shape.chart.chart_title.text_frame.text for shape in slide.shapes if shape.has_chart]


def test_what_engaged_and_the_other_shares_of_customers_mean_stands_on_their_slide(deck):
    from sim.report.slides import MEANS

    title = "What share of customers, issues or contacts"
    (slide,) = [one for one in deck.slides if title in charts_of(one)]
    shown = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert MEANS["engaged_share"] in shown
    assert "…" not in shown


@pytest.mark.parametrize(
    ("categories", "series", "wide"), [(2, 5, 6.0), (2, 6, 6.0), (4, 2, 6.0), (1, 3, 6.0)]
)
def test_numbers_above_columns_are_no_wider_than_their_column(categories, series, wide):
    from sim.plots.style import width
    from sim.report.deck import BESIDE, MARGINS, WIDEST, _letters

    points = _letters(categories, series, wide)
    assert points >= 7.0
    assert width(WIDEST, points) * categories * (series + BESIDE / 100.0) < wide - MARGINS
    assert _letters(12, 5, wide) == 0.0
    assert _letters(categories, series, 1.5) == 0.0

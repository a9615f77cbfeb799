"""Test what the figure of policy differences shows: words, units, numbers, order."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sim.estimate import Estimate
from sim.plots import policy_differences, style


@pytest.fixture
def long(two_policies):
    """Two policies in twenty measures, one of them with a long name."""
    words = "Time to resolution, 90th percentile"
    names = [f"measure_{number}" for number in range(20)]
    kpis = {
        name: two_policies.measures["asa"]._replace(label=f"{words[: 35 - place]}")
        for place, name in enumerate(names)
    }
    rows = [replace(row, kpi=name) for name in names for row in two_policies.rows[2:4]]
    return two_policies._replace(rows=rows, measures=kpis)


@pytest.fixture
def axes(differences):
    return policy_differences.figure(differences).axes[0]


def texts(ax):
    return [text.get_text().replace("\u00a0", " ") for text in ax.texts]


def markers(ax):
    return [line for line in ax.lines if line.get_linestyle() == "None"]


def test_the_title_asks_the_question_with_the_policies_names(axes):
    expected = "What does Quality time change against Handle-time target, and how surely?"
    assert axes.get_title(loc="left") == expected


def test_each_measure_has_a_row_with_its_unit_and_better_side(axes):
    assert [label.get_text().replace("\u00a0", " ") for label in axes.get_yticklabels()] == [
        "Service level [%] ↑",
        "Mean wait of answered [s] ↓",
        "Handle time [s]",
        "Staff cost [EUR] ↓",
        "Trust, change ↑",
    ]


def test_the_axis_says_its_unit_and_its_scale(axes):
    words = axes.get_xlabel()
    assert "% of its value" in words
    assert "square-root scale: small differences look larger" in words
    assert all(label.get_text().endswith(" %") or label.get_text() == "0" for label in axes.get_xticklabels())


def test_every_row_writes_the_difference_its_interval_and_a_symbol(axes):
    assert texts(axes) == [
        "+3.90 pp [+3.30, +4.50]  ▲ better",
        "+200 s [+180, +220]  ▼ worse",
        "+35.0 s [+33.0, +37.0]  △ higher",
        "+20 EUR [−40, +80]  = no clear difference",
        "+0.0100 [+0.0080, +0.0120]  ▲ better",
    ]


def test_markers_and_lines_sit_at_percent_of_the_baseline(axes):
    places = [float(line.get_xdata()[0]) for line in markers(axes)]
    assert places == pytest.approx([5.0, 400.0, 14.0, 100 * 20 / 11230])
    ends = [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]
    np.testing.assert_allclose(ends[0], [100 * 0.033 / 0.78, 100 * 0.045 / 0.78])


def test_a_difference_off_the_scale_becomes_an_arrow_at_the_edge(axes):
    assert markers(axes)[1].get_marker() == ">"


def test_a_baseline_of_zero_is_written_but_not_drawn(axes, differences):
    assert len(markers(axes)) == len(differences.rows) - 1


def test_an_unclear_difference_is_hollow_and_a_clear_one_filled(axes):
    fills = [line.get_markerfacecolor() for line in markers(axes)]
    assert fills[3] == "white"
    assert "white" not in fills[:3]


def test_colour_tells_the_verdict_and_not_the_policy(two_policies):
    ax = policy_differences.figure(two_policies).axes[0]
    better, worse, higher = style.OKABE_ITO[0], style.OKABE_ITO[1], "#000000"
    drawn = [better] * 2 + [worse] * 2 + [higher] * 2 + ["#505050"] * 2
    assert [line.get_color() for line in markers(ax)] == drawn
    assert [line.get_color() for line in ax.lines if line.get_marker() == "|"] == drawn


def test_what_is_the_same_is_drawn_hollow_at_zero_and_called_so(differences):
    nothing = Estimate(0.0, 0.0, 0.0, 0.0, 10)
    row = replace(differences.rows[0], difference=nothing, verdict="same")
    ax = policy_differences.figure(differences._replace(rows=[row])).axes[0]
    assert texts(ax) == ["0  = same"]
    assert [line.get_markerfacecolor() for line in markers(ax)] == ["white"]


def test_the_caption_tells_what_sets_the_run_apart(differences):
    told = differences._replace(notice="; interrupted, 4 of 12; --set contacts.call.scale=1.2")
    (caption,) = (text.get_text() for text in policy_differences.figure(told).texts)
    words = "n = 10 replications (interrupted, 4 of 12; --set contacts.call.scale=1.2), paired"
    assert words in caption.replace("\n", " ")


def test_the_baseline_is_a_grey_line_at_zero(axes):
    assert axes.lines[0].get_color() == style.GREY
    assert list(axes.lines[0].get_xdata()) == [0.0, 0.0]


def test_the_caption_names_n_replications_and_the_confidence(differences):
    (caption,) = (text.get_text() for text in policy_differences.figure(differences).texts)
    assert "n = 10 replications" in caption
    assert "95 % confidence" in caption
    named = differences._replace(unknown=["pace.pressure"])
    (caption,) = (text.get_text() for text in policy_differences.figure(named).texts)
    words = caption.replace("\n", " ")
    assert "the assumptions are not in them. Measure first: pace.pressure." in words
    assert "Service level: in time / offered." in caption.replace("\n", " ")


def test_several_policies_share_a_measure_s_head_line_and_differ_in_shape(two_policies):
    ax = policy_differences.figure(two_policies).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Quality time", "No pace rule"] * 5
    assert "Service level [%] ↑" in texts(ax)
    shapes = [line.get_marker() for line in markers(ax)]
    assert shapes[0] != shapes[1]


@pytest.fixture
def noticed(differences):
    """The same with much to tell of the run."""
    changes = "".join(f"; --set contacts.question_{number}.scale=1.15" for number in range(9))
    return differences._replace(notice=f"; interrupted, 4 of 12{changes}")


@pytest.mark.parametrize("fixture", ["differences", "two_policies", "long", "noticed"])
def test_no_words_leave_the_sheet_or_cover_each_other(fixture, request):
    figure = policy_differences.figure(request.getfixturevalue(fixture))
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    ax = figure.axes[0]
    words = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label, *figure.texts]
    boxes = {word.get_text(): word.get_window_extent(renderer) for word in words if word.get_text()}
    sheet = figure.bbox
    assert all(sheet.x0 <= box.x0 and box.x1 <= sheet.x1 for box in boxes.values())
    assert all(sheet.y0 <= box.y0 and box.y1 <= sheet.y1 for box in boxes.values())
    assert [(a, b) for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])] == []

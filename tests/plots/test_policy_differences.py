"""Test what the figure of policy differences shows: words, numbers, marks."""

from dataclasses import replace

import pytest
from made import copied

from sim.plots import answer, policy_differences
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import Theme
from sim.plots.view import view_of
from sim.plots.words import CLEAR


@pytest.fixture(scope="module")
def view(given):
    """The small day, with one verdict of each kind."""
    view = view_of(given, Theme())
    rows = dict(view.told.differences)
    for kpi, verdict in (("fcr", "better"), ("abandoned_share", "unclear"), ("cost", "same")):
        key = ("quality_time", "all", "", kpi)
        rows[key] = replace(rows[key], verdict=verdict)
    return replace(view, told=replace(view.told, differences=rows))


@pytest.fixture(scope="module")
def figure(view):
    sheet = Sheet(SIZES["slide"], Theme(), 7.2)
    with sheet.styled():
        policy_differences.draw(sheet, view=view, kpis=KPIS)
    return sheet.figure


KPIS = ["fcr", "abandoned_share", "cost"]


def marks(ax):
    return [line for line in ax.lines if line.get_linestyle() == "None"]


def test_marks_sit_at_percent_of_the_baseline_in_the_colour_of_their_verdict(view, figure):
    (ax,) = figure.axes
    rows = [view.row("quality_time", kpi) for kpi in KPIS]
    places = [100 * row.difference.value / abs(row.baseline_value.value) for row in rows]
    assert [float(line.get_xdata()[0]) for line in marks(ax)] == pytest.approx(places)
    assert [line.get_color() for line in marks(ax)] == [view.theme.verdict(row.verdict) for row in rows]


def test_what_is_beyond_luck_is_filled_and_the_rest_hollow(view, figure):
    (ax,) = figure.axes
    clear = [view.verdict("quality_time", kpi) in CLEAR for kpi in KPIS]
    assert [line.get_markerfacecolor() != "#FFFFFF" for line in marks(ax)] == clear
    assert True in clear
    assert False in clear


def test_every_row_writes_its_difference_with_interval_and_verdict(view, figure):
    written = [text.get_text() for text in figure.texts]
    row = view.row("quality_time", "cost")
    assert any(
        f"[{'+' if row.difference.low > 0 else '−'}" in text and row.verdict in text for text in written
    )
    assert "First-contact resolution (FCR) ↑" in written
    assert "Quality time" in written


def test_a_difference_off_the_scale_becomes_an_arrow_at_the_edge(view):
    row = view.row("quality_time", "fcr")
    far = row.difference._replace(value=10.0 * row.baseline_value.value)
    sheet = Sheet(SIZES["page"], Theme(), 4.0)
    told = view.told.differences
    key = ("quality_time", "all", "", "fcr")
    odd = replace(view.told, differences={**told, key: replace(row, difference=far)})
    strange = replace(view, told=odd)
    with sheet.styled():
        policy_differences.draw(sheet, view=strange, kpis=["fcr"])
    (mark,) = marks(sheet.figure.axes[0])
    assert mark.get_marker() == ">"
    assert float(mark.get_xdata()[0]) == policy_differences.FARTHEST


def test_the_title_counts_what_is_better_and_worse_beyond_luck(view):
    found = [view.verdict("quality_time", kpi) for kpi in view.kpis if view.kpis[kpi].headline]
    title = policy_differences.find(view).title
    assert title.startswith(f"Of {len(found)} measures over all queues, against Talk-time target 3m: Quality")
    better, worse = (found.count(word) or "none" for word in ("better", "worse"))
    assert f"improves {better} and worsens {worse}" in title


def test_a_service_level_never_stands_without_its_formula(view, made):
    assert view.kpis["service_level"].definition in made[2]["policy_differences"].note


WORSE = {
    answer: "a lower service level in second_line (−9.0 pp)",
    policy_differences: "; in second_line service level is lower (−9.0 pp)",
}


@pytest.mark.parametrize("exhibit", WORSE)
def test_a_title_names_the_queue_that_gets_worse_while_all_queues_together_do_not(view, exhibit):
    places = {
        queue: ("quality_time", "queue", queue, "service_level") for queue in ("service", "second_line")
    }
    rows = {place: view.told.differences[place] for place in places.values()}
    worse = replace(rows[places["second_line"]], verdict="worse")
    down = replace(worse, difference=worse.difference._replace(value=-0.09))
    told = replace(view.told, differences={**view.told.differences, places["second_line"]: down})
    assert "in second_line" not in exhibit.find(view).title
    assert WORSE[exhibit] in exhibit.find(replace(view, told=told)).title


@pytest.mark.parametrize(("verdicts", "told"), [
    (("better", "worse"), "Quality time improves the most, 2; Copy worsens the most, 2"),
    (("better", "better"), "every policy improves 2; none gets worse"),
    (("worse", "worse"), "no policy improves any; every policy worsens 2"),
    (("unclear", "worse"), "no policy improves any; Copy worsens the most, 2"),
])  # fmt: skip
def test_of_many_policies_a_title_names_who_improves_and_who_worsens_most(given, verdicts, told):
    kpis = ["fcr", "abandoned_share"]
    seen = view_of(copied(given, 3), Theme())
    labels = {**seen.labels, "copy_0": "Copy"}
    rows = {key: replace(row, verdict="unclear") for key, row in seen.told.differences.items()}
    for policy, verdict in zip(seen.others, verdicts, strict=True):
        for kpi in kpis:
            key = (policy, "all", "", kpi)
            rows[key] = replace(rows[key], verdict=verdict)
    judged = replace(seen, told=replace(seen.told, differences=rows, labels=labels))
    assert policy_differences.find(judged).title.endswith(f" measures over all queues, {told}")
    place = ("quality_time", "queue", "second_line", "service_level")
    slow = {**rows, place: replace(rows[place], verdict="worse")}
    worse = replace(judged, told=replace(judged.told, differences=slow))
    assert policy_differences.find(worse).title.endswith(
        f"{told}; in some queue service gets worse under Quality time"
    )

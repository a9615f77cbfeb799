"""Test what the figure by interval shows: panels, lines, bands, gaps, names."""

import numpy as np
import polars as pl
import pytest

from sim.plots import service_by_interval, style
from sim.plots.service_by_interval import Line

DAYS = ("mon", "tue")


@pytest.fixture
def axes(week):
    return service_by_interval.figure(week).axes


def curves(ax):
    return [line for line in ax.lines if len(line.get_xdata()) > 2]


def test_there_is_a_panel_per_measure_with_its_words_and_percent(axes):
    labels = [ax.get_ylabel().replace("\n", " ").replace("\u00a0", " ") for ax in axes]
    assert labels == ["Answered within 20 s ÷ offered", "Abandoned ÷ offered", "Occupancy"]
    assert all(label.get_text().endswith(" %") for label in axes[0].get_yticklabels())


def test_the_title_is_a_question_and_time_is_named(axes):
    assert axes[0].get_title(loc="left").endswith("?")
    assert "local time" in axes[-1].get_xlabel()


def test_lines_hold_the_values_in_percent_with_a_gap_between_days(axes, week):
    drawn = curves(axes[0])[0].get_ydata()
    values = week.panels[0].lines["target"].value
    expected = np.insert(100.0 * values, 14, np.nan)
    np.testing.assert_allclose(drawn, expected)


def test_every_line_has_a_band(axes):
    assert all(len(ax.collections) == len(curves(ax)) == 2 for ax in axes)


def test_the_baseline_is_grey_and_policies_differ_in_line_and_shape(axes):
    base, other = curves(axes[0])
    assert base.get_color() == style.GREY
    assert other.get_color() in style.OKABE_ITO
    assert base.get_marker() != other.get_marker()
    assert base.get_linestyle() != other.get_linestyle()


def test_policies_and_target_are_named_at_the_right(axes):
    words = [text.get_text() for text in axes[0].texts]
    assert "● Handle-time target" in words
    assert "■ Quality time" in words
    assert "┄ Target 80 %" in words
    assert "┄ Target 80 %" not in [text.get_text() for text in axes[1].texts]


def test_names_come_in_the_file_s_order_in_every_panel_whatever_the_lines_do(week):
    turned = week.panels[2]._replace(lines=dict(reversed(week.panels[2].lines.items())))
    falling = turned._replace(lines={"quality": turned.lines["target"], "target": turned.lines["quality"]})
    for ax in service_by_interval.figure(week._replace(panels=[*week.panels, turned, falling])).axes:
        named = [text for text in ax.texts if text.get_text()[0] in "●■┄"]
        assert [text.get_text()[0] for text in named] in (["●", "■"], ["●", "■", "┄"])
        heights = [text.xyann[1] for text in named]
        assert heights == sorted(heights, reverse=True)


def test_days_and_times_are_marked(axes):
    assert {"Mon", "Tue"} <= {text.get_text() for text in axes[0].texts}
    times = [label.get_text() for label in axes[-1].get_xticklabels()]
    assert times[0] == "09:00"


def test_short_days_do_not_crowd_the_time_axis(week):
    kept = [*range(14), *range(14, 17)]
    panels = [
        panel._replace(lines={p: Line(*(part[kept] for part in line)) for p, line in panel.lines.items()})
        for panel in week.panels
    ]
    intervals = [week.intervals[index] for index in kept]
    figure = service_by_interval.figure(week._replace(intervals=intervals, panels=panels))
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    boxes = [label.get_window_extent(renderer) for label in figure.axes[-1].get_xticklabels()]
    assert len(boxes) >= 3
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_special_days_are_named_by_their_date_where_there_is_room(week):
    names = [*week.intervals[:4], *(f"2026-12-{day:02d} 09:00" for day in range(1, 25))]
    figure = service_by_interval.figure(week._replace(intervals=names))
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    for ax in figure.axes:
        days = [text for text in ax.texts if text.get_text()[:3] in ("Mon", "12-")]
        assert days[0].get_text() == "Mon"
        assert 8 < len(days) < 25
        boxes = [text.get_window_extent(renderer) for text in days]
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_caption_names_n_replications_and_the_band(week):
    (caption,) = (text.get_text() for text in service_by_interval.figure(week).texts)
    assert "n = 10 replications" in caption
    assert "95 % confidence interval" in caption
    assert "the assumptions are not in them." in caption.replace("\n", " ")
    assert "Occupancy: answered / offered." in caption.replace("\n", " ")


def test_the_caption_tells_what_sets_the_run_apart(week):
    told = week._replace(notice="; --set contacts.call.scale=1.2")
    (caption,) = (text.get_text() for text in service_by_interval.figure(told).texts)
    assert "n = 10 replications (--set contacts.call.scale=1.2)." in caption.replace("\n", " ")


def test_names_at_the_right_stay_on_the_sheet_and_apart(week):
    labels = {"target": "The handle-time target of four and a half minutes", "quality": "Quality time"}
    figure = service_by_interval.figure(week._replace(labels=labels))
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    for ax in figure.axes:
        boxes = [text.get_window_extent(renderer) for text in ax.texts]
        assert all(box.x1 <= figure.bbox.x1 for box in boxes)
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
        assert ax.yaxis.label.get_window_extent(renderer).x0 >= 0


@pytest.fixture
def found():
    """Three estimates of one measure; one of them has no data."""
    return pl.DataFrame(
        {
            "policy": ["target", "target", "quality"],
            "scenario": ["today"] * 3,
            "interval": ["mon 09:00", "mon 09:30", "mon 09:30"],
            "kpi": ["service_level"] * 3,
            "value": [0.5, None, 0.7],
            "low": [0.4, None, 0.6],
            "high": [0.6, None, 0.8],
        }
    )


def test_estimates_become_panels_with_nan_where_there_is_no_data(week, kpis, found):
    empty = week._replace(intervals=(), panels=())
    measures = [kpis["service_level"], kpis["occupancy"]]
    filled = service_by_interval.collect(found, empty, measures, 0.8, DAYS)
    assert filled.intervals == ["mon 09:00", "mon 09:30"]
    (panel,) = filled.panels
    assert panel.target == 0.8
    np.testing.assert_array_equal(panel.lines["target"].value, [0.5, np.nan])
    np.testing.assert_array_equal(panel.lines["quality"].value, [np.nan, 0.7])
    assert service_by_interval.collect(found.clear(), empty, measures, 0.8, DAYS).panels == []


def test_overtime_after_closing_is_left_out(week, kpis, found):
    late = found.with_columns(interval=pl.lit("mon 21:00"), kpi=pl.lit("occupancy"), value=1.0)
    measures = [kpis["service_level"], kpis["occupancy"]]
    drawn = service_by_interval.collect(pl.concat([found, late]), week, measures, None, DAYS)
    assert "mon 21:00" not in drawn.intervals


def test_days_come_in_the_order_given_and_a_closed_date_keeps_its_place(week, kpis, found):
    eve = found.with_columns(interval=pl.lit("2026-12-24 ") + pl.col("interval").str.slice(4))
    both = pl.concat([found, eve])
    empty = week._replace(intervals=(), panels=())
    order = ("2026-12-24", "2026-12-25", "mon", "tue")
    filled = service_by_interval.collect(both, empty, [kpis["service_level"]], 0.8, order)
    days = ("2026-12-24", "2026-12-25", "mon")
    assert filled.intervals == [f"{day} {time}" for day in days for time in ("09:00", "09:30")]
    assert filled.closed == ["2026-12-25"]
    drawn = filled.panels[0].lines["target"].value
    np.testing.assert_array_equal(drawn, [0.5, np.nan, np.nan, np.nan, 0.5, np.nan])
    ax = service_by_interval.figure(filled).axes[0]
    assert [text.get_text() for text in ax.texts][-4:] == ["12-24", "12-25", "closed", "Mon"]
    assert len(ax.get_xticklabels()) == 4

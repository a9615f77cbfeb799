"""Test what the figure by interval shows: intervals, lines, gaps, titles."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from made import copied

from sim.plots import service_by_interval
from sim.plots.base import exhibits
from sim.plots.days import places_of
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import GREY, Theme
from sim.plots.view import view_of

LEVEL = "service_level"


def seen(given, rows):
    """Return a view with intervals of policy, interval, measure, value and half-width."""
    table = pl.DataFrame(
        [("as_written", *row[:3], row[3], row[3] - row[4], row[3] + row[4]) for row in rows],
        schema=("scenario", "policy", "interval", "kpi", "value", "low", "high"),
        orient="row",
    )
    return view_of(replace(given, tables={"intervals": table}), Theme())


@pytest.fixture
def two():
    """Two intervals of one policy, one of the other."""
    base, other = "handle_time", "quality_time"
    return [
        (base, "mon 09:00", LEVEL, 0.5, 0.1),
        (base, "mon 09:30", LEVEL, 0.9, 0.1),
        (other, "mon 09:30", LEVEL, 0.7, 0.2),
    ]


def test_estimates_become_lines_with_nan_where_there_is_no_data(given, two):
    week = service_by_interval.collect(seen(given, two))
    assert week.intervals == ["mon 09:00", "mon 09:30"]
    assert week.target == 0.8
    np.testing.assert_array_equal(week.lines[LEVEL]["handle_time"].value, [0.5, 0.9])
    np.testing.assert_array_equal(week.lines[LEVEL]["quality_time"].value, [np.nan, 0.7])


def test_overtime_after_closing_is_left_out(given, two):
    late = ("handle_time", "mon 21:00", "occupancy", 1.0, 0.0)
    week = service_by_interval.collect(seen(given, [*two, late]))
    assert week.intervals == ["mon 09:00", "mon 09:30"]


def test_the_title_counts_the_intervals_below_the_target_and_those_beyond_luck(given, two):
    goal = "the goal of 80 % (all queues together)"
    told = "1 of 2 hours under Talk-time target 3m (1 beyond luck), in 1 under Quality time (none)"
    assert _title_of(given, two) == f"Below {goal} in {told}"
    near = [(*row[:4], 0.4) for row in two]
    assert _title_of(given, near) == f"Below {goal} in {told.replace('1 beyond', 'none beyond')}"
    good = [(*row[:3], 0.9, 0.01) for row in two]
    assert _title_of(given, good) == f"In no hour of 2 is the service level below {goal}"


def test_a_title_does_not_turn_the_order_of_values_round_by_what_is_beyond_luck(given):
    base, other = "handle_time", "quality_time"
    rows = [(base, f"mon {hour:02}:00", LEVEL, 0.7, 0.05) for hour in range(9, 11)]
    rows += [(base, "mon 11:00", LEVEL, 0.9, 0.05)]
    rows += [(other, f"mon {hour:02}:00", LEVEL, 0.6, 0.3) for hour in range(9, 12)]
    told = "3 of 3 hours under Quality time (none beyond luck), in 2 under Talk-time target 3m (2)"
    assert told in _title_of(given, rows)


@pytest.mark.parametrize(("low", "told"), [
    ([1, 0, 3, 2], "3 of 4 hours under Copy 0 (3 beyond luck); in 0 to 2 under the other 3"),
    ([4, 1, 1, 1], "4 of 4 hours under Talk-time target 3m (4 beyond luck); in 1 under the other 3"),
    ([2, 3, 3, 1], "3 of 4 hours under 2 of 4 policies; in 1 to 2 under the other 2"),
    ([2, 2, 2, 2], "2 of 4 hours under every policy"),
])  # fmt: skip
def test_of_many_policies_the_worst_is_named_and_the_others_by_their_range(given, low, told):
    case = copied(given, 4)
    rows = [
        (policy, f"mon {9 + hour:02}:00", LEVEL, 0.6 if hour < count else 0.9, 0.05)
        for policy, count in zip(case.content["policies"], low, strict=True)
        for hour in range(4)
    ]
    labels = {"copy_0": "Copy 0"}
    scenarios = {
        name: one.model_copy(
            update={
                "policies": {
                    policy: rules.model_copy(update={"label": labels.get(policy, rules.label)})
                    for policy, rules in one.policies.items()
                }
            }
        )
        for name, one in case.scenarios.items()
    }
    title = _title_of(replace(case, scenarios=scenarios), rows)
    assert title == f"Below the goal of 80 % (all queues together) in {told}"


@pytest.mark.parametrize("count", [2, 3])
def test_the_title_of_the_week_takes_two_lines_at_most_with_names_of_60_letters(long, count):
    size = SIZES["slide"]
    title = long[count]["service_by_interval"].title
    filled = Sheet(size, Theme(), 7.2).fill(title, size.width - 2 * size.margin, size.title, "bold")
    assert filled.count("\n") <= 1


def _title_of(given, rows):
    """Return the title of the figure of some intervals."""
    (one,) = exhibits(seen(given, rows).given, names=["service_by_interval"])
    return one.title


def test_lines_hold_values_in_percent_with_a_gap_between_days(given, two):
    tuesday = [(policy, interval.replace("mon", "tue"), *rest) for policy, interval, *rest in two]
    view = seen(given, [*two, *tuesday])
    sheet = Sheet(SIZES["slide"], Theme(), 7.2)
    with sheet.styled():
        service_by_interval.draw(sheet, view=view, week=service_by_interval.collect(view))
    (ax,) = sheet.figure.axes
    base, other = (line for line in ax.lines if line.get_linewidth() == 1.5)
    np.testing.assert_allclose(base.get_ydata(), [50.0, 90.0, np.nan, 50.0, 90.0])
    assert base.get_color() == GREY
    assert other.get_color() != GREY
    assert base.get_marker() != other.get_marker()
    assert len(ax.collections) == 2
    target = next(line for line in ax.lines if list(line.get_ydata()) == [80.0, 80.0])
    assert target.get_linestyle() != "-"


@pytest.mark.parametrize("size", ["slide", "page"])
@pytest.mark.parametrize(("opens", "closes"), [(8, 20), (7, 21), (0, 24)])
def test_each_day_has_the_same_hours_marked(given, size, opens, closes):
    shorter = {"sat": (opens + 2, opens + 6)}
    rows = [
        ("handle_time", f"{day} {hour:02}:{minute}", LEVEL, 0.9, 0.05)
        for day in ("mon", "tue", "wed", "thu", "fri", "sat")
        for hour in range(*shorter.get(day, (opens, closes)))
        for minute in ("00", "30")
    ]
    view = seen(given, rows)
    sheet = Sheet(SIZES[size], Theme(), 7.2)
    with sheet.styled():
        service_by_interval.draw(sheet, view=view, week=service_by_interval.collect(view))
    (ax,) = sheet.figure.axes
    intervals = service_by_interval.collect(view).intervals
    named = dict(zip(places_of(intervals)[0], intervals, strict=True))
    marked = {}
    for place, text in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True):
        day, _, time = named[place].partition(" ")
        assert text.get_text() == time
        marked.setdefault(day, []).append(time)
    assert list(marked) == ["mon", "tue", "wed", "thu", "fri", "sat"]
    assert len({tuple(times) for day, times in marked.items() if day != "sat"}) == 1
    assert set(marked["sat"]) <= set(marked["mon"])
    assert all(time.endswith(":00") for times in marked.values() for time in times)


def test_what_backtest_observed_stands_beside_the_policy_that_it_was_observed_under(cases):
    (one,) = exhibits(cases[3], names=["service_by_interval"])
    view = view_of(cases[3], Theme())
    week = service_by_interval.collect(view)
    nine = week.intervals.index("mon 09:00")
    assert week.history.policy == view.baseline
    # 30 contacts in each of two weeks, 80 % in time in the first and half of that in the second
    assert week.history.shares[LEVEL][nine] == pytest.approx(0.6)
    crosses = [
        [line for line in ax.lines if line.get_marker() == "x"] for ax in one.sheet("slide").figure.axes
    ]
    assert [len(found) for found in crosses] == [1, 1, 0] + 6 * [0]
    assert crosses[0][0].get_ydata()[nine] == pytest.approx(60.0)
    assert "contacts.parquet" in one.note
    heads = [column.heading for column in one.table.columns]
    seen = heads.index("Service level, all queues, observed")
    rows = [row for row in one.table.rows if row[0] == "mon 09:00"]
    assert [row[seen] for row in rows] == [pytest.approx(0.6), None, None]

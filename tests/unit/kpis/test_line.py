"""Test the line while the centre is open, and the lines of interval reports, on one short run."""

import json
from collections import defaultdict

import numpy as np
import polars as pl
import pytest

from sim.codes import Outcome
from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.kpis.in_line import InLine
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

HOUR = 3600.0
CENTRE = {
    "version": 1,
    "name": "two lines",
    "clock": {
        "start": "2026-03-02", "days": 2, "warm_up": "1d", "drain": "1d",
        "open": "20:10-06:00", "interval": "10m",
    },
    "queues": {
        "letters": {"channel": "email"},
        "calls": {"service_level": "80/20", "patience": {"dist": "exponential", "mean": "2m"}},
    },
    "contacts": {
        "letter": {"queue": "letters", "volume": {"per_hour": 9}, "work": "5m"},
        "call": {"queue": "calls", "volume": {"per_hour": 30}, "work": "4m"},
    },
    "groups": {"clerks": {"skills": ["letters", "calls"]}, "experts": {"skills": ["calls"]}},
    "on_duty": {"clerks": 2, "experts": 1},
    "customers": {"count": 5000},
    "policies": {"usual": {}},
    "baseline": "usual",
}  # fmt: skip


@pytest.fixture(scope="module")
def ran():
    """Return a world that is open at night, the stays in its lines, and its measures and tallies."""
    world = build(Scenario.model_validate(CENTRE), "usual")
    fold, legs = Fold(world), defaultdict(list)

    def sink(table, columns):
        fold.add(table, columns)
        if table == "legs":
            for name, column in columns.items():
                legs[name].append(column)

    engine.run(world, Luck(4, 0), sink)
    whole = {name: np.concatenate(parts) for name, parts in legs.items()}
    return world, whole, fold.finish(), fold.crossed()


def open_spans(world):
    """Return the opening hours of the measured window, one by one."""
    spans = [
        (day.start + start, day.start + end)
        for day in (world.eve, *world.days)
        for start, end in zip(world.week[day.kind].starts, world.week[day.kind].ends, strict=True)
    ]
    opens, closes, _ = world.window
    return [(max(start, opens), min(end, closes)) for start, end in spans if end > opens and start < closes]


def stays(legs):
    """Yield queue, begin and end of every stay in line."""
    for queue, joined, wait, outcome in zip(
        *(legs[name].tolist() for name in ("queue", "joined", "wait", "outcome")), strict=True
    ):
        if outcome != int(Outcome.BLOCKED):
            yield queue, joined, joined + wait


def test_the_line_is_what_stays_add_up_to_while_the_centre_is_open(ran):
    world, legs, measures, _ = ran
    spans = open_spans(world)
    seconds = defaultdict(float)
    for queue, since, until in stays(legs):
        seconds[world.queues[queue].name] += sum(
            max(0.0, min(end, until) - max(start, since)) for start, end in spans
        )
    rows = measures.filter(kpi="line_mean")
    found = dict(rows.filter(dimension="queue").select("member", "numerator").iter_rows())
    assert found == pytest.approx(dict(seconds))
    assert found["calls"] > HOUR
    whole = rows.filter(dimension="all")
    assert whole["numerator"].item() == pytest.approx(sum(seconds.values()))
    assert whole["denominator"].item() == pytest.approx(2 * 9 * HOUR + 2 * 50 * 60)
    by_interval = rows.filter(dimension="interval")
    assert by_interval["numerator"].sum() == pytest.approx(sum(seconds.values()))
    assert {"mon 00:00", "mon 20:00"} <= {*by_interval["member"]}
    first = by_interval.filter(member="mon 20:00")["denominator"].item()
    assert first == pytest.approx(10 * 60)  # of its 20 minutes


def test_the_90th_percentile_is_that_of_the_full_minutes(ran):
    world, legs, measures, crossed = ran
    minutes = [start + 60.0 * k for start, end in open_spans(world) for k in range(int((end - start) / 60.0))]
    count = {name: np.zeros(len(minutes), dtype=int) for name in ("letters", "calls")}
    for queue, since, until in stays(legs):
        count[world.queues[queue].name] += np.array([since <= minute < until for minute in minutes])
    rows = measures.filter(kpi="line_p90", dimension="queue")
    found = dict(rows.select("member", "numerator").iter_rows())
    place = int(np.ceil(0.9 * len(minutes))) - 1
    assert found == {name: float(np.sort(numbers)[place]) for name, numbers in count.items()}
    assert max(found.values()) >= 1.0
    fullest = crossed.filter(kpi="line_p90")["numerator"].max()
    assert max(found.values()) <= fullest <= max(numbers.max() for numbers in count.values())


@pytest.mark.parametrize("by", ["queue", "group"])
def test_lines_of_interval_reports_add_up_to_the_measures(ran, by):
    _, _, measures, crossed = ran
    rows = crossed.filter(dimension=f"{by} interval").with_columns(
        member=pl.col("member").map_elements(lambda text: json.loads(text)[0], pl.String)
    )
    per_day = ("offered", "answered", "abandoned", "overtime", "staff_cost")
    sums = rows.group_by("member", "kpi").agg(pl.col("numerator", "denominator").sum()).iter_rows()
    known = {
        (member, kpi): (over, under)
        for member, kpi, over, under in measures.filter(dimension=by)
        .select("member", "kpi", "numerator", "denominator")
        .iter_rows()
    }
    seen = set()
    for member, kpi, over, under in sums:
        if kpi != "line_p90":
            seen.add(kpi)
            assert over == pytest.approx(known[member, kpi][0]), (member, kpi)
            if kpi not in per_day:
                assert under == pytest.approx(known[member, kpi][1]), (member, kpi)
    assert len(seen) >= 6


def test_a_run_that_measures_nothing_open_has_no_line():
    closed = {**CENTRE["clock"], "open": {"sat": "20:10-06:00"}}
    world = build(Scenario.model_validate({**CENTRE, "clock": closed, "on_duty": {}}), "usual")
    assert InLine(world).feeds() == []

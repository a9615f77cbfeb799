"""The figures that a fitted scenario has to show, redials and outages: worked out by hand."""

from datetime import datetime, timedelta

import polars as pl
import pytest

from sim.fit.figures import figures_of, observed
from sim.fit.found import fit
from sim.fit.grid import grid
from sim.fit.returns import returns
from sim.fit.volumes import volumes
from sim.importers.grain import ABANDONED, ANSWERED, CONTACTS, shaped

BEGIN = datetime(2026, 3, 2, 9)
DAY = timedelta(days=1)


def table(rows, *names):
    """Return contacts; a row: arrival, outcome, wait [s], talk [s], and more."""
    columns = ("arrived", "outcome", "wait_s", "talk_s", *names)
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    missing = [] if "type" in names else [pl.lit("calls").alias("type")]
    return shaped(frame.with_columns(missing), CONTACTS)


def days(lost_of_each):
    """Return five days of ten calls each, of which some hang up; the others wait 10 s and talk for 100 s."""
    rows = []
    for place, lost in enumerate(lost_of_each):
        for k in range(10):
            at = BEGIN + place * DAY + timedelta(minutes=k)
            rows.append((at, ABANDONED, 30.0, None) if k < lost else (at, ANSWERED, 10.0, 100.0))
    return table(rows)


def test_figures_have_their_interval_from_how_days_differ():
    same, other = (figures_of(days(lost), 20.0)[""] for lost in ([2] * 5, [0, 1, 2, 3, 4]))
    assert (same.offered, other.offered) == (50, 50)
    assert same.abandoned.value == other.abandoned.value == pytest.approx(0.2)
    assert same.abandoned.high - same.abandoned.value == pytest.approx(0.0, abs=1e-9)
    by_hand = 1.96 * (sum((x - 0.2) ** 2 for x in (0, 0.1, 0.2, 0.3, 0.4)) / (5 * 4)) ** 0.5
    assert other.abandoned.high - 0.2 == pytest.approx(by_hand, rel=1e-3)
    assert (other.asa.value, other.handle.value, other.level.value) == pytest.approx((10.0, 100.0, 0.8))


def test_figures_of_few_days_have_the_error_of_their_number():
    one = figures_of(days([2, 2]), 20.0)[""]
    assert one.abandoned.low < 0.2 < one.abandoned.high
    section = observed({"": one}, volumes(grid(days([2, 2])), 26.0), {"calls": "calls"}, 0.0)
    assert section["aht"] == {"value": "1m40s", "n": 16}


def test_what_was_measured_stands_in_the_scenario_with_the_wrap_up_that_it_has():
    rows = days([0, 1, 2, 3, 4])
    section = observed(figures_of(rows, 20.0), volumes(grid(rows), 26.0), {"calls": "calls"}, 5.0)
    assert list(section) == ["offered", "aht", "service_level", "abandoned", "asa"]
    assert section["offered"]["per_week"] == 50.0
    assert section["aht"]["value"] == "1m45s"
    assert section["abandoned"] == {"value": "20%", "error": "7.1%"}


def test_a_type_with_many_contacts_has_figures_of_its_own():
    rows = days([0, 1, 2, 3, 4])
    many = pl.concat([rows.with_columns(pl.lit(name).alias("type")) for name in "aaaaaabbbbbbc"])
    names = {name: f"my_{name}" for name in "abc"}
    section = observed(figures_of(many, 20.0), volumes(grid(many), 26.0), names, 0.0)
    assert list(section["contacts"]) == ["my_a", "my_b"]
    assert section["contacts"]["my_a"]["abandoned"]["value"] == "20%"


def test_a_call_of_another_type_is_no_redial():
    rows = []
    for k in range(60):
        at, caller = BEGIN + timedelta(minutes=5 * k), f"caller {k}"
        rows.append((at, ABANDONED, 30.0, None, "calls", caller))
        again = "calls" if k < 15 else "call-backs"
        rows.append((at + timedelta(minutes=10), ANSWERED, 0.0, 60.0, again, caller))
    rows.append((BEGIN + 3 * DAY, ANSWERED, 0.0, 60.0, "calls", "nobody else"))
    found = returns(table(rows, "type", "customer_id"))
    assert found.redial.value == pytest.approx(0.25)
    assert found.of_type["calls"].value == pytest.approx(0.25)
    assert found.after["hung up", "1 day"].value == 1.0


def weeks(silent):
    """Return three Mondays of 30 calls in each half-hour from 9 to 11, without those at silent places."""
    rows = []
    for week in range(3):
        for k in range(120):
            at = BEGIN + 7 * week * DAY + timedelta(minutes=k)
            if (week, k // 30) not in silent:
                rows.append((at, ANSWERED, 0.0, 60.0))
    return table(rows)


def test_an_interval_without_any_call_where_many_are_usual_is_an_outage():
    hole = grid(weeks({(1, 2)}), 1800)
    assert hole.outages.sum() == 1
    assert volumes(hole, 26.0)["calls"].per_week.value == pytest.approx(120.0)
    assert not grid(weeks(set()), 1800).outages.any()


def test_customers_without_a_name_are_taken_to_call_as_often_as_the_named():
    rows = days([0, 0, 0, 0, 0]).with_row_index("k")
    named = pl.when(pl.col("k") < 20).then(pl.format("customer {}", pl.col("k") // 2))
    some = shaped(rows.with_columns(customer_id=named), CONTACTS)
    assert fit(some, 1800, 26.0, 20.0).customers.value == pytest.approx(25.0)
    assert fit(shaped(rows, CONTACTS), 1800, 26.0, 20.0).customers.value == 50.0

"""Test verdicts, paired rows and the texts of numbers."""

import json
from typing import NamedTuple

import polars as pl
import pytest

from sim.comparison import (
    compare_table,
    estimates,
    headline,
    intervals,
    opening,
    show_difference,
    show_value,
    summary,
    verdict,
)
from sim.errors import ResultError
from sim.estimate import NO_DATA, Estimate
from sim.experiment import Results


class Kpi(NamedTuple):
    name: str
    label: str
    unit: str
    better: str
    definition: str = "answered in time / offered"
    headline: bool = True


KPIS = {
    "service_level": Kpi("service_level", "Service level", "share", "higher"),
    "asa": Kpi("asa", "Mean wait", "s", "lower"),
    "aht": Kpi("aht", "Handle time", "s", "neutral", headline=False),
}


def table(**policies):
    """Build a KpiTable from policy = {kpi: [(numerator, denominator) per replication]}."""
    rows = [
        (policy, "today", replication, "all", "", kpi, float(over), float(under))
        for policy, kpis in policies.items()
        for kpi, sums in kpis.items()
        for replication, (over, under) in enumerate(sums)
    ]
    names = ["policy", "scenario", "replication", "dimension", "member", "kpi", "numerator", "denominator"]
    return pl.DataFrame(rows, schema=names, orient="row")


def judged(kpi, base, policy):
    (row,) = compare_table(table(base={kpi: base}, new={kpi: policy}), "base", 0.95, KPIS)
    return row


@pytest.mark.parametrize(
    ("better", "low", "high", "expected"),
    [
        ("higher", 0.1, 0.3, "better"),
        ("higher", -0.3, -0.1, "worse"),
        ("lower", 0.1, 0.3, "worse"),
        ("lower", -0.3, -0.1, "better"),
        ("neutral", 0.1, 0.3, "higher"),
        ("neutral", -0.3, -0.1, "lower"),
        ("higher", -0.1, 0.3, "no clear difference"),
        ("higher", 0.0, 0.3, "no clear difference"),
    ],
)
def test_a_verdict_says_no_more_than_its_interval(better, low, high, expected):
    difference = Estimate((low + high) / 2, low, high, (high - low) / 2, 10)
    assert verdict(difference, Estimate(1.0, None, None, None, 10), better) == expected


def test_one_replication_never_gives_a_verdict():
    assert judged("asa", [(10, 1)], [(90, 1)]).verdict == "no interval"


def test_rounding_noise_is_not_a_finding():
    row = judged("asa", [(100.0, 1), (300.0, 1)], [(100.00000001, 1), (300.00000001, 1)])
    assert row.difference.low is not None
    assert row.difference.low > 0
    assert row.verdict == "no clear difference"


def test_no_data_on_either_side_is_said_and_not_read_as_zero():
    row = judged("asa", [(10, 1), (11, 1)], [(0, 0), (0, 0)])
    assert row.verdict == "no data"
    assert row.value == NO_DATA
    assert row.baseline_value.value == pytest.approx(10.5)
    assert judged("asa", [(0, 0)], [(0, 0)]).verdict == "no data"


def test_a_slice_that_one_policy_never_met_has_no_data():
    rows = compare_table(
        table(base={"asa": [(1, 1)], "aht": [(1, 1)]}, new={"asa": [(1, 1)]}), "base", 0.95, KPIS
    )
    assert {row.kpi: row.verdict for row in rows} == {"asa": "no interval", "aht": "no data"}


def test_pairing_finds_a_small_difference_under_large_shared_luck():
    base = [(100, 1), (300, 1), (200, 1), (400, 1)]
    row = judged("asa", base, [(94, 1), (296, 1), (194, 1), (396, 1)])
    assert row.verdict == "better"
    assert row.difference.value == pytest.approx(-5.0)
    assert row.variance_reduction is not None
    assert row.variance_reduction > 1_000


def test_replications_are_paired_by_their_number_and_not_by_their_row():
    base = table(base={"asa": [(100, 1), (300, 1)]})
    shuffled = table(new={"asa": [(99, 1), (299, 1)]}).reverse()
    (row,) = compare_table(pl.concat([base, shuffled]), "base", 0.95, KPIS)
    assert row.difference.half_width == pytest.approx(0.0)


def test_a_baseline_that_was_not_run_is_refused():
    with pytest.raises(ResultError, match=r"\(got old; allowed base\)"):
        compare_table(table(base={"asa": [(1, 1)]}), "old", 0.95, KPIS)


def test_headline_rows_are_over_all_contacts_and_in_reading_order():
    sums = {"aht": [(1, 1)], "asa": [(1, 1)], "service_level": [(1, 1)]}
    by_queue = table(base=sums, new=sums).with_columns(dimension=pl.lit("queue"), member=pl.lit("service"))
    rows = compare_table(pl.concat([table(base=sums, new=sums), by_queue]), "base", 0.95, KPIS)
    assert len(rows) == 6
    assert headline(KPIS) == ["service_level", "asa"]
    assert [row.kpi for row in opening(rows, "today", "new", KPIS)] == ["service_level", "asa"]


def test_intervals_come_in_the_order_of_the_week_and_stay_out_of_comparisons():
    members = ["tue 09:00", "mon 10:00", "mon 09:30"]
    part = pl.concat(
        [
            table(base={"service_level": [(1, 2), (1, 4)]}).with_columns(
                dimension=pl.lit("interval"), member=pl.lit(member)
            )
            for member in members
        ]
    )
    found = intervals(estimates(part, 0.95))
    assert found["interval"].to_list() == ["mon 09:30", "mon 10:00", "tue 09:00"]
    assert found["value"].to_list() == pytest.approx([1 / 3] * 3)
    assert found.columns == ["policy", "scenario", "interval", "kpi", "value", "low", "high"]
    both = pl.concat([part, table(base={"asa": [(1, 1)]}, new={"asa": [(1, 1)]})])
    assert [row.dimension for row in compare_table(both, "base", 0.95, KPIS)] == ["all"]


def test_estimates_hold_nulls_and_not_zeros_without_data():
    found = estimates(table(base={"asa": [(0, 0), (0, 0)], "aht": [(3, 1)]}), 0.95)
    empty, single = found.rows(named=True)
    assert (empty["value"], empty["low"], empty["n"]) == (None, None, 0)
    assert (single["value"], single["half_width"], single["n"]) == (3.0, None, 1)


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(0.8134, 0.806, 0.8208, 0.0074, 9), "share", "81.34 ± 0.74 %"),
        (Estimate(11230.4, 11000.0, 11460.8, 230.4, 9), "money", "11,230 ± 230 EUR"),
        (Estimate(31.27, None, None, None, 1), "s", "31.3 s"),
        (Estimate(0.0, 0.0, 0.0, 0.0, 9), "count", "0 ± 0"),
        (NO_DATA, "share", "no data"),
    ],
)
def test_values_show_two_digits_of_their_half_width(found, unit, expected):
    assert show_value(found, unit, "EUR") == expected


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(0.0321, 0.0106, 0.0536, 0.0215, 9), "share", "+3.2 pp [+1.1, +5.4]"),
        (Estimate(-11.15, -12.14, -10.16, 0.99, 9), "s", "−11.15 s [−12.14, −10.16]"),
        (Estimate(-0.0000001, -0.04, 0.04, 0.04, 9), "score", "0.000 [−0.040, +0.040]"),
        (Estimate(-5.0, None, None, None, 1), "s", "−5.00 s"),
        (NO_DATA, "s", "no data"),
    ],
)
def test_differences_show_their_sign_and_interval(found, unit, expected):
    assert show_difference(found, unit) == expected


def test_the_summary_is_json_and_names_measures_estimates_and_comparisons():
    sums = table(base={"asa": [(10, 1), (12, 1)]}, new={"asa": [(0, 0), (0, 0)]})
    results = Results(sums, ("today",), ("base", "new"), "base", 0.95, 7, (0, 1), 3, {"a": "b"}, 5, 1.0)
    rows = compare_table(sums, "base", 0.95, KPIS)
    content = summary(results, estimates(sums, 0.95), rows, KPIS, {"name": "bank"})
    again = json.loads(json.dumps(content, allow_nan=False))
    assert again["schema_version"] == 1
    assert again["name"] == "bank"
    assert again["complete"] is False
    assert list(again["measures"]) == ["asa"]
    assert again["measures"]["asa"]["better"] == "lower"
    assert [row["value"] for row in again["estimates"]] == [11.0, None]
    (row,) = again["comparisons"]
    assert row["verdict"] == "no data"
    assert row["baseline_value"]["value"] == 11.0

"""Test verdicts, paired rows and the texts of numbers."""

import json
from typing import NamedTuple

import polars as pl
import pytest

from sim.comparison import (
    at_work,
    beyond,
    compare_table,
    difference_text,
    estimates,
    headline,
    measures,
    opening,
    possible,
    summary,
)
from sim.errors import ResultError
from sim.estimate import NO_DATA, Estimate
from sim.experiment import Results
from sim.judging import Judge
from sim.tables import differences, intervals, whole_week


class Kpi(NamedTuple):
    name: str
    label: str
    unit: str
    better: str
    definition: str = "answered in time / offered"
    headline: bool = True
    matters: str = ""
    unused: float | None = 0.0
    needs: str = ""
    below_zero: bool = False


KPIS = {
    "service_level": Kpi("service_level", "Service level", "share", "higher"),
    "asa": Kpi("asa", "Mean wait", "s", "lower"),
    "aht": Kpi("aht", "Handle time", "s", "neutral", headline=False),
}


JUDGE = Judge(KPIS)


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
    (row,) = compare_table(table(base={kpi: base}, new={kpi: policy}), "base", JUDGE)
    return row


def test_one_replication_never_gives_a_verdict():
    assert judged("asa", [(10, 1)], [(90, 1)]).verdict == "no interval"


def test_rounding_noise_is_not_a_finding():
    row = judged("asa", [(100.0, 1), (300.0, 1)], [(100.00000001, 1), (300.00000001, 1)])
    assert row.difference.low is not None
    assert row.difference.low > 0
    assert row.verdict == "same"
    assert difference_text(row, "s", "") == "0"


def test_what_is_equal_in_every_replication_is_the_same_and_what_is_not_may_be_unclear():
    assert judged("asa", [(0, 1), (0, 1)], [(0, 1), (0, 1)]).verdict == "same"
    assert judged("asa", [(9, 1), (8, 1)], [(8, 1), (9, 1)]).verdict == "unclear"
    assert judged("asa", [(9, 1)], [(9, 1)]).verdict == "no interval"


def test_intervals_end_where_a_measure_cannot_go():
    assert possible(Estimate(0.1, -0.2, 0.4, 0.3, 9), KPIS["asa"]) == Estimate(0.1, 0.0, 0.4, 0.3, 9)
    level = possible(Estimate(0.95, 0.85, 1.05, 0.1, 9), KPIS["service_level"])
    assert level == Estimate(0.95, 0.85, 1.0, 0.1, 9)
    profit = Kpi("profit", "Profit", "money", "higher", below_zero=True)
    assert possible(Estimate(0.1, -0.2, 0.4, 0.3, 9), profit).low == -0.2
    row = judged("asa", [(0, 1), (9, 1)], [(0, 1), (8, 1)])
    assert (row.baseline_value.low, row.value.low) == (0.0, 0.0)
    assert row.difference.low < 0.0
    found = estimates(table(base={"asa": [(0, 1), (9, 1)]}), 0.95, KPIS)
    assert found["low"].to_list() == [0.0]


def test_what_can_be_below_zero_is_marked():
    assert [name for name, one in measures().items() if one.below_zero] == [
        "trust_change", "trust_per_issue", "nps", "nps_survey", "profit",
    ]  # fmt: skip


def test_differences_are_a_table_with_a_row_for_each_comparison():
    sums = table(base={"asa": [(10, 1), (12, 1)]}, new={"asa": [(9, 1), (11, 1)]})
    rows = compare_table(sums, "base", JUDGE)
    turned = sums.rename({"policy": "scenario", "scenario": "policy"})
    turned = turned.with_columns(policy=pl.col("scenario"), scenario=pl.lit("quality"))
    between = compare_table(turned, "base", JUDGE)
    one, other = differences(rows, between, KPIS).rows(named=True)
    assert one == {
        "scenario": "today", "policy": "new", "against": "base", "dimension": "all", "member": "",
        "kpi": "asa", "label": "Mean wait", "unit": "s", "against_value": 11.0,
        "value": 10.0, "difference": -1.0, "low": -1.0,
        "high": -1.0, "n": 2, "verdict": "better", "variance_reduction": None,
        "matters": pytest.approx(0.22), "p": 0.0, "needed": None,
    }  # fmt: skip
    assert (other["scenario"], other["policy"], other["against"]) == ("new", "quality", "base")
    assert differences((), (), KPIS).columns == list(one)


def test_no_data_on_either_side_is_said_and_not_read_as_zero():
    row = judged("asa", [(10, 1), (11, 1)], [(0, 0), (0, 0)])
    assert row.verdict == "no data"
    assert row.value == NO_DATA
    assert row.baseline_value.value == pytest.approx(10.5)
    assert judged("asa", [(0, 0)], [(0, 0)]).verdict == "no data"


def test_a_slice_that_one_policy_never_met_has_no_data():
    rows = compare_table(table(base={"asa": [(1, 1)], "aht": [(1, 1)]}, new={"asa": [(1, 1)]}), "base", JUDGE)
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
    (row,) = compare_table(pl.concat([base, shuffled]), "base", JUDGE)
    assert row.difference.half_width == pytest.approx(0.0)


def test_a_baseline_that_was_not_run_is_refused():
    with pytest.raises(ResultError, match=r"\(got old; allowed base\)"):
        compare_table(table(base={"asa": [(1, 1)]}), "old", JUDGE)


def test_headline_rows_are_over_all_contacts_and_in_reading_order():
    sums = {"aht": [(1, 1)], "asa": [(1, 1)], "service_level": [(1, 1)]}
    by_queue = table(base=sums, new=sums).with_columns(dimension=pl.lit("queue"), member=pl.lit("service"))
    rows = compare_table(pl.concat([table(base=sums, new=sums), by_queue]), "base", JUDGE)
    assert len(rows) == 6
    assert headline(KPIS) == ["service_level", "asa"]
    assert [row.kpi for row in opening(rows, "today", "new", KPIS)] == ["service_level", "asa"]


MORE = KPIS | {
    "talk": Kpi("talk", "Talk", "s", "neutral", headline=False, unused=None),
    "callbacks": Kpi("callbacks", "Callbacks", "share", "neutral", headline=False),
    "adherence": Kpi("adherence", "Adherence", "share", "higher", headline=False, unused=1.0),
    "value": Kpi("value", "Value", "money", "higher", headline=False),
    "profit": Kpi("profit", "Profit", "money", "higher", headline=False, needs="value"),
}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"asa": (9.0, 8.0), "talk": (100.0, 90.0)}, []),
        ({"callbacks": (0.0, 0.0), "adherence": (1.0, 1.0 - 1e-15)}, []),
        ({"callbacks": (0.0, 0.1), "adherence": (0.9, 1.0)}, ["callbacks", "adherence"]),
        ({"callbacks": (None, None)}, []),
        ({"callbacks": (None, 0.2)}, ["callbacks"]),
        ({"profit": (-9.0, -8.0), "value": (0.0, 0.0)}, []),
        ({"profit": (1.0, 2.0), "value": (9.0, 9.0)}, ["value", "profit"]),
    ],
)
def test_a_measure_is_at_work_where_some_policy_moves_it_from_its_unused_value(values, expected):
    assert at_work(values, MORE) == expected


def test_what_is_at_work_is_judged_over_all_contacts_of_the_policy_and_its_baseline():
    sums = {"asa": [(1, 1)], "callbacks": [(0, 1)]}
    rows = compare_table(
        table(base=sums, new=sums | {"callbacks": [(1, 2)]}, other=sums), "base", Judge(MORE)
    )
    assert [row.kpi for row in beyond(rows, "today", "new", MORE)] == ["callbacks"]
    assert beyond(rows, "today", "other", MORE) == []


def test_every_measure_that_needs_another_names_one():
    assert {one.needs for one in measures().values()} <= {"", *measures()}
    assert not [name for name, one in measures().items() if one.needs and one.unused is None]


def test_a_service_level_of_several_queues_says_so_and_of_one_does_not():
    several = measures(2)
    assert several["service_level"].label == "Service level, all queues"
    assert several["asa"].label == "Average speed of answer, all queues"
    assert several["aht"] is measures()["aht"]
    assert measures(1)["service_level"].label == "Service level"


def test_the_whole_week_leaves_out_intervals_and_tells_units():
    sums = table(base={"service_level": [(1, 2)]})
    found = estimates(pl.concat([sums, sums.with_columns(dimension=pl.lit("interval"))]), 0.95, KPIS)
    (row,) = whole_week(found, KPIS).iter_rows(named=True)
    assert row == {
        "scenario": "today", "policy": "base", "dimension": "all", "member": "", "kpi": "service_level",
        "label": "Service level", "unit": "share", "value": 0.5, "low": None, "high": None, "n": 1,
    }  # fmt: skip


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
    found = intervals(estimates(part, 0.95, KPIS))
    assert found["interval"].to_list() == ["mon 09:30", "mon 10:00", "tue 09:00"]
    assert found["value"].to_list() == pytest.approx([1 / 3] * 3)
    assert found.columns == ["policy", "scenario", "interval", "kpi", "value", "low", "high"]
    both = pl.concat([part, table(base={"asa": [(1, 1)]}, new={"asa": [(1, 1)]})])
    assert [row.dimension for row in compare_table(both, "base", JUDGE)] == ["all"]


def test_estimates_hold_nulls_and_not_zeros_without_data():
    found = estimates(table(base={"asa": [(0, 0), (0, 0)], "aht": [(3, 1)]}), 0.95, KPIS)
    empty, single = found.rows(named=True)
    assert (empty["value"], empty["low"], empty["n"]) == (None, None, 0)
    assert (single["value"], single["half_width"], single["n"]) == (3.0, None, 1)


def test_the_summary_is_json_and_names_measures_estimates_and_comparisons():
    sums = table(base={"asa": [(10, 1), (12, 1)]}, new={"asa": [(0, 0), (0, 0)]})
    results = Results(sums, ("today",), ("base", "new"), "base", 0.95, 7, (0, 1), 3, {"a": "b"}, 5, 1.0)
    rows = compare_table(sums, "base", JUDGE)
    content = summary(results, estimates(sums, 0.95, KPIS), rows, KPIS, {"name": "bank"})
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

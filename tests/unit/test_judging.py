"""Test the judge: what is the same, what is better, what is unclear, and how often it is wrong."""

from typing import NamedTuple

import numpy as np
import pytest

from sim.amount import Tolerance
from sim.comparison import measures
from sim.errors import ScenarioError
from sim.estimate import NO_DATA, Estimate, estimate, holm, p_value, ratio_difference, student
from sim.judging import MATTERS, Evidence, Judge, Judgement, margin_of, measure_named, met, read_margins
from sim.quantities import QuantityError


class Kpi(NamedTuple):
    name: str
    label: str
    unit: str
    better: str
    definition: str = ""
    headline: bool = True
    matters: str = ""
    unused: float | None = 0.0
    needs: str = ""
    below_zero: bool = False


KPIS = {
    "service_level": Kpi("service_level", "Service level", "share", "higher"),
    "staff_cost": Kpi("staff_cost", "Staff cost", "money", "lower"),
    "aht": Kpi("aht", "Handle time", "s", "neutral", headline=False),
    "asa": Kpi("asa", "Mean wait", "s", "lower", headline=False, matters="3s"),
}


def around(value, half_width, n=10):
    return estimate(value, half_width, n)


def alone(kpi, difference, base=1.0):
    """Judge one measure, with no other tested beside it."""
    judge = Judge({kpi: KPIS[kpi]._replace(headline=True)})
    return judge.family({kpi: Evidence(around(base, 0.1), difference)})[kpi]


@pytest.mark.parametrize(
    ("kpi", "value", "half_width", "base", "verdict"),
    [
        ("service_level", 0.002, 0.007, 0.8, "same"),  # sure or not: it lies within 1 pp
        ("service_level", 0.006, 0.002, 0.8, "same"),  # not luck, and too little to matter
        ("service_level", 0.006, 0.005, 0.8, "better"),  # beyond luck, and it may matter
        ("service_level", -0.05, 0.02, 0.8, "worse"),
        ("service_level", 0.02, 0.03, 0.8, "unclear"),
        ("staff_cost", 22.0, 4.0, 12_588.0, "same"),  # 1 % of the baseline is 126
        ("staff_cost", 200.0, 40.0, 12_588.0, "worse"),
        ("staff_cost", -200.0, 40.0, 12_588.0, "better"),
        ("aht", 68.0, 3.0, 237.0, "higher"),
        ("aht", -68.0, 3.0, 237.0, "lower"),
        ("asa", 1.4, 1.6, 6.0, "same"),  # its own margin: 3 s
        ("asa", 1.4, 1.7, 6.0, "unclear"),
    ],
)
def test_importance_is_weighed_before_luck(kpi, value, half_width, base, verdict):
    assert alone(kpi, around(value, half_width), base).verdict == verdict


def test_without_data_or_interval_there_is_no_verdict():
    assert alone("asa", NO_DATA).verdict == "no data"
    assert alone("asa", Estimate(3.0, None, None, None, 1)).verdict == "no interval"


def test_a_margin_is_relative_to_the_baseline_or_absolute_and_a_scenario_may_set_it():
    assert alone("staff_cost", around(22.0, 4.0), 12_588.0).matters == pytest.approx(125.88)
    assert alone("service_level", around(0.0, 0.02)).matters == 0.01
    own = Judge(KPIS, margins=read_margins({"Service level": "3pp", "staff_cost": "9 EUR"}, KPIS, "EUR"))
    assert own.margin("service_level") == Tolerance(0.03)
    evidence = {"staff_cost": Evidence(around(12_588.0, 9.0), around(22.0, 4.0))}
    assert own.family(evidence)["staff_cost"].verdict == "worse"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            {"servic_level": "1pp"},
            "matters.servic_level: is an unknown measure .* Did you mean service_level",
        ),
        ({"service_level": "wide"}, "matters.service_level: is not a number"),
        (
            {"service_level": "0pp"},
            "matters.service_level: makes every difference matter .* leave the measure",
        ),
        ({"asa": "2pp"}, "matters.asa: is in percentage points, but the measure is no share"),
    ],
)
def test_a_margin_that_cannot_be_read_says_what_to_write(raw, text):
    with pytest.raises(ScenarioError, match=text):
        read_margins(raw, KPIS)


def test_a_measure_is_known_by_its_id_and_by_its_label():
    assert measure_named("asa", KPIS) == measure_named("mean wait", KPIS) == "asa"
    with pytest.raises(QuantityError, match="is an unknown measure"):
        measure_named("nothing", KPIS)


def test_every_measure_has_a_smallest_difference_of_interest_and_no_two_share_a_label():
    known = measures()
    assert set(MATTERS) == {"s", "share", "money", "per_day", "count", "score"}
    assert all(margin_of(one).amount > 0.0 for one in known.values())
    assert len({one.label.casefold() for one in known.values()}) == len(known)


def test_the_family_is_the_fixed_list_of_headline_measures_whatever_is_asked():
    """One clear difference among two tests needs p at most 2.5 %, even where the other was left out."""
    weak = Evidence(around(0.8, 0.1), around(0.03, 0.028))  # p just below 4 %
    p = p_value(weak.difference, 0.95)
    assert 0.025 < p < 0.05
    assert alone("service_level", weak.difference).verdict == "better"
    judge = Judge(KPIS)
    for asked in ({}, {"staff_cost": Evidence(around(100.0, 1.0), around(0.0, 9.0))}):
        found = judge.family({"service_level": weak, **asked})["service_level"]
        assert (found.verdict, found.p) == ("unclear", pytest.approx(2 * p))
    strong = Evidence(around(100.0, 1.0), around(-9.0, 1.0))
    assert judge.family({"service_level": weak, "staff_cost": strong})["service_level"].verdict == "better"
    other = judge.family({"service_level": strong, "staff_cost": strong, "aht": weak})["aht"]
    assert other.p == pytest.approx(p)  # one more member of the family, tested last


def test_an_unclear_difference_says_how_many_replications_would_settle_it():
    found = alone("service_level", around(0.02, 0.03, 10))
    sure = float(student(0.95, 9.0))
    spread = 0.03 * np.sqrt(10) / sure
    width = [float(student(0.95, n - 1.0)) * spread / np.sqrt(n) for n in (found.needed - 1, found.needed)]
    assert width[0] > 0.02 >= width[1]
    near = alone("service_level", around(0.001, 0.03, 10))  # sooner shown to be the same than to differ
    width = [float(student(0.95, n - 1.0)) * spread / np.sqrt(n) for n in (near.needed - 1, near.needed)]
    assert width[0] > 0.009 >= width[1]
    assert alone("service_level", around(0.05, 0.02)).needed is None


def test_no_replications_settle_what_is_zero_and_has_no_margin():
    judge = Judge({"staff_cost": KPIS["staff_cost"]})
    found = judge.family({"staff_cost": Evidence(around(0.0, 0.0), around(0.0, 5.0))})["staff_cost"]
    assert found == Judgement("unclear", 0.0, 1.0, None)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.80, 0.84, "met"), (0.76, 0.80, "unclear"), (0.70, 0.79, "missed"), (None, None, "")],
)
def test_a_target_is_met_or_missed_only_where_the_interval_says_so(low, high, expected):
    assert met(Estimate(0.8, low, high, None, 9), 0.8) == expected


def test_p_values_are_student_s_and_adjusted_as_statsmodels_adjusts_them():
    weightstats = pytest.importorskip("statsmodels.stats.weightstats")
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    luck = np.random.default_rng(5)
    ours = luck.normal(0.3, 1.0, (12, 9))
    found = [ratio_difference(row, np.ones(9), np.zeros(9), np.ones(9), 0.95).estimate for row in ours]
    p = [p_value(one, 0.95) for one in found]
    peers = [weightstats.DescrStatsW(row) for row in ours]
    assert p == pytest.approx([peer.ttest_mean(0.0)[1] for peer in peers], rel=1e-9)
    ends = [peer.tconfint_mean(0.05) for peer in peers]
    assert [(one.low, one.high) for one in found] == [pytest.approx(pair, rel=1e-9) for pair in ends]
    assert holm(p) == pytest.approx(list(multitest.multipletests(p, method="holm")[1]), rel=1e-12)
    assert holm([0.04, 0.011, None]) == pytest.approx([0.08, 0.033, 1.0])
    assert holm([]) == []

"""Test that verdicts are what the intervals say, for limits, claims, equivalence and Holm's procedure."""

import numpy as np
import pytest
from scipy import stats

from sim.amount import Tolerance
from sim.checks.grammar import parse_claim, parse_limit
from sim.checks.judge import (
    Evidence,
    Sums,
    half_width_wanted,
    of_difference,
    of_limit,
    verdict,
    verdicts_by_holm,
)
from sim.estimate import NO_DATA

VALUES = np.array([78.0, 80.0, 82.0, 79.0, 81.0])


def sums(values, under=None):
    values = np.asarray(values, dtype=float)
    return Sums(values, np.ones_like(values) if under is None else np.asarray(under, dtype=float))


def limit(text, values=VALUES):
    return of_limit(parse_limit(text, "count"), sums(values), 0.95)


def claim(text, ours, reference, better="higher", paired=True, unit="count", matters=None):
    band = parse_claim(text, unit, better, matters=matters)
    return of_difference(band, sums(ours), sums(reference), 0.95, paired=paired)


def test_p_values_of_a_limit_are_student_s():
    found = limit(">= 79")
    expected = stats.ttest_1samp(VALUES, 79.0, alternative="greater").pvalue
    assert found.inside == pytest.approx(2 * expected)
    assert found.outside == 1.0
    assert found.shown.value == pytest.approx(80.0)


@pytest.mark.parametrize("edge", [77.0, 78.03, 78.04, 80.0, 81.96, 81.97, 83.0])
@pytest.mark.parametrize("sign", [">=", "<="])
def test_a_limit_passes_exactly_when_the_whole_interval_is_on_its_side(edge, sign):
    low, high = stats.t.interval(0.95, 4, VALUES.mean(), stats.sem(VALUES))
    inside, outside = (low >= edge, high < edge) if sign == ">=" else (high <= edge, low > edge)
    expected = "pass" if inside else "fail" if outside else "undecided"
    assert verdict(limit(f"{sign} {edge}"), 0.05) == expected


def test_a_range_needs_the_whole_interval_inside_and_fails_wholly_outside():
    assert verdict(limit("77..83"), 0.05) == "pass"
    assert verdict(limit("80..83"), 0.05) == "undecided"
    assert verdict(limit("84..90"), 0.05) == "fail"


def test_same_within_is_judged_by_the_interval_of_ninety_per_cent():
    ours, base = VALUES + np.array([0.4, -0.2, 0.1, 0.3, 0.2]), VALUES
    differences = ours - base
    _, ninety = stats.t.interval(0.90, 4, differences.mean(), stats.sem(differences))
    _, ninety_five = stats.t.interval(0.95, 4, differences.mean(), stats.sem(differences))
    between = (ninety + ninety_five) / 2
    assert verdict(claim(f"same within {between:.4f}", ours, base), 0.05) == "pass"
    assert verdict(claim(f"same within {ninety - 0.001:.4f}", ours, base), 0.05) == "undecided"
    assert verdict(claim("same within 1", ours + 3, base), 0.05) == "fail"


def test_a_paired_claim_sees_through_luck_that_both_sides_share():
    shared = np.array([10.0, 200.0, 90.0, 400.0, 30.0])
    ours = shared + np.array([1.0, 1.2, 0.9, 1.1, 1.0])
    assert verdict(claim("better", ours, shared), 0.05) == "pass"
    assert verdict(claim("better", ours, shared, better="lower"), 0.05) == "fail"
    assert verdict(claim("better", ours, shared, paired=False), 0.05) == "undecided"


def test_independent_runs_are_compared_by_welch():
    ours, theirs = [80.0, 84.0, 81.0, 85.0], [78.0, 77.0, 80.0, 79.0, 76.0, 78.0]
    found = claim("higher by >= 1", ours, theirs, paired=False)
    shifted = np.array(theirs) + 1.0
    expected = stats.ttest_ind(ours, shifted, equal_var=False, alternative="greater").pvalue
    assert found.inside == pytest.approx(2 * expected)


def test_a_relative_claim_lets_the_reference_move_with_its_own_luck():
    base = np.array([100.0, 300.0, 200.0, 50.0, 150.0])
    found = claim("not higher by > 3%", 1.02 * base, base, better="lower", unit="money")
    differences = 1.02 * base - 1.03 * base
    expected = stats.ttest_1samp(differences, 0.0, alternative="less").pvalue
    assert found.inside == pytest.approx(2 * expected)
    assert found.shown.value == pytest.approx(3.2)


def test_below_the_floor_a_relative_claim_is_absolute():
    base = np.array([1.0, 2.0, 1.5, 1.0, 2.0])
    found = claim("not higher by > 3%", base + 0.5, base, better="lower", unit="money")
    assert verdict(found, 0.05) == "pass"
    assert (
        verdict(claim("not higher by > 3%", base + 1.5, base, better="lower", unit="money"), 0.05) == "fail"
    )


def test_what_only_rounding_moves_has_not_moved():
    base = np.array([0.1, 0.2, 0.3])
    ours = base * (1 + 1e-13)
    assert verdict(claim("better", ours, base), 0.05) == "fail"
    assert verdict(claim("same within 0.01", ours, base), 0.05) == "pass"
    assert verdict(limit(">= 5", [5 - 1e-13, 5 + 1e-13, 5.0]), 0.05) == "pass"
    assert verdict(limit("> 5", [5 - 1e-13, 5 + 1e-13, 5.0]), 0.05) == "fail"


def test_one_replication_decides_nothing():
    assert verdict(limit(">= 1", [80.0]), 0.05) == "undecided"
    assert verdict(claim("better", [80.0], [10.0]), 0.05) == "undecided"
    assert verdict(claim("better", [80.0], [10.0, 11.0], paired=False), 0.05) == "undecided"


def test_no_data_is_never_a_pass():
    found = of_limit(parse_limit(">= 0", "count"), Sums(np.zeros(3), np.zeros(3)), 0.95)
    assert found.shown == NO_DATA
    assert verdict(found, 0.05) == "undecided"


def test_among_many_claims_one_needs_more_evidence():
    weak = Evidence(NO_DATA, None, 0.03, 1.0, 0.0)
    nothing = Evidence(NO_DATA, None, 0.9, 0.9, 0.0)
    assert verdict(weak, 0.05) == "pass"
    assert verdicts_by_holm([weak, nothing], 0.05) == ["undecided", "undecided"]
    wrong = Evidence(NO_DATA, None, 1.0, 0.001, 0.0)
    assert verdicts_by_holm([weak, wrong], 0.05) == ["undecided", "fail"]


def test_a_relative_precision_is_taken_of_what_a_claim_compares_with():
    band = parse_claim("not higher by > 4%", "money", "lower")
    found = claim("not higher by > 4%", VALUES * 100, VALUES * 50, better="lower", unit="money")
    assert half_width_wanted(band, found) == pytest.approx(0.02 * 4000)


def test_the_interval_of_a_true_value_on_its_limit_fails_once_in_forty():
    luck = np.random.default_rng(20260302)  # 20,000 runs of 8: the standard error is 0.11 points
    runs = luck.normal(80.0, 3.0, size=(20_000, 8))
    share = np.mean([verdict(limit(">= 80", row), 0.05) == "fail" for row in runs[:4000]])
    assert share == pytest.approx(0.025, abs=4 * np.sqrt(0.025 * 0.975 / 4000))


def test_a_difference_too_small_to_matter_is_not_better_but_the_same():
    ours, base = VALUES + 1.0, VALUES + 0.0
    assert verdict(claim("better", ours, base), 0.05) == "pass"
    assert verdict(claim("better", ours, base, matters=Tolerance(1.5)), 0.05) == "fail"
    assert verdict(claim("same", ours, base, matters=Tolerance(1.5)), 0.05) == "pass"
    assert verdict(claim("same", ours, base, matters=Tolerance(0.5)), 0.05) == "fail"
    assert verdict(claim("better", ours, base, matters=Tolerance(0.5)), 0.05) == "pass"

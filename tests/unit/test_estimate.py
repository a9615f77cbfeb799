"""Test estimates against numbers worked by hand and by simulated coverage."""

import math

import numpy as np
import pytest

from sim.estimate import (
    NO_DATA,
    Estimate,
    mser5,
    ratio,
    ratio_columns,
    ratio_difference,
    replications_needed,
    student,
    turning_point,
)

T_2 = 4.302652729749464  # Student t, 97.5 %, 2 degrees of freedom (printed tables: 4.303)


def test_student_quantiles_match_printed_tables():
    assert student(0.95, 2.0) == pytest.approx(4.303, abs=5e-4)
    assert student(0.95, 9.0) == pytest.approx(2.262, abs=5e-4)
    assert student(0.90, 19.0) == pytest.approx(1.729, abs=5e-4)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    with pytest.raises(ValueError, match=r"Write 0\.95 for 95 %"):
        student(confidence, 3.0)


def test_a_ratio_divides_sums_and_not_averages_ratios():
    # 1/1, 9/10 and 8/10: the ratio of sums is 18/21, the mean of ratios would be 0.9
    found = ratio([1, 9, 8], [1, 10, 10], 0.95)
    assert found.value == pytest.approx(18 / 21)


def test_a_ratio_interval_matches_numbers_worked_by_hand():
    # R = 6/12 = 0.5; residuals x - R y: 0, -1, 1; mean y 4; z: 0, -0.25, 0.25; var(z) = 0.0625
    found = ratio([2, 1, 3], [4, 4, 4], 0.95)
    assert found.half_width == pytest.approx(T_2 * math.sqrt(0.0625 / 3))
    assert found == Estimate(
        0.5, 0.5 - (found.half_width or 0), 0.5 + (found.half_width or 0), found.half_width, 3
    )


def test_equal_denominators_give_the_mean_and_its_student_interval():
    ratios = np.array([0.4, 0.7, 0.55, 0.61, 0.38])
    found = ratio(ratios * 8.0, np.full(5, 8.0), 0.9)
    assert found.value == pytest.approx(ratios.mean())
    assert found.half_width == pytest.approx(
        float(student(0.9, 4.0)) * ratios.std(ddof=1) / math.sqrt(5), rel=1e-12
    )


def test_one_replication_gives_a_value_without_an_interval():
    assert ratio([3], [4], 0.95) == Estimate(0.75, None, None, None, 1)
    difference, brought = ratio_difference([3], [4], [1], [4], 0.95)
    assert difference == Estimate(0.5, None, None, None, 1)
    assert brought is None


def test_no_denominator_anywhere_is_no_data_and_not_zero():
    assert ratio([0, 0], [0, 0], 0.95) == NO_DATA
    assert ratio([], [], 0.95) == NO_DATA
    assert ratio_difference([0, 0], [0, 0], [1, 2], [3, 3], 0.95) == (NO_DATA, None)


def test_a_replication_without_data_changes_neither_value_nor_interval():
    assert ratio([2, 0, 1, 3], [4, 0, 4, 4], 0.95) == ratio([2, 1, 3], [4, 4, 4], 0.95)


def test_data_in_a_single_replication_gives_no_interval():
    assert ratio([2, 0, 0], [4, 0, 0], 0.95) == Estimate(0.5, None, None, None, 1)


def test_a_numerator_over_an_empty_denominator_still_counts():
    # cost without any resolved issue: the money was spent, so it belongs to the sum
    found = ratio([10, 10, 10], [5, 0, 5], 0.95)
    assert found.value == pytest.approx(3.0)
    assert found.n == 3


def test_a_paired_difference_matches_numbers_worked_by_hand():
    # z(a) = 0, -0.25, 0.25 and z(b) = -0.25, 0, 0.25: paired variance 0.0625, apart 0.125
    difference, brought = ratio_difference([2, 1, 3], [4, 4, 4], [0, 1, 2], [4, 4, 4], 0.95)
    assert difference.value == pytest.approx(0.25)
    assert difference.half_width == pytest.approx(T_2 * math.sqrt(0.0625 / 3))
    assert brought == pytest.approx(2.0)


def test_a_constant_difference_has_no_width_and_no_stated_reduction():
    difference, brought = ratio_difference([3, 5], [1, 1], [1, 3], [1, 1], 0.95)
    assert difference == Estimate(2.0, 2.0, 2.0, 0.0, 2)
    assert brought is None


def test_pairs_must_be_complete():
    with pytest.raises(ValueError, match="pairs must be complete"):
        ratio_difference([1, 2], [1, 1], [1], [1], 0.95)
    with pytest.raises(ValueError, match="one length"):
        ratio([1, 2], [1], 0.95)


def test_many_ratios_at_once_equal_one_at_a_time():
    rng = np.random.default_rng(5)
    over, under = rng.normal(5, 1, (7, 6)), rng.poisson(3, (7, 6)).astype(float)
    over[under == 0] = 0.0
    under[3], over[3] = 0.0, 0.0
    value, half_width, n = ratio_columns(over, under, 0.95)
    for row in range(7):
        one = ratio(over[row], under[row], 0.95)
        assert one.n == (n[row] if one.value is not None else 0)
        assert (one.value, one.half_width) == (
            (None, None) if math.isnan(value[row]) else (value[row], half_width[row])
        )


def test_ratio_intervals_cover_the_truth_as_often_as_they_say():
    # seed 7, 20,000 experiments of 20 replications; truth 0.8. The delta method is slightly
    # short at n = 20 (skewed denominators): bound 93.5-96 % for 95 %, SE of the estimate 0.15 %
    rng = np.random.default_rng(7)
    days = rng.lognormal(0.0, 0.2, (20_000, 20))
    offered = rng.poisson(200 * days).astype(float)
    answered = rng.binomial(offered.astype(int), np.clip(0.8 - 0.1 * (days - math.exp(0.02)), 0, 1))
    truth = 0.8 - 0.1 * (math.exp(0.04) * math.exp(0.02) - math.exp(0.02))
    value, half_width, _ = ratio_columns(answered.astype(float), offered, 0.95)
    covered = float((abs(value - truth) <= half_width).mean())
    assert 0.935 <= covered <= 0.96


def test_paired_intervals_cover_the_true_difference_and_are_shorter():
    # seed 11, 2,000 experiments of 15 replications with shared luck; SE of coverage 0.5 %
    rng = np.random.default_rng(11)
    covered, reductions = 0, []
    for _ in range(2_000):
        shared = rng.normal(0, 1, 15)
        under = rng.poisson(100, 15).astype(float)
        a, b = 3.5 + shared + rng.normal(0, 0.3, 15), 3.0 + shared + rng.normal(0, 0.3, 15)
        (value, low, high, *_), brought = ratio_difference(a * under, under, b * under, under, 0.95)
        assert value is not None
        assert low is not None
        assert high is not None
        covered += low <= 0.5 <= high
        reductions.append(brought)
    assert 0.93 <= covered / 2_000 <= 0.97
    # truth: (1 + 0.09) * 2 over 2 * 0.09 = 12.1
    assert 10.0 <= float(np.median(reductions)) <= 14.0


def test_replications_needed_shrinks_the_half_width_to_the_wish():
    pilot, n, wish = 2.0, 10, 0.5
    spread = pilot * math.sqrt(n) / float(student(0.95, n - 1.0))
    needed = replications_needed(pilot, n, wish)

    def width(m: int) -> float:
        return float(student(0.95, m - 1.0)) * spread / math.sqrt(m)

    assert width(needed) <= wish < width(needed - 1)


def test_a_pilot_that_is_already_sharp_needs_two_replications():
    assert replications_needed(0.0, 10, 1.0) == 2


def test_a_pilot_answers_its_own_width_with_its_own_size():
    assert replications_needed(1.0, 10, 1.0) == 10


@pytest.mark.parametrize(("width", "n", "wanted"), [(1.0, 1, 0.5), (1.0, 5, 0.0), (-1.0, 5, 0.5)])
def test_a_pilot_that_says_nothing_is_refused(width, n, wanted):
    with pytest.raises(ValueError, match="pilot of at least 2"):
        replications_needed(width, n, wanted)


def test_warm_up_is_cut_where_the_ramp_ends():
    # seed 3: a ramp of 100 observations, then 900 of noise around 10
    noise = np.random.default_rng(3).normal(0.0, 1.0, 1_000)
    ramp = np.concatenate([np.linspace(0.0, 10.0, 100), np.full(900, 10.0)])
    assert 80 <= mser5(ramp + noise) <= 115


def test_a_steady_series_loses_next_to_nothing_as_warm_up():
    # seed 4
    assert mser5(np.random.default_rng(4).normal(0.0, 1.0, 1_000)) <= 100


def test_a_series_too_short_for_batches_is_left_whole():
    assert mser5([5.0, 1.0, 1.0]) == 0


def test_a_turning_point_lies_where_the_mean_difference_changes_its_sign():
    found = turning_point([4, 5, 6], [[-3.0, -1.0], [-1.5, -0.5], [2.0, 4.0]], 0.95)
    assert found.value == pytest.approx(5.25)
    # without the first replication it is 5 + 0.5 / 4.5, without the second 5 + 1.5 / 3.5
    without = (5 + 0.5 / 4.5, 5 + 1.5 / 3.5)
    spread = math.sqrt(1 / 2 * sum((one - sum(without) / 2) ** 2 for one in without))
    assert found.half_width == pytest.approx(float(student(0.95, 1.0)) * spread)


def test_what_never_turns_has_no_turning_point():
    assert turning_point([4, 5], [[1.0, 2.0], [3.0, 1.0]], 0.95) == NO_DATA
    uncertain = turning_point([4, 5], [[1.0, 1.0, 1.0], [-4.0, 1.0, 1.0]], 0.95)
    assert uncertain.value == pytest.approx(4.6)
    assert uncertain.half_width is None

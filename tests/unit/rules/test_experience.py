"""Test how episodes are scored and judged, against E8 to E10 worked out by hand."""

from math import exp, log, tanh

import pytest

from sim.rules.experience import DIMENSIONS, quality, scores
from sim.scenario.experience import Experience

N = Experience().numbers()
PROMPTNESS, WAIT, _, HANDOFFS, OUTCOME, *_ = range(len(DIMENSIONS))
ORDINARY = (0.0,) * len(DIMENSIONS)


def score(x):
    """Return the score of a wait of `x` times the norm."""
    return scores(N, True, True, 0.0, x * N.wait_norm, 0, 0.0, 0.0, 0.0)[WAIT]


def test_nothing_scores_one_the_norm_scores_zero_and_endless_is_minus_one():
    assert score(0.0) == 1.0
    assert score(1.0) == 0.0
    assert score(1e12) == pytest.approx(-1.0)
    assert (score(1 / 3), score(3.0)) == pytest.approx((0.5, -0.5))


@pytest.mark.parametrize("x", [0.01, 0.5, 0.99, 10.0])
def test_the_score_is_the_weber_fechner_law_with_saturation(x):
    assert score(x) == pytest.approx(tanh(0.5 * log(1 / x)))


def test_every_less_is_better_quantity_has_the_same_law_and_a_norm_of_its_own():
    found = scores(N, True, True, 14400.0, 60.0, 0.25, 0.0, 0.0, 0.0)
    assert (found[PROMPTNESS], found[WAIT], found[HANDOFFS]) == (0.0, 0.0, 0.0)
    found = scores(N, True, True, 0.0, 0.0, 0, 0.0, 0.0, 0.0)
    assert (found[PROMPTNESS], found[WAIT], found[HANDOFFS]) == (1.0, 1.0, 1.0)


def test_a_resolved_issue_is_scored_on_every_dimension():
    found = scores(N, True, True, 4800.0, 20.0, 0, 0.5, 45.0, -1.0)
    assert found == pytest.approx((0.5, 0.5, 0.5, 1.0, 1.0, tanh(1.0), -1.0))


def test_a_resolution_that_was_not_hoped_for_is_no_surprise():
    assert scores(N, True, False, 0.0, 0.0, 0, 0.0, 0.0, 0.0)[OUTCOME] == 0.0


def test_an_unresolved_issue_is_a_bad_outcome_however_soon_it_ended():
    found = scores(N, False, False, 1.0, 60.0, 1, -0.2, -45.0, 0.0)
    assert found == pytest.approx((-1.0, 0.0, -0.2, -0.6, -1.0, -tanh(1.0), 0.0))


def test_an_ordinary_episode_is_good_with_a_logit_of_two():
    assert quality(N, ORDINARY, 0.0) == pytest.approx(1 / (1 + exp(-2.0)))
    assert quality(N, ORDINARY, 0.5) == pytest.approx(1 / (1 + exp(-1.2)))


@pytest.mark.parametrize(
    ("dimension", "weight"),
    [
        ("promptness", 0.35),
        ("wait", 0.28),
        ("warmth", 1.8),
        ("handoffs", 0.5),
        ("outcome", 0.7),
        ("attention", 0.56),
        ("control", 0.56),
    ],
)
def test_each_dimension_moves_the_latent_quality_by_its_weight(dimension, weight):
    def logit(value):
        judged = tuple(value if name == dimension else 0.0 for name in DIMENSIONS)
        q = quality(N, judged, 0.0)
        return log(q / (1 - q))

    assert logit(0.5) == pytest.approx(2.0 + 0.5 * weight)
    assert logit(-0.5) == pytest.approx(2.0 - weight)


def test_attention_weighs_four_fifths_of_the_outcome_and_twice_the_wait():
    assert N.attention == pytest.approx(0.8 * N.outcome)
    assert N.attention == pytest.approx(2 * N.wait)

"""Test norms that adapt, in worlds worked out by hand: each issue takes 300 s from the call to its end."""

from math import exp, log

import pytest

HOUR = 3600.0
NORM = 4 * HOUR


def adapting(share):
    return {"behaviour": {"experience": {"adapts": share}}}


def score(norm, elapsed=300.0):
    return (norm - elapsed) / (norm + elapsed)


def test_who_was_served_quickly_finds_the_same_speed_less_remarkable(play, need):
    needs = [need(60.0), need(HOUR, customer=0.1), need(2 * HOUR), need(3 * HOUR)]
    played = play(needs, adapting("25%"))
    once = exp(0.75 * log(NORM) + 0.25 * log(300.0))
    twice = exp(0.75 * log(once) + 0.25 * log(300.0))
    assert played.column("issues", "score_promptness") == pytest.approx(
        [score(NORM), score(NORM), score(once), score(twice)]
    )


def test_norms_that_do_not_adapt_are_those_of_the_scenario(play, need):
    needs = [need(60.0), need(2 * HOUR)]
    assert play(needs, adapting(0)) == play(needs)


def test_what_was_not_resolved_moves_no_norm(play, need):
    hard = need(60.0, luck={("issue", 0, 0, 1): 0.99})
    played = play([hard, need(2 * HOUR)], adapting("50%"))
    assert played.column("issues", "score_promptness") == pytest.approx([-1.0, score(NORM)])


def test_what_a_job_took_moves_no_norm(play, need):
    changes = adapting("50%") | {"contacts": {"question": {"job": {"preferred": "1h", "urgent": "100%"}}}}
    played = play([need(60.0), need(2 * HOUR)], changes)
    assert played.column("issues", "score_promptness") == pytest.approx([score(NORM), score(NORM)])

"""Test who can solve an issue, and what follows a leg."""

import itertools

import pytest

from sim.codes import End, Step
from sim.rules.resolution import can_solve, next_step


def test_an_issue_as_complex_as_the_skill_can_still_be_solved():
    assert can_solve(0.75, 0.75)
    assert not can_solve(0.7500001, 0.75)


@pytest.mark.parametrize(
    ("end", "solvable", "tier_above", "passes_on", "expected"),
    [
        (end, solvable, tier_above, passes_on, Step.PASS_ON if passes_on else Step.CLOSE)
        for end in (End.CUT, End.UNSOLVED)
        for solvable, tier_above, passes_on in itertools.product((False, True), repeat=3)
    ]
    + [
        (End.DONE, True, tier_above, passes_on, Step.RESOLVED)
        for tier_above in (0, 1)
        for passes_on in (0, 1)
    ]
    + [(End.DONE, False, True, passes_on, Step.REFER) for passes_on in (0, 1)]
    + [(End.DONE, False, False, passes_on, Step.CLOSE) for passes_on in (0, 1)]
    + [(End.DROPPED, True, tier_above, True, Step.CLOSE) for tier_above in (0, 1)],
)
def test_what_follows_a_leg(end, solvable, tier_above, passes_on, expected):
    assert next_step(end, solvable, tier_above, passes_on) == expected

"""Check conversations that a handle-time target ends early against their closed forms (evidence.md 3.10)."""

import pytest
from closed_forms import Sums, check, run

from sim.theory.early_ending import carried_over, hard_cut, truncated_talk

pytestmark = pytest.mark.slow

WORK, CV = 300.0, 1.0
# target [s], pressure
ROWS = {
    "t300_half": (300.0, 0.5),
    "t300_one": (300.0, 1.0),
    "t240_two": (240.0, 2.0),
    "t240_eight": (240.0, 8.0),
    "t240_hard": (240.0, None),
}


@pytest.fixture(scope="module")
def cut():
    """20 replications of a day: 57,600 conversations under each policy."""
    return run("cut")


@pytest.fixture(scope="module")
def passed_on():
    """20 replications of 4 days: 57,600 issues under each policy."""
    return run("carried_over")


@pytest.mark.parametrize("policy", ROWS)
def test_pressure_past_the_target_ends_the_stated_share_of_conversations(cut, policy):
    target, pressure = ROWS[policy]
    exact = hard_cut(WORK, CV, target) if pressure is None else truncated_talk(WORK, CV, target, pressure)
    ended = cut.sums("cut_share", policy=policy)
    check("done", Sums(ended.under - ended.over, ended.under), exact.p_done)
    check("talk", cut.sums("talk", policy=policy), exact.mean_talk)


@pytest.mark.parametrize(("policy", "target"), [("t240", 240.0), ("t480", 480.0)])
def test_cut_calls_that_are_passed_on_with_full_notes_cost_their_re_explaining(passed_on, policy, target):
    exact = carried_over(WORK, CV, target, 45.0)
    again = passed_on.sums("explained_again", policy=policy)
    assert again.value > 0.9995, "too often the same agent met the issue again, who needs no explaining"
    check(
        "conversations per issue", passed_on.sums("legs_per_issue", policy=policy), exact.contacts_per_issue
    )
    check("talk per issue", passed_on.sums("issue_talk", policy=policy), exact.talk_per_issue)
    check("handle time", passed_on.sums("aht", policy=policy), exact.aht)
    check("first-conversation share", passed_on.sums("one_leg", policy=policy), exact.fcr)
    check("resolved", passed_on.sums("resolved_share", policy=policy), 1.0)

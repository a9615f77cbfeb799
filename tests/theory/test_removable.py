"""Test an agent who does other work until the line calls against the N-policy of Yadin and Naor."""

import pytest
from closed_forms import check, run

from sim.theory.removable import comes_after, comes_at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def removable():
    """20 replications of 5 days: 58,000 contacts under each rule."""
    return run("removable")


@pytest.mark.parametrize(
    ("scenario", "wait"),
    [
        ("at_four", comes_at(24 / 3600, 60.0, 1.0, 4)),
        ("after_a_while", comes_after(24 / 3600, 60.0, 1.0, 300.0)),
    ],
)
def test_an_agent_who_is_aside_comes_as_the_rule_says(removable, scenario, wait):
    check("mean wait", removable.sums("wait_mean", scenario), wait)
    # who goes when nobody is there is aside whenever there is no work
    check("aside", removable.sums("aside_share", scenario), 1.0 - 24 * 60.0 / 3600.0)

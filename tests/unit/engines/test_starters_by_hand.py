"""Test starters on worlds small enough to be worked out by hand; times are seconds after opening."""

import pytest

from sim.luck import Luck
from sim.rules.learning import learned
from sim.scenario.model import Scenario
from sim.workload.duty_plan import starters
from sim.world.build import build

HOUR, DAY = 3600.0, 86400.0
NEW = {"share": "100%", "speed": "50%", "half_life": "1d"}


def with_starters(**changes):
    return {"groups": {"agents": {"starters": {**NEW, **changes}}}}


def test_the_law_starts_low_halves_the_lack_and_ends_at_one():
    assert learned(0.6, 0.0, DAY) == 0.6
    assert learned(0.6, DAY, DAY) == pytest.approx(0.8)
    assert learned(0.6, 2 * DAY, DAY) == pytest.approx(0.9)
    assert learned(0.6, 100 * DAY, DAY) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("experience", "talk"), [("0s", 600.0), ("1d", 400.0), ("2d", 300.0 / 0.875)], ids=["new", "1 d", "2 d"]
)
def test_a_starter_talks_the_longer_the_less_he_has_learned(play, need, experience, talk):
    played = play([need(60.0)], with_starters(experience=experience))
    assert played.column("legs", "talk") == pytest.approx([talk])


def test_a_starter_has_learned_overnight(play, need):
    day = {"clock": {"days": 2}, "shifts": {"day": {"hours": "08:00-09:00"}}}
    day["queues"] = {"service": {"at_closing": "keep"}}
    played = play([need(60.0), need(2 * HOUR)], with_starters() | day)
    assert played.column("legs", "talk") == pytest.approx([600.0, 400.0])
    assert played.column("legs", "wait") == [0.0, 22 * HOUR]


def test_what_a_starter_cannot_solve_yet_is_referred(play, need):
    issue = need(60.0, luck={("issue", 0, 0, 1): 0.5})  # complexity
    refers = {"contacts": {"question": {"refers_to": "specialists"}}}
    assert len(play([issue], refers | with_starters(skill="100%")).legs) == 1
    assert len(play([issue], refers | with_starters(skill="60%")).legs) == 2  # 0.6 x 0.75 < 0.5


@pytest.mark.parametrize(("experience", "group"), [("0s", 1), ("2d", 0)])
def test_who_resolves_most_is_told_by_what_starters_have_learned(play, need, experience, group):
    changes = with_starters(experience=experience)
    # agents resolve 0.75 at their full speed, 0.375 at half of it, and 0.656 after two days; the expert 0.6
    changes["groups"]["agents"]["skill"] = "75%"
    changes["groups"]["specialists"] = {"skills": ["service", "specialists"], "skill": "60%"}
    changes["policies"] = {"usual": {"routing": "best_resolver"}}
    assert play([need(60.0)], changes).column("legs", "group") == [group]


def test_without_starters_nobody_is_new(play, need):
    assert play([need(60.0)], with_starters(share="0%")) == play([need(60.0)])


@pytest.fixture
def new():
    """Return the function that finds the starters of 8.5 positions at a share, by replication."""

    def function(centre, share, replication):
        centre["shifts"]["day"]["staff"] = {"agents": 8.5, "specialists": 1}
        centre["groups"]["agents"]["starters"] = {"share": share}
        return starters(build(Scenario.model_validate(centre), "usual"), Luck(1, replication))

    return function


@pytest.mark.slow
def test_a_share_of_positions_is_new_rounded_by_luck_alone(centre, new):
    counts = [len(new(centre, "25%", replication)) for replication in range(400)]
    assert set(counts) == {2, 3}
    assert sum(counts) / 400 == pytest.approx(9 * 0.25, abs=5 * 0.022)


def test_a_larger_share_adds_starters_and_replaces_none(centre, new):
    assert set(new(centre, "20%", 3)) < set(new(centre, "60%", 3))

"""Test that the agents a goal takes are found, on a centre whose measures are known functions of them."""

import polars as pl
import pytest
import toy_centre as toy

from sim.errors import GoodwillError
from sim.studies.bench import Bench, Setting
from sim.studies.goals import Goal
from sim.studies.headcount import paid_fte, staffed
from sim.studies.staff import Question, groups_of, staff


@pytest.fixture
def centre(tmp_path):
    return toy.scenario(tmp_path)


def ask(centre, *goals, policies=("target", "quality"), groups=("clerks", "seniors"), replications=6):
    bench = Bench(toy.Shelf(), 3, function=toy.replicate)
    return staff(bench, Question(centre, policies, goals, groups, replications, 0.95))


def test_a_service_level_is_held_where_it_crosses_the_goal(centre):
    target, quality = ask(centre, Goal("service_level", True, 0.60)).needs
    assert target.factor.low < 12.0 / 10.5 < target.factor.high
    assert quality.factor.value - target.factor.value == pytest.approx(2.0 / 10.5, abs=1e-6)
    assert quality.factor.half_width == pytest.approx(target.factor.half_width, rel=1e-6)


def test_what_the_baseline_has_today_needs_no_agent_more_and_its_luck_cancels(centre):
    target, quality = ask(centre, Goal("service_level")).needs
    assert target.factor.value == pytest.approx(1.0, abs=1e-9)
    assert quality.factor.value == pytest.approx(12.5 / 10.5, abs=1e-9)
    assert quality.factor.half_width == pytest.approx(0.0, abs=1e-9)


def test_the_goal_that_takes_most_agents_decides(centre):
    goals = Goal("service_level", True, 0.50), Goal("abandoned_share", False, 0.04)
    (need,) = ask(centre, *goals, policies=("target",)).needs
    assert need.binding.kpi == "abandoned_share"
    assert need.factor.value == pytest.approx(13.0 / 10.5, abs=1e-9)


def test_one_group_alone_may_change(centre):
    (need,) = ask(
        centre, Goal("abandoned_share", False, 0.04), policies=("target",), groups=("clerks",)
    ).needs
    assert need.factor.value == pytest.approx(10.5 / 8.0, abs=1e-9)
    assert need.fte.value == pytest.approx(13.0, abs=1e-9)
    assert need.today == pytest.approx(10.5)


def test_a_budget_is_spent_to_the_last_coin(centre):
    (need,) = ask(centre, Goal("staff_cost", True, 3000.0), policies=("target",)).needs
    assert need.factor.value == pytest.approx(12.5 / 10.5, abs=1e-9)


def test_a_policy_s_own_agents_count_before_the_factor(centre):
    (need,) = ask(centre, Goal("abandoned_share", False, 0.04), policies=("bigger",)).needs
    assert need.factor.value == pytest.approx(13.0 / 12.5, abs=1e-9)
    assert need.fte.value == pytest.approx(13.0, abs=1e-9)


def test_measures_beside_are_those_at_the_staffing_found(centre):
    found = ask(centre, Goal("abandoned_share", False, 0.04))
    rows = (
        found.table.filter(kpi="staff_cost").group_by("policy").agg(pl.col("numerator", "denominator").sum())
    )
    cost = {policy: over / under for policy, over, under in rows.iter_rows()}
    assert cost == pytest.approx({"target": 240.0 * 13, "quality": 240.0 * 13})


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        (Goal("abandoned_share", False, -0.1), "missed even with 4 times"),
        (Goal("service_level", True, -0.9), "held even with 2 %"),
    ],
)
def test_what_no_staffing_changes_has_no_number_but_a_reason(centre, goal, reason):
    (need,) = ask(centre, goal, policies=("target",)).needs
    assert need.factor.value is None
    assert reason in need.reason


def test_few_levels_are_simulated_and_none_twice(centre):
    shelf = toy.Shelf()
    bench = Bench(shelf, 3, function=toy.replicate)
    asked = Question(centre, ("target",), (Goal("service_level", True, 0.6),), ("clerks", "seniors"), 6, 0.95)
    first = staff(bench, asked)
    assert bench.simulated <= 4 * 4 + 4 * 6
    again = Bench(shelf, 3, function=toy.replicate)
    assert staff(again, asked).needs == first.needs
    assert (again.simulated, again.reused) == (0, bench.simulated)


def test_an_unknown_group_is_refused(centre):
    with pytest.raises(GoodwillError) as refused:
        groups_of(centre, "clerk")
    assert str(refused.value) == (
        "--group: has no such group (got clerk; allowed clerks, seniors). Did you mean clerks?"
    )
    assert groups_of(centre, None) == ("clerks", "seniors")


def test_full_time_equivalents_are_paid_hours_of_a_week(centre):
    # 8 clerks and 2.5 seniors for five days of 8 paid hours
    assert paid_fte(centre) == pytest.approx({"clerks": 8.0, "seniors": 2.5})
    assert paid_fte(centre, 32.0)["clerks"] == pytest.approx(10.0)


def test_agents_by_interval_are_multiplied_too(tmp_path):
    shifts = toy.TEXT.replace(", seniors: 2.5}", "}").replace(", absence: 10%, absence_paid: true", "")
    text = shifts.replace("customers:", "on_duty: {seniors: {mon-fri: [1, 2, 3, 3, 3, 2, 1, 1]}}\ncustomers:")
    changed = staffed(toy.scenario(tmp_path, text), "target", {"seniors": 1.1})
    assert paid_fte(changed) == pytest.approx({"clerks": 8.0, "seniors": 1.1 * 16 * 5 / 40})
    assert changed.on_duty["seniors"].days[0][1][0] == 1.1


def test_a_product_that_should_be_whole_calls_no_further_agent(centre):
    assert staffed(centre, "target", {"clerks": 1.15 / 1.15}).shifts["day"].staff["clerks"] == 8
    assert staffed(centre, "target", {"seniors": 1.2}).shifts["day"].staff["seniors"] == 3.0


def test_words_and_other_policies_do_not_make_another_setting(centre):
    words = centre.model_copy(update={"description": "Other words", "name": "Another"})
    fewer = centre.model_copy(update={"policies": {"target": centre.policies["target"]}})
    digest = Setting(centre, "target").digest()
    assert digest == Setting(words, "target").digest() == Setting(fewer, "target").digest()
    assert digest != Setting(centre, "quality").digest()
    assert digest != Setting(staffed(centre, "target", {"clerks": 1.01}), "target").digest()

"""Test designs, how sure each point gets, which policy may be best, and shares of variance."""

import numpy as np
import pytest
import toy_centre as toy

from sim.errors import GoodwillError
from sim.judging import Judge
from sim.kpis import KPIS
from sim.scenario.load import load
from sim.studies.axes import Axis, Variants, assumptions
from sim.studies.bench import Bench
from sim.studies.best import best_of
from sim.studies.goals import Sums
from sim.studies.sensitivity import morris, sobol
from sim.studies.sweep import Question, grid, long_form, name_of, one_at_a_time, sweep

AXES = [
    Axis("a", "number", 1.0, 0.0, 2.0),
    Axis("b", "s", 60.0, 30.0, 90.0),
    Axis("c", "share", 0.5, 0.0, 1.0),
]


def ask(tmp_path, points, until=None, replications=4, shelf=None, at_most=40):
    toy.scenario(tmp_path)
    loaded = load(tmp_path / "toy.yaml")
    bench = Bench(toy.Shelf() if shelf is None else shelf, 3, function=toy.turning)
    variants = Variants(tmp_path / "toy.yaml", "as_written", (), loaded)
    asked = Question(
        tuple(points),
        ("target", "quality"),
        "target",
        ("service_level",),
        replications,
        Judge(KPIS),
        until or {},
        at_most,
    )
    return long_form(sweep(bench, variants, asked), asked), bench


def test_a_grid_is_every_combination_the_last_path_turning_fastest():
    points = grid({"a": ["1", "2"], "b": ["x", "y"]})
    assert [name_of(point) for point in points] == ["a=1, b=x", "a=1, b=y", "a=2, b=x", "a=2, b=y"]


def test_a_grid_that_nobody_could_wait_for_is_refused():
    with pytest.raises(GoodwillError) as refused:
        grid({"a": ["1"] * 1000, "b": ["1"] * 1000})
    assert (
        str(refused.value) == "--vary: makes too many points (got 1000000; allowed 20000). Take fewer values."
    )


def test_one_at_a_time_starts_from_the_scenario_as_it_stands():
    points = one_at_a_time(AXES[:2])
    assert [name_of(point) for point in points] == ["as it stands", "a=0", "a=2", "b=30s", "b=90s"]


def test_a_sweep_has_a_row_for_each_point_policy_and_measure(tmp_path):
    path = "contacts.question.work.mean"
    table, bench = ask(tmp_path, grid({path: ["240s", "315s"]}))
    assert table.select(path, "policy").rows() == [
        ("240s", "target"), ("240s", "quality"), ("315s", "target"), ("315s", "quality"),
    ]  # fmt: skip
    found = table.filter(policy="quality")["difference"].to_list()
    assert found == pytest.approx([0.075, 0.0], abs=0.02)
    assert bench.simulated == 2 * 2 * 4


def test_points_that_are_not_sure_enough_get_more_replications(tmp_path):
    points = grid({"contacts.question.work.mean": ["240s", "314s"]})
    table, _ = ask(tmp_path, points, {"service_level": 0.005})
    wide, narrow = table.filter(policy="quality").rows(named=True)
    assert wide["replications"] > 4
    assert wide["difference_high"] - wide["difference_low"] <= 2 * 0.005
    assert narrow["replications"] == 4


def test_replications_end_at_the_most_allowed(tmp_path):
    points = grid({"contacts.question.work.mean": ["240s"]})
    table, _ = ask(tmp_path, points, {"service_level": 1e-9}, at_most=9)
    assert table["replications"].to_list() == [9, 9]


def test_what_was_swept_before_is_not_simulated_again(tmp_path):
    shelf = toy.Shelf()
    first, _ = ask(tmp_path, grid({"staffing": ["90%", "100%"]}), shelf=shelf)
    both, bench = ask(tmp_path, grid({"staffing": ["90%", "100%", "110%"]}), shelf=shelf)
    assert bench.simulated == 2 * 4
    assert both.head(4).equals(first)


def test_every_assumption_of_a_file_can_be_moved_alone(tmp_path):
    toy.scenario(tmp_path)
    axes = assumptions(load(tmp_path / "toy.yaml"))
    table, _ = ask(tmp_path, one_at_a_time(axes))
    assert table.height == 2 * (1 + 2 * 3)


def test_the_best_is_named_only_where_it_is_ahead_of_all_others():
    luck = np.array([0.1, -0.1, 0.05, -0.05, 0.0, 0.02])
    ones = np.ones(6)
    sums = {
        "a": Sums(1.0 + luck, ones),
        "b": Sums(2.0 + luck, ones),
        "c": Sums(2.001 + luck + 0.1 * luck[::-1], ones),
    }
    words = {name: one.word for name, one in best_of(sums, higher=True, confidence=0.95).items()}
    assert words == {"a": "not best", "b": "may be best", "c": "may be best"}
    words = {name: one.word for name, one in best_of(sums, higher=False, confidence=0.95).items()}
    assert words == {"a": "best", "b": "not best", "c": "not best"}


def test_the_best_is_in_the_set_as_often_as_is_said():
    luck = np.random.default_rng(5)
    missed = 0
    for _ in range(300):
        common = luck.normal(size=8)
        sums = {
            name: Sums(5.0 + common + luck.normal(scale=0.5, size=8), np.ones(8)) for name in ("a", "b", "c")
        }
        missed += best_of(sums, higher=True, confidence=0.95)["a"].word == "not best"
    assert missed <= 12  # a is as good as any; at 5 %, 15 of 300 are expected at most, Bonferroni gives less


def answer(places):
    return 3.0 * places[:, 0] + 1.0 * places[:, 1]


def test_sobol_shares_out_the_variance_of_a_sum():
    first, second, third = sobol(AXES, answer, 256, 7)
    assert (first.path, second.path, third.path) == ("a", "b", "c")
    assert first.own == pytest.approx(0.9, abs=0.02)
    assert second.own == pytest.approx(0.1, abs=0.02)
    assert third.whole == pytest.approx(0.0, abs=1e-9)


def test_a_sample_that_is_no_power_of_two_is_refused():
    with pytest.raises(GoodwillError) as refused:
        sobol(AXES, answer, 48, 7)
    assert str(refused.value) == "--samples: is no power of 2 (got 48; allowed 2, 4, 8, ...). Write 64."


def test_morris_ranks_elementary_effects():
    pytest.importorskip("SALib")
    first, second, third = morris(AXES, answer, 8, 7)
    assert (first.own, second.own, third.own) == pytest.approx((3.0, 1.0, 0.0))
    assert first.whole == pytest.approx(0.0, abs=1e-9)


def test_without_salib_morris_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "SALib.analyze", None)
    with pytest.raises(GoodwillError) as refused:
        morris(AXES, answer, 8, 7)
    assert str(refused.value) == (
        "--design morris: needs SALib (got none; allowed 1.5 or later). "
        "Install it: pip install 'goodwill-sim[sensitivity]'."
    )

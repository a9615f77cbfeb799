"""Test that turning points are found, on a centre in which one was planted."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
import toy_centre as toy

from sim.errors import GoodwillError
from sim.judging import Judge
from sim.kpis import KPIS
from sim.scenario.load import load
from sim.studies.axes import Axis, Variants, assumptions, parse_levels, parse_range, read, told, written
from sim.studies.bench import Bench
from sim.studies.break_even import Question, break_even

JUDGE = Judge(KPIS, 0.95)
WORK, CONGESTION = "contacts.question.work.mean", "behaviour.work.congestion_pressure"
LUCK = sum(toy.luck(SimpleNamespace(seed=3, replication=r)) for r in range(6)) / 6
MATTERS = 315.0 - 10.0 / (1.0 + 0.2 * LUCK)
"""Mean work [s] at which the toy's quality time still gains the one point of service level that matters."""


@pytest.fixture
def loaded(tmp_path):
    toy.scenario(tmp_path)
    return load(tmp_path / "toy.yaml")


def ask(tmp_path, loaded, axes=None, kpis=("service_level",), policies=("quality",)):
    bench = Bench(toy.Shelf(), 3, function=toy.turning)
    variants = Variants(tmp_path / "toy.yaml", "as_written", (), loaded)
    found = assumptions(loaded) if axes is None else axes
    return break_even(bench, variants, Question(tuple(found), kpis, policies, "target", 6, JUDGE))


def test_every_number_with_a_range_is_an_axis_and_so_is_the_staffing(loaded):
    found = {axis.path: axis for axis in assumptions(loaded)}
    assert list(found) == [WORK, CONGESTION, "staffing"]
    assert found[WORK][1:5] == ("s", 240.0, 180.0, 360.0)
    assert found[CONGESTION][1:5] == ("number", 0.2, 0.0, 1.0)


def test_the_planted_assumption_is_named_first_with_its_turning_point(tmp_path, loaded):
    first, *others = ask(tmp_path, loaded)
    assert first.axis.path == WORK
    assert first.turns_at.value == pytest.approx(MATTERS, abs=0.2)
    assert (first.now, first.then) == ("better", "same")
    assert first.distance == pytest.approx((MATTERS - 240.0) / 120.0, abs=0.01)
    assert first.today.value == pytest.approx(0.075, abs=0.02)
    assert all(one.turns_at.value is None for one in others)


def test_what_is_the_same_today_turns_where_it_begins_to_matter(tmp_path):
    toy.scenario(tmp_path, toy.TEXT.replace("value: 4m", "value: 312s"))
    loaded = load(tmp_path / "toy.yaml")
    (found, *_) = ask(tmp_path, loaded)
    assert found.axis.path == WORK
    assert (found.now, found.then) == ("same", "better")
    assert found.turns_at.value == pytest.approx(MATTERS, abs=0.2)


def test_the_staffing_also_says_where_policies_change_places(tmp_path, loaded):
    axis = next(axis for axis in assumptions(loaded) if axis.path == "staffing")
    bench = Bench(toy.Shelf(), 3, function=toy.crossing)
    variants = Variants(tmp_path / "toy.yaml", "as_written", (), loaded)
    asked = Question((axis,), ("service_level",), ("quality",), "target", 6, JUDGE)
    (found,) = break_even(bench, variants, asked)
    agents = 8 + 2.5
    assert found.places_at.value == pytest.approx(1.1, abs=0.005)
    assert (found.now, found.then) == ("worse", "same")
    assert found.turns_at.value == pytest.approx(1.1 - 0.01 / (0.04 * agents), abs=0.005)


def test_root_and_grid_find_the_same_point(tmp_path, loaded):
    (found,) = ask(tmp_path, loaded, [next(axis for axis in assumptions(loaded) if axis.path == WORK)])
    levels = np.arange(180.0, 361.0, 12.0)
    bench, variants = (
        Bench(toy.Shelf(), 3, function=toy.turning),
        Variants(tmp_path / "toy.yaml", "as_written", (), loaded),
    )
    means = []
    for level in levels:
        settings = {
            ("x", policy): variants.setting({WORK: f"{level:g}s"}, policy) for policy in ("target", "quality")
        }
        table = bench.table(settings, 6).filter(kpi="service_level")
        sums = dict(
            table.group_by("policy").agg(pl.col("numerator").sum()).select("policy", "numerator").iter_rows()
        )
        means.append(sums["quality"] - sums["target"] - 6 * 1000.0 * 0.01)
    k = int(np.flatnonzero(np.diff(np.sign(means)))[0])
    grid = levels[k] + 12.0 * means[k] / (means[k] - means[k + 1])
    half_width = max(found.turns_at.half_width, 0.2)
    assert found.turns_at.value - half_width <= grid <= found.turns_at.value + half_width


def test_what_moves_the_difference_most_comes_first_where_nothing_turns_it(tmp_path, loaded):
    axes = [Axis(CONGESTION, "number", 0.2, 0.0, 1.0), Axis(WORK, "s", 240.0, 230.0, 250.0)]
    first, second = ask(tmp_path, loaded, axes)
    assert (first.axis.path, second.axis.path) == (WORK, CONGESTION)
    assert first.swing == pytest.approx(0.020, rel=0.2)
    assert second.swing == pytest.approx(0.0, abs=1e-12)


def test_few_levels_are_simulated(tmp_path, loaded):
    bench = Bench(toy.Shelf(), 3, function=toy.turning)
    variants = Variants(tmp_path / "toy.yaml", "as_written", (), loaded)
    axis = next(axis for axis in assumptions(loaded) if axis.path == WORK)
    break_even(bench, variants, Question((axis,), ("service_level",), ("quality",), "target", 6, JUDGE))
    assert bench.simulated <= 2 * 6 * (3 + 6)


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("a.b=30s..60s:10s", "a.b", ["30s", "40s", "50s", "60s"]),
        ("a.b=30..31:0.5", "a.b", ["30", "30.5", "31"]),
        ("a.b=80%..120%:20%", "a.b", ["80%", "100%", "120%"]),
        ("a.b=3m..5m", "a.b", ["180s", "300s"]),
        ("a.b=x, y", "a.b", ["x", "y"]),
        ("a.b={dist: fixed, value: 3},[1, 2]", "a.b", ["{dist: fixed, value: 3}", "[1, 2]"]),
    ],
)
def test_levels_are_read_as_people_write_them(text, path, values):
    assert parse_levels(text) == (path, values)


ENDS = "a lower and a higher end and a step above 0, in one unit"
FORMS = "Write PATH=30s..60s:5s or PATH=a,b,c."


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a.b", f"--vary: says nothing to vary (got a.b; allowed PATH=30s..60s:5s or PATH=a,b,c). {FORMS}"),
        (
            "a=60..30:5",
            f"--vary: is no range (got a=60..30:5; allowed {ENDS}). {FORMS}",
        ),
        (
            "a=3m..60:5",
            f"--vary: is no range (got a=3m..60:5; allowed {ENDS}). {FORMS}",
        ),
        ("a=0..9:0.001", f"--vary: has 9001 values (got a=0..9:0.001; allowed at most 1000). {FORMS}"),
    ],
)
def test_what_is_no_range_is_refused(text, error):
    with pytest.raises(GoodwillError) as refused:
        parse_levels(text)
    assert str(refused.value) == error


def test_a_unit_that_is_none_is_named():
    with pytest.raises(GoodwillError, match=r"--vary a: is not a time .*got 3x"):
        parse_levels("a=3x..5x")


def test_a_range_needs_a_number_of_the_scenario(loaded):
    axis = parse_range(f"{WORK}=3m..6m", loaded)
    assert axis[1:5] == ("s", 240.0, 180.0, 360.0)
    assert parse_range("staffing=90%..120%", loaded)[1:5] == ("share", 1.0, 0.9, 1.2)
    with pytest.raises(GoodwillError) as refused:
        parse_range("contacts.question=3..4", loaded)
    assert str(refused.value) == (
        "--vary contacts.question: leads to no number (got contacts.question; allowed a path that goodwill "
        "explain prints). Write one of those."
    )
    with pytest.raises(GoodwillError, match=r"is no range .*allowed PATH=LOW\.\.HIGH"):
        parse_range(f"{WORK}=3m,4m,5m", loaded)


@pytest.mark.parametrize(
    ("text", "level"), [("45s", 45.0), ("0%", 0.0), ("12.5%", 0.125), ("140%", 1.4), ("7", 7.0)]
)
def test_numbers_are_written_as_they_are_read(text, level):
    found, unit = read(text)
    assert found == level
    assert written(found, unit) == text


def test_numbers_are_told_with_few_digits():
    assert [told(x, u) for x, u in [(315.4, "s"), (0.2671, "share"), (31.4159, "number")]] == [
        "5m15s",
        "26.7 %",
        "31.42",
    ]

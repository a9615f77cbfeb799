"""Check how a file is laid over its base, and how places are named."""

from __future__ import annotations

import pytest

from sim.scenario.tree import Mark, dotted, merge, nearest


def test_mappings_are_merged_and_other_values_replaced() -> None:
    base = {"run": {"seed": 1, "replications": 5}, "name": "base", "list": [1, 2]}
    assert merge(base, {"run": {"seed": 2}, "list": [3]}) == {
        "run": {"seed": 2, "replications": 5},
        "name": "base",
        "list": [3],
    }


@pytest.mark.parametrize(
    ("base", "own"),
    [
        ({"contacts": {"a": {"volume": {"per_hour": 5}}}}, {"contacts": {"a": {"volume": {"mon": [1]}}}}),
        ({"on_duty": {"a": {"mon": [1]}}}, {"on_duty": {"a": {"mon-tue": [1]}}}),
        ({"clock": {"open": {"mon-fri": "x"}}}, {"clock": {"open": {"mon": "x"}}}),
        ({"patience": {"dist": "weibull", "shape": 1}}, {"patience": {"dist": "exponential", "mean": "1m"}}),
        ({"pace": {"kind": "quality_time", "rapport": "1m"}}, {"pace": {"kind": "none"}}),
        ({"chance": {"value": 1, "range": [0, 2]}}, {"chance": {"value": 5}}),
    ],
)
def test_what_is_one_value_is_replaced_as_a_whole(base: dict[str, object], own: dict[str, object]) -> None:
    assert merge(base, own) == own


def test_a_member_of_the_same_kind_is_merged() -> None:
    base = {"work": {"dist": "lognormal", "mean": "4m", "cv": 1}}
    assert merge(base, {"work": {"mean": "5m"}})["work"] == {"dist": "lognormal", "mean": "5m", "cv": 1}


def test_the_nearest_mark_is_that_of_the_closest_ancestor() -> None:
    marks = {(): Mark("x", 1, 1), ("a",): Mark("x", 2, 1)}
    assert nearest(marks, ("a", "b", 0)) == Mark("x", 2, 1)
    assert nearest(marks, ("c",)) == Mark("x", 1, 1)


def test_an_address_is_written_with_dots_on_one_line() -> None:
    assert dotted(("a", 0, "b\nc")) == "a.0.b c"
    assert dotted(()) == "document"

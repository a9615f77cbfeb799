"""Test that a warm-up is judged by what builds up from an empty start."""

import numpy as np
import pytest
import toy_centre as toy

from sim.engines.choice import COMPILED, SIMPY
from sim.studies.bench import Bench, Setting
from sim.studies.warm_up import judge, repeats, verdict

DAY = 86400.0
LUCK = np.random.default_rng(11)


def build_up(days, rise):
    """Return half-hours of ten-hour days, and a share that rises with a time constant of `rise` days."""
    moments = np.array([day * DAY + 28800.0 + 1800.0 * k for day in range(days) for k in range(20)])
    return moments, 0.2 * (1.0 - np.exp(-moments / DAY / rise)) + LUCK.normal(scale=0.01, size=moments.size)


def test_a_warm_up_within_which_repeats_have_built_up_is_let_pass():
    assert verdict(*build_up(19, 1.0), 7 * DAY) == ""


def test_one_that_is_too_short_is_told_with_the_days_it_takes():
    told = verdict(*build_up(19, 1.0), 1 * DAY)
    assert told.startswith("The warm-up of 1 days is too short: by MSER-5 repeats rise for ")
    assert told.endswith("days. Set clock.warm_up longer.")


def test_a_run_that_never_settles_is_told():
    assert verdict(*build_up(19, 40.0), 7 * DAY) == (
        "The run is too short to judge its warm-up: by MSER-5 repeats still rise in its second half. "
        "Set clock.days or clock.warm_up longer."
    )


def test_of_a_few_intervals_nothing_is_said():
    assert verdict(*build_up(1, 40.0), 0.0) == ""


def test_the_day_s_shape_is_no_trend():
    arrived = np.array([day * DAY + 3600.0 * hour for day in range(3) for hour in (9, 9.1, 10, 10.1)])
    attempt = np.array([1.0, 0.0, 0.0, 0.0] * 3)
    moments, series = repeats(arrived, attempt, 3600.0)
    assert moments.tolist() == [day * DAY + 3600.0 * hour for day in range(3) for hour in (9, 10)]
    assert series == pytest.approx(np.zeros(6))


def test_a_scenario_without_warm_up_whose_customers_call_again_is_told(tmp_path):
    text = toy.TEXT.replace("days: 5", "days: 12").replace("question:\n", "question:\n    scale: 2\n")
    slow = text.replace("behaviour: {", "behaviour: {recontact: {after: {dist: exponential, mean: 2d}}, ")
    assert "too short" in judge(Setting(toy.scenario(tmp_path, slow), "target"), 3)


@pytest.mark.slow
def test_both_engines_judge_alike(tmp_path):
    text = toy.TEXT.replace("days: 5", "days: 12").replace("question:\n", "question:\n    scale: 2\n")
    slow = text.replace("behaviour: {", "behaviour: {recontact: {after: {dist: exponential, mean: 2d}}, ")
    setting = Setting(toy.scenario(tmp_path, slow), "target")
    taken = {
        engine: Bench(toy.Shelf(), 3, engine=engine).engine_for(setting, 1) for engine in (SIMPY, COMPILED)
    }
    assert taken == {SIMPY: SIMPY, COMPILED: COMPILED}
    assert judge(setting, 3, COMPILED) == judge(setting, 3) != ""

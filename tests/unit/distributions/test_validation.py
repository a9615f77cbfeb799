"""Test that distributions without a meaning are refused with a remedy."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions.base import AnyShare, AnyTime, Distribution
from sim.distributions.lognormal import Lognormal


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"dist": "lognormal", "mean": "4m"}, "needs exactly two numbers"),
        ({"dist": "lognormal", "mean": "4m", "sigma": 1}, "needs exactly two numbers"),
        ({"dist": "lognormal", "mean": "4m", "cv": 1, "sigma": 1}, "needs exactly two numbers"),
        ({"dist": "lognormal", "median": "0s", "sigma": 1}, "has no spread around zero"),
        ({"dist": "exponential", "mean": "0s"}, "is zero (got 0s; allowed a time above 0s)"),
        ({"dist": "gamma", "mean": "0s", "cv": 1}, "is zero (got 0s; allowed a time above 0s)"),
        ({"dist": "gamma", "mean": 0, "cv": 1}, "has no unit"),
        ({"dist": "weibull", "scale": "0s", "shape": 1}, "is zero (got 0s; allowed a time above 0s)"),
        ({"dist": "uniform", "low": "3m", "high": "2m"}, "ends before it begins (got 180s to 120s)"),
        ({"dist": "empirical", "times": ["1m", "2m"], "ended": ["10%"]}, "at least 2 items"),
        (
            {"dist": "empirical", "times": ["1m", "2m"], "ended": ["10%", "20%", "30%"]},
            "has 2 times for 3 shares",
        ),
        ({"dist": "empirical", "times": ["2m", "1m"], "ended": ["10%", "20%"]}, "is not a rising curve"),
        ({"dist": "empirical", "times": ["1m", "2m"], "ended": ["10%", "100%"]}, "is not a rising curve"),
    ],
)
def test_a_distribution_without_a_meaning_is_refused(settings, message):
    with pytest.raises(ValidationError, match=re.escape(message)):
        TypeAdapter(AnyTime).validate_python(settings)


def test_a_time_is_not_a_share():
    with pytest.raises(ValidationError):
        TypeAdapter(AnyShare).validate_python({"dist": "exponential", "mean": "4m"})
    with pytest.raises(ValidationError):
        TypeAdapter(AnyTime).validate_python({"dist": "fixed", "share": "30%"})


def test_a_bare_time_is_a_constant_and_a_bare_name_is_a_member():
    made = TypeAdapter(AnyTime).validate_python("4m30s")
    assert (made.dist, made.value) == ("constant", 270.0)
    assert TypeAdapter(AnyTime).validate_python("infinite").dist == "infinite"


def test_both_ways_to_write_a_lognormal_agree():
    by_mean = Lognormal.model_validate({"dist": "lognormal", "mean": "300s", "cv": 1})
    by_median = Lognormal.model_validate(
        {"dist": "lognormal", "median": f"{300 / 2**0.5!r}s", "sigma": 0.8325546111576977}
    )
    assert by_mean.numbers() == pytest.approx(by_median.numbers(), rel=1e-14)
    assert by_median.expected() == pytest.approx(300.0)


def test_a_member_that_forgets_its_numbers_says_so():
    with pytest.raises(TypeError, match="Distribution does not say its numbers"):
        Distribution().numbers()
    with pytest.raises(TypeError, match="Distribution does not say its expected value"):
        Distribution().expected()

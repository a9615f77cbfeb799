"""Test which exponential patience the formulas take for any other."""

import math

import pytest

from sim.distributions.base import Law, law
from sim.distributions.constant import Constant
from sim.distributions.exponential import Exponential
from sim.distributions.infinite import Infinite
from sim.distributions.lognormal import Lognormal
from sim.oracles.beside import matched_patience


def test_patience_is_matched_by_who_is_gone_after_the_target():
    lognormal = Lognormal.model_validate({"dist": "lognormal", "median": "5m", "sigma": 1.5})
    mean = matched_patience(law(lognormal), 300.0)
    assert 1.0 - math.exp(-300.0 / mean) == pytest.approx(0.5)
    exponential = Exponential.model_validate({"dist": "exponential", "mean": "3m"})
    assert matched_patience(law(exponential), 20.0) == pytest.approx(180.0)
    constant = law(Constant.model_validate({"dist": "constant", "value": "60s"}))
    assert matched_patience(constant, 20.0) == pytest.approx(60.0 / math.log(2.0))
    assert matched_patience(law(Infinite.model_validate({"dist": "infinite"})), 20.0) is None
    assert matched_patience(Law(constant.code, (0.0,)), 20.0) is None


@pytest.mark.parametrize(
    ("patience", "within", "mean"),
    [
        ({"dist": "exponential", "mean": "20s"}, 900.0, 20.0),
        ({"dist": "lognormal", "mean": "10s", "cv": 0.05}, 20.0, 10.0 / math.sqrt(1.0025) / math.log(2.0)),
    ],
)
def test_a_target_far_beyond_every_patience_has_a_match(patience, within, mean):
    """The search once asked for the quantile at 1, where a law without end has none."""
    kind = Exponential if patience["dist"] == "exponential" else Lognormal
    assert matched_patience(law(kind.model_validate(patience)), within) == pytest.approx(mean)

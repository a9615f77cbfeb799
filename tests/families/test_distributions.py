"""Test every distribution alike: its quantile rises, meets an independent one, and has the mean it states."""

import importlib
import math
from pathlib import Path

import numpy as np
import pytest
import yaml
from pydantic import TypeAdapter
from scipy import stats

from sim.distributions.base import AnyShare, AnyTime, ShareDistribution
from sim.distributions.table import POINTS, STEP
from sim.family import members

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text())["sim.distributions"]
WRITTEN = [(name, settings) for name, several in EXAMPLES.items() for settings in several]
LOGITS = np.linspace(-13.8, 13.8, 6001)  # from a millionth to all but a millionth
EXTREMES = (2**-53, 1 - 2**-53)
POINT = {"constant", "fixed", "infinite"}
CELL = STEP / 4  # the widest a cell of a table gets, as a share


def curve(made):
    """Return the quantile of a measured curve, by interpolation between its points."""

    class Curve:
        def ppf(self, u):
            times, ended = np.array([0.0, *made.times]), np.array([0.0, *made.ended])
            tail = times[-1] * np.log1p(-u) / np.log1p(-ended[-1])
            return np.where(u < ended[-1], np.interp(u, ended, times), tail)

    return Curve()


def lognormal(made):
    variance = math.log(1 + made.cv**2) if made.cv else made.sigma**2
    median = made.mean / math.sqrt(1 + made.cv**2) if made.cv else made.median
    return stats.lognorm(math.sqrt(variance), scale=median)


# name -> (an independent quantile, relative error allowed)
REFERENCES = {
    "beta": (lambda made: stats.beta(made.a, made.b), 2e-4),
    "empirical": (curve, None),
    "exponential": (lambda made: stats.expon(scale=made.mean), 1e-12),
    "gamma": (lambda made: stats.gamma(made.cv**-2, scale=made.mean * made.cv**2), 2.1e-4),
    "lognormal": (lognormal, 1e-12),
    "uniform": (lambda made: stats.uniform(made.low, made.high - made.low), 1e-12),
    "weibull": (lambda made: stats.weibull_min(made.shape, scale=made.scale), 1e-12),
}


def load(name, settings):
    field = AnyShare if name in {"beta", "fixed"} else AnyTime
    return TypeAdapter(field).validate_python({"dist": name, **settings})


def quantile(made, u):
    """Return the quantiles of a distribution at `u`, a float or an array of shape (n,)."""
    rule, numbers = importlib.import_module(type(made).__module__).quantile, made.numbers()
    return np.array([rule(numbers, float(x)) for x in np.atleast_1d(u)])


def shares(logits):
    return 1.0 / (1.0 + np.exp(-logits))


def test_every_distribution_is_held_against_another_or_is_a_point():
    from sim.distributions.base import PACKAGE, Distribution

    assert members(PACKAGE, "dist", Distribution).keys() == REFERENCES.keys() | POINT


@pytest.mark.parametrize(("name", "settings"), WRITTEN)
def test_a_quantile_rises_with_luck_and_stays_in_its_range(name, settings):
    made = load(name, settings)
    values = quantile(made, np.concatenate([[EXTREMES[0]], shares(LOGITS), [EXTREMES[1]]]))
    steps = np.diff(values) if name != "infinite" else np.zeros(1)
    assert np.all(steps >= 0.0 if name in POINT else steps > 0.0)
    assert values.min() >= 0.0
    assert values.max() <= (1.0 if isinstance(made, ShareDistribution) else math.inf)
    assert np.isfinite(values).all() or name == "infinite"


@pytest.mark.parametrize(("name", "settings"), [w for w in WRITTEN if w[0] not in POINT | {"empirical"}])
def test_a_quantile_meets_an_independent_one(name, settings):
    made = load(name, settings)
    reference, bound = REFERENCES[name]
    u = shares(LOGITS)
    assert quantile(made, u) == pytest.approx(reference(made).ppf(u), rel=bound)


@pytest.mark.parametrize("cv", [0.1, 0.5, 1.0, 1.5])
def test_the_gamma_table_keeps_the_bound_it_states(cv):
    made = load("gamma", {"mean": "1s", "cv": cv})
    u = np.concatenate([[1e-6], shares(np.linspace(-13.8155, 13.8155, 4001)), [1 - 1e-6]])
    assert quantile(made, u) == pytest.approx(stats.gamma(cv**-2, scale=cv**2).ppf(u), rel=2.1e-4)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 1), (2, 2), (0.5, 6), (20, 3)])
def test_the_beta_table_keeps_the_bound_it_states(a, b):
    made = load("beta", {"a": a, "b": b})
    assert quantile(made, shares(LOGITS)) == pytest.approx(
        stats.beta(a, b).ppf(shares(LOGITS)), rel=0, abs=1e-5
    )


@pytest.mark.parametrize("settings", EXAMPLES["empirical"])
def test_a_measured_curve_is_read_within_a_cell_of_its_table(settings):
    made = load("empirical", settings)
    u, reference = shares(LOGITS), curve(made)
    values = quantile(made, u)
    assert CELL < 0.0045
    assert np.all(values >= reference.ppf(np.maximum(u - CELL, 0.0)) * (1 - 1e-12))
    assert np.all(values <= reference.ppf(np.minimum(u + CELL, 1 - 1e-9)) * (1 + 1e-12))
    steady = np.abs(u[:, None] - np.array(made.ended)).min(axis=1) > CELL
    assert values[steady] == pytest.approx(reference.ppf(u[steady]), rel=2e-4)


@pytest.mark.parametrize(("name", "settings"), WRITTEN)
def test_the_stated_mean_is_the_mean_of_the_quantile(name, settings):
    made = load(name, settings)
    if name == "infinite":
        assert made.expected() == math.inf
        return
    w = np.linspace(-36.0, 36.0, 14_401)
    weights = shares(w) * shares(-w)
    mean = quantile(made, shares(w)) @ weights / weights.sum()
    assert made.expected() == pytest.approx(mean, rel=2e-4)


def test_a_table_has_one_length_whatever_it_tabulates():
    tables = [
        load(name, settings).numbers() for name, settings in WRITTEN if name in {"beta", "gamma", "empirical"}
    ]
    assert {len(table) for table in tables} == {POINTS}

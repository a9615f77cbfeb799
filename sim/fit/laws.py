"""Laws of times, compared by AIC: lognormal, Weibull, gamma and exponential, right-censored or not.

Sources: Akaike (1974), IEEE Trans. Automatic Control 19:716-723; right-censored likelihood: Klein and
Moeschberger (2003), Survival Analysis, section 3.5. The same numbers as SciPy's fits of CensoredData, but on
counted values, so that a million of them take no time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LOG_2PI = 1.8378770664093453
ZERO = 0.5
"""What stands for a time of 0 s, which clocks in whole seconds show for anything shorter [s]."""


class Times(NamedTuple):
    """Times by value: what ended with its counts, and what was cut off (right-censored) with its own [s]."""

    ended: Floats
    counts: Floats
    cut: Floats
    cut_counts: Floats

    @property
    def n(self) -> int:
        """Return how many ended."""
        return int(self.counts.sum())


class Fitted(NamedTuple):
    """A law at its most likely numbers.

    theta: unconstrained, as `LAWS` takes them. covariance: of theta, shape (k, k). loglik: its maximum.
    """

    law: str
    theta: Floats
    covariance: Floats
    loglik: float

    @property
    def aic(self) -> float:
        """Return Akaike's criterion: smaller is better."""
        return 2.0 * self.theta.size - 2.0 * self.loglik


class Law(NamedTuple):
    """Log density and log survival of a law [1/s, 1] at theta, and where the search begins."""

    density: Callable[[Floats, Floats], Floats]
    survival: Callable[[Floats, Floats], Floats]
    start: Callable[[float, float], list[float]]


def times(ended: Floats, cut: Floats | None = None) -> Times:
    """Return times by value; 0 s stands for half a second."""
    values, counts = np.unique(np.where(ended <= 0.0, ZERO, ended), return_counts=True)
    others = np.empty(0) if cut is None else cut[cut > 0.0]
    cut_values, cut_counts = np.unique(others, return_counts=True)
    return Times(values, counts.astype(np.float64), cut_values, cut_counts.astype(np.float64))


def compare(data: Times, laws: tuple[str, ...] = ()) -> list[Fitted]:
    """Return the laws at their most likely numbers, the best by AIC first."""
    found = [fit(name, data) for name in laws or tuple(LAWS)]
    return sorted(found, key=lambda one: one.aic)


def fit(name: str, data: Times) -> Fitted:
    """Return a law at its most likely numbers, with the covariance by the observed information."""
    from scipy.optimize import minimize

    law = LAWS[name]

    def loss(theta: Floats) -> float:
        with np.errstate(all="ignore"):
            told = float(data.counts @ law.density(theta, data.ended))
            if data.cut.size:
                told += float(data.cut_counts @ law.survival(theta, data.cut))
        return -told if np.isfinite(told) else 1e300

    logs = np.log(data.ended)
    total = data.counts.sum()
    mean = float(data.counts @ logs / total)
    spread = float(np.sqrt(max(data.counts @ (logs - mean) ** 2 / total, 1e-4)))
    waited = float(data.counts @ data.ended + data.cut_counts @ data.cut) / total
    start = np.array(law.start(mean, spread))
    if name in ("exponential", "gamma", "weibull") and data.cut.size:
        start[0] = np.log(waited)
    best = minimize(
        loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6, "maxiter": 4000}
    )
    theta = np.asarray(best.x, np.float64)
    return Fitted(name, theta, covariance(loss, theta), -float(best.fun))


def covariance(loss: Callable[[Floats], float], theta: Floats) -> Floats:
    """Return the inverse of the observed information by central differences."""
    k, step = theta.size, 1e-3
    hessian = np.empty((k, k))
    for i in range(k):
        for j in range(k):
            at = [
                loss(theta + step * (np.eye(k)[i] * a + np.eye(k)[j] * b))
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            hessian[i, j] = (at[0] - at[1] - at[2] + at[3]) / (4.0 * step * step)
    try:
        return np.asarray(np.linalg.inv(hessian), np.float64)
    except np.linalg.LinAlgError:
        return np.full((k, k), np.nan)


def _lognormal_density(theta: Floats, x: Floats) -> Floats:
    z = (np.log(x) - theta[0]) / np.exp(theta[1])
    return np.asarray(-0.5 * z * z - theta[1] - np.log(x) - 0.5 * LOG_2PI, np.float64)


def _lognormal_survival(theta: Floats, x: Floats) -> Floats:
    from scipy.special import log_ndtr

    return np.asarray(log_ndtr((theta[0] - np.log(x)) / np.exp(theta[1])), np.float64)


def _weibull_density(theta: Floats, x: Floats) -> Floats:
    shape, logs = np.exp(theta[1]), np.log(x) - theta[0]
    return np.asarray(theta[1] - theta[0] + (shape - 1.0) * logs - np.exp(shape * logs), np.float64)


def _weibull_survival(theta: Floats, x: Floats) -> Floats:
    return np.asarray(-np.exp(np.exp(theta[1]) * (np.log(x) - theta[0])), np.float64)


def _gamma_density(theta: Floats, x: Floats) -> Floats:
    from scipy.special import gammaln

    shape = np.exp(theta[1])
    scale = np.exp(theta[0]) / shape
    return np.asarray(
        (shape - 1.0) * np.log(x) - x / scale - gammaln(shape) - shape * np.log(scale), np.float64
    )


def _gamma_survival(theta: Floats, x: Floats) -> Floats:
    from scipy.special import gammaincc

    shape = np.exp(theta[1])
    return np.asarray(np.log(gammaincc(shape, x * shape / np.exp(theta[0]))), np.float64)


def _exponential_density(theta: Floats, x: Floats) -> Floats:
    return np.asarray(-theta[0] - x * np.exp(-theta[0]), np.float64)


def _exponential_survival(theta: Floats, x: Floats) -> Floats:
    return np.asarray(-x * np.exp(-theta[0]), np.float64)


LAWS = {
    "lognormal": Law(_lognormal_density, _lognormal_survival, lambda mean, spread: [mean, np.log(spread)]),
    "weibull": Law(_weibull_density, _weibull_survival, lambda mean, spread: [mean + 0.5 * spread, 0.0]),
    "gamma": Law(_gamma_density, _gamma_survival, lambda mean, spread: [mean + 0.5 * spread, 0.0]),
    "exponential": Law(
        _exponential_density, _exponential_survival, lambda mean, spread: [mean + 0.5 * spread]
    ),
}
"""theta: lognormal (mu, log sigma); Weibull (log scale, log shape); gamma (log mean, log shape); exponential
(log mean)."""


def survival(found: Fitted, at: Floats) -> Floats:
    """Return the share that lasts longer than each time of `at` [s]."""
    return np.asarray(np.exp(LAWS[found.law].survival(found.theta, np.maximum(at, 1e-9))), np.float64)


def kaplan_meier(data: Times) -> tuple[Floats, Floats]:
    """Return times [s] and the share that lasts longer, by the product limit.

    Source: Kaplan and Meier (1958), JASA 53:457-481.
    """
    at = np.unique(np.concatenate([data.ended, data.cut]))
    died, gone = np.zeros(at.size), np.zeros(at.size)
    died[np.searchsorted(at, data.ended)] += data.counts
    gone[np.searchsorted(at, data.cut)] += data.cut_counts
    risk = (died + gone)[::-1].cumsum()[::-1]
    return at, np.asarray(np.cumprod(1.0 - died / risk), np.float64)

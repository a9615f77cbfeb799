"""Share out how much each assumption moves the difference between two policies: Sobol and Morris."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.errors import GoodwillError
from sim.estimate import Floats
from sim.studies.axes import Axis

Answer = Callable[[Floats], Floats]
"""Turns places between the ends of the axes, shape (points, axes), into answers, shape (points,)."""


class Effect(NamedTuple):
    """What one assumption does to an answer.

    Sobol: `own` is the share of the variance that it brings alone, `whole` with all it does together with
    others. Morris: `own` is the mean size of an elementary effect (mu star), `whole` its spread (sigma).
    """

    path: str
    own: float
    whole: float


def sobol(axes: Sequence[Axis], answer: Answer, samples: int, seed: int) -> list[Effect]:
    """Return Sobol's indices of first and total order, assumptions even over their ranges.

    samples: a power of 2; the answer is asked at samples x (axes + 2) points. Source: Saltelli et al. 2010,
    Computer Physics Communications 181:259-270, by scipy.stats.sobol_indices.
    Raises: GoodwillError where `samples` is no power of 2.
    """
    from scipy import stats

    if samples & (samples - 1):
        next_one = 1 << samples.bit_length()
        raise GoodwillError(
            f"--samples: is no power of 2 (got {samples}; allowed 2, 4, 8, ...). Write {next_one}."
        )

    def asked(places: Floats) -> Floats:
        return answer(np.asarray(places, dtype=np.float64).T)

    uniform: list[Any] = [stats.uniform()] * len(axes)
    found = stats.sobol_indices(func=asked, n=samples, dists=uniform, rng=seed)
    own, whole = np.ravel(found.first_order), np.ravel(found.total_order)
    return _ranked(axes, own, whole)


def morris(axes: Sequence[Axis], answer: Answer, samples: int, seed: int) -> list[Effect]:
    """Return Morris' elementary effects; the answer is asked at samples x (axes + 1) points.

    Source: Morris 1991, Technometrics 33:161-174; Campolongo et al. 2007 (mu star), by SALib.
    Raises: GoodwillError where SALib is not installed.
    """
    try:
        from SALib.analyze import morris as analyse
        from SALib.sample import morris as sample
    except ImportError as fault:
        raise GoodwillError(
            "--design morris: needs SALib (got none; allowed 1.5 or later). "
            "Install it: pip install 'goodwill-sim[sensitivity]'."
        ) from fault
    problem = {
        "num_vars": len(axes),
        "names": [axis.path for axis in axes],
        "bounds": [[0.0, 1.0]] * len(axes),
    }
    places = sample.sample(problem, samples, num_levels=4, seed=seed)
    found = analyse.analyze(problem, places, answer(places), num_levels=4, seed=seed)
    return _ranked(axes, np.asarray(found["mu_star"]), np.asarray(found["sigma"]))


def _ranked(axes: Sequence[Axis], own: Floats, whole: Floats) -> list[Effect]:
    found = [Effect(axis.path, float(a), float(b)) for axis, a, b in zip(axes, own, whole, strict=True)]
    return sorted(found, key=lambda one: -one.own)

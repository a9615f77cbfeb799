"""Fit classes of customers: how many, how much more patient, and how far before others they are picked.

A scenario has them as `customers.segments` and in a policy's `line`. One factor multiplies the patience of a
class whatever the type: a law of accelerated failure times (Klein and Moeschberger 2003, Survival Analysis,
section 12.2), the served right-censored, with the law that fits each type best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, sqrt
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.laws import LAWS, Fitted, Times, covariance, times
from sim.fit.measured import Z95, Measured, share
from sim.fit.patience import ENOUGH, Patience
from sim.fit.picks import Ahead, heads

Floats = NDArray[np.float64]
CLEAR = 10.0
"""AIC by which patience has to differ between classes (Burnham and Anderson 2002, p. 70: no support left)."""
SEEN = 300
"""Contacts from which a type's own classes are looked at (assumption)."""
MOST = 6
"""Classes at most; with more the column names no classes (assumption)."""


class Classes(NamedTuple):
    """Classes of customers, the one with most contacts first.

    shares: of the contacts that are first attempts. patience: times as long that a class waits as the first,
    empty where chance explains it or too few hung up. laws: patience of the first by type, where classes
    differ. met: the class that met others most often in line. ahead: how far others stand before that one.
    why: why no patience is told, or "". apart: share of contacts that would have to be of another class for a
    type to have the classes of all, in the type where it is largest.
    """

    shares: Mapping[str, Measured]
    patience: Mapping[str, Measured]
    laws: Mapping[str, Patience]
    met: str
    ahead: Mapping[str, Ahead]
    why: str
    apart: float

    @property
    def differ(self) -> bool:
        """Whether any class is more patient or stands elsewhere than another."""
        return bool(self.patience) or self.are_picked

    @property
    def are_picked(self) -> bool:
        """Whether agents pick one class before another."""
        return any(one.is_told for one in self.ahead.values())


def classes(
    rows: pl.DataFrame, patience: Mapping[str, Patience], redials: Mapping[str, float], customers: float
) -> Classes | None:
    """Return what a table tells of classes; None where it tells no two of them.

    rows: kind, level, served, wait [s] and joins [s] of contacts. patience: that of the types, all classes
    together. redials: share of those who hung up that call again, by type. customers: how many there are, on
    whom a share stands, as a class is of a customer.
    """
    known = rows.drop_nulls("level")
    counts = known.group_by("kind", "level").agg(n=pl.len(), gone=(~pl.col("served")).sum())
    if not 2 <= counts["level"].n_unique() <= MOST:
        return None
    firsts: dict[str, float] = {}
    for kind, level, n, gone in counts.sort("kind", "level").iter_rows():
        firsts[level] = firsts.get(level, 0.0) + n - redials.get(kind, 0.0) * gone
    names = sorted(firsts, key=lambda name: (-firsts[name], name))
    total = sum(firsts.values())
    n, how = round(min(total, customers)), "of the contacts less redials, n by customers"
    shares = {name: share(firsts[name] / total * n, n, how) for name in names}
    factors, laws, why = _patience(known, names, patience)
    return Classes(shares, factors, laws, *heads(known, names), why, _apart(known))


def _apart(known: pl.DataFrame) -> float:
    """Return how far the classes of a type are from those of all at most, as a share of its contacts."""
    whole = dict(known.group_by("level").agg(pl.len() / known.height).iter_rows())
    found = [0.0]
    for _, own in known.group_by("kind"):
        if own.height >= SEEN:
            here = dict(own.group_by("level").agg(pl.len() / own.height).iter_rows())
            found.append(sum(abs(here.get(name, 0.0) - part) for name, part in whole.items()) / 2.0)
    return max(found)


def _patience(
    known: pl.DataFrame, names: Sequence[str], patience: Mapping[str, Patience]
) -> tuple[dict[str, Measured], dict[str, Patience], str]:
    """Return the factor of each class, the reference's laws by type, and why there are none."""
    waited = known.filter(pl.col("wait") > 0)
    gone = dict(waited.filter(~pl.col("served")).group_by("level").len().iter_rows())
    if sum(gone.get(name, 0) >= ENOUGH for name in names) < len(names):
        few = ", ".join(name for name in names if gone.get(name, 0) < ENOUGH)
        return {}, {}, f"fewer than {ENOUGH} hung up of class {few}"
    kinds = [kind for kind, one in patience.items() if not one.pooled]
    if not kinds:
        return {}, {}, "no type has a patience of its own"
    model = _Model(waited, names, {kind: patience[kind].laws[0] for kind in kinds})
    numbers, loss = model.best()
    if 2.0 * (model.alike() - loss) <= CLEAR + 2.0 * (len(names) - 1):
        return {}, {}, "classes differ within chance"
    errors = covariance(model.loss, numbers)
    how = "times as long as the class with most contacts, one factor for all types, the served right-censored"
    factors = {names[0]: Measured(1.0, 1.0, 1.0, gone[names[0]], "the class with most contacts")}
    for place, name in enumerate(names[1:]):
        at, error = numbers[place], sqrt(max(float(errors[place, place]), 0.0))
        value, low, high = (exp(one) for one in (at, at - Z95 * error, at + Z95 * error))
        factors[name] = Measured(value, low, high, gone[name], how)
    laws = {kind: Patience((model.law(kind, numbers, errors, -loss),), patience[kind].data) for kind in kinds}
    return factors, laws, ""


class _Model:
    """Types with a law each, and classes that stretch it: the numbers of a search are factors, then laws."""

    def __init__(self, waited: pl.DataFrame, names: Sequence[str], laws: Mapping[str, Fitted]) -> None:
        self.names, self.laws = names, laws
        self.data: dict[str, list[Times]] = {
            kind: [_times(waited.filter(kind=kind, level=one)) for one in names] for kind in laws
        }
        self.start = np.concatenate([np.zeros(len(names) - 1), *(one.theta for one in laws.values())])

    def _place(self, kind: str) -> slice:
        at = len(self.names) - 1
        for name, law in self.laws.items():
            if name == kind:
                return slice(at, at + law.theta.size)
            at += law.theta.size
        raise KeyError(kind)

    def loss(self, numbers: Floats) -> float:
        """Return the log likelihood, its sign turned."""
        told = 0.0
        with np.errstate(all="ignore"):
            for kind, parts in self.data.items():
                law, theta = LAWS[self.laws[kind].law], numbers[self._place(kind)]
                for place, data in enumerate(parts):
                    own = theta.copy()
                    own[0] += numbers[place - 1] if place else 0.0
                    told += float(data.counts @ law.density(own, data.ended)) if data.ended.size else 0.0
                    told += float(data.cut_counts @ law.survival(own, data.cut)) if data.cut.size else 0.0
        return -told if np.isfinite(told) else 1e300

    def best(self) -> tuple[Floats, float]:
        """Return the most likely numbers, and the loss there."""
        from scipy.optimize import minimize

        found = minimize(self.loss, self.start, method="L-BFGS-B")
        return np.asarray(found.x, np.float64), float(found.fun)

    def alike(self) -> float:
        """Return the loss where all classes are as patient."""
        from scipy.optimize import minimize

        free = len(self.names) - 1
        held = np.zeros(free)
        found = minimize(
            lambda laws: self.loss(np.concatenate([held, laws])), self.start[free:], method="L-BFGS-B"
        )
        return float(found.fun)

    def law(self, kind: str, numbers: Floats, errors: Floats, told: float) -> Fitted:
        """Return the law of the reference for a type."""
        place = self._place(kind)
        return Fitted(self.laws[kind].law, numbers[place], errors[place, place], told)


def _times(rows: pl.DataFrame) -> Times:
    return times(*(rows.filter(one)["wait"].to_numpy() for one in (~pl.col("served"), pl.col("served"))))

"""Fit patience: the served count as right-censored, as they would have waited longer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sim.fit.laws import Fitted, Times, compare, times
from sim.fit.measured import Z95, Measured, seconds_text, sourced
from sim.importers.grain import ANSWERED

LAWS = ("lognormal", "weibull", "exponential")
ENOUGH = 30
"""Contacts that hung up, below which a type takes the patience of all (assumption)."""


class Patience(NamedTuple):
    """Patience of one type: the laws that were compared, the best first, and what they were fitted to."""

    laws: tuple[Fitted, ...]
    data: Times
    pooled: bool = False

    @property
    def n(self) -> int:
        """Return how many hung up."""
        return self.data.n

    def numbers(self) -> dict[str, Measured]:
        """Return the numbers of the best law, with 95 % intervals."""
        best, queued = self.laws[0], int(self.data.counts.sum() + self.data.cut_counts.sum())
        how = f"{best.law} by AIC, the served right-censored, {queued} queued"
        names = {"lognormal": ("median", "sigma"), "weibull": ("scale", "shape"), "exponential": ("mean",)}[
            best.law
        ]
        found = {}
        for place, name in enumerate(names):
            error = float(np.sqrt(max(best.covariance[place, place], 0.0)))
            at = best.theta[place]
            value, low, high = (float(np.exp(one)) for one in (at, at - Z95 * error, at + Z95 * error))
            found[name] = Measured(value, low, high, self.n, how)
        return found

    def median(self) -> Measured:
        """Return the time after which half have hung up [s]."""
        numbers = self.numbers()
        match self.laws[0].law:
            case "lognormal":
                return numbers["median"]
            case "weibull":
                factor = float(np.log(2.0) ** (1.0 / numbers["shape"].value))
                base = numbers["scale"]
            case _:
                factor, base = float(np.log(2.0)), numbers["mean"]
        return Measured(base.value * factor, base.low * factor, base.high * factor, base.n, base.how)

    def section(self, source: str) -> dict[str, Any]:
        """Return the patience as a scenario has it."""
        written: dict[str, Any] = {"dist": self.laws[0].law}
        for name, found in self.numbers().items():
            plain = name in ("sigma", "shape")
            text: Any = (lambda number: round(number, 3)) if plain else seconds_text
            written[name] = sourced(found, text, source)
        return written


def patiences(table: pl.DataFrame) -> dict[str, Patience]:
    """Return the patience of each type, over contacts that waited at all."""
    waited = table.filter(pl.col("wait_s") > 0).select(
        pl.col("type").fill_null("unknown"), "wait_s", served=pl.col("outcome") == ANSWERED
    )
    if waited.filter(~pl.col("served")).height < ENOUGH:
        return {}
    whole = _patience(waited)
    found = {}
    for name in sorted(table["type"].fill_null("unknown").unique().to_list()):
        own = waited.filter(pl.col("type") == name)
        enough = own.filter(~pl.col("served")).height >= ENOUGH
        found[name] = _patience(own) if enough else whole._replace(pooled=True)
    return found


def _patience(waited: pl.DataFrame) -> Patience:
    hung_up = waited.filter(~pl.col("served"))["wait_s"].to_numpy()
    served = waited.filter(pl.col("served"))["wait_s"].to_numpy()
    data = times(hung_up, served)
    return Patience(tuple(compare(data, LAWS)), data)


def from_totals(table: pl.DataFrame) -> dict[str, Measured]:
    """Return mean patience [s] of each type from interval totals: all time waited ÷ those who hung up.

    It is the most likely mean of an exponential law with the served right-censored; interval by Poisson.
    """
    known = table.filter(pl.col("abandoned").is_not_null() & pl.col("wait_s").is_not_null())
    sums = known.group_by(pl.col("type").fill_null("unknown")).agg(
        pl.col("abandoned").sum(),
        waited=pl.col("wait_s").sum() + pl.col("abandon_wait_s").fill_null(0.0).sum(),
    )
    found = {}
    for name, hung_up, waited in sums.iter_rows():
        if hung_up >= ENOUGH and waited > 0:
            mean, width = waited / hung_up, Z95 / float(np.sqrt(hung_up))
            how = "exponential, from interval totals: time waited ÷ abandoned"
            found[name] = Measured(mean, mean * np.exp(-width), mean * np.exp(width), int(hung_up), how)
    return found

"""Fit agents' own speed: how far agents' mean talk lies apart, beyond chance and what they serve."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.measured import Measured, jackknife
from sim.importers.grain import ANSWERED

FEWEST, LEAST_TALKS = 5, 100
"""Agents, and conversations of each, from which their speeds are compared (assumption)."""


def speed_spread(table: pl.DataFrame) -> Measured | None:
    """Return the standard deviation of the logarithm of agents' speed; None where too few are named.

    An agent's talks are held against the means of their types. Of the variance of the logarithms of agents'
    means the part that chance explains is taken off; jackknife by agent.
    """
    talks = table.filter(
        (pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null() & pl.col("talk_s").is_not_null()
    ).select("agent", kind=pl.col("type").fill_null("unknown"), time=pl.col("talk_s"))
    own = (
        talks.with_columns(times=pl.col("time") / pl.col("time").mean().over("kind"))
        .group_by("agent")
        .agg(n=pl.len(), mean=pl.col("times").mean(), spread=pl.col("times").std())
        .filter((pl.col("n") >= LEAST_TALKS) & (pl.col("mean") > 0.0))
        .sort("agent")
    )
    if own.height < FEWEST:
        return None
    logs = np.log(own["mean"].to_numpy())
    chance = (own["spread"] / own["mean"]).to_numpy() ** 2 / own["n"].to_numpy()

    def spread(keep: NDArray[np.bool_]) -> float:
        variance = float(np.var(logs[keep], ddof=1)) - float(chance[keep].mean())
        return float(np.sqrt(max(variance, 0.0)))

    return jackknife(logs.size, spread, logs.size, "agents' mean talk beyond chance, jackknife by agent")

"""Fit how handle time varies: talk by weekday and by part of the day, where it does beyond chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.grid import DAY
from sim.fit.measured import Measured, measured
from sim.hours import DAYS
from sim.importers.grain import ANSWERED

Floats = NDArray[np.float64]
PARTS = {"before 12:00": 43200.0, "12:00-17:00": 61200.0, "after 17:00": float(DAY)}
"""Parts of the day by their ends [s] (assumption)."""
ENOUGH = 30
"""Conversations of a weekday or part from which it has a mean of its own (assumption)."""
SURE = 0.001
"""Chance of differences so large where there are none, below which they are written: many are tested."""


class Varied(NamedTuple):
    """Talk of one type by one way to divide the week, each member with its mean [s] and its factor.

    factors: multiply the mean of the type, drawn towards 1 by how much of their spread chance explains; all 1
    where chance explains it all.
    """

    means: Mapping[str, Measured]
    factors: Mapping[str, float]

    @property
    def is_clear(self) -> bool:
        """Whether members differ beyond chance."""
        return any(one != 1.0 for one in self.factors.values())


class Times(NamedTuple):
    """Talk of one type by weekday and by part of the day."""

    weekday: Varied
    part: Varied

    def curve(self, slots: int) -> Floats:
        """Return the factor of each weekday and interval, shape (7, slots)."""
        begins = np.arange(slots) * DAY / slots
        places = np.searchsorted(np.array(list(PARTS.values())), begins, side="right")
        parts = np.array([self.part.factors.get(name, 1.0) for name in PARTS])[places]
        days = np.array([self.weekday.factors.get(name, 1.0) for name in DAYS])
        return np.asarray(days[:, None] * parts[None, :], np.float64)

    @property
    def is_clear(self) -> bool:
        """Whether handle time differs beyond chance in either way."""
        return self.weekday.is_clear or self.part.is_clear


def times_of_day(table: pl.DataFrame) -> dict[str, Times]:
    """Return talk, hold included, by type, weekday and part of the day of the call's arrival."""
    at = pl.col("arrived")
    second = at.dt.hour().cast(pl.Int64) * 3600 + at.dt.minute().cast(pl.Int64) * 60
    talks = table.filter((pl.col("outcome") == ANSWERED) & pl.col("talk_s").is_not_null()).select(
        kind=pl.col("type").fill_null("unknown"),
        day=at.dt.weekday().cast(pl.Int64) - 1,
        part=second,
        time=pl.col("talk_s") + pl.col("hold_s").fill_null(0.0),
    )
    found = {}
    for kind in sorted(talks["kind"].unique().to_list()):
        own = talks.filter(pl.col("kind") == kind)
        time = own["time"].to_numpy()
        if time.size < ENOUGH or not time.any():
            continue
        part = np.searchsorted(np.array(list(PARTS.values())), own["part"].to_numpy(), side="right")
        by_day = _varied(time, own["day"].to_numpy(), DAYS)
        found[kind] = Times(by_day, _varied(time, part, list(PARTS)))
    return found


def _varied(time: Floats, member: NDArray[np.int64], names: tuple[str, ...] | list[str]) -> Varied:
    from scipy.stats import chi2

    sizes = {place: int((member == place).sum()) for place in range(len(names))}
    places = [place for place, n in sizes.items() if n >= ENOUGH]
    groups = [time[member == place] for place in places]
    means = {
        names[place]: measured(
            float(one.mean()), float(one.std(ddof=1) / np.sqrt(one.size)), one.size, "mean"
        )
        for place, one in zip(places, groups, strict=True)
    }
    if len(groups) < 2:
        return Varied(means, dict.fromkeys(means, 1.0))
    whole, n = float(time.mean()), np.array([one.size for one in groups], np.float64)
    rate = np.array([one.mean() for one in groups]) / whole
    error = np.array([one.std(ddof=1) for one in groups]) / np.sqrt(n) / whole
    centre = float((rate / error**2).sum() / (1.0 / error**2).sum())
    if float((((rate - centre) / error) ** 2).sum()) < float(chi2.ppf(1.0 - SURE, len(groups) - 1)):
        return Varied(means, dict.fromkeys(means, 1.0))
    true = max(float(np.var(rate, ddof=1) - (error**2).mean()), 0.0)
    drawn = centre + (rate - centre) * true / (true + error**2)
    drawn /= float((drawn * n).sum() / n.sum())
    return Varied(means, {name: round(float(one), 4) for name, one in zip(means, drawn, strict=True)})

"""Count a tidy table by type, date and interval; find opening hours, closed days and outages."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.errors import GoodwillError
from sim.hours import DAYS
from sim.importers.grain import ANSWERED, CONTACTS, grain_of

DAY = 86400
FEW = 5
"""Offered contacts of an interval, none answered, from which on it is taken for an outage (assumption)."""
LOST = 0.1
"""Share of the offered that is answered, up to which such an interval is an outage (assumption)."""
SILENT = 15.0
"""Usual contacts of an interval of a weekday, from which on it is an outage if none comes (assumption)."""
QUIET = 0.05
"""Share of its weekday's busiest interval from which on an interval is within the hours (assumption)."""
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Grid(NamedTuple):
    """Counts by type, date and interval of the day, with what is open.

    dates: ordinals of every date from the first to the last. offered, answered, abandoned: shape (types,
    dates, slots); NaN where unknown. weekday: of each date, shape (dates,). open: shape (7, slots). counted:
    the cells that means are over, shape (dates, slots): open, on a date with contacts, no outage. length: of
    a slot [s].
    """

    types: tuple[str, ...]
    dates: NDArray[np.int64]
    weekday: NDArray[np.int64]
    length: int
    offered: Floats
    answered: Floats
    abandoned: Floats
    open: Mask
    counted: Mask
    outages: Mask
    outside: int

    @property
    def first(self) -> datetime.date:
        """Return the first date."""
        return datetime.date.fromordinal(int(self.dates[0]))

    @property
    def last(self) -> datetime.date:
        """Return the last date."""
        return datetime.date.fromordinal(int(self.dates[-1]))

    def span(self, day: int) -> tuple[int, int]:
        """Return the first open slot of a weekday and the one after the last; (0, 0) if it is closed."""
        slots = np.flatnonzero(self.open[day])
        return (int(slots[0]), int(slots[-1]) + 1) if slots.size else (0, 0)

    def hours(self) -> dict[str, str]:
        """Return the opening hours by weekday, as scenarios have them."""
        found = {}
        for day, name in enumerate(DAYS):
            start, end = self.span(day)
            if end:
                found[name] = f"{clock(start * self.length)}-{clock(end * self.length)}"
        return found


def clock(seconds: float) -> str:
    """Write a time of day."""
    minutes = round(seconds / 60.0)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def grid(table: pl.DataFrame, interval: int = 1800) -> Grid:
    """Count a table of contacts or intervals by intervals of `interval` seconds.

    Raises:
        GoodwillError: the table is none of an import, or its intervals are longer.
    """
    cells = _cells(table, interval)
    days = np.asarray(cells["day"].to_numpy(), np.int64)
    dates = np.arange(days.min(), days.max() + 1)
    types = tuple(sorted(cells["type"].unique().to_list()))
    shape = len(types), dates.size, DAY // interval
    index = (
        np.searchsorted(np.array(types), cells["type"].to_numpy()),
        days - dates[0],
        cells["slot"].to_numpy(),
    )
    sums = {}
    for name in ("offered", "answered", "abandoned"):
        array = np.zeros(shape)
        np.add.at(array, index, cells[name].fill_null(float("nan")).to_numpy())
        sums[name] = array
    weekday = (dates - 1) % 7
    found = Grid(
        types, dates, weekday, interval, **sums, open=np.zeros((7, shape[2]), np.bool_),
        counted=np.zeros(shape[1:], np.bool_), outages=np.zeros(shape[1:], np.bool_), outside=0,
    )  # fmt: skip
    return _opened(found)


def _cells(table: pl.DataFrame, interval: int) -> pl.DataFrame:
    grain = grain_of(table)
    if grain is None:
        wrong = "is no table of an import (got other columns; allowed what goodwill import writes)."
        raise GoodwillError(f"contacts: {wrong} Import the export first.")
    if grain == CONTACTS:
        at, counts = (
            "arrived",
            {
                "offered": pl.lit(1.0),
                "answered": (pl.col("outcome") == ANSWERED).cast(pl.Float64),
                "abandoned": (pl.col("outcome") != ANSWERED).cast(pl.Float64),
            },
        )
    else:
        at, counts = "start", {name: pl.col(name) for name in ("offered", "answered", "abandoned")}
        longest = float(table.select(pl.col("length_s").max()).item())
        if longest > interval:
            allowed = f"got --interval {interval} s; allowed {longest:g} s or more"
            wrong = f"has intervals of {longest:g} s ({allowed})."
            raise GoodwillError(f"contacts: {wrong} Add --interval {round(longest / 60)}m.")
    seconds = pl.col(at).dt.hour().cast(pl.Int64) * 3600 + pl.col(at).dt.minute().cast(pl.Int64) * 60
    return (
        table.lazy()
        .select(
            pl.col("type").fill_null("unknown"),
            day=pl.col(at).dt.date().cast(pl.Int32).cast(pl.Int64) + datetime.date(1970, 1, 1).toordinal(),
            slot=seconds // interval,
            **counts,
        )
        .group_by("type", "day", "slot")
        .agg(pl.col("offered", "answered", "abandoned").sum())
        .sort("type", "day", "slot")
        .collect()
    )


def _opened(found: Grid) -> Grid:
    """Return the grid with its opening hours, closed dates and outages.

    A weekday is open from its first to its last interval in which something was answered on half of its
    dates that have contacts (assumption).
    """
    offered, answered = np.nansum(found.offered, axis=0), np.nansum(found.answered, axis=0)
    told = np.isfinite(found.answered).any()
    served = answered > LOST * offered if told and answered.sum() else offered > 0
    alive = offered.sum(axis=1) > 0
    open_, means = np.zeros_like(found.open), np.zeros(found.open.shape)
    for day in range(7):
        dates = alive & (found.weekday == day)
        often = served[dates].sum(axis=0)
        usual = offered[dates].mean(axis=0) if dates.any() else np.zeros(offered.shape[1])
        means[day] = usual
        busy = usual >= QUIET * usual.max()
        slots = np.flatnonzero(busy & (often * 2 >= max(int(dates.sum()), 1)))
        if slots.size and offered[dates].sum() >= FEW:
            open_[day, slots[0] : slots[-1] + 1] = True
    inside = open_[found.weekday]
    silent = (offered == 0) & (means[found.weekday] >= SILENT)
    outages = inside & alive[:, None] & (((offered >= FEW) & ~served) | silent)
    outside = int(offered[~inside].sum())
    counted = inside & alive[:, None] & ~outages
    return found._replace(open=open_, counted=counted, outages=outages, outside=outside)

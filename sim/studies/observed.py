"""What a centre did, interval by interval, and what a simulated log shows of the same intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.duty import present_by
from sim.fit.grid import DAY, grid
from sim.importers.grain import ANSWERED, CONTACTS, grain_of
from sim.scenario.model import Scenario

Floats = NDArray[np.float64]
SUMS = ("offered", "answered", "abandoned", "within", "wait")
EPOCH = 719163
"""Ordinal of 1970-01-01."""


class Sums(NamedTuple):
    """Sums by date and interval of the day, each of shape (dates, slots); NaN where unknown.

    offered, answered, abandoned: contacts. within: answered within the target's seconds. wait: of the
    answered, summed [s].
    """

    offered: Floats
    answered: Floats
    abandoned: Floats
    within: Floats
    wait: Floats

    def figures(self, by: str) -> dict[str, Floats]:
        """Return the figures of each interval or each day; NaN where there is nothing to tell.

        by: "interval", shape (dates · slots,), or "day", shape (dates,).
        """
        sums = [one.ravel() if by == "interval" else np.nansum(one, axis=1) for one in self]
        offered, answered, abandoned, within, wait = sums
        told = offered > 0
        served = answered > 0
        nothing = np.full(offered.shape, np.nan)
        return {
            "offered": offered,
            "abandoned_share": np.divide(abandoned, offered, out=nothing.copy(), where=told),
            "service_level": np.divide(within, offered, out=nothing.copy(), where=told),
            "asa": np.divide(wait, answered, out=nothing.copy(), where=served),
        }


class Observed(NamedTuple):
    """An observed period: its first date [ordinal], its length, its sums, and what the steps need.

    arrivals: by type, the texts of the moments of each date, those outside the scenario's opening hours left
    out (`outside` counts them); empty from interval totals. present: by group,
    the agents on duty, shape (dates, slots). talk: by type, the mean talk of each interval [s], NaN where
    there is none.
    """

    first: int
    days: int
    length: int
    sums: Sums
    arrivals: Mapping[str, Mapping[str, str]]
    present: Mapping[str, Floats]
    talk: Mapping[str, Floats]
    by_contact: bool
    outside: int = 0


def observed(table: pl.DataFrame, scenario: Scenario, names: Mapping[str, str], within: float) -> Observed:
    """Return what a table of an import says, by the intervals of a scenario.

    names: contact type of the table to that of the scenario.
    """
    length = int(scenario.clock.interval)
    counts = grid(table, length)
    by_contact = grain_of(table) == CONTACTS
    first, days = int(counts.dates[0]), counts.dates.size
    if not by_contact:
        return _of_totals(table, first, days, length)
    serves = {
        group: frozenset(kind for kind, own in names.items() if scenario.contacts[own].queue in agents.skills)
        for group, agents in scenario.groups.items()
    }
    own = _within_hours(table, scenario)
    sums = sums_of(own, first, days, length, within)
    return Observed(
        first, days, length, sums, _arrivals(own, names), present_by(table, counts, serves),
        {names[kind]: _talk(table.filter(pl.col("type") == kind), first, days, length) for kind in names},
        by_contact=True, outside=table.height - own.height,
    )  # fmt: skip


def _within_hours(table: pl.DataFrame, scenario: Scenario) -> pl.DataFrame:
    """Leave out contacts that arrived while the scenario is closed."""
    at = pl.col("arrived")
    seconds = at.dt.hour().cast(pl.Int64) * 3600 + at.dt.minute().cast(pl.Int64) * 60 + at.dt.second()
    open_ = pl.lit(value=False)
    for day, spans in enumerate(scenario.clock.open):
        for span in spans:
            inside = (seconds >= span.start) & (seconds < span.end)
            open_ = open_ | ((at.dt.weekday() == day + 1) & inside)
    return table.filter(open_)


def _cells(table: pl.DataFrame, at: str, first: int, length: int) -> pl.DataFrame:
    seconds = pl.col(at).dt.hour().cast(pl.Int64) * 3600 + pl.col(at).dt.minute().cast(pl.Int64) * 60
    day = pl.col(at).dt.date().cast(pl.Int32).cast(pl.Int64) + EPOCH - first
    return table.with_columns(_cell=day * (DAY // length) + seconds // length)


def sums_of(table: pl.DataFrame, first: int, days: int, length: int, within: float) -> Sums:
    """Return the sums of a table of contacts over `days` dates from `first` [ordinal]."""
    size = days * (DAY // length)
    cells = _cells(table, "arrived", first, length).filter(pl.col("_cell").is_between(0, size - 1))
    served = pl.col("outcome") == ANSWERED
    wait = pl.col("wait_s").fill_null(0.0)
    rows = cells.select(
        "_cell",
        answered=served.cast(pl.Float64),
        abandoned=(~served).cast(pl.Float64),
        within=(served & (wait <= within)).cast(pl.Float64),
        wait=pl.when(served).then(wait).otherwise(0.0),
    )
    place = rows["_cell"].to_numpy()

    def total(weights: Any) -> Floats:
        return np.bincount(place, weights, size).reshape(days, -1).astype(np.float64)

    return Sums(total(None), *(total(rows[name].to_numpy()) for name in SUMS[1:]))


def _of_totals(table: pl.DataFrame, first: int, days: int, length: int) -> Observed:
    size = days * (DAY // length)
    cells = _cells(table, "start", first, length)
    place = cells["_cell"].to_numpy()

    def total(name: str) -> Floats:
        weights = cells[name].fill_null(float("nan")).to_numpy()
        return np.bincount(place, weights, size).reshape(days, -1).astype(np.float64)

    sums = Sums(*map(total, ("offered", "answered", "abandoned", "answered_within", "wait_s")))
    return Observed(first, days, length, sums, {}, {}, {}, by_contact=False)


def _arrivals(table: pl.DataFrame, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the moments of arrival by type and date, as scenarios write recorded arrivals."""
    found: dict[str, dict[str, str]] = {own: {} for own in names.values()}
    rows = table.sort("arrived").select(
        "type",
        date=pl.col("arrived").dt.date().cast(pl.String),
        time=pl.col("arrived").dt.to_string("%H:%M:%S"),
    )
    for kind, date, texts in (
        rows.group_by("type", "date", maintain_order=True).agg(pl.col("time").str.join(" ")).iter_rows()
    ):
        found[names[kind]][date] = texts
    return found


def _talk(rows: pl.DataFrame, first: int, days: int, length: int) -> Floats:
    """Return the mean talk of each interval, NaN where nobody was answered, shape (dates, slots)."""
    size = days * (DAY // length)
    known = rows.filter((pl.col("outcome") == ANSWERED) & pl.col("talk_s").is_not_null())
    cells = _cells(known, "arrived", first, length)
    place = cells["_cell"].to_numpy()
    talk = (cells["talk_s"] + cells["hold_s"].fill_null(0.0)).to_numpy()
    sums, n = np.bincount(place, talk, size), np.bincount(place, minlength=size)
    nothing = np.full(size, np.nan)
    means: Floats = np.divide(sums, n, out=nothing, where=n > 0)
    return means.reshape(days, -1)

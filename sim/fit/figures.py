"""What a table shows of all and of each type: the figures that a run of the fitted scenario should show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.measured import Z95, Measured, jackknife, percent_text, seconds_text, share
from sim.fit.volumes import Volume
from sim.importers.grain import ANSWERED, CONTACTS, grain_of
from sim.scenario.observed import N_LEAST

FEWEST_DAYS = 5
"""Dates with contacts from which the spread between days tells how sure a figure is (assumption)."""
ENOUGH = 300
"""Offered contacts from which a type has measured figures of its own in the scenario (assumption)."""
LEAST = 0.001
"""Smallest standard error that is written, as a share or [s]."""
SUMS = ("offered", "lost", "answered", "within", "waited", "handled", "took")


class Figures(NamedTuple):
    """What the table says of one type, or of all: offered, abandoned share, waits and handle time [s], level.

    Intervals: by the spread between days. Those of shares over a few days: Wilson's.
    """

    offered: int
    abandoned: Measured | None
    asa: Measured | None
    level: Measured | None
    handle: Measured | None


def figures_of(table: pl.DataFrame, within: float) -> dict[str, Figures]:
    """Return the figures of each type, and of all under an empty name.

    within: of the service level [s].
    """
    days = _by_contact(table, within) if grain_of(table) == CONTACTS else _by_interval(table)
    found = {"": _figures(days, within)}
    for name in sorted(days["type"].unique().to_list()):
        found[name] = _figures(days.filter(pl.col("type") == name), within)
    return found


def _by_contact(table: pl.DataFrame, within: float) -> pl.DataFrame:
    """Return the sums of each type and date; `handled` counts the contacts whose handle time is known."""
    answered, wait = pl.col("outcome") == ANSWERED, pl.col("wait_s")
    took = pl.sum_horizontal(pl.col(name).fill_null(0.0) for name in ("talk_s", "hold_s", "wrap_s"))
    known = answered & pl.any_horizontal(
        pl.col(name).is_not_null() for name in ("talk_s", "hold_s", "wrap_s")
    )
    return table.group_by(pl.col("type").fill_null("unknown"), date=pl.col("arrived").dt.date()).agg(
        offered=pl.len().cast(pl.Float64),
        lost=(~answered).sum().cast(pl.Float64),
        answered=(answered & wait.is_not_null()).sum().cast(pl.Float64),
        within=(answered & (wait <= within)).sum().cast(pl.Float64),
        waited=wait.filter(answered).sum(),
        handled=known.sum().cast(pl.Float64),
        took=took.filter(known).sum(),
    )  # fmt: skip


def _by_interval(table: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of each type and date of interval totals; NaN where one is not told."""
    told = {
        name: table[name].null_count() < table.height for name in ("answered_within", "wait_s", "handle_s")
    }
    known = pl.col("handle_s").is_not_null()
    days = table.group_by(pl.col("type").fill_null("unknown"), date=pl.col("start").dt.date()).agg(
        offered=pl.col("offered").sum().cast(pl.Float64),
        lost=pl.col("abandoned").sum().cast(pl.Float64),
        answered=pl.col("answered").sum().cast(pl.Float64),
        within=pl.col("answered_within").sum().cast(pl.Float64),
        waited=pl.col("wait_s").sum().cast(pl.Float64),
        handled=pl.col("answered").filter(known).sum().cast(pl.Float64),
        took=pl.col("handle_s").sum().cast(pl.Float64),
    )  # fmt: skip
    gaps = {"within": "answered_within", "waited": "wait_s", "took": "handle_s"}
    return days.with_columns(
        pl.lit(float("nan")).alias(name) for name, column in gaps.items() if not told[column]
    )


def _figures(days: pl.DataFrame, within: float) -> Figures:
    in_time = f"answered within {within:g} s of the offered"
    sums = {
        name: days.group_by("date").agg(pl.col(name).sum()).sort("date")[name].to_numpy() for name in SUMS
    }
    offered = int(sums["offered"].sum())
    return Figures(
        offered,
        _ratio(sums["lost"], sums["offered"], "of the offered", of_shares=True),
        _ratio(sums["waited"], sums["answered"], "mean of the answered"),
        _ratio(sums["within"], sums["offered"], in_time, of_shares=True),
        _ratio(sums["took"], sums["handled"], "mean of the answered") if sums["took"].sum() else None,
    )  # fmt: skip


def _ratio(above: NDArray[Any], below: NDArray[Any], how: str, *, of_shares: bool = False) -> Measured | None:
    """Return a ratio of sums over days, with its interval by leaving out days; None where nothing is told."""
    n, hits = int(below.sum()), float(above.sum())
    if not n or np.isnan(hits):
        return None
    if below.size >= FEWEST_DAYS:
        found = jackknife(
            below.size, lambda keep: float(above[keep].sum() / max(below[keep].sum(), 1.0)), n, how
        )
        return found._replace(high=min(found.high, 1.0)) if of_shares else found
    if of_shares:
        return share(hits, n, how)
    return Measured(hits / n, float("nan"), float("nan"), n, how)


def observed(
    figures: Mapping[str, Figures], volumes: Mapping[str, Volume], names: Mapping[str, str], unseen: float
) -> dict[str, Any]:
    """Return the section `observed` of a scenario, each figure with its standard error.

    names: contact type of the table to that of the scenario. unseen: wrap-up that the table does not tell,
    and that the scenario has all the same [s].
    """
    per_week = sum(one.per_week.value for one in volumes.values())
    half = float(np.sqrt(sum((one.per_week.high - one.per_week.value) ** 2 for one in volumes.values())))
    whole: dict[str, Any] = {}
    if per_week:
        error = percent_text(max(half / Z95 / per_week, 0.001))
        whole["offered"] = {"per_week": round(per_week, 1), "error": error}
    whole |= _section(figures[""], unseen)
    own = {
        names[kind]: section
        for kind, one in figures.items()
        if kind in names and one.offered >= ENOUGH and (section := _section(one, unseen))
    }
    return {**whole, "contacts": own} if len(own) > 1 else whole


def _section(one: Figures, unseen: float) -> dict[str, Any]:
    handle = one.handle and one.handle._replace(
        value=one.handle.value + unseen, low=one.handle.low + unseen, high=one.handle.high + unseen
    )
    rows: tuple[tuple[str, Measured | None, Any], ...] = (
        ("aht", handle, seconds_text),
        ("service_level", one.level, percent_text),
        ("abandoned", one.abandoned, percent_text),
        ("asa", one.asa, seconds_text),
    )
    return {key: _with_error(found, text) for key, found, text in rows if found is not None}


def _with_error(found: Measured, text: Any) -> Any:
    """Return a measured figure with its standard error; with its n where no error is told."""
    error = (found.high - found.value) / Z95
    written: dict[str, Any] = {"value": text(found.value)}
    if np.isfinite(error):
        return {**written, "error": text(max(error, LEAST))}
    return {**written, "n": found.n} if found.n >= N_LEAST else text(found.value)

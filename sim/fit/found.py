"""Fit everything that a table tells: volumes, handle times, patience, returns, agents on duty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from sim.fit import patience, work
from sim.fit.classes import Classes, classes
from sim.fit.duty import Group, on_duty
from sim.fit.figures import Figures, figures_of
from sim.fit.grid import Grid, grid
from sim.fit.hanging_up import HangUps, hang_ups, without
from sim.fit.left_out import LeftOut, left_out, waits_of
from sim.fit.measured import Measured, percent_text, share
from sim.fit.parts import Times, times_of_day
from sim.fit.patience import Patience, patiences
from sim.fit.returns import Returns, Short, returns, short_calls
from sim.fit.speed import speed_spread
from sim.fit.volumes import Volume, volumes
from sim.fit.work import Handled, talks, wrap_from_gaps, wraps
from sim.importers.grain import ANSWERED, CONTACTS, grain_of


class Found(NamedTuple):
    """All that was fitted.

    talk, times (talk over the week), wrap, patience: by type; empty where the table does not tell. mean_talk,
    mean_patience: of interval totals. gap: the pause that stands for after-call work. transfers: by type.
    hang_ups: agents who hang up at once; what they ended so is no talk. speed: how far agents' own speeds
    lie apart. customers: how many there are at least. left_out: what the scenario lacks, and whether the log
    shows it. classes: of customers, None where the log tells no two of them.
    """

    grain: str
    grid: Grid
    volumes: Mapping[str, Volume]
    talk: Mapping[str, Handled]
    times: Mapping[str, Times]
    wrap: Mapping[str, Handled]
    patience: Mapping[str, Patience]
    mean_talk: Mapping[str, Measured]
    mean_wrap: Mapping[str, Measured]
    mean_patience: Mapping[str, Measured]
    gap: Measured | None
    returns: Returns | None
    transfers: Mapping[str, Measured]
    groups: tuple[Group, ...]
    short: Short | None
    hang_ups: HangUps | None
    speed: Measured | None
    figures: Mapping[str, Figures]
    customers: Measured
    left_out: tuple[LeftOut, ...] = ()
    classes: Classes | None = None


def fit(table: pl.DataFrame, interval: int, half_life: float, within: float) -> Found:
    """Fit a table of an import.

    interval: of the planning [s]. half_life: of a date's weight [weeks]. within: of the service level [s].

    Raises:
        GoodwillError: the table is none of an import.
    """
    counts = grid(table, interval)
    by_contact = grain_of(table) == CONTACTS
    wrap = wraps(table) if by_contact else {}
    short = short_calls(table, counts.dates.size / 7.0) if by_contact else None
    quick = hang_ups(table, short)
    talked, transfers = without(table, quick, short), _transfers(table) if by_contact else {}
    patient = patiences(table) if by_contact else {}
    back, people = returns(table) if by_contact else None, _customers(table, by_contact=by_contact)
    return Found(
        grain=str(grain_of(table)),
        grid=counts,
        volumes=volumes(counts, half_life),
        talk=talks(talked) if by_contact else {},
        times=times_of_day(talked) if by_contact else {},
        wrap=wrap,
        patience=patient,
        mean_talk={} if by_contact else _mean_talk(table),
        mean_wrap={} if by_contact else work.from_totals(table, "wrap_s"),
        mean_patience={} if by_contact else patience.from_totals(table),
        gap=wrap_from_gaps(table) if by_contact and not wrap else None,
        returns=back,
        transfers=transfers,
        groups=on_duty(table, counts) if by_contact else _of_intervals(table, counts),
        short=short,
        hang_ups=quick,
        speed=speed_spread(talked) if by_contact else None,
        figures=figures_of(table, within),
        customers=people,
        left_out=left_out(table, counts.types, transfers) if by_contact else (),
        classes=classes(waits_of(table), patient, _redials(back, counts), people.value)
        if by_contact
        else None,
    )


def with_classes(found: Found) -> Found:
    """Return a fit whose scenario has classes of customers, so that it leaves out no more than it does."""
    if found.classes is None:
        return found
    has = {"patience by class": bool(found.classes.patience), "priorities": found.classes.are_picked}
    return found._replace(left_out=tuple(one for one in found.left_out if not has.get(one.name)))


def _redials(back: Returns | None, counts: Grid) -> dict[str, float]:
    """Return the share of those who hung up that dial again, by type."""
    if back is None:
        return {}
    return {kind: back.of_type.get(kind, back.redial).value for kind in counts.types}


def _mean_talk(table: pl.DataFrame) -> dict[str, Measured]:
    """Return talk and hold per answered contact; handle time less wrap-up where talk is not told."""
    both = table.with_columns(
        talk_s=pl.coalesce(
            pl.col("talk_s") + pl.col("hold_s").fill_null(0.0),
            pl.col("handle_s") - pl.col("wrap_s").fill_null(0.0),
        )
    )
    return work.from_totals(both, "talk_s")


def _transfers(table: pl.DataFrame) -> dict[str, Measured]:
    known = table.filter((pl.col("outcome") == ANSWERED) & pl.col("transfers").is_not_null())
    sums = known.group_by(pl.col("type").fill_null("unknown")).agg(
        hits=(pl.col("transfers") > 0).sum(), n=pl.len()
    )
    return {name: share(hits, n, "of the answered") for name, hits, n in sums.sort("type").iter_rows()}


def _of_intervals(table: pl.DataFrame, counts: Grid) -> tuple[Group, ...]:
    """Return agents on duty where an interval export tells them: the most of any queue, as one group."""
    import numpy as np

    known = table.filter(pl.col("agents").is_not_null())
    if known.is_empty():
        return ()
    seconds = (
        pl.col("start").dt.hour().cast(pl.Int64) * 3600 + pl.col("start").dt.minute().cast(pl.Int64) * 60
    )
    cells = known.group_by(
        day=pl.col("start").dt.date().cast(pl.Int32).cast(pl.Int64) + 719163, slot=seconds // counts.length
    ).agg(pl.col("agents").max())
    present = np.zeros((counts.dates.size, counts.open.shape[1]))
    present[cells["day"].to_numpy() - counts.dates[0], cells["slot"].to_numpy()] = cells["agents"].to_numpy()
    return (Group("all_types", counts.types, (), present),)


def _customers(table: pl.DataFrame, *, by_contact: bool) -> Measured:
    """Return how many customers there are: those named, and as many more as contacts without a name bring."""
    named = table["customer_id"].drop_nulls() if by_contact else pl.Series(dtype=pl.String)
    nan = float("nan")
    if named.is_empty():
        contacts = float(table.height if by_contact else table["offered"].sum())
        return Measured(contacts, nan, nan, 0, "assumption: none is named, so each contact is of another one")
    part, n = named.len() / table.height, named.n_unique()
    how = f"{n:,} named on {percent_text(part)} of the contacts; assumption: the others call as often"
    return Measured(n / part, nan, nan, named.len(), how)

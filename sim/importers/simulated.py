"""Turn the legs of a simulated run into the lines of a call log."""

from __future__ import annotations

import datetime

import polars as pl

from sim.codes import Outcome
from sim.importers.grain import ABANDONED, ANSWERED
from sim.world.numbers import World

OUTCOMES = {int(Outcome.ANSWERED): ANSWERED, int(Outcome.ABANDONED): ABANDONED}
MICROSECONDS = 1e6


def lines(world: World, first: datetime.date, legs: pl.DataFrame) -> pl.DataFrame:
    """Return a line for each queue stay of the measured days that was answered or abandoned.

    first: date of the run's first day, warm-up included. legs: the log table of one replication. Columns are
    those of contacts, and `leg`: the place of the line within its contact; priority is the segment.
    """
    opens, closes, _ = world.window
    types = [kind.name for kind in world.types]
    groups = [group.name for group in world.groups]
    segments = list(world.customers.segments)
    origin = pl.lit(datetime.datetime.combine(first, datetime.time()))
    own = legs.filter(
        pl.col("joined").is_between(opens, closes, closed="left") & pl.col("outcome").is_in(list(OUTCOMES))
    )
    answered = pl.col("outcome") == int(Outcome.ANSWERED)
    id_ = pl.format("{}-{}", "issue", "attempt")
    later = (answered & (pl.col("leg") > 0)).sum().over("issue", "attempt").cast(pl.Int64)
    return own.sort("joined", "issue", "attempt", "leg").select(
        contact_id=id_,
        leg=pl.col("leg"),
        customer_id=pl.format("C{}", "customer"),
        type=_named("type", types),
        channel=pl.lit("voice"),
        priority=_named("segment", segments) if len(segments) > 1 else pl.lit(None, pl.String),
        arrived=origin + pl.duration(microseconds=(pl.col("joined") * MICROSECONDS).round().cast(pl.Int64)),
        wait_s=pl.col("wait"),
        talk_s=pl.when(answered).then("talk"),
        hold_s=pl.when(answered).then(0.0),
        wrap_s=pl.when(answered).then("acw"),
        outcome=pl.col("outcome").replace_strict(
            list(OUTCOMES), list(OUTCOMES.values()), return_dtype=pl.String
        ),
        agent=pl.when(answered).then(pl.format("{}-{}", _named("group", [*groups, ""]), "agent")),
        transfers=later,
    )


def _named(column: str, names: list[str]) -> pl.Expr:
    """Return the names that indices stand for; -1 stands for the last one."""
    place = pl.col(column).cast(pl.Int64)
    return (
        pl.when(place < 0)
        .then(len(names) - 1)
        .otherwise(place)
        .replace_strict(range(len(names)), names, return_dtype=pl.String)
    )


def whole(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each contact of the lines of a simulated log."""
    sums = [pl.col(name).sum() for name in ("talk_s", "hold_s", "wrap_s")]
    return (
        rows.sort("arrived", "contact_id", "leg")
        .group_by("contact_id", maintain_order=True)
        .agg(
            pl.col("customer_id", "type", "channel", "priority", "arrived", "wait_s", "transfers").first(),
            *sums,
            outcome=pl.when((pl.col("outcome") == ANSWERED).any())
            .then(pl.lit(ANSWERED))
            .otherwise(pl.lit(ABANDONED)),
            agent=pl.col("agent").drop_nulls().first(),
        )
        .with_columns(lines=pl.lit(1, pl.Int64))
        .with_columns(
            pl.when(pl.col("outcome") == ANSWERED).then(name).alias(name)
            for name in ("talk_s", "hold_s", "wrap_s")
        )
    )


def by_interval(rows: pl.DataFrame, length: int, within: float) -> pl.DataFrame:
    """Return a row for each interval and type of the contacts, as `sim.importers.grain` has them."""
    answered = pl.col("outcome") == ANSWERED
    start = pl.col("arrived").dt.truncate(f"{length}s")

    return (
        whole(rows)
        .group_by("type", "channel", start=start)
        .agg(
            offered=pl.len().cast(pl.Float64),
            answered=answered.sum().cast(pl.Float64),
            abandoned=(~answered).sum().cast(pl.Float64),
            answered_within=(answered & (pl.col("wait_s") <= within)).sum().cast(pl.Float64),
            abandon_wait_s=pl.col("wait_s").filter(~answered).sum(),
            handle_s=(pl.col("talk_s") + pl.col("hold_s") + pl.col("wrap_s")).filter(answered).sum(),
            **{
                name: pl.col(name).filter(answered).sum() for name in ("wait_s", "talk_s", "hold_s", "wrap_s")
            },
        )
        .with_columns(length_s=pl.lit(float(length)))
        .sort("start", "type")
    )

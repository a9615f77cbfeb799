"""Write the journey of every contact as events, in the columns that vidigi animates.

The events are derived from the logs' legs and contacts; nothing of it reaches a result. vidigi shows an
entity in one place at a time, so in a conference the contact leaves the first agent when it joins the
next queue; how long that agent stays on is in the legs.

Source: vidigi's event types and names (arrival_departure with arrival and depart, queue, resource_use,
resource_use_end; resources numbered from 1 within their pool).
"""

from __future__ import annotations

import polars as pl

from sim.codes import Outcome
from sim.world.numbers import World

COLUMNS = {
    "entity_id": pl.String,
    "event_type": pl.String,
    "event": pl.String,
    "time": pl.Float64,
    "resource_id": pl.Int64,
    "pathway": pl.String,
}
"""Columns of the event log, with their types.

entity_id: the contact, as issue-attempt. time: from 00:00 of the first measured day [s], to a
millisecond. resource_id: the agent, from 1 within the group; empty elsewhere. pathway: contact type.
"""
NEVER_QUEUED = (int(Outcome.BLOCKED), int(Outcome.BALKED))
KEYS = ["issue", "attempt"]
MILLISECOND = 3


def events(world: World, legs: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Return the events of all contacts that arrive in the measured window, in order of time.

    legs, contacts: tables of the logs of one replication. Whoever is blocked, lost on arriving or does
    not begin to wait has no queue event; whoever still waits at the end of the run has no departure.
    """
    opens, closes, _ = world.window
    counted = contacts.filter(pl.col("arrived").is_between(opens, closes, closed="left"))
    stays = _stays(legs.join(counted.select(KEYS), on=KEYS, how="semi"))
    answered = stays.filter(pl.col("agent") >= 0)
    last = stays.group_by(KEYS).agg(pl.col("leaves").max())
    gone = counted.join(last, on=KEYS, how="left").filter(pl.col("outcome") != int(Outcome.WAITING))
    still = stays.filter(pl.col("outcome") == int(Outcome.WAITING))
    gone = gone.join(still.select(KEYS), on=KEYS, how="anti")
    queue = [numbers.name for numbers in world.queues]
    group = [numbers.name for numbers in world.groups]
    refused = (pl.col("outcome") == int(Outcome.LOST)) & (pl.col("wait") <= 0.0)
    queued = stays.filter(~(pl.col("outcome").is_in(NEVER_QUEUED) | refused))
    parts = [
        _part(world, counted, "arrival_departure", pl.lit("arrival"), "arrived", -1),
        _part(world, queued, "queue", _named("queue", queue, "_wait_begins"), "joined", 0),
        _part(world, answered, "resource_use", _named("group", group, "_talk_begins"), "answered", 1),
        _part(world, answered, "resource_use_end", _named("group", group, "_talk_ends"), "leaves", 2),
        _part(
            world,
            gone.with_columns(departs=pl.max_horizontal("ended", "leaves")),
            "arrival_departure",
            pl.lit("depart"),
            "departs",
            3,
        ),
    ]
    return (
        pl.concat(parts)
        .sort("time", *KEYS, "leg", "step")
        .select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
    )


def _stays(legs: pl.DataFrame) -> pl.DataFrame:
    """Add when each stay was answered and when the contact left the agent, or the line."""
    rows = legs.sort(*KEYS, "leg").with_columns(
        answered=pl.col("joined") + pl.col("wait"), joins_next=pl.col("joined").shift(-1).over(KEYS)
    )
    ends = pl.min_horizontal(pl.col("answered") + pl.col("talk"), "joins_next")
    return rows.with_columns(leaves=pl.max_horizontal(ends, "answered"))


def _part(
    world: World, rows: pl.DataFrame, event_type: str, event: pl.Expr, at: str, step: int
) -> pl.DataFrame:
    """Turn rows into events of one kind; `at` is the column of their time, `step` orders those of a leg."""
    types = [kind.name for kind in world.types]
    own, used = _numbers_in_group(world), event_type.startswith("resource_use")
    numbers = [own[agent] for agent in rows["agent"]] if used else [None] * rows.height
    agents = pl.Series(numbers, dtype=pl.Int64)
    leg = pl.col("leg") if step in (0, 1, 2) else pl.lit(-1 if step < 0 else 2**31 - 1)
    return rows.select(
        *KEYS,
        leg=leg.cast(pl.Int64),
        step=pl.lit(step),
        entity_id=pl.format("{}-{}", "issue", "attempt"),
        event_type=pl.lit(event_type),
        event=event,
        time=(pl.col(at) - world.window.opens).round(MILLISECOND),
        resource_id=pl.lit(agents),
        pathway=_named("type", types),
    )


def _named(column: str, names: list[str], suffix: str = "") -> pl.Expr:
    """Return the names that indices in `column` stand for, each with `suffix`."""
    texts = [f"{name}{suffix}" for name in names]
    return pl.col(column).cast(pl.Int64).replace_strict(range(len(texts)), texts, return_dtype=pl.String)


def _numbers_in_group(world: World) -> list[int]:
    """Return each agent's number within the group, from 1."""
    seen = [0] * len(world.groups)
    numbers = []
    for agent in world.agents:
        seen[agent.group] += 1
        numbers.append(seen[agent.group])
    return numbers

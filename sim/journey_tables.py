"""Lay out waits, paths of contacts and trust by day as flat tables for reports and spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from sim.codes import Closing, End, Outcome
from sim.estimate import estimate, ratio_columns
from sim.kpis.by_day import TRUST, read_day
from sim.kpis.journeys import EDGES, FLOW, ORIGINS, WAIT, read_bin, read_step
from sim.scenario.model import Scenario

KINDS = ("origin", "queue", "group", "outcome", "end", "issue", "closing")
CODES: Mapping[str, type[Outcome] | type[End] | type[Closing]] = {
    "outcome": Outcome,
    "end": End,
    "closing": Closing,
}


def waits(tallies: pl.DataFrame, scenarios: Mapping[str, Scenario]) -> pl.DataFrame:
    """Return how long contacts wait: one row a scenario, policy, queue, outcome and bin.

    Columns: scenario, policy, queue, outcome (answered or abandoned), from_s, to_s (empty: no end), per_day,
    share (of those who are answered or hang up in the queue, under this policy).
    """
    rows = []
    for name, policy, member, per_day in _means(tallies, WAIT):
        at = read_bin(member)
        ends = EDGES[at.place + 1] if at.place + 1 < len(EDGES) else None
        row = (name, policy, at.queue, _word(Outcome(at.outcome)), EDGES[at.place], ends, per_day)
        rows.append((_place(scenarios[name], "queue", at.queue), at.outcome, at.place, row))
    kinds = dict.fromkeys(("scenario", "policy", "queue", "outcome"), pl.String)
    numbers = dict.fromkeys(("from_s", "to_s", "per_day"), pl.Float64)
    table = pl.DataFrame(_in_order(rows, tallies), schema={**kinds, **numbers}, orient="row")
    whole = pl.col("per_day").sum().over("scenario", "policy", "queue")
    return table.with_columns(share=pl.col("per_day") / whole)


def flows(tallies: pl.DataFrame, scenarios: Mapping[str, Scenario]) -> pl.DataFrame:
    """Return where contacts go, step by step: one row a scenario, policy and step.

    Columns: scenario, policy, from_kind, from, to_kind, to, per_day. Kinds: origin (new issue, repeat,
    transfer), queue, group, outcome (of a stay that no agent answered), end (of a conversation), issue,
    closing. Contacts count that join a queue in the measured days, issues that open in them.
    """
    rows = []
    for name, policy, member, per_day in _means(tallies, FLOW):
        step = read_step(member)
        start, end = _named(step.start_kind, step.start), _named(step.end_kind, step.end)
        first = _place(scenarios[name], step.start_kind, step.start)
        then = _place(scenarios[name], step.end_kind, step.end)
        row = (name, policy, step.start_kind, start, step.end_kind, end, per_day)
        rows.append((KINDS.index(step.start_kind), first, KINDS.index(step.end_kind), then, row))
    names = ("scenario", "policy", "from_kind", "from", "to_kind", "to")
    schema = {**dict.fromkeys(names, pl.String), "per_day": pl.Float64}
    return pl.DataFrame(_in_order(rows, tallies), schema=schema, orient="row")


def trust_by_day(tallies: pl.DataFrame, scenarios: Mapping[str, Scenario], confidence: float) -> pl.DataFrame:
    """Return how customers' trust moves: one row a scenario, policy, segment and day.

    Columns: scenario, policy, segment (empty: all customers), day (0: when the window opens; k: the end of
    its k-th day), trust, low, high, customers (of the sample that is simulated).
    """
    keys = ("scenario", "policy", "segment", "day", "replication")
    named = [read_day(member) for member in tallies.filter(pl.col("dimension") == TRUST)["member"]]
    some = tallies.filter(pl.col("dimension") == TRUST).with_columns(
        segment=pl.Series([segment for segment, _ in named], dtype=pl.String),
        day=pl.Series([day for _, day in named], dtype=pl.Int64),
    )
    whole = some.with_columns(segment=pl.lit(""))
    sums = (
        pl.concat([some, whole])
        .group_by(*keys, maintain_order=True)
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum())
    )
    order = [[s, p, segment] for s, p in dict.fromkeys(tallies.select("scenario", "policy").iter_rows())
             for segment in ("", *scenarios[s].customers.segments)]  # fmt: skip
    rows = []
    for (*of, day), part in sums.group_by(*keys[:4], maintain_order=True):
        if of not in order:  # the one segment of a scenario that names none
            continue
        over, under = (part[name].to_numpy()[None, :] for name in ("numerator", "denominator"))
        ((value, half, n),) = zip(
            *(column.tolist() for column in ratio_columns(over, under, confidence)), strict=True
        )
        one = estimate(value, half, int(n))
        rows.append((order.index(of), day, (*of, day, *one[:3], float(under.mean()))))
    kinds = {**dict.fromkeys(("scenario", "policy", "segment"), pl.String), "day": pl.Int64}
    numbers = dict.fromkeys(("trust", "low", "high", "customers"), pl.Float64)
    return pl.DataFrame([row for *_, row in sorted(rows)], schema={**kinds, **numbers}, orient="row")


def _means(tallies: pl.DataFrame, dimension: str) -> list[tuple[str, str, str, float]]:
    """Return scenario, policy, member and count per measured day, over all replications."""
    count = pl.col("replication").n_unique().over("scenario", "policy")
    days = pl.col("denominator").first() * pl.col("count").first()
    found = (
        tallies.with_columns(count=count)
        .filter(pl.col("dimension") == dimension)
        .group_by("scenario", "policy", "member", maintain_order=True)
        .agg(per_day=pl.col("numerator").sum() / days)
    )
    return found.rows()


def _in_order(rows: list[Any], tallies: pl.DataFrame) -> list[Any]:
    """Return the last item of each row: by scenario and policy as the run names them, then as the file."""
    keys = dict.fromkeys(tallies.select("scenario", "policy").iter_rows())
    order = {key: place for place, key in enumerate(keys)}
    return [row for *_, row in sorted(rows, key=lambda one: (order[one[-1][:2]], *one[:-1]))]


def _place(scenario: Scenario, kind: str, named: str | int) -> int:
    """Return where a queue or a group stands in the file, or the code of anything else."""
    if isinstance(named, int):
        return named
    return list(scenario.queues if kind == "queue" else scenario.groups).index(named)


def _named(kind: str, named: str | int) -> str:
    if isinstance(named, str):
        return named
    if kind in CODES:
        return _word(CODES[kind](named))
    return ORIGINS[named] if kind == "origin" else kind


def _word(code: Outcome | End | Closing) -> str:
    return code.name.lower().replace("_", " ")

"""Find who was on duty from what named agents did: groups by what they serve, agents by interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.grid import DAY, Grid
from sim.importers.grain import ANSWERED

Floats = NDArray[np.float64]
AWAY = 2700.0
"""An agent without a conversation for longer was away [s] (assumption; 45 min)."""
WAITED = 30.0
"""So much waiting of contacts that an agent serves says that the agent was away [s] (assumption)."""
SKILL = 0.25
"""A type is a skill from this multiple of its usual share of an agent's conversations (assumption)."""
GROUPS = 4
"""Groups at most; smaller ones join the one that serves most alike (assumption)."""
FEW = 30
"""Fewest conversations of an agent from which skills are estimated one by one (assumption)."""


class Group(NamedTuple):
    """Agents who serve the same types, and how many are on duty by date and slot, shape (dates, slots)."""

    name: str
    types: tuple[str, ...]
    agents: tuple[str, ...]
    present: Floats


class Work(NamedTuple):
    """Conversations in order of agent and beginning [s since 1970], each with the wait before it [s]."""

    agent: NDArray[np.int64]
    begins: Floats
    ends: Floats
    wait: Floats


def on_duty(table: pl.DataFrame, grid: Grid) -> tuple[Group, ...]:
    """Return the groups of agents with who was on duty; () where agents are not named.

    An agent is on duty from one conversation to the next unless it takes longer than 45 min, or contacts that
    the agent serves waited meanwhile for more than 30 s in all: then the agent was away until the last
    moment at which one of them waited.
    """
    named = table.filter((pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null())
    named = named.filter(pl.col("talk_s").is_not_null())
    if named.height < FEW:
        return ()
    skills = skills_of(named, grid.types)
    found = []
    for number, (types, agents) in enumerate(_groups(skills, named)):
        present = _present_of(table, named, {one: skills[one] for one in agents}, grid)
        name = "all_types" if len(types) == len(grid.types) and len(grid.types) > 1 else f"team_{number + 1}"
        found.append(Group(name, types, agents, present))
    return tuple(found)


def present_by(table: pl.DataFrame, grid: Grid, serves: Mapping[str, frozenset[str]]) -> dict[str, Floats]:
    """Return who was on duty by group, shape (dates, slots), for groups that are given by what they serve.

    Every named agent counts for the group that serves most alike; nobody where agents are not named.
    """
    named = table.filter((pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null())
    named = named.filter(pl.col("talk_s").is_not_null())
    if named.height < FEW or not serves:
        return {}
    members: dict[str, dict[str, frozenset[str]]] = {name: {} for name in serves}
    for agent, own in sorted(skills_of(named, grid.types).items()):
        near = max(serves, key=lambda name: (len(own & serves[name]) / max(len(own | serves[name]), 1), name))
        members[near][agent] = own
    return {name: _present_of(table, named, agents, grid) for name, agents in members.items()}


def _present_of(
    table: pl.DataFrame, named: pl.DataFrame, skills: Mapping[str, frozenset[str]], grid: Grid
) -> Floats:
    """Return how many of these agents are on duty, shape (dates, slots), each by what that agent serves."""
    found = np.zeros((grid.dates.size, DAY // grid.length))
    for own in sorted({*skills.values()}, key=sorted):
        agents = [agent for agent, types in skills.items() if types == own]
        work = conversations(named.filter(pl.col("agent").is_in(agents)))
        found += _present(*_stretches(work, *_waiting(table, sorted(own))), grid)
    return found


def skills_of(named: pl.DataFrame, types: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return what each agent serves."""
    counts = (
        named.group_by("agent", pl.col("type").fill_null("unknown")).agg(n=pl.len()).sort("agent", "type")
    )
    usual = {kind: n / named.height for kind, n in counts.group_by("type").agg(pl.col("n").sum()).iter_rows()}
    found: dict[str, dict[str, int]] = {}
    for agent, kind, n in counts.iter_rows():
        found.setdefault(agent, {})[kind] = n
    everything = frozenset(types)
    return {
        agent: frozenset(kind for kind, n in own.items() if n >= SKILL * usual[kind] * sum(own.values()))
        if sum(own.values()) >= FEW
        else everything
        for agent, own in found.items()
    }


def _groups(
    skills: dict[str, frozenset[str]], named: pl.DataFrame
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return types and agents of each group, the busiest first; few and alike enough."""
    calls = dict(named.group_by("agent").agg(n=pl.len()).iter_rows())
    sets: dict[frozenset[str], list[str]] = {}
    for agent, own in skills.items():
        sets.setdefault(own, []).append(agent)

    def busy(own: frozenset[str]) -> int:
        return sum(calls[agent] for agent in sets[own])

    while len(sets) > GROUPS:
        least = min(sets, key=lambda own: (busy(own), sorted(own)))
        others = [own for own in sets if own != least]
        near = max(others, key=lambda own: (len(own & least) / len(own | least), busy(own), sorted(own)))
        sets[near] += sets.pop(least)
    lacking = set(named["type"].fill_null("unknown").unique()) - set().union(*sets)
    if lacking:
        first = max(sets, key=busy)
        sets[first | lacking] = sets.pop(first)
    ordered = sorted(sets, key=lambda own: (-busy(own), sorted(own)))
    return [(tuple(sorted(own)), tuple(sorted(sets[own]))) for own in ordered]


def _since(column: str) -> pl.Expr:
    return pl.col(column).dt.timestamp("us") / 1e6


def conversations(named: pl.DataFrame) -> Work:
    """Return the conversations of named agents."""
    begins = _since("arrived") + pl.col("wait_s").fill_null(0.0)
    takes = pl.sum_horizontal(pl.col(name).fill_null(0.0) for name in ("talk_s", "hold_s", "wrap_s"))
    rows = named.select(
        agent=pl.col("agent").rank("dense").cast(pl.Int64),
        begins=begins,
        ends=begins + takes,
        wait=pl.col("wait_s").fill_null(0.0),
    ).sort("agent", "begins")
    return Work(*(rows[name].to_numpy() for name in Work._fields))


def _waiting(table: pl.DataFrame, types: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Return event times [s], time waited up to each [s], and whether somebody waits from then on."""
    rows = table.filter(pl.col("type").fill_null("unknown").is_in(list(types)) & (pl.col("wait_s") > 0))
    joins = rows.select(at=_since("arrived"))["at"].to_numpy()
    leaves = joins + rows["wait_s"].to_numpy()
    at = np.concatenate([joins, leaves])
    if not at.size:
        return np.array([0.0, 1.0]), np.zeros(2), np.zeros(2)
    order = np.argsort(at, kind="stable")
    at, waiting = at[order], np.cumsum(np.concatenate([np.ones(joins.size), -np.ones(joins.size)])[order])
    total = np.concatenate([[0.0], np.cumsum(waiting[:-1] * np.diff(at))])
    return at, total, (waiting > 0).astype(np.float64)


def _stretches(work: Work, at: Floats, total: Floats, waiting: Floats) -> tuple[Floats, Floats]:
    """Return when each agent's stretches of duty begin and end [s since 1970]."""
    if not work.agent.size:
        return work.begins, work.ends
    same = np.concatenate([[False], work.agent[1:] == work.agent[:-1]])
    before = np.concatenate([[0.0], work.ends[:-1]])
    gap = np.maximum(work.begins - before, 0.0)
    waited = np.interp(work.begins, at, total) - np.interp(before, at, total)
    short = same & (gap <= AWAY) & (np.floor(before / DAY) == np.floor(work.begins / DAY))
    stays = short & (waited <= WAITED)
    place = np.searchsorted(at, work.begins, side="left") - 1
    ended = np.concatenate([[0.0], np.where(waiting[:-1] > 0, at[1:], 0.0)])
    last = np.maximum.accumulate(ended)[np.maximum(place, 0)]
    still = (place >= 0) & (waiting[np.maximum(place, 0)] > 0)
    back = np.where(still, work.begins, np.minimum(np.maximum(last, before), work.begins))
    starts = np.where(stays, before, np.where(short, back, work.begins))
    return starts, np.maximum(work.ends, work.begins)


def _present(starts: Floats, ends: Floats, grid: Grid) -> Floats:
    """Return the mean number of stretches that cover each slot, shape (dates, slots)."""
    origin = (grid.dates[0] - 719163) * float(DAY)  # 719163: ordinal of 1970-01-01
    slots = DAY // grid.length
    edges = origin + grid.length * np.arange(grid.dates.size * slots + 1, dtype=np.float64)

    def before(times: Floats) -> Floats:
        ordered = np.sort(times - origin)
        sums = np.concatenate([[0.0], np.cumsum(ordered)])
        place = np.searchsorted(ordered, edges - origin)
        return np.asarray(place * (edges - origin) - sums[place], np.float64)

    covered = before(starts) - before(ends)
    return np.asarray((np.diff(covered) / grid.length).reshape(grid.dates.size, slots), np.float64)

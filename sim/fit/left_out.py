"""What a fit leaves out: whether the log shows it, so that nobody has to guess what a scenario lacks.

Looked for are transfers, an order of the line other than first come, first served, patience that differs
between classes of customers, agents who come when the line grows, and agents who end conversations as a
time passes. Each is there, absent or unclear, or
unknown, without a column for it or with too few cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.duty import conversations, skills_of
from sim.fit.ending_early import ended_early
from sim.fit.laws import compare, times
from sim.fit.measured import Measured, measured, percent_text, share
from sim.fit.patience import ENOUGH, LAWS, Patience
from sim.importers.grain import ANSWERED
from sim.quantities import duration_text

Floats = NDArray[np.float64]
THERE, ABSENT, UNCLEAR, UNKNOWN = "there", "absent", "unclear", "unknown"
APART = 5.0
"""By how much later a contact that came earlier leaves the line to count as overtaken [s] (assumption)."""
OVERTAKEN, CALLED = 0.05, 0.10
"""Shares at the low end of the interval from which overtaking, and coming as the line grows, count as there
(assumption)."""
CLEAR = 10.0
"""AIC by which patience has to differ between classes (Burnham and Anderson 2002, p. 70: no support left)."""
AWAY, LINE = 300.0, 10.0
"""Pause after which an agent comes back, and wait from which a line is seen [s] (assumption)."""
FEW = 50
"""Fewest cases on which anything is said (assumption)."""
DAY = 86400.0


class LeftOut(NamedTuple):
    """One thing that a fitted scenario lacks: its name, one of the four findings, and what the log shows."""

    name: str
    found: str
    words: str


def left_out(
    table: pl.DataFrame, types: tuple[str, ...], transfers: Mapping[str, Measured]
) -> tuple[LeftOut, ...]:
    """Return what a scenario fitted to a table of contacts lacks, and whether the table shows it.

    transfers: share of the answered that went on to another agent, by type.
    """
    rows = waits_of(table)
    return _transfers(transfers), _order(rows), _patience(rows), _presence(table, types), _early(table)


def waits_of(table: pl.DataFrame) -> pl.DataFrame:
    """Return type, class, outcome, wait and moment of joining [s] of the contacts whose wait is known."""
    return table.filter(pl.col("wait_s").is_not_null()).select(
        kind=pl.col("type").fill_null("unknown"),
        level=pl.col("priority"),
        served=pl.col("outcome") == ANSWERED,
        wait=pl.col("wait_s"),
        joins=pl.col("arrived").dt.timestamp("us") / 1e6,
    )


def _transfers(by_type: Mapping[str, Measured]) -> LeftOut:
    name, n = "transfers", sum(one.n for one in by_type.values())
    if not n:
        return LeftOut(name, UNKNOWN, "the export does not tell them")
    hits = sum(one.value * one.n for one in by_type.values())
    if not hits:
        return LeftOut(name, ABSENT, f"none of {n:,} answered contacts went on to another agent")
    words = f"{percent_text(hits / n)} of {n:,} answered contacts went on to another agent; all their talk is"
    return LeftOut(name, THERE, f"{words} in the work of one")


def _order(rows: pl.DataFrame) -> LeftOut:
    """Return whether contacts overtake others of their own type, which agents' skills cannot explain."""
    name = "priorities"
    picks = pl.concat([_picks(own) for _, own in rows.sort("joins").group_by("kind", maintain_order=True)])
    beside = picks.filter("beside")
    if beside.height < FEW:
        return LeftOut(name, UNKNOWN, f"in only {beside.height} answers somebody else of the type waited")
    ahead = share(int(beside["ahead"].sum()), beside.height, "of answers beside whom others waited")
    counted = f"of {beside.height:,} answers while others of the type waited,"
    went = f"{percent_text(ahead.value)} were of somebody who had come later"
    if ahead.low <= OVERTAKEN:
        return LeftOut(name, ABSENT if ahead.high <= OVERTAKEN else UNCLEAR, f"{counted} {went}")
    by_class = beside.drop_nulls("level").group_by("level").agg(pl.col("ahead").mean(), n=pl.len())
    told = [
        f"{level} {percent_text(own)}"
        for level, own, n in by_class.sort("ahead", descending=True).iter_rows()
        if n >= FEW
    ]
    classes = f"; by class: {', '.join(told)}" if len(told) > 1 else ""
    return LeftOut(name, THERE, f"{counted} {went}{classes}; the scenario serves first come, first served")


def _picks(own: pl.DataFrame) -> pl.DataFrame:
    """Return the answers of one type, in order of arrival: whether others waited, and were overtaken."""
    joins = own["joins"].to_numpy()
    leaves = joins + own["wait"].to_numpy()
    before = np.concatenate([[-np.inf], np.maximum.accumulate(leaves)[:-1]])
    others = np.searchsorted(joins, leaves, "right") - np.searchsorted(np.sort(leaves), leaves, "right")
    ahead = before > leaves + APART
    found = own.with_columns(ahead=pl.Series(ahead), beside=pl.Series(ahead | (others > 0)))
    return found.filter("served")


def _patience(rows: pl.DataFrame) -> LeftOut:
    """Return whether classes of customers differ in patience, each type by its own laws."""
    name = "patience by class"
    if rows["level"].n_unique() < 2:
        return LeftOut(name, UNKNOWN, "the export tells no classes of customers (column priority)")
    gain, told = 0.0, dict[str, str]()
    for kind, own in rows.filter(pl.col("wait") > 0).drop_nulls("level").group_by("kind"):
        gone = own.filter(~pl.col("served")).group_by("level").len().filter(pl.col("len") >= ENOUGH)
        classes = sorted(gone["level"].to_list())
        if len(classes) < 2:
            continue
        known = own.filter(pl.col("level").is_in(classes))
        parts = {one: _fitted(known.filter(pl.col("level") == one)) for one in classes}
        gain += _fitted(known).laws[0].aic - sum(one.laws[0].aic for one in parts.values())
        medians = (f"{one} {part.median().value:.0f} s" for one, part in parts.items())
        told[str(kind[0])] = ", ".join(medians)
    if not told:
        return LeftOut(name, UNKNOWN, "too few of any second class hung up")
    words = f"median by class: {'; '.join(f'{kind} {told[kind]}' for kind in sorted(told))}"
    if gain <= CLEAR:
        return LeftOut(name, ABSENT, f"{words}, within chance")
    return LeftOut(name, THERE, f"{words}; the scenario has one patience for all of a type")


def _fitted(rows: pl.DataFrame) -> Patience:
    data = times(*(rows.filter(one)["wait"].to_numpy() for one in (~pl.col("served"), pl.col("served"))))
    return Patience(tuple(compare(data, LAWS)), data)


def _presence(table: pl.DataFrame, types: tuple[str, ...]) -> LeftOut:
    """Return whether agents come back when the line is there, more than it was while they were away."""
    name = "reactive presence"
    came = np.concatenate([np.empty((2, 0)), *_returns(table, types)], axis=1)
    if came.shape[1] < FEW:
        return LeftOut(name, UNKNOWN, f"agents came back after a pause only {came.shape[1]} times")
    met, usual = came
    more = measured(
        float((met - usual).mean()), float((met - usual).std(ddof=1) / np.sqrt(met.size)), met.size, "", -1.0
    )
    words = (
        f"of {met.size:,} times that an agent came back after over {AWAY / 60:g} min, somebody waited in "
        f"{percent_text(float(met.mean()))}, and in {percent_text(float(usual.mean()))} of the time before"
    )
    if more.low <= CALLED:
        return LeftOut(name, ABSENT if more.low <= 0.0 and more.high <= CALLED else UNCLEAR, words)
    return LeftOut(name, THERE, f"{words}; the scenario's roster does not look at the line")


def _early(table: pl.DataFrame) -> LeftOut:
    """Return whether agents end conversations as a time passes."""
    name, (moments, of) = "conversations ended early", ended_early(table)
    if of is None:
        if not moments:
            return LeftOut(name, UNKNOWN, "too few conversations around any moment to tell")
        return LeftOut(name, ABSENT, "at no moment do clearly more end than just before it")
    share_of, low_of, high_of = (percent_text(one, 0) for one in of.ended[:3])
    words = (
        f"of {of.ended.n:,} of {of.kind} that pass {duration_text(of.target)}, {share_of} are ended within "
        f"the next minute ({low_of} to {high_of}), beyond those that would end anyway"
    )
    if len(of.agents) > 1:
        (most, high), (least, low) = of.agents[0], of.agents[-1]
        words += (
            f"; by agent {percent_text(low, 0)} ({least}) to {percent_text(high, 0)} ({most}), with chance"
        )
    return LeftOut(name, THERE, f"{words}. Today's policy should have it as its pace")


def _returns(table: pl.DataFrame, types: tuple[str, ...]) -> Iterator[Floats]:
    """Yield whether somebody waited as an agent came back, and in what share of the pause.

    Shape (2, returns), once for all agents who serve the same.
    """
    named = table.filter(
        (pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null() & pl.col("talk_s").is_not_null()
    )
    skills = skills_of(named, types) if named.height else {}
    for own in sorted({*skills.values()}, key=sorted):
        work = conversations(named.filter(pl.col("agent").is_in([a for a, s in skills.items() if s == own])))
        same = work.agent[1:] == work.agent[:-1]
        ends, begins = work.ends[:-1], work.begins[1:]
        back = same & (begins - ends > AWAY) & (np.floor(ends / DAY) == np.floor(begins / DAY))
        at, lined = _line(table, own)
        usual = np.interp(begins[back], at, lined) - np.interp(ends[back], at, lined)
        yield np.array([work.wait[1:][back] >= LINE, usual / (begins - ends)[back]])


def _line(table: pl.DataFrame, own: frozenset[str]) -> tuple[Floats, Floats]:
    """Return moments [s], and for how long up to each somebody stood in line for LINE seconds or more [s]."""
    rows = table.filter(pl.col("type").fill_null("unknown").is_in(sorted(own)) & (pl.col("wait_s") > LINE))
    joins = rows.select(at=pl.col("arrived").dt.timestamp("us") / 1e6)["at"].to_numpy()
    leaves = joins + rows["wait_s"].to_numpy()
    if not joins.size:
        return np.array([0.0, 1.0]), np.zeros(2)
    at = np.concatenate([joins + LINE, leaves])
    order = np.argsort(at, kind="stable")
    at, change = at[order], np.concatenate([np.ones(joins.size), -np.ones(joins.size)])[order]
    some = np.cumsum(change)[:-1] > 0
    return at, np.concatenate([[0.0], np.cumsum(np.where(some, np.diff(at), 0.0))])

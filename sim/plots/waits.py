"""Answer how long customers wait: the share still waiting after t seconds, queue by queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple

import polars as pl
from matplotlib.axes import Axes

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import marks
from sim.plots.key import key
from sim.plots.sheet import Box, Sheet
from sim.plots.view import View
from sim.wording import time_in_words

LINE = 0.2
"""Height of one more line of a panel's heading [inch], at letters of 12 points."""
SIDES = ("worse", "better")
CLEAREST = (*SIDES, "same", "unclear")
"""Verdicts in the order in which a title names their queues."""
QUEUES = 4
"""Queues drawn at most: those with most contacts."""
MINUTE, HOUR = 60.0, 3600.0
TICKS = (5.0, 20.0, 60.0, 180.0, 600.0, 1800.0, 7200.0, 28800.0, 86400.0, 604800.0)
FIRST = 5.0
"""From here on the time axis is logarithmic; before it, it is even [s]."""


class Curve(NamedTuple):
    """Times [s] and the share of contacts that wait that long or longer, one policy in one queue."""

    times: Sequence[float]
    shares: Sequence[float]

    def at(self, time: float) -> float:
        """Return the share still waiting after `time` [s], even between the ends of a bin."""
        pairs = list(zip(self.times, self.shares, strict=True))
        for (before, high), (after, low) in pairwise(pairs):
            if before <= time <= after:
                return high + (low - high) * (time - before) / (after - before)
        return pairs[-1][1]


Curves = Mapping[str, Mapping[str, Curve]]


def find(view: View) -> Finding | str:
    """Return waits as survival curves of everybody who is answered or hangs up."""
    curves = _curves(view)
    if not curves:
        return "nobody joined a queue"
    return Finding(
        title=_title(view, curves),
        alt=" ".join(_alt(view, curves)),
        table=_table(view, curves),
        note=" ".join(_note(view, curves)) + view.key,
        draw=partial(draw, view=view, curves=curves),
        height=5.0 if len(curves) <= 2 else 7.0,
    )


def _curves(view: View) -> Curves:
    """Return the curves by queue and policy, the queues with most contacts first."""
    table = view.table("waits")
    if table is None:
        return {}
    sums = table.group_by("queue", maintain_order=True).agg(pl.col("per_day").sum())
    order = sums.sort("per_day", descending=True, maintain_order=True)["queue"].to_list()[:QUEUES]
    bins = table.group_by("queue", "policy", "from_s", maintain_order=True).agg(
        pl.col("to_s").first(), pl.col("per_day").sum()
    )
    rows = (
        bins.sort("queue", "policy", "from_s").select("queue", "policy", "from_s", "to_s", "per_day").rows()
    )
    found: dict[str, dict[str, Curve]] = {queue: {} for queue in order}
    for (queue, policy), group in groupby(rows, key=lambda row: row[:2]):
        if queue in found and policy in view.policies:
            found[queue][policy] = _curve([row[2:] for row in group])
    return {queue: one for queue, one in found.items() if one}


def _curve(bins: Sequence[tuple[float, float | None, float]]) -> Curve:
    """Return the curve of bins: from, to (None: no end) and contacts a day."""
    total = sum(count for *_, count in bins)
    times, shares, left = [0.0], [1.0], total
    for start, end, count in bins:
        if start > times[-1]:
            times.append(start)
            shares.append(left / total)
        left -= count
        if end is not None:
            times.append(end)
            shares.append(max(0.0, left / total))
    return Curve(times, shares)


def _title(view: View, curves: Curves) -> str:
    """Return who still waits at the target of the queue that differs most clearly, as the judge says."""
    queue = _telling(view, curves)
    after = _after(view, curves, queue)
    where = f"In {queue}, " if len(view.scenario.queues) > 1 else ""
    time = time_in_words(view.scenario.queues[queue].service_level.within)
    if len(after) > 2:
        low, high = (view.said(end, "share") for end in (min(after.values()), max(after.values())))
        title = f"{where}between {low} and {high} still wait after {time}, by policy"
    else:
        told = [f"{view.said(share, 'share')} under {view.brief(policy)}" for policy, share in after.items()]
        title = f"{where}still waiting after {time}: {', '.join(told)}"
    if len(view.others) == 1:
        verdict = _verdict(view, queue)
        title += {"unclear": "; which is faster is unclear", "same": "; as fast for practical purposes"}.get(
            verdict, ""
        )
    return title[:1].upper() + title[1:]


def _after(view: View, curves: Curves, queue: str) -> dict[str, float]:
    """Return by policy the share that still waits at the time of a queue's goal."""
    within = view.scenario.queues[queue].service_level.within
    return {policy: curve.at(within) for policy, curve in curves[queue].items()}


def _verdict(view: View, queue: str) -> str:
    """Return the clearest verdict of any policy on a queue's service level; nothing without any."""
    found = {view.verdict(policy, "service_level", *view.told.place(queue)) for policy in view.others}
    return next((verdict for verdict in CLEAREST if verdict in found), "")


def _telling(view: View, curves: Curves) -> str:
    """Return the queue of the clearest verdict, of those where shares differ most; else the busiest."""

    def rank(queue: str) -> tuple[int, float]:
        verdict = _verdict(view, queue)
        shares = _after(view, curves, queue).values()
        apart = max(shares) - min(shares) if verdict in SIDES else 0.0
        return (CLEAREST.index(verdict) if verdict else len(CLEAREST)), -apart

    return min(curves, key=rank)


def _alt(view: View, curves: Curves) -> Iterator[str]:
    yield "Curves of the share still waiting, by time."
    for queue, by_policy in curves.items():
        within = view.scenario.queues[queue].service_level.within
        for policy, curve in by_policy.items():
            share = view.said(curve.at(within), "share")
            yield f"{queue}, {view.labels[policy]}: {share} still wait after {time_in_words(within)}."


def _table(view: View, curves: Curves) -> Table:
    columns = [Column("Queue"), Column("Policy"), Column("After", "s"), Column("Still waiting", "share")]
    rows = [
        (queue, view.labels[policy], time, share)
        for queue, by_policy in curves.items()
        for policy, curve in by_policy.items()
        for time, share in zip(curve.times, curve.shares, strict=True)
    ]
    return Table(columns, rows)


def _note(view: View, curves: Curves) -> Iterator[str]:
    yield (
        "Of all who are answered or hang up in the queue, the share that waits longer than t, over all "
        "replications. Time: even up to 5 s, logarithmic from there on; the curves begin at 100 %. Dotted: "
        "the time of the goal. Who hangs up before it waits no longer but was not answered in time, so that "
        "the curve may look better than the service level."
    )
    rest = len(view.scenario.queues) - len(curves)
    if rest > 0:
        yield f"{rest} more queues are in waits.csv, or nobody joined them."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, curves: Curves) -> None:
    """Draw a panel for each queue, a line for each policy, the goal's time dotted."""
    count = len(curves)
    named = [(view.labels[policy], view.looks[policy]) for policy in view.policies]
    box = key(sheet, named, line=True)
    across = 1 if count == 1 else 2
    down = -(-count // across)
    letters = sheet.letters / 12.0
    each, high = box.width / across, box.height / down
    for place, (queue, by_policy) in enumerate(curves.items()):
        left, top = box.left + each * (place % across), box.top - high * (place // across)
        goal, room = view.scenario.queues[queue].service_level, 0.85 * letters
        words = f"{queue}: goal {100.0 * goal.share:g} % within {time_in_words(goal.within)}"
        head = sheet.fill(words, each - room - 0.2, weight="bold", most=3)
        above = 0.43 * letters + head.count("\n") * LINE * letters
        bottom = top - high + 0.42 * letters
        frame = Box(left + room, bottom, each - room - 0.2, top - above - bottom)
        ax = sheet.panel(frame)
        _panel(ax, sheet, view, queue, by_policy)
        sheet.put(frame.left, frame.top + 0.06, head, weight="bold", up="bottom")
        if place % across == 0:
            filled = sheet.fill("Still waiting", frame.height)
            ax.set_ylabel(filled, fontsize=sheet.letters)


def _panel(ax: Axes, sheet: Sheet, view: View, queue: str, by_policy: Mapping[str, Curve]) -> None:
    """Draw the curves of one queue, and the time of its goal."""
    goal = view.scenario.queues[queue].service_level
    ends = [
        t for curve in by_policy.values() for t, s in zip(curve.times, curve.shares, strict=True) if s > 0.002
    ]
    end = max(4.0 * goal.within, 60.0, *ends)
    ax.set_xscale("symlog", linthresh=FIRST, linscale=0.5)
    for policy in sorted(by_policy, key=lambda one: one != view.baseline):
        curve, look = by_policy[policy], view.looks[policy]
        ax.plot(
            curve.times,
            [100.0 * share for share in curve.shares],
            color=look.colour,
            linestyle=look.line,
            linewidth=1.7,
            marker=look.marker,
            markersize=4.0,
            markevery=3,
        )
    ax.set_xlim(0.0, end)
    left = max(curve.at(FIRST) for curve in by_policy.values())
    ax.set_ylim(0.0, min(102.0, 130.0 * max(left, 1.0 - goal.share)))
    ax.axvline(goal.within, color=view.theme.text, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
    ax.grid(color=view.theme.rule, linewidth=0.6)
    ax.set_axisbelow(True)
    ticks = [tick for tick in TICKS if tick <= end]
    marks(ax, sheet, [0.0, *ticks], ["0", *(time_in_words(tick) for tick in ticks)])
    ax.yaxis.set_major_formatter(lambda value, _: f"{view.theme.number(f'{value:g}')}\u00a0%")


EXHIBIT = Exhibit(50, "How long do customers wait?", find, {"waits": "goodwill run FILE"})

"""Answer which measures a policy changes against the baseline, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from sim.comparison import Comparison, difference_text, headline, verdict_text
from sim.judging import SYMBOLS
from sim.plots.base import ALONE, Column, Exhibit, Finding, Table
from sim.plots.grid import Grid, grid, marks, squeeze, stretch, stroke
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import (
    ARROWS,
    CLEAR,
    JUDGED,
    ONCE,
    formulas,
    heads,
    legend,
    over_all,
    short,
    who,
    worse_goals,
)

FARTHEST = 400.0
"""Differences beyond this [% of the baseline] are drawn at the edge, with an arrow."""
TICKS = (1, 3, 10, 25, 50, 100, 200, 400)


def find(view: View) -> Finding | str:
    """Return what every policy changes in the headline measures."""
    kpis = [kpi for kpi in headline(view.kpis) if any(_told(view, policy, kpi) for policy in view.others)]
    if not kpis:
        return ALONE
    return Finding(
        title=_title(view, kpis),
        alt=" ".join(_alt(view, kpis)),
        table=Table(COLUMNS, tuple(_rows(view, kpis))),
        note=" ".join(_note(view, kpis)) + view.key,
        draw=partial(draw, view=view, kpis=kpis),
        height=2.4 + 0.3 * len(kpis),
    )


def _told(view: View, policy: str, kpi: str) -> bool:
    row = view.row(policy, kpi)
    return row is not None and row.difference.value is not None


COLUMNS = (
    Column("Measure"),
    Column("Unit"),
    Column("Policy"),
    Column("Baseline", "by row"),
    Column("Value", "by row"),
    Column("Difference", "by row"),
    Column("Low", "by row"),
    Column("High", "by row"),
    Column("Verdict"),
)


def _rows(view: View, kpis: Sequence[str]) -> Iterator[tuple[str | float | None, ...]]:
    for kpi in kpis:
        for policy in view.others:
            row, measure = view.row(policy, kpi), view.kpis[kpi]
            if row is not None:
                about = (measure.label, measure.unit, view.labels[policy])
                yield (*about, row.baseline_value.value, row.value.value, *row.difference[:3], row.verdict)


def _title(view: View, kpis: Sequence[str]) -> str:
    """Return how many measures a policy improves and worsens beyond luck; of several, which do most."""
    if view.replications < JUDGED:
        return ONCE
    found = {policy: [view.verdict(policy, kpi) for kpi in kpis] for policy in view.others}
    counts = {policy: (told.count("better"), told.count("worse")) for policy, told in found.items()}
    order = sorted(counts, key=lambda policy: -sum(counts[policy]))
    base = view.brief(view.baseline or "")
    measures, worse = f"{len(kpis)} measures{over_all(view)}", {p: worse_goals(view, p) for p in order}
    if not any(map(sum, counts.values())) and not any(worse.values()):
        return f"Against {base}, none of {measures} is better or worse beyond luck"
    if len(order) == 1:
        better, bad = counts[order[0]]
        told = f"{view.brief(order[0])} improves {better or 'none'} and worsens {bad or 'none'}"
        return f"Of {measures}, against {base}: {told}{_named(view, order[0], worse[order[0]])}"
    slow = [policy for policy in view.others if worse[policy]]
    goals = f"; in some queue service gets worse under {who(view, slow, 1)}" if slow else ""
    return f"Of {measures}, {_extremes(view, counts)}{goals}"


def _extremes(view: View, counts: Mapping[str, tuple[int, int]]) -> str:
    """Return which policies improve most measures, and which worsen most."""
    most = [max(found[side] for found in counts.values()) for side in (0, 1)]
    best, worst = ([p for p in view.others if counts[p][side] == most[side]] for side in (0, 1))
    up = _most(view, best, "improve", most[0]) if most[0] else "no policy improves any"
    if not most[1]:
        return f"{up}; none gets worse"
    return f"{up}; {_most(view, worst, 'worsen', most[1])}"


def _most(view: View, policies: Sequence[str], verb: str, count: int) -> str:
    """Return which policies improve or worsen the most measures, and how many."""
    if len(policies) == len(view.others):
        return f"every policy {verb}s {count}"
    each = " each" if len(policies) > 1 else ""
    return f"{who(view, policies)} {verb}{'' if each else 's'} the most, {count}{each}"


def _named(view: View, policy: str, worse: Sequence[tuple[str, str, str]]) -> str:
    """Return which goals of single queues a policy worsens, as in "; in sales service level is lower"."""
    if not worse:
        return ""
    kpi, _, queue = worse[0]
    row = view.row(policy, *worse[0])
    if row is None or row.difference.value is None:
        return ""
    side = "lower" if row.difference.value < 0.0 else "higher"
    size = view.change(row.difference, view.kpis[kpi].unit, row.value.value, spread=False)
    count = len(worse) - 1
    more = f", and {count} more {'goal of a queue is' if count == 1 else 'goals of queues are'} worse"
    return f"; in {queue} {short(view, kpi)} is {side} ({size}){more if count else ''}"


def _alt(view: View, kpis: Sequence[str]) -> Iterator[str]:
    yield f"Differences from {view.base_label}, with intervals."
    for kpi in kpis:
        rows = [(policy, view.row(policy, kpi)) for policy in view.others]
        parts = [f"{view.labels[policy]} {_written(view, row)}" for policy, row in rows if row is not None]
        yield f"{view.kpis[kpi].label}: {'; '.join(parts)}."


def _note(view: View, kpis: Sequence[str]) -> Iterator[str]:
    yield (
        "Marks: difference in % of the baseline's value, with its interval; square-root scale, so that small "
        "differences look larger beside large ones than they are. Filled: beyond luck and large enough to "
        "matter. ↑ higher is better, ↓ lower is better. pp: percentage points."
    )
    yield from formulas(view, kpis)
    yield legend(view)
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, kpis: Sequence[str]) -> None:
    """Draw a row for each measure and a column for each policy: mark, interval, and words."""
    labels = [_label(view, kpi) for kpi in kpis]
    laid = grid(sheet, labels, heads(view, view.others), 0.5, first=0.29)
    reach = _reach(view, kpis)
    for column, policy in enumerate(view.others):
        ax = laid.panels[column]
        ax.set_xscale("function", functions=(squeeze, stretch))
        ax.set_xlim(-reach, reach)
        ax.axvline(0.0, color=view.theme.baseline, linewidth=1.4, zorder=1)
        for place, kpi in enumerate(kpis):
            row = view.row(policy, kpi)
            if row is not None and row.difference.value is not None:
                _mark(ax, place, row, view)
                _word(laid, column, place, row, view)
        ticks = [float(tick) for tick in TICKS if tick <= reach]
        places = [*ticks[-1:], 0.0, *(sign * tick for tick in reversed(ticks) for sign in (-1.0, 1.0))]
        marks(ax, sheet, places, [f"{t:+g} %".replace("-", "−") if t else "0" for t in places])
    laid.write()


def _label(view: View, kpi: str) -> str:
    measure = view.kpis[kpi]
    return f"{measure.label} {ARROWS.get(measure.better, '')}".rstrip()


def _reach(view: View, kpis: Sequence[str]) -> float:
    """Return how far the scale goes [% of the baseline's value]."""
    ends = [
        abs(end) * scale
        for policy in view.others
        for kpi in kpis
        if (row := view.row(policy, kpi)) is not None and (scale := _scale(row)) is not None
        for end in row.difference[:3]
        if end is not None
    ]
    return min(FARTHEST, max([2.0, *ends])) * 1.15


def _mark(ax: Axes, place: int, row: Comparison, view: View) -> None:
    """Draw the interval and the mark; a baseline of 0 gives no scale, so nothing is drawn."""
    scale, found = _scale(row), row.difference
    if scale is None or found.value is None:
        return
    value, colour = found.value * scale, view.theme.verdict(row.verdict)
    if found.low is not None and found.high is not None:
        ends = np.clip(np.array([found.low, found.high]) * scale, -FARTHEST, FARTHEST)
        stroke(ax, ends, [place, place], color=colour, linewidth=1.8, marker="|", markersize=6, zorder=2)
    far = abs(value) > FARTHEST
    stroke(
        ax,
        [max(-FARTHEST, min(FARTHEST, value))],
        [place],
        marker=(">" if value > 0 else "<") if far else view.looks[row.policy].marker,
        markersize=5.0,
        color=colour,
        markerfacecolor=colour if row.verdict in CLEAR else view.theme.background,
        markeredgewidth=1.3,
        linestyle="none",
        zorder=3,
    )


def _word(laid: Grid, column: int, place: int, row: Comparison, view: View) -> None:
    """Write the difference with its verdict; with its interval where one policy has the whole width."""
    measure, colour = view.kpis[row.kpi], view.theme.verdict(row.verdict)
    if len(view.others) == 1:
        text = _written(view, row)
    else:
        change = view.change(row.difference, measure.unit, row.value.value, spread=False)
        text = f"{SYMBOLS[row.verdict]} {change}"
    laid.word(column, place, text, colour, "bold" if row.verdict in CLEAR else "normal")


def _written(view: View, row: Comparison) -> str:
    """Return a difference with its interval, sign and verdict, as in "+3.9 pp [+3.3, +4.5] ▲ better"."""
    told = view.theme.number(difference_text(row, view.kpis[row.kpi].unit, view.currency))
    return f"{told} {SYMBOLS[row.verdict]} {verdict_text(row)}"


def _scale(row: Comparison) -> float | None:
    """Return the factor from the measure's unit to % of the baseline; None for a baseline of 0 or none."""
    base = row.baseline_value.value
    return None if not base else 100.0 / abs(base)


EXHIBIT = Exhibit(20, "What does {policy} change against {baseline}, and how surely?", find)

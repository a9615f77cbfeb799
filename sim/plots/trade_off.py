"""Answer what customers' trust costs: which policies no other beats on both, today and at equal service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import polars as pl
from matplotlib.axes import Axes

from sim.estimate import Estimate
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.key import key
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import CLEAR, JUDGED, ONCE, listed, who

COST = "cost"
KEPT, TRUST = "left_per_year", "trust_end"
"""Customers lost where some leave, else trust."""
NAMED = 3
SPAN = 0.1
"""Length of an axis on which no policy clearly differs, at least, as a share of the value at its middle."""
NOT_APART = "no clear difference"


class Point(NamedTuple):
    """One policy at one staffing: cost [money a day] and customers' side, each with the ends of its cross."""

    policy: str
    where: str
    cost: Estimate
    good: Estimate


def find(view: View) -> Finding | str:
    """Return cost against customers kept, or trust where nobody leaves."""
    lost = [view.value(policy, KEPT).value for policy in view.policies]
    kpi = KEPT if any(lost) else TRUST
    today = [point for policy in view.policies if (point := _today(view, policy, kpi))]
    if not today:
        return f"no policy has both a cost and {view.kpis[kpi].label.lower()}"
    equal = list(_equal(view, kpi))
    best = _unbeaten(view, today, kpi)
    return Finding(
        title=_title(view, best, kpi),
        alt=" ".join(_alt(view, [*today, *equal], kpi)),
        table=_table(view, [*today, *equal], kpi, best),
        note=" ".join(_note(view, bool(equal))) + view.key,
        draw=partial(draw, view=view, today=today, equal=equal, best=best, kpi=kpi),
        height=5.2,
    )


def _today(view: View, policy: str, kpi: str) -> Point | None:
    """Return a policy at today's staffing; the cross is that of its difference from the baseline."""
    cost, good = (_crossed(view, policy, name) for name in (COST, kpi))
    found = cost.value is not None and good.value is not None
    return Point(policy, "today", cost, good) if found else None


def _crossed(view: View, policy: str, kpi: str) -> Estimate:
    value, row = view.value(policy, kpi), view.row(policy, kpi)
    if row is None or policy == view.baseline or value.value is None or row.difference.half_width is None:
        return value._replace(low=None, high=None, half_width=None)
    half = row.difference.half_width
    return value._replace(low=value.value - half, high=value.value + half, half_width=half)


def _equal(view: View, kpi: str) -> Iterator[Point]:
    """Yield what `staff` found where all policies hold the same goals."""
    study = view.study("equal_service")
    if study is None:
        return
    table = study.table.filter(pl.col("scenario") == view.name)
    for policy in view.policies:
        found = {}
        for name, value, low, high in (
            table.filter((pl.col("policy") == policy) & pl.col("kpi").is_in((COST, kpi)))
            .select("kpi", "value", "low", "high")
            .iter_rows()
        ):
            found[name] = Estimate(value, low, high, None, 0)
        if len(found) == 2 and all(one.value is not None for one in found.values()):
            yield Point(policy, "at equal service", found[COST], found[kpi])


def _unbeaten(view: View, points: Sequence[Point], kpi: str) -> list[str]:
    """Return the policies that no other beats in both means, the cheapest first."""
    sign = -1.0 if view.kpis[kpi].better == "lower" else 1.0

    def beats(one: Point, other: Point) -> bool:
        gains = (
            (other.cost.value or 0.0) - (one.cost.value or 0.0),
            sign * ((one.good.value or 0.0) - (other.good.value or 0.0)),
        )
        return min(gains) >= 0.0 and max(gains) > 0.0

    kept = [one for one in points if not any(beats(other, one) for other in points)]
    return [one.policy for one in sorted(kept, key=lambda one: one.cost.value or 0.0)]


def _words(kpi: str) -> str:
    return "customers kept" if kpi == KEPT else "trust"


def _title(view: View, best: Sequence[str], kpi: str) -> str:
    """Return who is not beaten by the means, and what the judge says of the difference."""
    words = _words(kpi)
    if view.others:
        if view.replications < JUDGED:
            return ONCE
        sides = [
            _side(view, kpi, f"more {words}", f"less {words}", words),
            _side(view, COST, "a lower cost", "a higher cost", "cost"),
        ]
        against = view.brief(view.baseline or "")
        if len(view.others) == 1:
            return f"{view.brief(view.others[0])} against {against}: {listed(sides)}"
        return f"Against {against}: {'; '.join(sides)}"
    if len(best) == len(view.policies) > 1:
        return f"By the means, no policy is beaten on both cost and {words}"
    if len(best) > NAMED:
        count = f"{len(best)} of {len(view.policies)} policies"
        return f"By the means, {count} are not beaten on both cost and {words}"
    are = "is" if len(best) == 1 else "are"
    named = listed([view.brief(policy) for policy in best])
    return f"By the means, {named} {are} not beaten on both cost and {words}"


def _side(view: View, kpi: str, better: str, worse: str, what: str) -> str:
    """Return what the judge says of one measure: under which policies it is better or worse, or for none."""
    by = {
        words: [policy for policy in view.others if view.verdict(policy, kpi) == verdict]
        for verdict, words in (("better", better), ("worse", worse), ("same", f"the same {what}"))
    }
    alone, same = len(view.others) == 1, by.pop(f"the same {what}")
    clear = [f"{words}{'' if alone else f' under {who(view, some)}'}" for words, some in by.items() if some]
    if clear:
        return ", ".join(clear)
    if len(same) == len(view.others):
        return f"the same {what}{'' if alone else ' under every policy'}"
    return f"{what} unclear" if alone else f"no clear difference in {what}"


def _alt(view: View, points: Sequence[Point], kpi: str) -> Iterator[str]:
    yield f"Cost per day against {view.kpis[kpi].label.lower()}, one point a policy."
    for one in points:
        cost, good = view.said(one.cost.value, "money"), view.said(one.good.value, view.kpis[kpi].unit)
        yield f"{view.labels[one.policy]}, {one.where}: {cost}, {good}."


def _table(view: View, points: Sequence[Point], kpi: str, best: Sequence[str]) -> Table:
    measure = view.kpis[kpi]
    columns = [Column("Policy"), Column("Staffing"), Column("Cost per day", "money")]
    columns += [Column("± cost", "money"), Column(measure.label, measure.unit), Column("±", measure.unit)]
    rows = [
        (
            *(view.labels[one.policy], one.where, one.cost.value, one.cost.half_width),
            *(one.good.value, one.good.half_width),
            "not beaten" if one.where == "today" and one.policy in best else "",
        )
        for one in points
    ]
    return Table([*columns, Column("By the means")], rows)


def _note(view: View, equal: bool) -> Iterator[str]:
    crosses = f"Crosses: {100.0 * view.confidence:g} % interval of the difference from {view.base_label}. "
    yield (
        f"{crosses if view.others else ''}Line: policies that none beats in both means, which says nothing "
        "of luck; verdicts are in the answer. Up and left is better. The axes do not begin at 0."
    )
    if equal:
        yield "Hollow: at the staffing that holds the same goals (goodwill staff)."
    else:
        yield f"What policies give at equal service is a study of its own: {view.ran.command('staff')}."
    yield view.sureness()


def draw(
    sheet: Sheet,
    *,
    view: View,
    today: Sequence[Point],
    equal: Sequence[Point],
    best: Sequence[str],
    kpi: str,
) -> None:
    """Draw a point for each policy, its cross, and the line of those that none beats."""
    letters = sheet.letters / 12.0
    named = [(view.labels[policy], view.looks[policy]) for policy in view.policies]
    box = key(sheet, named).inset(left=0.95 * letters, bottom=0.62 * letters, top=0.12)
    ax, measure = sheet.panel(box), view.kpis[kpi]
    factor = 100.0 if measure.unit == "share" else 1.0
    places: Mapping[str, Point] = {one.policy: one for one in today}
    line = [places[policy] for policy in best]
    ax.plot(
        [one.cost.value or 0.0 for one in line],
        [factor * (one.good.value or 0.0) for one in line],
        color=view.theme.muted,
        linewidth=1.2,
        zorder=1,
    )
    for one in (*today, *equal):
        _point(ax, one, view, factor, pale=one.where == "today" and one.policy not in best)
    for one in equal:
        if start := places.get(one.policy):
            _way(ax, start, one, view, factor)
    _frame(ax, sheet, view, kpi)


def _point(ax: Axes, one: Point, view: View, factor: float, *, pale: bool) -> None:
    """Draw a policy's mark, hollow at equal service, with its cross."""
    look, x, y = view.looks[one.policy], one.cost.value or 0.0, factor * (one.good.value or 0.0)
    if one.where == "today" and one.cost.half_width is not None and one.good.half_width is not None:
        ax.errorbar(
            [x],
            [y],
            xerr=[one.cost.half_width],
            yerr=[factor * one.good.half_width],
            ecolor=look.colour,
            elinewidth=1.2,
            capsize=2.5,
            fmt="none",
            zorder=2,
        )
    ax.plot(
        [x],
        [y],
        marker=look.marker,
        markersize=9 if not pale else 7,
        color=look.colour,
        markerfacecolor=look.colour if one.where == "today" else view.theme.background,
        markeredgewidth=1.6,
        linestyle="none",
        zorder=3,
    )


def _way(ax: Axes, start: Point, end: Point, view: View, factor: float) -> None:
    """Draw the way from a policy's point today to that at equal service."""
    xs = [start.cost.value or 0.0, end.cost.value or 0.0]
    ys = [factor * (start.good.value or 0.0), factor * (end.good.value or 0.0)]
    ax.plot(xs, ys, color=view.looks[start.policy].colour, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)


def _not_apart(view: View, kpi: str) -> bool:
    """Return whether no policy clearly differs from the baseline in a measure."""
    return bool(view.others) and not any(view.verdict(policy, kpi) in CLEAR for policy in view.others)


def _widen(ends: Callable[[], tuple[float, float]], put: Callable[[float, float], Any]) -> None:
    """Stretch an axis on which no policy clearly differs, so that what is small looks small."""
    low, high = ends()
    middle = (low + high) / 2.0
    half = max((high - low) / 2.0, SPAN * abs(middle) / 2.0)
    put(middle - half, middle + half)


def _frame(ax: Axes, sheet: Sheet, view: View, kpi: str) -> None:
    measure = view.kpis[kpi]
    ax.margins(0.12)
    cost, label = f"Cost per day [{view.currency}]", view.heading(kpi)
    if _not_apart(view, COST):
        _widen(ax.get_xlim, ax.set_xlim)
        cost = f"{cost}: {NOT_APART}"
    if _not_apart(view, kpi):
        _widen(ax.get_ylim, ax.set_ylim)
        label = f"{label}: {NOT_APART}"
    ax.set_xlabel(cost, fontsize=sheet.letters)
    if measure.better == "lower":
        ax.invert_yaxis()
        label = f"{label}, fewer is up"
    box_height = ax.get_position().height * sheet.height
    ax.set_ylabel(sheet.fill(label, box_height), fontsize=sheet.letters)
    ax.grid(color=view.theme.rule, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.locator_params(axis="x", nbins=5)
    ax.locator_params(axis="y", nbins=6)
    ax.xaxis.set_major_formatter(lambda value, _: view.theme.number(f"{value:,.10g}"))
    ax.yaxis.set_major_formatter(lambda value, _: view.theme.number(f"{value:.6g}"))


EXHIBIT = Exhibit(30, "What does each policy cost, and what does it do to customers?", find)

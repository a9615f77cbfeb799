"""Answer what makes experiences good or bad, and which touchpoints break trust in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import Grid, grid
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import heads, listed

GOOD, BAD, SILENT, FAILURES = "good_because", "bad_because", "trust_lost_silently", "failures_per_day"
DRIVER, TOUCHPOINT = "driver", "touchpoint"
MOST = 6
"""Touchpoints drawn at most: those that break most trust."""
TOLD = 2
"""Members that a title names at most."""
ENDS = (-1.0, 1.0)
"""Ends of the scale of bars."""
HATCH = "////"


def find(view: View) -> Finding | str:
    """Return the reasons that customers would name, and the trust lost in silence, by policy."""
    drivers = [
        one
        for one in view.members(DRIVER, BAD)
        if _most(view, BAD, DRIVER, one) + _most(view, GOOD, DRIVER, one)
    ]
    points = [one for one in view.members(TOUCHPOINT, SILENT) if _most(view, SILENT, TOUCHPOINT, one)]
    drivers.sort(key=lambda one: -_most(view, BAD, DRIVER, one))
    points.sort(key=lambda one: -_most(view, SILENT, TOUCHPOINT, one))
    if not drivers and not points:
        return "nobody had an experience to judge, and no failure happened"
    return Finding(
        title=_title(view, drivers, points),
        alt=" ".join(_alt(view, drivers, points)),
        table=_table(view, drivers, points),
        note=" ".join(_note(view, drivers, points)) + view.key,
        draw=partial(draw, view=view, drivers=drivers, points=points[:MOST]),
        height=2.6 + 0.27 * (len(drivers) + min(MOST, len(points)) + 2),
    )


def _most(view: View, kpi: str, dimension: str, member: str) -> float:
    """Return the largest value of a measure under any policy."""
    return max(abs(view.value(policy, kpi, dimension, member).value or 0.0) for policy in view.policies)


def _title(view: View, drivers: Sequence[str], points: Sequence[str]) -> str:
    """Return the reason most named for bad experiences, and the touchpoint that breaks most trust."""
    policy = view.policies[0]
    told = []
    if drivers:
        worst = _foremost(view, policy, BAD, DRIVER, drivers)
        share = view.said(view.value(policy, BAD, DRIVER, worst[0]).value, "share")
        told.append(f"most named for bad experiences: {_any_of(worst)} ({share}{_or_less(worst)})")
    if points:
        worst = _foremost(view, policy, SILENT, TOUCHPOINT, points)
        told.append(f"most trust lost in silence: {_any_of(worst)}")
    return f"Under {view.brief(policy)}, {'; '.join(told)}"


def _foremost(view: View, policy: str, kpi: str, dimension: str, members: Sequence[str]) -> list[str]:
    """Return the member with the largest value, and after it those whose intervals overlap with its own."""
    values = {one: view.value(policy, kpi, dimension, one) for one in members}
    order = sorted(members, key=lambda one: -(values[one].value or 0.0))
    low = values[order[0]].low
    return [order[0]] + [one for one in order[1:] if low is not None and (values[one].high or 0.0) >= low]


def _any_of(members: Sequence[str]) -> str:
    return listed([_said(one) for one in members[:TOLD]] + ["others"] * (len(members) > TOLD), "or")


def _or_less(members: Sequence[str]) -> str:
    return " or less" if len(members) > 1 else ""


def _said(member: str) -> str:
    return member.replace("_", " ")


def _alt(view: View, drivers: Sequence[str], points: Sequence[str]) -> Iterator[str]:
    yield "Reasons for good and bad experiences, and trust lost in silence."
    for policy in view.policies:
        for one in drivers:
            bad, good = (
                view.said(view.value(policy, kpi, DRIVER, one).value, "share") for kpi in (BAD, GOOD)
            )
            yield f"{view.labels[policy]}, {_said(one)}: bad {bad}, good {good}."
        for one in points:
            lost = view.number(view.value(policy, SILENT, TOUCHPOINT, one).value, "count")
            yield f"{view.labels[policy]}, {_said(one)}: {lost} trust lost in silence a day."


def _table(view: View, drivers: Sequence[str], points: Sequence[str]) -> Table:
    columns = [Column("Kind"), Column("Name"), Column("Measure"), Column("Unit")]
    columns += [Column(view.labels[policy], "by row") for policy in view.policies]
    wanted = [(DRIVER, one, kpi) for one in drivers for kpi in (BAD, GOOD)]
    wanted += [(TOUCHPOINT, one, kpi) for one in points for kpi in (FAILURES, SILENT)]
    rows = [
        (
            *(kind, _said(one), view.kpis[kpi].label, view.kpis[kpi].unit),
            *(view.value(policy, kpi, kind, one).value for policy in view.policies),
        )
        for kind, one, kpi in wanted
        if kpi in view.kpis
    ]
    return Table(columns, rows)


def _note(view: View, drivers: Sequence[str], points: Sequence[str]) -> Iterator[str]:
    if drivers:
        yield f"Bad because of: {view.kpis[BAD].definition}. Good because of: {view.kpis[GOOD].definition}."
    if points:
        yield f"{view.kpis[SILENT].label}: {view.kpis[SILENT].definition}."
    if len(points) > MOST:
        yield f"{len(points) - MOST} more touchpoints are in the table."
    yield "Means; each section has a scale of its own, the same for every policy."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, drivers: Sequence[str], points: Sequence[str]) -> None:
    """Draw a row for each driver and touchpoint, a column for each policy."""
    labels: list[str] = []
    sections: list[int] = []
    for section, members in (
        ("Named as the reason: bad | good", drivers),
        ("Trust lost in silence a day, by touchpoint", points),
    ):
        if members:
            sections.append(len(labels))
            labels += [section, *(_said(one)[:1].upper() + _said(one)[1:] for one in members)]
    laid = grid(
        sheet,
        labels,
        heads(view, view.policies),
        0.4 if len(view.policies) <= 3 else 0.52,
        axis=False,
        sections=sections,
        first=0.28,
    )
    for column, policy in enumerate(view.policies):
        row = _drivers(laid, column, view, policy, drivers) if drivers else 0
        if points:
            _points(laid, column, view, policy, points, row)
    laid.write()


def _drivers(laid: Grid, column: int, view: View, policy: str, drivers: Sequence[str]) -> int:
    """Draw what is named for bad experiences to the left, for good ones to the right; return the next row."""
    most = max(_most(view, kpi, DRIVER, one) for one in drivers for kpi in (BAD, GOOD)) or 1.0
    last = len(drivers)
    middle, rows = laid.along(column, ENDS, 0.0), range(1, last + 1)
    ends = laid.middle(0.55), laid.middle(last + 0.45)
    laid.sheet.strokes([(middle, ends[0], middle, ends[1])], view.theme.muted, 0.8)
    bad, good = (
        np.array([view.value(policy, kpi, DRIVER, one).value or 0.0 for one in drivers])
        for kpi in (BAD, GOOD)
    )
    for share, colour, hatch in ((-bad, view.theme.worse, HATCH), (good, view.theme.better, None)):
        spans = [(row, 0.0, float(end)) for row, end in zip(rows, share / most, strict=True)]
        laid.bars(column, ENDS, spans, colour, hatch)
    for row, left, right in zip(rows, bad, good, strict=True):
        laid.word(column, row, f"{_share(view, left)}\u00a0|\u00a0{_share(view, right)}")
    return last + 1


def _share(view: View, value: float) -> str:
    return f"{view.theme.number(f'{100.0 * value:.0f}')}\u00a0%"


def _points(laid: Grid, column: int, view: View, policy: str, points: Sequence[str], start: int) -> None:
    """Draw the trust that each touchpoint breaks in silence."""
    most = max(_most(view, SILENT, TOUCHPOINT, one) for one in points) or 1.0
    rows = range(start + 1, start + 1 + len(points))
    lost = np.array([view.value(policy, SILENT, TOUCHPOINT, one).value or 0.0 for one in points])
    spans = [(row, -1.0, float(end)) for row, end in zip(rows, 2.0 * lost / most - 1.0, strict=True)]
    laid.bars(column, ENDS, spans, view.looks[policy].colour)
    for row, value in zip(rows, lost, strict=True):
        laid.word(column, row, view.number(float(value), "count"))


EXHIBIT = Exhibit(120, "What makes experiences good or bad, and what breaks trust in silence?", find)

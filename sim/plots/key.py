"""Name lines and marks beside a panel, so that no legend stands over what it explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D

from sim.plots.sheet import LEADING, Box, Sheet
from sim.plots.style import POINTS, Look

SIGN = 0.45
"""Width of a sign beside its name [inch], at letters of 12 points."""
SHARE = 0.25
"""Share of a slide's width for names at most."""
GAP = 0.06
"""Gap between two names [inch]."""
ACROSS = 2
"""Columns of names at the foot of a page."""


def key(sheet: Sheet, named: Sequence[tuple[str, Look]], *, line: bool = False) -> Box:
    """Write names with their signs, at the right of a slide or at the foot of a page; return the rest.

    line: whether signs are a stretch of line with its mark, not the mark alone.
    """
    return _beside(sheet, named, line) if sheet.is_slide else _below(sheet, named, line)


def _beside(sheet: Sheet, named: Sequence[tuple[str, Look]], line: bool) -> Box:
    sign = SIGN * sheet.letters / 12.0
    widest = max(sheet.wide(name) for name, _ in named) * 1.03 + sign + 0.05
    width = min(sheet.body.width * SHARE, widest)
    left, y = sheet.body.right - width, sheet.body.top - 0.1
    for name, look in named:
        y -= _entry(sheet, left, y, width, name, look, line) + GAP
    return sheet.body.inset(right=width + 0.3)


def _below(sheet: Sheet, named: Sequence[tuple[str, Look]], line: bool) -> Box:
    """Write names in columns at the foot, from the bottom up."""
    sign = SIGN * sheet.letters / 12.0
    each = sheet.body.width / ACROSS
    high = [sheet.high(sheet.fill(name, each - sign - 0.15)) + GAP for name, _ in named]
    rows = [max(high[start : start + ACROSS]) for start in range(0, len(named), ACROSS)]
    top = sheet.body.bottom + sum(rows)
    for place, (name, look) in enumerate(named):
        left, y = sheet.body.left + each * (place % ACROSS), top - sum(rows[: place // ACROSS])
        _entry(sheet, left, y, each - 0.15, name, look, line)
    return sheet.body.inset(bottom=sum(rows) + 0.08)


def _entry(sheet: Sheet, left: float, top: float, width: float, name: str, look: Look, line: bool) -> float:
    """Write one name with its sign; return the height that it took."""
    sign = SIGN * sheet.letters / 12.0
    middle = (top - LEADING * sheet.letters / POINTS / 2.0) / sheet.height
    xs = [(left + part * sign) / sheet.size.width for part in (0.05, 0.4, 0.75)]
    row = Line2D(xs, [middle] * 3, color=look.colour, marker=look.marker, markevery=[1], linewidth=1.8)
    row.set_markersize(6.5 * sheet.letters / 12.0)
    style: Any = look.line if line else "none"
    row.set_linestyle(style)
    sheet.figure.add_artist(row)
    return sheet.write(left + sign, top, name, width - sign)

"""Answer whether what was observed lies within what a simulated day may show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.plots import style
from sim.plots.sheet import PAGE, SIZES, Box, Sheet
from sim.plots.style import Theme

QUESTION = "Does what was observed lie within what a simulated day may show?"
SHOWN = 0.97
"""Share of the intervals whose band is drawn to its top; single blocked intervals would flatten the rest."""
Floats = NDArray[np.float64]


class Panel(NamedTuple):
    """One figure by interval: observed, and the mean and 90 % band of single replications; NaN where none."""

    words: str
    observed: Floats
    mean: Floats
    low: Floats
    high: Floats


class Band(NamedTuple):
    """All figures; days: where each date begins and its name."""

    panels: Sequence[Panel]
    days: Sequence[tuple[int, str]]
    told: str


def figure(data: Band) -> Sheet:
    """Draw all figures under each other, with the dates below each."""
    sheet = Sheet(SIZES[PAGE], Theme(), 1.4 + 1.75 * len(data.panels))
    with sheet.styled():
        sheet.frame(QUESTION, "By interval of arrival", data.told)
        body, each = sheet.body, sheet.body.height / len(data.panels)
        for place, panel in enumerate(data.panels):
            box = Box(body.left, body.top - each * (place + 1), body.width, each)
            draw(sheet.panel(box.inset(left=0.65, bottom=0.3, right=1.3, top=0.1)), panel, data.days)
    return sheet


def draw(ax: Axes, panel: Panel, days: Sequence[tuple[int, str]]) -> None:
    """Draw one figure: band, mean line, observed points; dates apart."""
    at = np.arange(panel.observed.size)
    colour = style.OKABE_ITO[0]
    inside = (panel.observed >= panel.low) & (panel.observed <= panel.high)
    known = np.isfinite(panel.observed)
    ax.fill_between(at, panel.low, panel.high, color=colour, alpha=0.22, linewidth=0, step="mid")
    ax.plot(at, panel.mean, color=colour, linewidth=1.2)
    ax.plot(at[known & inside], panel.observed[known & inside], "o", color="black", markersize=2.6)
    outside = known & ~inside
    ax.plot(at[outside], panel.observed[outside], "X", color=style.OKABE_ITO[1], markersize=4.2)
    ax.set_ylabel(style.fill(panel.words, 1.25, 8.5), fontsize=8.5)
    ax.set_xlim(-1, at.size)
    ax.set_ylim(0.0, _top(panel))
    ax.set_xticks([place for place, _ in days], [name for _, name in days], ha="left", fontsize=7.0)
    for place, _ in days[1:]:
        ax.axvline(place - 0.5, color="#C8C8C8", linewidth=0.8, zorder=0)
    for row, (text, tone) in enumerate(
        (
            ("● observed, inside", "black"),
            ("✖ observed, outside", style.OKABE_ITO[1]),
            ("simulated: mean", colour),
            ("and 90 % band", colour),
        )
    ):
        ax.text(1.01, 0.95 - 0.13 * row, text, transform=ax.transAxes, color=tone, fontsize=7.0, va="top")


def _top(panel: Panel) -> float:
    """Return the top of the axis: all that was observed, and the band but for its few highest intervals."""
    ends = [panel.observed[np.isfinite(panel.observed)], panel.high[np.isfinite(panel.high)]]
    tops = [float(ends[0].max())] if ends[0].size else []
    tops += [float(np.quantile(ends[1], SHOWN))] if ends[1].size else []
    return 1.08 * max(tops, default=0.0) or 1.0

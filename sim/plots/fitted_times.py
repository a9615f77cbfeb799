"""Answer how well the fitted laws of patience and talk match what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.plots import style
from sim.plots.sheet import LEADING, PAGE, SIZES, Box, Sheet
from sim.plots.style import Theme

QUESTION = "Do the fitted laws match the times that were measured?"
ROOM, LETTERS = 1.5, 8.5
"""Width of a name beside its panel [inch], and its letters [points]."""
Floats = NDArray[np.float64]


class Curve(NamedTuple):
    """The share that lasts longer than each time [s] of one type: measured, and by the fitted law."""

    label: str
    at: Floats
    measured: Floats
    fitted: Floats


class Panel(NamedTuple):
    """One kind of time with its curves."""

    words: str
    curves: Sequence[Curve]


def figure(panels: Sequence[Panel], told: str) -> Sheet:
    """Draw all kinds of time under each other; `told` is the note."""
    sheet = Sheet(SIZES[PAGE], Theme(), 2.0 + 2.3 * len(panels))
    with sheet.styled():
        sheet.frame(QUESTION, "Share that lasts longer, by time in seconds (logarithmic)", told)
        body, each = sheet.body, sheet.body.height / len(panels)
        for place, panel in enumerate(panels):
            box = Box(body.left, body.top - each * (place + 1), body.width, each)
            draw(sheet.panel(box.inset(left=0.8, bottom=0.35, right=1.7, top=0.1)), panel)
    return sheet


def draw(ax: Axes, panel: Panel) -> None:
    """Draw measured steps and fitted lines of each type."""
    looks = style.looks([curve.label for curve in panel.curves], None)
    for curve in panel.curves:
        look = looks[curve.label]
        ax.step(curve.at, 100.0 * curve.measured, where="post", color=look.colour, linewidth=2.2, alpha=0.45)
        ax.plot(curve.at, 100.0 * curve.fitted, color=look.colour, linewidth=1.2, linestyle=look.line)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.12g}")
    ax.set_ylim(0.0, 100.0)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
    ax.set_ylabel(panel.words)
    labels = [style.fill(curve.label, ROOM, LETTERS) for curve in panel.curves]
    figure = ax.get_figure(root=True)
    high = ax.get_position().height * (figure.get_figheight() if figure else 1.0)
    y = 0.97
    for curve, label in zip(panel.curves, labels, strict=True):
        shade = looks[curve.label].colour
        ax.text(1.02, y, label, color=shade, transform=ax.transAxes, va="top", fontsize=LETTERS)
        y -= (1 + label.count("\n")) * LEADING * LETTERS / style.POINTS / high

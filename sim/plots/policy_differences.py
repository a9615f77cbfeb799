"""Answer which measures a policy changes against the baseline, and how surely."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.comparison import SYMBOLS, Comparison, Measure, difference_text
from sim.plots import style
from sim.wording import beyond_luck, unit_words

QUESTION = "What does {policy} change against {baseline}, and how surely?"

FARTHEST = 400.0
"""Differences beyond this [% of the baseline] are drawn at the edge, with an arrow."""

CAPTION = 170
"""Letters in a line of the caption."""

TICKS = (1, 10, 25, 50, 100, 200, 400)
COLOURS = {
    "better": style.OKABE_ITO[0],
    "worse": style.OKABE_ITO[1],
    "higher": "#000000",
    "lower": "#000000",
}
CLEAR = tuple(COLOURS)
ARROWS = {"higher": "↑", "lower": "↓"}


class Differences(NamedTuple):
    """Hold what the figure shows: one row per measure and policy, in the order they are drawn.

    rows: paired differences of one scenario. labels: policy to the words for it. unknown: what is to be
    measured first. notice: what sets the run apart.
    """

    rows: Sequence[Comparison]
    measures: Mapping[str, Measure]
    labels: Mapping[str, str]
    baseline: str
    scenario: str
    confidence: float
    replications: int
    currency: str = ""
    unknown: Sequence[str] = ()
    notice: str = ""


def figure(data: Differences) -> Figure:
    """Draw the whole figure with its caption."""
    left, right = 0.27, 0.63
    with style.styled():
        places, heads = _places(data.rows)
        told = _caption(data)
        foot = style.foot(told, CAPTION) + 0.66
        height = 0.78 + foot + (0.27 if heads else 0.36) * (max(places, default=0.0) + 1.0)
        sheet, (ax,) = style.sheet(12.0, height)
        draw(ax, data)
        sheet.subplots_adjust(left=left, right=right, top=1.0 - 0.62 / height, bottom=foot / height)
        style.title_at(ax, (0.012 - left) / (right - left))
        style.caption(sheet, told, CAPTION)
    return sheet


def draw(ax: Axes, data: Differences) -> None:
    """Draw one line per measure and policy: difference and interval in % of the baseline's value.

    Colour tells the verdict, shape the policy; a filled marker means that the interval excludes 0. The
    words at the right give the difference in the measure's own unit, its interval, and the verdict with
    its symbol.
    """
    policies = list(dict.fromkeys(row.policy for row in data.rows))
    looks = style.looks([*policies, data.baseline], data.baseline)
    places, heads = _places(data.rows)
    ax.set_xscale("function", functions=(_squeeze, _stretch))
    ax.axvline(0.0, color=style.GREY, linewidth=1.4, zorder=1)
    for place, row in zip(places, data.rows, strict=True):
        _write_row(ax, place, row, data)
        _draw_row(ax, place, row, looks[row.policy].marker)
    _name_rows(ax, data, places, heads)
    _frame(ax, data, policies)


def _places(rows: Sequence[Comparison]) -> tuple[list[float], dict[str, float]]:
    """Give each row its height from the top, and each measure a head line if policies share it."""
    several = len({row.policy for row in rows}) > 1
    places: list[float] = []
    heads: dict[str, float] = {}
    height = 0.0
    for row in rows:
        if several and row.kpi not in heads:
            heads[row.kpi] = height
            height += 0.85
        places.append(height)
        height += 1.0
    return places, heads


def _write_row(ax: Axes, place: float, row: Comparison, data: Differences) -> None:
    """Write the difference, its interval and the verdict at the right."""
    difference = difference_text(row, data.measures[row.kpi].unit, data.currency)
    ax.annotate(
        f"{difference}  {SYMBOLS[row.verdict]} {row.verdict}",
        (1.02, place),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=9.5,
        color="black" if row.verdict in CLEAR else "#505050",
        annotation_clip=False,
    )


def _draw_row(ax: Axes, place: float, row: Comparison, marker: str) -> None:
    """Draw the interval and the marker; a baseline of 0 gives no scale, so nothing is drawn."""
    scale = _scale(row)
    if scale is None or row.difference.value is None:
        return
    value, colour = row.difference.value * scale, COLOURS.get(row.verdict, "#505050")
    if row.difference.low is not None and row.difference.high is not None:
        low, high = np.clip(np.array([row.difference.low, row.difference.high]) * scale, -FARTHEST, FARTHEST)
        ax.plot([low, high], [place, place], color=colour, linewidth=2.0, marker="|", markersize=9, zorder=2)
    ax.plot(
        [max(-FARTHEST, min(FARTHEST, value))],
        [place],
        marker=marker if abs(value) <= FARTHEST else (">" if value > 0 else "<"),
        markersize=5.5,
        color=colour,
        markerfacecolor=colour if row.verdict in CLEAR else "white",
        markeredgewidth=1.4,
        linestyle="none",
        zorder=3,
    )


def _name_rows(ax: Axes, data: Differences, places: Sequence[float], heads: Mapping[str, float]) -> None:
    """Name measures at the left, with unit and better side, and policies under them if several."""
    words = {row.kpi: _measure_words(data, row.kpi) for row in data.rows}
    for kpi, height in heads.items():
        ax.annotate(
            words[kpi],
            (-0.02, height),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="center",
            fontweight="bold",
            fontsize=9.0,
            annotation_clip=False,
        )
    lines = list(heads.values()) if heads else places
    for height in lines[1:]:
        ax.axhline(height - 0.5, color="#DDDDDD", linewidth=0.8, zorder=0)
    names = [textwrap.fill(data.labels[row.policy] if heads else words[row.kpi], 38) for row in data.rows]
    ax.set_yticks(places, names)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(max(places, default=0.0) + 0.5, -0.5)


def _measure_words(data: Differences, kpi: str) -> str:
    """Give a measure's label, unit and better side, as in "Abandoned [%] ↓"."""
    measure = data.measures[kpi]
    unit = unit_words(measure.unit, data.currency)
    words = f"{measure.label} [{unit}]" if unit else measure.label
    return f"{words}\u00a0{ARROWS.get(measure.better, '')}".rstrip()


def _frame(ax: Axes, data: Differences, policies: Sequence[str]) -> None:
    """Set the scale, the axis label and the title."""
    ends = [
        abs(end) * scale
        for row in data.rows
        for end in row.difference[:3]
        if end is not None and (scale := _scale(row)) is not None
    ]
    reach = min(FARTHEST, max([2.0, *ends])) * 1.15
    ax.set_xlim(-reach, reach)
    room = math.sqrt(reach) / 3.6
    shown: list[int] = [0]
    for tick in (t for t in TICKS if t <= reach):
        if math.sqrt(tick) - math.sqrt(shown[-1]) >= (room if shown[-1] else 0.65 * room):
            shown.append(tick)
    places = [-t for t in reversed(shown[1:])] + shown
    ax.set_xticks(places, [f"{t:+d} %".replace("-", "−") if t else "0" for t in places])
    ax.minorticks_off()
    ax.set_xlabel(
        f"Difference from {data.labels[data.baseline]} [% of its value]\n"
        "square-root scale: small differences look larger beside large ones than they are"
    )
    what = data.labels[policies[0]] if len(policies) == 1 else "each policy"
    title = QUESTION.format(policy=what, baseline=data.labels[data.baseline])
    style.title(ax, title)


def _caption(data: Differences) -> str:
    """Say what is drawn and how sure it is; a service level never stands without its formula."""
    levels = [
        name for name in dict.fromkeys(row.kpi for row in data.rows) if name.startswith("service_level")
    ]
    formulas = (f" {data.measures[name].label}: {data.measures[name].definition}." for name in levels)
    return (
        f"Scenario {data.scenario}, {style.replicated(data.replications, data.notice)}, paired: every "
        "policy meets the same customers with the same luck. Lines and brackets: "
        f"{data.confidence * 100:g} % confidence intervals, each for itself. {beyond_luck(data.unknown)} "
        "▲\u00a0better (blue), ▼\u00a0worse (orange), △\u00a0higher, ▽\u00a0lower (black), "
        "=\u00a0no clear difference (hollow). ↑\u00a0higher is better, ↓\u00a0lower is better. "
        "pp: percentage points. Grey line: the baseline." + "".join(formulas)
    )


def _scale(row: Comparison) -> float | None:
    """Give the factor from the measure's unit to % of the baseline; None for a baseline of 0 or none."""
    base = row.baseline_value.value
    return None if not base else 100.0 / abs(base)


def _squeeze(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give the signed square root: small differences stay visible beside large ones."""
    return np.sign(values) * np.sqrt(np.abs(values))


def _stretch(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Undo `_squeeze`."""
    return np.sign(values) * np.square(values)

"""Answer when in the week customers are served, when they are lost, and how busy agents are."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.comparison import Measure
from sim.plots import style
from sim.wording import beyond_luck

QUESTION = "When in the week are customers answered in time, when do they hang up, how busy are agents?"


CAPTION = 175
"""Letters in a line of the caption."""

SIGNS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "v": "▼", "P": "✚", "X": "✖"}
"""Each marker as a letter, for the names at the right."""


class Line(NamedTuple):
    """Hold one policy's estimates by interval [share]; NaN without data; each of shape (intervals,)."""

    value: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


class Panel(NamedTuple):
    """Hold one measure: its words and formula, its lines by policy, and a target [share] if there is one."""

    label: str
    formula: str
    lines: Mapping[str, Line]
    target: float | None = None
    target_words: str = ""


class ByInterval(NamedTuple):
    """Hold what the figure shows.

    intervals: "mon 09:00" and so on, in order. labels: policy to the words for it. unknown: what is to be
    measured first. notice: what sets the run apart. closed: dates drawn as gaps.
    """

    intervals: Sequence[str]
    panels: Sequence[Panel]
    labels: Mapping[str, str]
    baseline: str
    scenario: str
    confidence: float
    replications: int
    unknown: Sequence[str] = ()
    notice: str = ""
    closed: Sequence[str] = ()


def collect(
    found: pl.DataFrame,
    about: ByInterval,
    kpis: Sequence[Measure],
    target: float | None,
    days: Sequence[str],
) -> ByInterval:
    """Fill the figure's panels from estimates by interval.

    found: columns policy, scenario, interval, kpi, value, low, high. kpis: one for each
    panel; intervals without data for the first one (closed, but for overtime) are left
    out. target: share drawn into the first panel. days: names of the days, in the order they are drawn.
    """
    here = found.filter(pl.col("scenario") == about.scenario)
    leading = here.filter((pl.col("kpi") == kpis[0].name) & pl.col("value").is_not_null())
    open_ = leading["interval"].unique(maintain_order=True).to_list()
    here = here.filter(pl.col("interval").is_in(open_))
    names, closed = _by_day(open_, days)
    place = {name: index for index, name in enumerate(names)}
    panels: list[Panel] = []
    for kpi in kpis:
        lines: dict[str, Line] = {}
        for policy in about.labels:
            rows = here.filter((pl.col("kpi") == kpi.name) & (pl.col("policy") == policy))
            where = [place[name] for name in rows["interval"]]
            line = Line(*(np.full(len(names), np.nan) for _ in Line._fields))
            for column, array in zip(Line._fields, line, strict=True):
                array[where] = rows[column].fill_null(float("nan")).to_numpy()
            if where:
                lines[policy] = line
        if lines:
            goal = None if panels else target
            panels.append(
                Panel(kpi.label, kpi.definition, lines, goal, f"Target {100.0 * (goal or 0.0):g} %")
            )
    return about._replace(intervals=names, panels=panels, closed=closed)


def _by_day(intervals: Sequence[str], days: Sequence[str]) -> tuple[list[str], list[str]]:
    """Put intervals in the order of their days; a date without any is closed and as long as the first day."""
    of: dict[str, list[str]] = {}
    for name in intervals:
        of.setdefault(name.partition(" ")[0], []).append(name)
    usual = [name.partition(" ")[2] for name in next(iter(of.values()), [])]
    closed = [day for day in days if day not in of and day[:1].isdigit()]
    of |= {day: [f"{day} {time}" for time in usual] for day in closed}
    return [name for day in dict.fromkeys((*days, *of)) for name in of.get(day, ())], closed


def figure(data: ByInterval) -> Figure:
    """Draw all panels under each other, with one time axis and a caption."""
    with style.styled():
        told = _caption(data)
        foot = style.foot(told, CAPTION) + 0.5
        height = 0.45 + foot + 2.3 * len(data.panels)
        sheet, axes = style.sheet(12.0, height, len(data.panels))
        for ax, panel in zip(axes, data.panels, strict=True):
            draw(ax, data, panel)
        axes[0].set_title(QUESTION, fontsize=13, pad=26)
        axes[-1].set_xlabel("Interval of the week [local time at its start]")
        sheet.subplots_adjust(
            left=0.09, right=0.82, top=1.0 - 0.85 / height, bottom=foot / height, hspace=0.2
        )
        style.caption(sheet, told, CAPTION)
    return sheet


def draw(ax: Axes, data: ByInterval, panel: Panel) -> None:
    """Draw one measure by interval: a line and a band per policy, days apart, target dashed."""
    looks = style.looks(list(data.labels), data.baseline)
    places, days = _places(data.intervals)
    ordered = sorted(panel.lines, key=lambda policy: policy != data.baseline)
    for policy in ordered:
        _draw_line(ax, places, panel.lines[policy], looks[policy], len(days) > 1)
    names: list[tuple[str, style.Look | None]] = [
        (label, looks[policy]) for policy, label in data.labels.items() if policy in panel.lines
    ]
    if panel.target is not None:
        ax.axhline(100.0 * panel.target, color="black", linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
        names.append((panel.target_words, None))
    _set_range(ax, panel)
    _name_lines(ax, names)
    ax.set_ylabel(textwrap.fill(panel.label.replace(" ÷ ", " ÷\u00a0"), 20))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    _name_times(ax, data, places, days)


def _draw_line(ax: Axes, places: npt.NDArray[np.float64], line: Line, look: style.Look, many: bool) -> None:
    """Draw one policy; a gap in the places (a night) interrupts the line."""
    x, value, low, high = _with_gaps(places, line)
    low, high = np.clip([low, high], 0.0, 1.0)
    ax.fill_between(x, 100.0 * low, 100.0 * high, color=look.colour, alpha=0.22, linewidth=0.0, zorder=2)
    ax.plot(
        x,
        100.0 * value,
        color=look.colour,
        linestyle=look.line,
        linewidth=1.7,
        marker=look.marker,
        markersize=2.6 if many else 4.5,
        markevery=3 if many else 1,
        zorder=3,
    )


def _places(intervals: Sequence[str]) -> tuple[npt.NDArray[np.float64], dict[str, list[int]]]:
    """Give each interval its place, a gap of two between days, and the intervals of each day."""
    days: dict[str, list[int]] = {}
    for index, name in enumerate(intervals):
        days.setdefault(name.partition(" ")[0], []).append(index)
    order = {day: number for number, day in enumerate(days)}
    places = [index + 2.0 * order[name.partition(" ")[0]] for index, name in enumerate(intervals)]
    return np.asarray(places, dtype=np.float64), days


def _with_gaps(places: npt.NDArray[np.float64], line: Line) -> tuple[npt.NDArray[np.float64], ...]:
    """Insert NaN where a day ends, so that no line runs through a night."""
    cuts = np.flatnonzero(np.diff(places) > 1.0) + 1
    return tuple(np.insert(np.asarray(part, dtype=np.float64), cuts, np.nan) for part in (places, *line))


def _set_range(ax: Axes, panel: Panel) -> None:
    """Show 0 to 100 %, or less where nothing comes near it."""
    tops = [float(np.nanmax(line.high)) for line in panel.lines.values() if not np.isnan(line.high).all()]
    top = 100.0 * max([*tops, panel.target or 0.0])
    ax.set_ylim(0.0, 103.0 if top > 60.0 else max(2.0, 1.15 * top))


def _name_lines(ax: Axes, names: Sequence[tuple[str, style.Look | None]]) -> None:
    """Write the names of lines at the right, from the top down in one order for every panel."""
    top = 1.0
    for words, look in names:
        text = textwrap.fill(words, 24, subsequent_indent="    ")
        ax.annotate(
            f"{SIGNS[look.marker] if look else '┄'} {text}",
            (1.01, top),
            xycoords="axes fraction",
            va="top",
            fontsize=9.5,
            linespacing=1.05,
            color=look.colour if look else "black",
            annotation_clip=False,
        )
        top -= 0.105 * (1 + text.count("\n"))


def _name_times(
    ax: Axes, data: ByInterval, places: npt.NDArray[np.float64], days: Mapping[str, Sequence[int]]
) -> None:
    """Mark times on the axis and days above the panel, as many as have room."""
    room = (places[-1] - places[0] + 2.0) / 19.0
    marks: list[int] = []
    for members in (members for day, members in days.items() if day not in data.closed):
        for index in members[:: max(1, -(-len(members) // (3 if len(days) > 1 else 14)))]:
            if not marks or places[index] - places[marks[-1]] >= room:
                marks.append(index)
    ax.set_xticks(places[marks], [data.intervals[i].partition(" ")[2] for i in marks])
    ax.set_xlim(places[0] - 1.0, places[-1] + 1.0)
    named = -room
    for day, members in days.items():
        middle = (places[members[0]] + places[members[-1]]) / 2.0
        if middle - named >= room:  # dates of special days without their year
            words, named = day[-5:].capitalize(), middle
            ax.annotate(words, (middle, 1.02), xycoords=("data", "axes fraction"), ha="center", fontsize=9.5)
            if day in data.closed:
                ax.annotate(
                    "closed", (middle, 0.5), xycoords=("data", "axes fraction"), ha="center", fontsize=9.5
                )
        if members[0]:
            ax.axvline(places[members[0]] - 1.5, color="#DDDDDD", linewidth=0.8, zorder=0)


def _caption(data: ByInterval) -> str:
    """Say what is drawn and how sure it is, with every measure's formula in words."""
    formulas = (f" {panel.label}: {panel.formula}." for panel in data.panels)
    return (
        f"Scenario {data.scenario}, {style.replicated(data.replications, data.notice)}. Lines: sums over all "
        f"replications and days, divided once. Bands: {data.confidence * 100:g} % confidence interval over "
        f"replications, each interval of the week for itself. {beyond_luck(data.unknown)} Grey: the "
        "baseline. Gaps: closed, or nothing to measure." + "".join(formulas)
    )

"""Answer whether what was observed lies within what a simulated day may show."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.plots import style
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.sheet import PAGE, SIZES, Box, Sheet
from sim.plots.style import Theme
from sim.plots.view import View

QUESTION = "Does what was observed lie within what a simulated day may show?"
SHOWN = 0.97
"""Share of the intervals whose band is drawn to its top; single blocked intervals would flatten the rest."""
Floats = NDArray[np.float64]
TABLE = "backtest"
BACKTEST = "goodwill backtest FILE --against contacts.parquet"
IMPORT = "bring what your centre recorded into contacts.parquet by goodwill import"
MOST = 8
"""Dates named at the foot at most."""
WORDS = {
    "offered": ("Offered contacts", "count"),
    "abandoned_share": ("Share abandoned", "share"),
    "service_level": ("Service level", "share"),
    "asa": ("Mean wait of the answered", "s"),
}
"""Figure to its words and unit."""
SUFFIX = {"share": " [%]", "s": " [s]"}


PARTS = ("observed", "mean", "low", "high")


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


def find(view: View) -> Finding | str:
    """Return what was observed beside the band of single simulated days."""
    study = view.study(TABLE)
    if study is None:
        return "no observed days were compared with simulated ones"
    about = study.about
    data = band_of(study.table, "")
    title, _, further = str(about["verdict"]).removesuffix(".").partition(". ")
    more = f" {further}." if further else ""
    return Finding(
        title=title,
        alt=" ".join(_alt(data)),
        table=_table(study.table),
        note=" ".join(_note(view, study.table, about["source"], about["replications"])) + more + view.key,
        draw=partial(lay_out, data=data),
        height=1.6 + 1.5 * len(data.panels),
    )


def band_of(table: pl.DataFrame, told: str) -> Band:
    """Return what the figure shows of a table of `backtest`."""
    panels = []
    for (figure_,), part in table.group_by("figure", maintain_order=True):
        words, unit = WORDS[str(figure_)]
        factor = 100.0 if unit == "share" else 1.0
        columns = (factor * part[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in PARTS)
        panels.append(Panel(f"{words}{SUFFIX.get(unit, '')}", *columns))
    dates = table.filter(pl.col("figure") == table["figure"][0])["date"].to_list()
    days, place = [], 0
    for date, group in groupby(dates):
        days.append((place, f"{datetime.date.fromisoformat(date):%a %d}"))
        place += len(list(group))
    return Band(panels, days, told)


def _alt(data: Band) -> Iterator[str]:
    yield f"Observed figures of {len(data.days)} days by interval, and the band of single simulated days."
    for one in data.panels:
        known = np.isfinite(one.observed) & np.isfinite(one.low)
        inside = (one.observed >= one.low) & (one.observed <= one.high)
        yield f"{one.words}: {int((known & inside).sum())} of {int(known.sum())} intervals lie in the band."


def _table(table: pl.DataFrame) -> Table:
    heads = ("Figure", "Unit", "Date", "Interval")
    columns = [Column(one) for one in heads]
    columns += [Column(one, "by row") for one in ("Observed", "Simulated mean", "Band, low", "Band, high")]
    rows = [
        (*WORDS[row["figure"]], row["date"], row["interval"], *(row[part] for part in PARTS))
        for row in table.iter_rows(named=True)
    ]
    return Table(columns, rows)


def _note(view: View, table: pl.DataFrame, source: str, replications: int) -> Iterator[str]:
    yield (
        f"Observed: {source}. Simulated: {table['step'][0]}, {replications} replications; bands hold 90 % of "
        "single replications, as an observed day is one draw too. ● observed, inside the band; ✖ outside. "
        "Service level: answered within the first queue's target time / offered; share abandoned: "
        "abandoned / offered."
    )
    yield f"Scenario {view.name}."


def lay_out(sheet: Sheet, *, data: Band) -> None:
    """Draw all figures under each other, with the dates below the last."""
    body, letters = sheet.body.inset(top=0.12), sheet.letters / 12.0
    left, foot = 1.9 * letters, 0.3 * letters
    each = (body.height - foot) / len(data.panels)
    for place, panel in enumerate(data.panels):
        box = Box(body.left + left, body.top - each * (place + 1) + foot, body.width - left, each - 0.14)
        ax = sheet.panel(box)
        draw(ax, panel, data.days, sheet.small)
        words = sheet.fill(panel.words, left - 0.65 * letters, most=4)
        sheet.put(body.left, box.top, words, up="top")
        ax.tick_params(labelbottom=place == len(data.panels) - 1)
        ax.locator_params(axis="y", nbins=4)


def figure(data: Band) -> Sheet:
    """Draw all figures under each other, with the dates below each."""
    sheet = Sheet(SIZES[PAGE], Theme(), 1.4 + 1.75 * len(data.panels))
    with sheet.styled():
        sheet.frame(QUESTION, "By interval of arrival. ● observed, in the band; ✖ outside it", data.told)
        lay_out(sheet, data=data)
    return sheet


def draw(ax: Axes, panel: Panel, days: Sequence[tuple[int, str]], size: float) -> None:
    """Draw one figure: band, mean line, observed points; dates apart. size: of letters [points]."""
    at = np.arange(panel.observed.size)
    colour = style.OKABE_ITO[0]
    inside = (panel.observed >= panel.low) & (panel.observed <= panel.high)
    known = np.isfinite(panel.observed)
    ax.fill_between(at, panel.low, panel.high, color=colour, alpha=0.22, linewidth=0, step="mid")
    ax.plot(at, panel.mean, color=colour, linewidth=1.2)
    ax.plot(
        at[known & inside], panel.observed[known & inside], "o", color="black", markersize=2.6, clip_on=False
    )
    outside = known & ~inside
    ax.plot(
        at[outside], panel.observed[outside], "X", color=style.OKABE_ITO[1], markersize=4.2, clip_on=False
    )
    ax.set_xlim(-1, at.size)
    ax.set_ylim(0.0, _top(panel))
    named = days[:: -(-len(days) // MOST)]
    ax.set_xticks([place for place, _ in named], [name for _, name in named], ha="left", fontsize=size)
    ax.tick_params(axis="y", labelsize=size)
    for place, _ in days[1:]:
        ax.axvline(place - 0.5, color="#C8C8C8", linewidth=0.8, zorder=0)


def _top(panel: Panel) -> float:
    """Return the top of the axis: all that was observed, and the band but for its few highest intervals."""
    ends = [panel.observed[np.isfinite(panel.observed)], panel.high[np.isfinite(panel.high)]]
    tops = [float(ends[0].max())] if ends[0].size else []
    tops += [float(np.quantile(ends[1], SHOWN))] if ends[1].size else []
    return 1.08 * max(tops, default=0.0) or 1.0


EXHIBIT = Exhibit(115, QUESTION, find, {TABLE: BACKTEST}, BACKTEST, lambda _: IMPORT)

"""Answer in how many worlds that fit what was measured each policy gains, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import grid
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import ARROWS, heads, listed, short
from sim.studies.worlds import WORTH, counted

TABLE = "worlds"
SPREAD = 0.32
"""How far worlds stand apart in a row, as a share of it."""
ROOM = 200
"""Letters of a title that has room above a figure."""
Floats = npt.NDArray[np.float64]
Gains = Mapping[tuple[str, str], Floats]


def find(view: View) -> Finding | str:
    """Return what each policy changes in every world that fits what was measured."""
    study = view.study(TABLE)
    if study is None:
        return "policies were not compared in several worlds"
    gains = _gains(view, study.table.columns, study.table.to_dict(as_series=False))
    kpis = list(dict.fromkeys(kpi for _, kpi in gains))
    if not kpis:
        return "no policy beside the baseline ran in these worlds"
    tried = int(study.about.get("tried", study.table.height))
    return Finding(
        title=_title(view, gains, kpis, study.table.height),
        alt=" ".join(_alt(view, gains)),
        table=_table(view, gains),
        note=" ".join(_note(view, study.table.height, tried)) + view.key,
        draw=partial(draw, view=view, gains=gains, kpis=kpis),
        height=2.8 + 0.6 * len(kpis),
    )


def _gains(view: View, columns: Sequence[str], table: Mapping[str, Sequence[float]]) -> Gains:
    """Return what policies change, world by world: the columns "policy: measure"."""
    named = {(policy, kpi): f"{policy}: {kpi}" for policy in view.others for kpi in view.kpis}
    found = {
        key: np.array([np.nan if one is None else one for one in table[name]], dtype=np.float64)
        for key, name in named.items()
        if name in columns
    }
    return {key: values for key, values in found.items() if not np.isnan(values).all()}


def _worth(view: View, kpi: str) -> float:
    """Return the smallest gain that counts: what the file says matters, else the usual one."""
    found = [row.matters for policy in view.others if (row := view.row(policy, kpi)) and row.matters]
    written = kpi in view.scenario.matters
    return found[0] if written and found else WORTH.get(kpi, found[0] if found else 0.0)


def _wins(view: View, kpi: str, values: Floats) -> tuple[int, int]:
    """Return in how many worlds a policy gains what counts, of how many."""
    sign = -1.0 if view.kpis[kpi].better == "lower" else 1.0
    known = values[~np.isnan(values)]
    return int((sign * known >= _worth(view, kpi)).sum()), len(known)


def _title(view: View, gains: Gains, kpis: Sequence[str], count: int) -> str:
    """Return in how many worlds each measure is better, of several policies from the fewest to the most."""
    told = {}
    for kpi in kpis:
        wins = [_wins(view, kpi, gains[policy, kpi])[0] for policy in view.others if (policy, kpi) in gains]
        if max(wins):
            span = " to ".join(map(str, dict.fromkeys((min(wins), max(wins)))))
            told[f"{short(view, kpi)} in {span}"] = max(wins)
    who = f"{view.brief(view.others[0])} improves" if len(view.others) == 1 else "policies improve"
    begins, losses = f"Of {count} worlds that fit what was measured, {who}", _losses(view, gains, kpis)
    if not told:
        return f"{begins} nothing by what counts{losses}"
    room = ROOM - len(begins) - len(losses)
    return f"{begins} {_fitted(told, room)}{losses}"


def _fitted(told: Mapping[str, int], room: int) -> str:
    """Return what is gained in at most so many letters: the measures that gain in the most worlds."""
    by_most = sorted(told, key=lambda words: -told[words])
    for count in range(len(told), 0, -1):
        named = [words for words in told if words in by_most[:count]]
        more = [f"{len(told) - count} more in some"] if count < len(told) else []
        if len(words := listed([*named, *more])) <= room:
            break
    return words


def _losses(view: View, gains: Gains, kpis: Sequence[str]) -> str:
    """Return which measures are worse in more worlds than better under a policy, and in how many at most."""
    told = []
    for kpi in kpis:
        by = [gains[policy, kpi] for policy in view.others if (policy, kpi) in gains]
        counts = [(_wins(view, kpi, -values)[0], _wins(view, kpi, values)[0]) for values in by]
        if lost := max((lost for lost, won in counts if lost > won), default=0):
            told.append(f"{short(view, kpi)} (in {'' if len(by) == 1 else 'up to '}{lost})")
    return f"; more often worse: {listed(told)}" if told else ""


def _alt(view: View, gains: Gains) -> Iterator[str]:
    yield "One point a world: what a policy changes against the baseline."
    for (policy, kpi), values in gains.items():
        (wins, of), losses = _wins(view, kpi, values), _wins(view, kpi, -values)[0]
        low, high = (_change(view, kpi, float(end)) for end in (np.nanmin(values), np.nanmax(values)))
        span = f"{low} to {high} {_unit(view, kpi)}"
        yield f"{view.labels[policy]}, {view.kpis[kpi].label}: {span}, {counted(wins, losses, of)}."


def _change(view: View, kpi: str, value: float) -> str:
    """Write a change without its unit."""
    unit = view.kpis[kpi].unit
    words = {"share": f"{100.0 * value:+.1f}", "s": f"{value:+.0f}"}.get(unit, f"{value:+.3g}")
    return view.theme.number(words.replace("-", "−")) if float(words) else "0"


def _table(view: View, gains: Gains) -> Table:
    columns = [Column("World", "count"), Column("Measure"), Column("Unit")]
    columns += [Column(view.labels[policy], "by row") for policy in view.others]
    rows = []
    for kpi in dict.fromkeys(kpi for _, kpi in gains):
        by = [gains.get((policy, kpi)) for policy in view.others]
        count = max(len(one) for one in by if one is not None)
        for place in range(count):
            cells = [None if one is None or np.isnan(one[place]) else float(one[place]) for one in by]
            rows.append((place + 1.0, view.kpis[kpi].label, view.kpis[kpi].unit, *cells))
    return Table(columns, rows)


def _note(view: View, kept: int, tried: int) -> Iterator[str]:
    yield (
        f"One point a world: a set of assumptions under which the run shows what was measured; {kept} of "
        f"{tried} fit. Differences from {view.base_label}. ↑ higher is better, ↓ lower is better. "
        "Shaded: too small to count. k of n is a count over ranges that somebody chose (worlds_ranges.csv), "
        "no probability."
    )
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, gains: Gains, kpis: Sequence[str]) -> None:
    """Draw a row for each measure and a column for each policy, every row on a scale of its own."""
    labels = [f"{view.kpis[kpi].label} [{_unit(view, kpi)}] {_arrow(view, kpi)}".rstrip() for kpi in kpis]
    alone = len(view.others) == 1
    laid = grid(sheet, labels, heads(view, view.others), 0.24 if alone else 0.52, axis=False, first=0.27)
    for column, policy in enumerate(view.others):
        ax = laid.panels[column]
        ax.set_xlim(-1.08, 1.08)
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks([])
        ax.axvline(0.0, color=view.theme.baseline, linewidth=1.2)
        for place, kpi in enumerate(kpis):
            if (policy, kpi) in gains:
                reach = _reach(gains, kpi)
                _row(ax, place, gains[policy, kpi] / reach, _worth(view, kpi) / reach, view, policy)
                wins, of = _wins(view, kpi, gains[policy, kpi])
                losses, _ = _wins(view, kpi, -gains[policy, kpi])
                laid.word(column, place - 0.14, f"{wins} better, {losses} worse of {of}", weight="bold")
                ends = (float(end) for end in (np.nanmin(gains[policy, kpi]), np.nanmax(gains[policy, kpi])))
                words = " to ".join(_change(view, kpi, end) for end in ends)
                laid.word(column, place + 0.16, words, view.theme.muted)
    laid.write()


def _arrow(view: View, kpi: str) -> str:
    return ARROWS.get(view.kpis[kpi].better, "")


def _unit(view: View, kpi: str) -> str:
    return {"share": "pp"}.get(view.kpis[kpi].unit, view.kpis[kpi].unit)


def _reach(gains: Gains, kpi: str) -> float:
    """Return the largest change of a measure under any policy."""
    return max(float(np.nanmax(np.abs(one))) for (_, of), one in gains.items() if of == kpi) or 1.0


def _row(ax: Axes, place: int, values: Floats, worth: float, view: View, policy: str) -> None:
    """Draw one point a world, a little apart so that equal ones stay visible."""
    look = view.looks[policy]
    known = values[~np.isnan(values)]
    apart = SPREAD * (np.arange(len(known)) / max(len(known) - 1, 1) - 0.5)
    ax.fill_betweenx(
        [place - 0.3, place + 0.3], -worth, worth, color=view.theme.rule, alpha=0.5, linewidth=0.0
    )
    ax.plot(
        known, place + apart, linestyle="none", marker=look.marker, markersize=4.5,
        color=look.colour, markerfacecolor="none", markeredgewidth=1.1, clip_on=False,
    )  # fmt: skip


EXHIBIT = Exhibit(
    95,
    "In how many worlds that fit what was measured does each policy gain?",
    find,
    {TABLE: "goodwill run FILE --worlds 24"},
)

"""Answer in how many worlds that fit what was measured each policy gains, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from sim.plots.base import Column, Exhibit, Finding, Table, second
from sim.plots.grid import grid
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import ARROWS, heads, listed, short
from sim.studies.figures import of_whole
from sim.studies.numbers import PINNED
from sim.studies.worlds import WORTH, counted, sides
from sim.wording import unit_words

TABLE = "worlds"
WORLDS = "goodwill run FILE --worlds 24"
UNMEASURED = "write figures that your centre measures, such as aht, fcr and service_level, under observed:"
SPREAD = 0.32
"""How far worlds stand apart in a row, as a share of it."""
ROOM, LOST = 200, 90
"""Letters of a title that has room above a figure, and those of what is worse at most."""
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


def measured(view: View) -> str:
    """Return that figures to fit to must be written first, where the scenario has none."""
    figures, section = {one.told.name for one in of_whole(view.scenario)}, view.scenario.worlds
    fitted = {name for names in PINNED.values() for name in names}
    can = figures & fitted or (figures and section is not None and section.fit)
    return second(view) if can else UNMEASURED


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
    """Return the smallest change that counted as one when the worlds were compared."""
    study = view.study(TABLE)
    told = study.about.get("matters", {}) if study else {}
    found = [row.matters for policy in view.others if (row := view.row(policy, kpi)) and row.matters]
    return float(told.get(kpi, found[0] if found else 0.0))


def _wins(view: View, kpi: str, values: Floats) -> tuple[int, int]:
    """Return in how many worlds a policy gains what counts, of how many; higher where no side is better."""
    sign = -1.0 if _better(view, kpi) == "lower" else 1.0
    known = values[~np.isnan(values)]
    return int((sign * known >= _worth(view, kpi)).sum()), len(known)


def _title(view: View, gains: Gains, kpis: Sequence[str], count: int) -> str:
    """Return in how many worlds each measure is better; of several policies by policy where there is room."""
    if len(view.others) > 1 and len(named := _by_policy(view, gains, kpis, count)) <= ROOM:
        return named
    told = {}
    for kpi in _ranked(view, kpis):
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


def _by_policy(view: View, gains: Gains, kpis: Sequence[str], count: int) -> str:
    """Return for each policy the measure that is better in most worlds, and the one that is worse in most."""
    parts = []
    for policy in view.others:
        known = [kpi for kpi in _ranked(view, kpis) if (policy, kpi) in gains]
        sides = []
        for side, sign in (("better", 1.0), ("worse", -1.0)):
            wins = {kpi: _wins(view, kpi, sign * gains[policy, kpi])[0] for kpi in known}
            most = max(known, key=wins.__getitem__)
            if wins[most]:
                sides.append(f"{side} {short(view, most)} in {wins[most]}")
        parts.append(f"{view.brief(policy)}: {', '.join(sides) or 'no difference that counts'}")
    return f"Of {count} worlds that fit, {'; '.join(parts)}"


def _fitted(told: Mapping[str, int], room: int) -> str:
    """Return measures in at most so many letters: those that gain, or lose, in the most worlds."""
    by_most = sorted(told, key=lambda words: -told[words])
    for count in range(len(told), 0, -1):
        named = [words for words in told if words in by_most[:count]]
        more = [f"{len(told) - count} more in some"] if count < len(told) else []
        if len(words := listed([*named, *more])) <= room:
            break
    return words


def _losses(view: View, gains: Gains, kpis: Sequence[str]) -> str:
    """Return which measures are worse in more worlds than better under a policy, and in how many at most."""
    told: dict[str, int] = {}
    for kpi in _ranked(view, kpis):
        by = [gains[policy, kpi] for policy in view.others if (policy, kpi) in gains]
        counts = [(_wins(view, kpi, -values)[0], _wins(view, kpi, values)[0]) for values in by]
        if lost := max((lost for lost, won in counts if lost > won), default=0):
            told[f"{short(view, kpi)} (in {'' if len(by) == 1 else 'up to '}{lost})"] = lost
    return f"; more often worse: {_fitted(told, LOST)}" if told else ""


def _ranked(view: View, kpis: Sequence[str]) -> list[str]:
    """Return the measures of which one side is better, the usual ones of worlds first."""
    usual = list(WORTH)
    told = [kpi for kpi in kpis if _better(view, kpi) != "neutral"]
    return sorted(told, key=lambda kpi: usual.index(kpi) if kpi in usual else len(usual))


def _alt(view: View, gains: Gains) -> Iterator[str]:
    yield "One point a world: what a policy changes against the baseline."
    for (policy, kpi), values in gains.items():
        (wins, of), losses = _wins(view, kpi, values), _wins(view, kpi, -values)[0]
        low, high = (_change(view, kpi, float(end)) for end in (np.nanmin(values), np.nanmax(values)))
        span = f"{low} to {high} {_unit(view, kpi)}".rstrip()
        counts = counted(wins, losses, of, _better(view, kpi))
        yield f"{view.labels[policy]}, {view.kpis[kpi].label}: {span}, {counts}."


def _change(view: View, kpi: str, value: float) -> str:
    """Write a change without its unit."""
    unit = view.kpis[kpi].unit
    by_unit = {"share": f"{100.0 * value:+.1f}", "s": f"{value:+.0f}", "money": f"{value:+.2f}"}
    words = by_unit.get(unit, f"{value:+.3g}")
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
    labels = [f"{view.kpis[kpi].label}{_brackets(view, kpi)} {_arrow(view, kpi)}".rstrip() for kpi in kpis]
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
                up, down = sides(_better(view, kpi))
                laid.word(column, place - 0.14, f"{wins} {up}, {losses} {down} of {of}", weight="bold")
                ends = (float(end) for end in (np.nanmin(gains[policy, kpi]), np.nanmax(gains[policy, kpi])))
                words = " to ".join(_change(view, kpi, end) for end in ends)
                laid.word(column, place + 0.16, words, view.theme.muted)
    laid.write()


def _better(view: View, kpi: str) -> str:
    return view.kpis[kpi].better


def _arrow(view: View, kpi: str) -> str:
    return ARROWS.get(view.kpis[kpi].better, "")


def _unit(view: View, kpi: str) -> str:
    unit = view.kpis[kpi].unit
    return "pp" if unit == "share" else unit_words(unit, view.currency)


def _brackets(view: View, kpi: str) -> str:
    """Return the unit in brackets; nothing for plain numbers."""
    unit = _unit(view, kpi)
    return f" [{unit}]" if unit else ""


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
    {TABLE: WORLDS},
    WORLDS,
    measured,
)

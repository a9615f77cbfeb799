"""Answer what would turn the verdict: how far each assumption moves the difference, and where it turns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from sim.plots.base import Column, Exhibit, Finding, Table, second
from sim.plots.grid import grid, marks, stroke
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import heads, short
from sim.scenario.provenance import labels
from sim.studies.axes import STAFFING
from sim.studies.tables import number
from sim.wording import unit_words

TABLE = "turning_points"
BREAK_EVEN = "goodwill break-even FILE --on csat"
MOST = 10
"""Assumptions drawn at most: what turns nearest first, then what moves the difference most."""
LONGEST = 66
"""Letters of an assumption's words, so that its range stands behind them on two lines."""
PARTS = ("difference_today", "difference_at_low", "difference_at_high")
Row = Mapping[str, Any]


def find(view: View) -> Finding | str:
    """Return what moves the difference in the first measure that was looked at."""
    table = view.table(TABLE)
    rows = [] if table is None else [row for row in table.to_dicts() if row["policy"] in view.others]
    if not rows:
        return "no assumption was moved under the policies of this result"
    kpi = rows[0]["kpi"]
    words = {**labels(view.scenario), STAFFING: "Headcount"}
    shown = [{**row, "words": words.get(row["path"], row["path"])} for row in rows if row["kpi"] == kpi]
    paths = list(dict.fromkeys(row["path"] for row in shown))[:MOST]
    return Finding(
        title=_title(view, shown, kpi),
        alt=" ".join(_alt(view, shown)),
        table=_table(view, rows),
        note=" ".join(_note(view, kpi, rows)) + view.key,
        draw=partial(draw, view=view, rows=shown, paths=paths),
        height=2.5 + 0.36 * len(paths),
    )


def _title(view: View, rows: Sequence[Row], kpi: str) -> str:
    """Return what turns nearest, or that nothing does."""
    turns = [row for row in rows if row["turns_at"] is not None]
    if turns:
        return _said(turns[0])
    moved = list(dict.fromkeys(str(row["words"]) for row in rows))
    now = f": it stays {rows[0]['now']}" if len(view.others) == 1 else ""
    verdict = f"{'the' if now else 'a'} verdict on {short(view, kpi)}"
    if len(moved) == 1:
        return f"{moved[0]} does not turn {verdict} within its range{now}"
    return f"None of {len(moved)} assumptions, each moved alone, turns {verdict} within its range{now}"


def _alt(view: View, rows: Sequence[Row]) -> Iterator[str]:
    yield f"Bars: the difference in {view.kpis[rows[0]['kpi']].label.lower()} over each assumption's range."
    yield from (f"{_said(row)}." for row in rows)


def _said(row: Row) -> str:
    """Return what an assumption does in a sentence, with words instead of its path."""
    words = str(row["words"])
    quoted = words if words == row["path"] else f"“{words[:1].lower()}{words[1:]}”"
    return str(row["sentence"]).replace(row["path"], quoted).rstrip(".")


def _table(view: View, rows: Sequence[Row]) -> Table:
    columns = [Column("Measure"), Column("Unit"), Column("Policy"), Column("Assumption")]
    columns += [Column(words) for words in ("As it stands", "Low", "High")]
    columns += [Column(f"Difference {words}", "by row") for words in ("today", "at low", "at high")]
    columns += [Column("Verdict"), Column("Turns at"), Column("Then"), Column("In words")]
    told = [
        (
            *(row["label"], row["unit"], view.labels[row["policy"]], row["path"]),
            *(_level(view, row, end) for end in ("value", "low", "high")),
            *(row[part] for part in PARTS),
            *(row["now"], _level(view, row, "turns_at"), row["then"], row["sentence"]),
        )
        for row in rows
    ]
    return Table(columns, told)


def _note(view: View, kpi: str, rows: Sequence[Row]) -> Iterator[str]:
    measure = view.kpis[kpi]
    yield (
        f"Bars: difference from {view.base_label} in {measure.label.lower()} where each assumption is moved "
        "alone through its range, ○ its low end, ● its high end; line: as it stands. Shaded: differences too "
        "small to matter. ▲ better, ▼ worse, ≈ same."
    )
    left = len({row["path"] for row in rows}) - MOST
    if left > 0:
        yield f"{left} more assumptions are in the table."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, rows: Sequence[Row], paths: Sequence[str]) -> None:
    """Draw a row for each assumption, a column for each policy: the bar of its range, where it turns."""
    by_key = {(row["policy"], row["path"]): row for row in rows}
    first = {path: next(row for row in rows if row["path"] == path) for path in paths}
    labels = [_label(view, first[path]) for path in paths]
    laid = grid(sheet, labels, heads(view, view.others), 0.26 if len(view.others) == 1 else 0.5, first=0.36)
    factor = 100.0 if rows[0]["unit"] == "share" else 1.0
    ends = [factor * row[part] for row in rows for part in PARTS if row[part] is not None]
    reach = max([abs(end) for end in ends] or [1.0]) * 1.12
    matters = _matters(view, rows[0]["kpi"])
    for column, policy in enumerate(view.others):
        ax = laid.panels[column]
        ax.set_xlim(-reach if min(ends) < 0 else -0.25 * reach, reach if max(ends) > 0 else 0.25 * reach)
        ax.axvspan(-matters * factor, matters * factor, color=view.theme.rule, alpha=0.5, linewidth=0.0)
        ax.axvline(0.0, color=view.theme.baseline, linewidth=1.2)
        for place, path in enumerate(paths):
            row = by_key.get((policy, path))
            if row is not None:
                _bar(ax, place, row, factor, view)
                laid.word(column, place, *_turn(view, row))
        _axis(ax, sheet, view, rows[0]["unit"])
    laid.write()


def _axis(ax: Axes, sheet: Sheet, view: View, unit: str) -> None:
    suffix = {"share": " pp", "s": " s"}.get(unit, f" {unit_words(unit, view.currency)}".rstrip())
    ax.locator_params(axis="x", nbins=6)
    low, high = ax.get_xlim()
    ticks = sorted((float(tick) for tick in ax.get_xticks() if tick and low <= tick <= high), key=abs)
    top = [tick for tick in ticks if tick > 0.0][-1:] or ticks[-1:]
    places = [*top, 0.0, *reversed(ticks)]
    words = [f"{place:+,.6g}{suffix}".replace("-", "−") if place else "0" for place in places]
    marks(ax, sheet, places, [view.theme.number(one) for one in words])


def _matters(view: View, kpi: str) -> float:
    """Return the smallest difference that matters, in the measure's unit."""
    found = [row.matters for policy in view.others if (row := view.row(policy, kpi)) and row.matters]
    return min(found, default=0.0)


def _label(view: View, row: Row) -> str:
    """Return an assumption in words with its range."""
    low = _number(view, row, "low")
    words = textwrap.shorten(row["words"], LONGEST, placeholder=" …")
    return f"{words[:1].upper()}{words[1:]}, {low} to {_level(view, row, 'high')}"


def _level(view: View, row: Row, part: str) -> str:
    """Write a level of an assumption with its unit; nothing where there is none."""
    if row[part] is None:
        return ""
    return f"{_number(view, row, part)}{_suffix(view, row['axis_unit'])}"


def _number(view: View, row: Row, part: str) -> str:
    """Write a level of an assumption without its unit, as short as it is: 30, not 30.0."""
    return view.theme.number(number(row[part], row["axis_unit"]).removesuffix(".0"))


def _suffix(view: View, unit: str) -> str:
    words = unit_words(unit, view.currency) if unit in ("s", "share", "money") else ""
    return f" {words}".rstrip()


def _bar(ax: Axes, place: int, row: Row, factor: float, view: View) -> None:
    """Draw the range of a difference, hollow at the assumption's low end, filled at its high one."""
    today, low, high = (None if row[part] is None else factor * row[part] for part in PARTS)
    colour = view.theme.verdict("higher" if row["turns_at"] is None else "worse")
    known = [end for end in (today, low, high) if end is not None]
    if not known:
        return
    stroke(
        ax,
        [min(known), max(known)],
        [place, place],
        color=colour,
        linewidth=5.0,
        alpha=0.35,
        solid_capstyle="butt",
    )
    for end, fill in ((low, view.theme.background), (high, colour)):
        if end is not None:
            stroke(
                ax,
                [end],
                [place],
                marker="o",
                markersize=5.5,
                color=colour,
                markerfacecolor=fill,
                linestyle="none",
                clip_on=False,
            )
    if today is not None:
        stroke(ax, [today] * 2, [place - 0.28, place + 0.28], color=colour, linewidth=1.8)


def _turn(view: View, row: Row) -> tuple[str, str]:
    """Return in words where an assumption turns the verdict, and the colour."""
    several = len(view.others) > 1
    now, then = ((view.sign(row[part]) if several else row[part]) for part in ("now", "then"))
    if row["turns_at"] is None:
        return f"stays {now}", view.theme.muted
    return f"{then} from {_level(view, row, 'turns_at')}", view.theme.text


EXHIBIT = Exhibit(90, "What would turn the verdict?", find, {TABLE: BREAK_EVEN}, BREAK_EVEN, second)

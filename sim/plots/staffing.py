"""Answer what each policy gives at each staffing, and where it holds the goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import matplotlib
import polars as pl

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.sheet import Box, Sheet
from sim.plots.view import View
from sim.plots.words import formulas, heads, listed, short
from sim.wording import goal_in_words, half_text

FRONTIER, EQUAL = "frontier", "equal_service"
STAFF = 'goodwill staff FILE --hold "service_level >= 80%"'
MOST = 8
"""Staffing levels drawn at most: those nearest to where goals begin to be held."""
NAMED = 3
MAP = "cividis"
"""Colours from dark to light that differ in grey and for colour-blind readers."""
HALF = 0.5

Cells = Mapping[tuple[str, float], tuple[float, float | None, float | None]]


def find(view: View) -> Finding | str:
    """Return the measure that `staff` held, policy by staffing."""
    table = view.table(FRONTIER)
    if table is None:
        return "no staffing was tried"
    table = table.filter(pl.col("policy").is_in(view.policies))
    kpi, share = _goal(view, table)
    rows = table.filter(pl.col("kpi") == kpi).select("policy", "staffing", "value", "low", "high").rows()
    cells = {(row[0], row[1]): row[2:] for row in rows if row[2] is not None}
    if not cells:
        return "no staffing was tried under the policies of this result"
    levels = _levels(view, sorted({staffing for _, staffing in cells}))
    return Finding(
        title=_title(view, kpi),
        alt=" ".join(_alt(view, cells, kpi)),
        table=_table(view, table),
        note=" ".join(_note(view, _drawn(cells, levels), kpi, share)) + view.key,
        draw=partial(draw, view=view, cells=cells, levels=levels, kpi=kpi, share=share),
        height=2.4 + 0.55 * len(view.policies),
    )


def _drawn(cells: Cells, levels: Sequence[float]) -> Cells:
    """Return the cells at the levels that are drawn."""
    return {(policy, level): cell for (policy, level), cell in cells.items() if level in levels}


def _goal(view: View, table: pl.DataFrame) -> tuple[str, float | None]:
    """Return the measure that was held, and its level where it is one number for all."""
    study = view.study(FRONTIER)
    held = str((list((study.about if study else {}).get("hold") or ()) or [""])[0])
    name, _, level = held.replace(">=", " ").replace("<=", " ").strip().partition(" ")
    kpi = name.partition("{")[0]
    known = table["kpi"].unique().to_list()
    level = level.strip()
    share = float(level.rstrip("% ")) / 100.0 if level.endswith("%") else None
    return (kpi, share) if kpi in known and kpi in view.kpis else ("service_level", None)


def _levels(view: View, levels: Sequence[float]) -> list[float]:
    """Return the staffing levels nearest to those that hold the goals, or to today's."""
    if len(levels) <= MOST:
        return list(levels)
    needs = [need for policy in view.policies if (need := _need(view, policy, "staffing")[0])] or [1.0]
    near = sorted(levels, key=lambda level: min(abs(level - need) for need in needs))
    return sorted(near[:MOST])


def _need(view: View, policy: str, kpi: str) -> tuple[float | None, float | None, float | None]:
    """Return what a policy takes to hold the goals, with its interval."""
    table = view.table(EQUAL)
    if table is None:
        return None, None, None
    rows = (
        table.filter((pl.col("policy") == policy) & (pl.col("kpi") == kpi))
        .select("value", "low", "high")
        .rows()
    )
    return rows[0] if rows else (None, None, None)


def _held(view: View) -> str:
    """Return the goals that were held, as people say them."""
    study = view.study(EQUAL) or view.study(FRONTIER)
    held = (study.about if study else {}).get("hold") or ()

    def words(kpi: str) -> str:
        return short(view, kpi) if kpi in view.kpis else kpi

    return listed([goal_in_words(str(goal), words) for goal in held]) or "the goals"


def _title(view: View, kpi: str) -> str:
    """Return how many full-time equivalents hold the goals under each policy."""
    told = []
    for policy in view.policies:
        value, low, high = _need(view, policy, "fte")
        if value is not None:
            half = "" if low is None or high is None else f" ±{half_text((high - low) / 2.0, 1)}"
            told.append(f"{_fte(view, value)}{view.theme.number(half)} under {view.brief(policy)}")
    if not told:
        return f"{view.kpis[kpi].label} by staffing"
    more = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return f"FTE that hold {_held(view)}: {', '.join(told[:NAMED])}{more}"


def _fte(view: View, value: float | None) -> str:
    """Write full-time equivalents."""
    return "–" if value is None else view.theme.number(f"{value:.1f}")


def _alt(view: View, cells: Cells, kpi: str) -> Iterator[str]:
    yield f"{view.kpis[kpi].label} by policy and staffing."
    for policy in view.policies:
        parts = [
            f"{view.said(value, view.kpis[kpi].unit)} at {100.0 * staffing:g} %"
            for (one, staffing), (value, *_) in sorted(cells.items())
            if one == policy
        ]
        if parts:
            yield f"{view.labels[policy]}: {listed(parts)} of today's agents."


def _table(view: View, table: pl.DataFrame) -> Table:
    columns = [Column("Policy"), Column("Staffing", "share"), Column("FTE", "count"), Column("Measure")]
    columns += [Column("Unit"), Column("Value", "by row"), Column("Low", "by row"), Column("High", "by row")]
    rows = []
    for row in table.iter_rows(named=True):
        if (measure := view.kpis.get(row["kpi"])) is not None:
            about = (view.labels[row["policy"]], row["staffing"], row["fte"], measure.label, measure.unit)
            rows.append((*about, row["value"], row["low"], row["high"]))
    return Table(columns, rows)


def _note(view: View, cells: Cells, kpi: str, share: float | None) -> Iterator[str]:
    framed = share is not None and any(_holds(view, kpi, one, share) for one in cells.values())
    which = "Framed: holds" if framed else "No cell holds"
    goal = "" if share is None else f" {which} {100.0 * share:g} % as surely as its interval tells."
    yield (
        "Each cell: the mean at that share of today's agents; darker is lower. Empty: not simulated, as that "
        f"was not needed to find where the goals are held.{goal}"
    )
    yield from formulas(view, [kpi])
    yield view.sureness()


def draw(
    sheet: Sheet,
    *,
    view: View,
    cells: Cells,
    levels: Sequence[float],
    kpi: str,
    share: float | None,
) -> None:
    """Draw a row for each policy and a column for each staffing level; every cell has its number."""
    body = sheet.body
    first, last = body.width * 0.27, body.width * 0.14
    top = body.top - sheet.high("x\nx") - 0.08
    high = min((top - body.bottom) / len(view.policies), 1.1)
    box = Box(body.left + first, body.bottom, body.width - first - last, top - body.bottom)
    _heads(sheet, levels, box)
    for place, (policy, (label, shade)) in enumerate(
        zip(view.policies, heads(view, view.policies), strict=True)
    ):
        row = Box(box.left, top - high * (place + 1), box.width, high)
        middle = row.bottom + high * HALF
        text = sheet.fill(label, first - 0.15, sheet.small, most=max(1, int(high / 0.17)))
        sheet.put(body.left, middle, text, sheet.small, shade)
        value, *_ = _need(view, policy, "fte")
        sheet.put(body.right, middle, _fte(view, value), across="right", weight="bold")
        _row(sheet, view, row, [cells.get((policy, level)) for level in levels], kpi, _span(cells), share)


def _heads(sheet: Sheet, levels: Sequence[float], box: Box) -> None:
    """Write the staffing levels above the cells."""
    body, theme = sheet.body, sheet.theme
    each = box.width / len(levels)
    for column, level in enumerate(levels):
        words = f"{theme.number(f'{100.0 * level:g}')}\u00a0%"
        middle = box.left + each * (column + HALF)
        sheet.put(middle, box.top + 0.05, words, weight="bold", across="center", up="bottom")
    filled = sheet.fill("Share of today's agents", box.left - body.left - 0.1, most=2)
    sheet.put(body.left, box.top + 0.05, filled, up="bottom")
    sheet.put(body.right, box.top + 0.05, "FTE that\nhold it", weight="bold", across="right", up="bottom")


def _span(cells: Cells) -> tuple[float, float]:
    """Return the lowest value of all cells, and how far they reach above it."""
    values = [value for value, *_ in cells.values()]
    return min(values), (max(values) - min(values)) or 1.0


def _row(
    sheet: Sheet,
    view: View,
    row: Box,
    found: Sequence[tuple[float, float | None, float | None] | None],
    kpi: str,
    span: tuple[float, float],
    share: float | None,
) -> None:
    """Draw the cells of one policy, framed where they hold the goal."""
    each = row.width / len(found)
    for column, one in enumerate(found):
        if one is None:
            continue
        box = Box(row.left + each * column, row.bottom, each, row.height).inset(*[0.02] * 4)
        _cell(sheet, box, view.said(one[0], view.kpis[kpi].unit), (one[0] - span[0]) / span[1])
        if share is not None and _holds(view, kpi, one, share):
            sheet.outline(box)


def _holds(view: View, kpi: str, found: tuple[float, float | None, float | None], share: float) -> bool:
    """Return whether a cell holds the goal, its interval included."""
    _, low, high = found
    if view.kpis[kpi].better == "lower":
        return high is not None and high <= share
    return low is not None and low >= share


def _cell(sheet: Sheet, box: Box, words: str, share: float) -> None:
    """Fill a cell by its value and write it, dark on light or light on dark."""
    red, green, blue, _ = matplotlib.colormaps[MAP](0.15 + 0.85 * share)
    sheet.shade(box, "#" + "".join(f"{round(255 * part):02X}" for part in (red, green, blue)))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > HALF
    size = min(sheet.letters, sheet.letters * (box.width - 0.06) / sheet.wide(words))
    middle = (box.left + box.width * HALF, box.bottom + box.height * HALF)
    sheet.put(*middle, words, size, "#000000" if light else "#FFFFFF", across="center")


EXHIBIT = Exhibit(60, "What does each policy give at each staffing?", find, {FRONTIER: STAFF}, STAFF)

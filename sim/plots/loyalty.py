"""Answer how trust moves from the start of the measured days to their end, segment by segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from matplotlib.axes import Axes

from sim.kpis.base import ALL
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.key import key
from sim.plots.sheet import Box, Sheet
from sim.plots.view import View
from sim.plots.words import listed

END, CHANGE, LEFT, STAYED = "trust_end", "trust_change", "left_per_year", "customer_base"
MOST = 4
"""Segments drawn at most."""


class Way(NamedTuple):
    """Trust of one segment under one policy at the start and at the end, and customers lost per year."""

    start: float | None
    end: float
    lost: float | None
    stayed: float | None


Ways = Mapping[str, Mapping[str, Way]]


def find(view: View) -> Finding | str:
    """Return trust at the start and at the end by segment and policy."""
    ways = {segment: found for segment in _segments(view) if (found := _ways(view, segment))}
    if not ways:
        return "trust was not measured"
    return Finding(
        title=_title(view, ways),
        alt=" ".join(_alt(view, ways)),
        table=_table(view, ways),
        note=" ".join(_note(view, ways)) + view.key,
        draw=partial(draw, view=view, ways=ways),
        height=4.8,
    )


def _segments(view: View) -> list[str]:
    """Return the segments that customers are in; all together where there is but one."""
    found = view.members("segment", END)
    return found if len(found) > 1 else [""]


def _slice(segment: str) -> tuple[str, str]:
    return ("segment", segment) if segment else (ALL, "")


def _ways(view: View, segment: str) -> dict[str, Way]:
    ways = {}
    for policy in view.policies:
        end, change, lost, stayed = (
            view.value(policy, kpi, *_slice(segment)).value for kpi in (END, CHANGE, LEFT, STAYED)
        )
        if end is not None:
            ways[policy] = Way(None if change is None else end - change, end, lost, stayed)
    return ways


def _title(view: View, ways: Ways) -> str:
    """Return in which segments trust ends higher or lower, as the judge says."""
    if len(view.others) == 1:
        (policy,) = view.others
        sides: dict[str, list[str]] = {}
        for segment in ways:
            verdict = view.verdict(policy, END, *_slice(segment))
            sides.setdefault(verdict, []).append(segment or "all customers")
        words = {"better": "higher among", "worse": "lower among", "same": "the same among"}
        told = [
            f"{words.get(side, 'not clearly different among')} {listed(named)}"
            for side, named in sides.items()
        ]
        base = view.brief(view.baseline or "")
        return f"Trust at the end under {view.brief(policy)}, against {base}: {listed(told)}"
    sides = {side: [] for side in ("better", "worse")}
    for policy in view.others:
        verdict = view.verdict(policy, END)
        if verdict in sides:
            sides[verdict].append(view.brief(policy))
    told = [
        f"{words} under {_some(sides[side])}"
        for side, words in (("better", "higher"), ("worse", "lower"))
        if sides[side]
    ]
    if not told:
        return (
            "Trust at the end does not clearly differ between policies"
            if view.others
            else "Trust over the run"
        )
    return f"Trust at the end, against {view.brief(view.baseline or '')}: {listed(told)}"


def _some(named: Sequence[str]) -> str:
    return listed(list(named)) if len(named) <= 2 else f"{len(named)} policies"


def _alt(view: View, ways: Ways) -> Iterator[str]:
    yield "Trust from the start to the end of the measured days."
    for segment, found in ways.items():
        for policy, way in found.items():
            start, end = (view.number(part, "score") for part in (way.start, way.end))
            lost = f", {view.said(way.lost, 'share')} lost per year" if way.lost else ""
            yield f"{segment or 'All customers'}, {view.labels[policy]}: {start} to {end}{lost}."


def _table(view: View, ways: Ways) -> Table:
    columns = [
        Column("Segment"),
        Column("Policy"),
        Column("Trust, start", "score"),
        Column("Trust, end", "score"),
    ]
    columns += [
        Column("Customers lost per year", "share"),
        Column("Customers at the end", "share"),
        Column("Verdict"),
    ]
    rows = [
        (segment or "all customers", view.labels[policy], *way, view.verdict(policy, END, *_slice(segment)))
        for segment, found in ways.items()
        for policy, way in found.items()
    ]
    return Table(columns, rows)


def _note(view: View, ways: Ways) -> Iterator[str]:
    yield (
        f"Mean trust (0 to 1), at the start and at the end of {view.scenario.clock.days} measured days; each "
        "panel has the same scale, which does not begin at 0."
    )
    if any(way.lost for found in ways.values() for way in found.values()):
        yield f"Customers lost per year: {view.kpis[LEFT].definition}."
    left = len(_segments(view)) - MOST
    if left > 0:
        yield f"{left} more segments are in the table."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, ways: Ways) -> None:
    """Draw a panel for each segment, a line from start to end for each policy, its end value beside it."""
    named = [(view.labels[policy], view.looks[policy]) for policy in view.policies]
    letters = sheet.letters / 12.0
    shown = dict(list(ways.items())[:MOST])
    box = key(sheet, named, line=True).inset(left=0.7 * letters, bottom=0.35 * letters, top=0.35 * letters)
    lost = any(way.lost for found in shown.values() for way in found.values())
    each = box.width / len(shown)
    ends = [
        part
        for found in shown.values()
        for way in found.values()
        for part in (way.start, way.end)
        if part is not None
    ]
    low, high = min(ends), max(ends)
    room = max(0.002, high - low)
    for place, (segment, found) in enumerate(shown.items()):
        foot = (0.1 + 0.17 * letters * len(found) + 0.2 * letters) if lost else 0.0
        frame = Box(box.left + each * place, box.bottom + foot, each - 0.25, box.height - foot)
        ax = sheet.panel(frame)
        ax.set_xlim(-0.12, 1.45)
        ax.set_ylim(low - 0.1 * room, high + 0.12 * room)
        _panel(ax, sheet, view, found, (high - low + 0.22 * room) / frame.height)
        head = sheet.fill(segment or "All customers", frame.width, weight="bold", most=1)
        sheet.put(frame.left, frame.top + 0.08, head, weight="bold", up="bottom")
        ax.tick_params(labelleft=place == 0)
        if lost:
            _lost(sheet, view, found, frame)


def _panel(ax: Axes, sheet: Sheet, view: View, found: Mapping[str, Way], inch: float) -> None:
    """Draw the lines of one segment; where ends are close, move their numbers apart."""
    size = sheet.small * 0.9
    last = -1.0
    for policy in sorted(found, key=lambda one: found[one].end):
        way, look = found[policy], view.looks[policy]
        start = way.end if way.start is None else way.start
        ax.plot([0, 1], [start, way.end], color=look.colour, linestyle=look.line, linewidth=1.8)
        ax.plot(
            [0, 1], [start, way.end], color=look.colour, marker=look.marker, markersize=6, linestyle="none"
        )
        y = max(way.end, last + inch * size * 1.3 / 72.0)
        last = y
        top = ax.get_ylim()[1]
        if y < top + inch * 0.1:
            words = view.theme.number(f"{way.end:.4f}")
            ax.text(1.06, y, words, fontsize=size, color=look.colour, va="center")
    ax.set_xticks([0, 1], ["start", "end"])
    ax.grid(axis="y", color=view.theme.rule, linewidth=0.6)
    ax.locator_params(axis="y", nbins=5)
    ax.yaxis.set_major_formatter(lambda value, _: view.theme.number(f"{value:.5g}"))
    ax.set_axisbelow(True)


def _lost(sheet: Sheet, view: View, found: Mapping[str, Way], frame: Box) -> None:
    """Write how many customers leave a year under each policy."""
    y = frame.bottom - 0.35 * sheet.letters / 12.0
    size = sheet.small
    filled = sheet.fill("Lost per year", frame.width, size, most=1)
    sheet.put(frame.left, y, filled, size, view.theme.muted, up="top")
    for policy, way in found.items():
        y -= 0.17 * sheet.letters / 12.0
        look = view.looks[policy]
        words = view.said(way.lost, "share") if way.lost is not None else "–"
        sheet.put(frame.left, y, words, size, look.colour, up="top")


EXHIBIT = Exhibit(80, "What happens to customers' trust, segment by segment?", find)

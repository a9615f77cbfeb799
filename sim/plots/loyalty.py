"""Answer how trust and customers move from day to day over the measured days, segment by segment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl
from matplotlib.axes import Axes

from sim.kpis.base import ALL
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import stroke
from sim.plots.key import key
from sim.plots.sheet import Box, Sheet
from sim.plots.style import POINTS
from sim.plots.view import View
from sim.plots.words import listed

END, CHANGE, LEFT, STAYED = "trust_end", "trust_change", "left_per_year", "customer_base"
MOST = 4
"""Segments drawn at most."""
BANDS = 2
"""Policies up to which intervals are drawn."""
NARROW = 2
"""Segments up to which letters at axes have their usual size."""
LEAST = 0.002
"""Smallest height of a panel, in what it shows."""
SEEN = 4
"""Decimals of trust that a figure shows."""
SHOWN, TICKS = 32, 7
"""Days of a line, and words at its axis, at most."""


class Day(NamedTuple):
    """Trust at the end of a measured day (0: at their start) with its interval, and customers there.

    customers: share of those of the start.
    """

    day: int
    trust: float
    low: float | None
    high: float | None
    customers: float | None


class Way(NamedTuple):
    """Trust of one segment under one policy, day by day, and customers lost per year."""

    days: Sequence[Day]
    lost: float | None

    @property
    def end(self) -> float:
        """Trust when the measured days end."""
        return self.days[-1].trust


Ways = Mapping[str, Mapping[str, Way]]


def find(view: View) -> Finding | str:
    """Return trust and customers by day, segment and policy."""
    ways = {segment: found for segment in _segments(view) if (found := _ways(view, segment))}
    if not ways:
        return "trust was not measured"
    return Finding(
        title=_title(view, ways),
        alt=" ".join(_alt(view, ways)),
        table=_table(view, ways),
        note=" ".join(_note(view, ways)) + view.key,
        draw=partial(draw, view=view, ways=ways),
        height=6.2 if _leave(ways) else 4.8,
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
        lost = view.value(policy, LEFT, *_slice(segment)).value
        if days := _days(view, policy, segment) or _ends(view, policy, segment):
            ways[policy] = Way(days, lost)
    return ways


def _days(view: View, policy: str, segment: str) -> list[Day]:
    """Return trust by day, every few days where there are many; nothing where the result has no days."""
    table = view.table("trust")
    if table is None or table.is_empty():
        return []
    of = (pl.col("policy") == policy) & (pl.col("segment").fill_null("") == segment)
    rows = table.filter(of).select("day", "trust", "low", "high", "customers").rows()
    step = -(-len(rows) // SHOWN)
    kept = [row for row in rows if row[0] % step == 0 or row is rows[-1]]
    return [Day(row[0], row[1], row[2], row[3], row[4] / rows[0][4]) for row in kept]


def _ends(view: View, policy: str, segment: str) -> list[Day]:
    """Return trust at the start and at the end alone."""
    end, change, stayed = (view.value(policy, kpi, *_slice(segment)).value for kpi in (END, CHANGE, STAYED))
    if end is None:
        return []
    last = Day(int(view.scenario.clock.days), end, None, None, stayed)
    return [last] if change is None else [Day(0, end - change, None, None, 1.0), last]


def _leave(ways: Ways) -> bool:
    """Return whether customers leave."""
    return any(way.lost for found in ways.values() for way in found.values())


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
            start, end = (view.number(one.trust, "score") for one in (way.days[0], way.days[-1]))
            lost = f", {view.said(way.lost, 'share')} lost per year" if way.lost else ""
            yield f"{segment or 'All customers'}, {view.labels[policy]}: {start} to {end}{lost}."


def _table(view: View, ways: Ways) -> Table:
    columns = [Column("Segment"), Column("Policy"), Column("Measured day", "count")]
    columns += [Column("Trust", "score"), Column("Low", "score"), Column("High", "score")]
    columns += [Column("Customers, of those at the start", "share")]
    columns += [Column("Customers lost per year", "share"), Column("Verdict on trust at the end")]
    rows: list[tuple[str | float | None, ...]] = []
    for segment, found in ways.items():
        for policy, way in found.items():
            about = segment or "all customers", view.labels[policy]
            rows += [(*about, *day, None, "") for day in way.days[:-1]]
            verdict = view.verdict(policy, END, *_slice(segment))
            rows.append((*about, *way.days[-1], way.lost, verdict))
    return Table(columns, rows)


def _note(view: View, ways: Ways) -> Iterator[str]:
    days = view.scenario.clock.days
    confidence = f"{100.0 * view.confidence:g} %"
    yield (
        f"Mean trust (0 to 1) at the start and at the end of {days} measured day{'' if days == 1 else 's'}"
        f"{'' if days == 1 else ', day by day'}; every panel shows a span of the same height. "
        f"{confidence} intervals{' (bands)' if len(view.policies) <= BANDS else ' in the table'} are of each "
        "policy's own level; those of differences are far narrower, and verdicts rest on them."
    )
    if _starts_apart(ways):
        yield "Lines differ at the start already, as each policy also runs through the warm-up before it."
    if _leave(ways):
        yield f"Customers lost per year: {view.kpis[LEFT].definition}."
    left = len(_segments(view)) - MOST
    if left > 0:
        yield f"{left} more segments are in the table."
    yield view.sureness()


def _starts_apart(ways: Ways) -> bool:
    """Return whether policies have different trust when the measured days start."""
    starts = [{round(way.days[0].trust, SEEN) for way in found.values()} for found in ways.values()]
    return any(len(values) > 1 for values in starts)


def draw(sheet: Sheet, *, view: View, ways: Ways) -> None:
    """Draw a column for each segment: trust by day, and where customers leave, how many are still there."""
    named = [(view.labels[policy], view.looks[policy]) for policy in view.policies]
    letters = sheet.letters / 12.0
    shown = dict(list(ways.items())[:MOST])
    box = key(sheet, named, line=True).inset(bottom=0.55 * letters, top=0.35 * letters)
    leave = _leave(shown)
    each, left = box.width / len(shown), 0.75 * letters
    for place, (segment, found) in enumerate(shown.items()):
        frame = Box(box.left + each * place + left, box.bottom, each - left - 0.1, box.height)
        head = sheet.fill(segment or "All customers", frame.width, weight="bold", most=1)
        sheet.put(frame.left, frame.top + 0.08, head, weight="bold", up="bottom")
        high = frame.height * 0.62 if leave else frame.height
        top = Box(frame.left, frame.top - high, frame.width, high)
        panels = [_panel(sheet, view, top, found, _span(shown, _trust), _trust)]
        if leave:
            room = 0.62 * letters
            low = Box(frame.left, frame.bottom, frame.width, frame.height - high - room)
            sheet.put(frame.left, low.top + 0.06, "Customers", sheet.small, view.theme.muted, up="bottom")
            panels.append(_panel(sheet, view, low, found, _span(shown, _customers), _customers))
        for ax in panels:
            ax.tick_params(labelsize=sheet.small * (1.0 if len(shown) <= NARROW else 0.85))
        panels[-1].set_xlabel("measured day", fontsize=sheet.small)


def _trust(day: Day) -> float | None:
    return day.trust


def _customers(day: Day) -> float | None:
    return None if day.customers is None else 100.0 * day.customers


Seen = Callable[[Day], float | None]


def _has_bands(found: Mapping[str, Way], seen: Seen) -> bool:
    """Return whether intervals are drawn around the lines of one segment."""
    days = (day for way in found.values() for day in way.days)
    return seen is _trust and len(found) <= BANDS and all(None not in (day.low, day.high) for day in days)


def _values(found: Mapping[str, Way], seen: Seen) -> list[float]:
    """Return all that a panel must have room for: values, and ends of intervals where they are drawn."""
    days = [day for way in found.values() for day in way.days]
    values = [seen(day) for day in days]
    if _has_bands(found, seen):
        values += [end for day in days for end in (day.low, day.high)]
    return [value for value in values if value is not None]


def _span(ways: Ways, seen: Seen) -> float:
    """Return how far the values of one segment are apart at most: so much does every panel show."""
    values = [_values(found, seen) for found in ways.values()]
    return max([LEAST, *(max(some) - min(some) for some in values if some)])


def _panel(sheet: Sheet, view: View, box: Box, found: Mapping[str, Way], span: float, seen: Seen) -> Axes:
    """Draw the lines of one segment around its own middle; where ends are close, move their numbers apart."""
    ax, values = sheet.panel(box), _values(found, seen)
    middle = (min(values) + max(values)) / 2.0
    last_day = max(way.days[-1].day for way in found.values())
    ax.set_xlim(-0.03 * last_day, last_day * (1.28 if sheet.is_slide else 1.36))
    ax.set_ylim(middle - 0.6 * span, middle + 0.62 * span)
    for policy, way in found.items():
        known = [day for day in way.days if seen(day) is not None]
        days, line, look = [day.day for day in known], [seen(day) or 0.0 for day in known], view.looks[policy]
        ax.plot(days, line, color=look.colour, linestyle=look.line, linewidth=1.8)
        ax.plot(days[:: len(days) - 1 or 1], line[:: len(days) - 1 or 1], look.marker, color=look.colour)
        if _has_bands(found, seen):
            lows, highs = [day.low or 0.0 for day in known], [day.high or 0.0 for day in known]
            ax.fill_between(days, lows, highs, color=look.colour, alpha=0.1, linewidth=0.0)
    _ends_of(ax, sheet, view, found, seen, 1.22 * span / box.height)
    _scales(ax, view, last_day, "" if seen is _trust else " %")
    return ax


def _ends_of(ax: Axes, sheet: Sheet, view: View, found: Mapping[str, Way], seen: Seen, inch: float) -> None:
    """Write the last value of each line beside it, those of close lines apart."""
    ends = sorted((seen(way.days[-1]) or 0.0, policy) for policy, way in found.items() if way.days)
    size = sheet.small * 0.9
    places = _apart([value for value, _ in ends], inch * size * 1.3 / POINTS)
    last_day = max(way.days[-1].day for way in found.values())
    for (value, policy), place in zip(ends, places, strict=True):
        words = view.theme.number(f"{value:.{SEEN}f}" if seen is _trust else f"{value:.2f} %")
        look = view.looks[policy]
        stroke(ax, [last_day * 1.055], [place], color=look.colour, marker=look.marker, markersize=size * 0.55)
        ax.text(last_day * 1.085, place, words, fontsize=size, color=view.theme.text, va="center")


def _apart(values: Sequence[float], line: float) -> list[float]:
    """Return places for words, in order: at their values, or where those are close one line apart."""
    groups: list[tuple[float, int]] = []
    for value in values:  # middle and number of words that touch each other
        middle, count = value, 1
        while groups and middle - groups[-1][0] < (count + groups[-1][1]) / 2.0 * line:
            other, more = groups.pop()
            middle, count = (middle * count + other * more) / (count + more), count + more
        groups.append((middle, count))
    return [middle + (place - (count - 1) / 2.0) * line for middle, count in groups for place in range(count)]


def _scales(ax: Axes, view: View, last_day: int, unit: str) -> None:
    """Mark days in whole numbers, and a few values."""
    step = -(-last_day // TICKS)
    ax.set_xticks(range(0, last_day + 1, step), ["start", *map(str, range(step, last_day + 1, step))])
    ax.grid(axis="y", color=view.theme.rule, linewidth=0.6)
    ax.locator_params(axis="y", nbins=5)
    ax.yaxis.set_major_formatter(lambda value, _: f"{view.theme.number(f'{value:.5g}')}{unit}")
    ax.set_axisbelow(True)


EXHIBIT = Exhibit(80, "What happens to customers' trust, day by day and segment by segment?", find)

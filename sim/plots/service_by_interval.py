"""Answer when in the week customers are served, when they are lost, and how busy agents are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from matplotlib.axes import Axes

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.days import mark_times, places_of
from sim.plots.grid import across, stroke
from sim.plots.key import key
from sim.plots.sheet import Box, Sheet
from sim.plots.style import Look
from sim.plots.view import View
from sim.plots.words import formulas, heads, over_all

PANELS = ("service_level", "abandoned_share", "occupancy")
"""The measures drawn, one under the other."""
TOGETHER = 2
"""Policies that share a panel; from three on each has a column, with the baseline behind it."""
WIDE, THIN = 1.5, 0.7
"""Widths of a policy's own line and of the baseline behind it [points], which differ without colours too."""
BAND = 1.7
"""Room for bands above the highest line, as a share of it; wider ones are cut."""
RUN = "goodwill run FILE"
HISTORY = "backtest"
"""The study that leaves what was observed."""
SPANS = {900.0: "quarter-hour", 1800.0: "half-hour", 3600.0: "hour"}
"""Words for planning intervals, by their length [s]."""
Floats = npt.NDArray[np.float64]


class Line(NamedTuple):
    """One policy's estimates by interval [share]; NaN without data; each of shape (intervals,)."""

    value: Floats
    low: Floats
    high: Floats


class History(NamedTuple):
    """What was observed of the real centre, by measure and interval [share]; NaN where nothing was.

    policy: the policy that it worked under. source: where it was observed.
    """

    policy: str
    source: str
    shares: Mapping[str, Floats]


class Week(NamedTuple):
    """What is drawn: intervals in their order ("mon 09:00"), lines by measure and policy, dates without any.

    target: service level that all queues aim at [share]; None where they differ. history: what was observed,
    where `backtest` left it.
    """

    intervals: Sequence[str]
    lines: Mapping[str, Mapping[str, Line]]
    closed: Sequence[str] = ()
    target: float | None = None
    history: History | None = None


def find(view: View) -> Finding | str:
    """Return service, abandonment and occupancy by interval."""
    week = collect(view)
    if not week.lines:
        return "no interval was measured"
    return Finding(
        title=_title(view, week),
        alt=" ".join(_alt(view, week)),
        table=_table(view, week),
        note=" ".join(_note(view, week)) + view.key,
        draw=partial(draw, view=view, week=week),
        height=6.6,
    )


def collect(view: View) -> Week:
    """Return the week by interval; intervals without offered contacts are left out."""
    table = view.table("intervals")
    if table is None:
        return Week((), {})
    leading = table.filter((pl.col("kpi") == PANELS[0]) & pl.col("value").is_not_null())
    open_ = leading["interval"].unique(maintain_order=True).to_list()
    names, closed = _by_day(open_, view.scenario.clock.told_days())
    place = {name: index for index, name in enumerate(names)}
    lines: dict[str, dict[str, Line]] = {}
    for kpi in PANELS if names else ():
        here = table.filter((pl.col("kpi") == kpi) & pl.col("interval").is_in(open_))
        for policy in view.policies:
            rows = here.filter(pl.col("policy") == policy)
            where = [place[name] for name in rows["interval"]]
            line = Line(*(np.full(len(names), np.nan) for _ in Line._fields))
            for column, array in zip(Line._fields, line, strict=True):
                array[where] = rows[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            if where and not np.isnan(line.value).all():
                lines.setdefault(kpi, {})[policy] = line
    return Week(names, lines, closed, _target(view), _history(view, names))


def _history(view: View, names: Sequence[str]) -> History | None:
    """Return what `backtest` observed, over all its dates of the same weekday; None where it left nothing."""
    study = view.study(HISTORY)
    if study is None:
        return None
    key = ("date", "interval")
    offered = study.table.filter(pl.col("figure") == "offered").select(*key, offered="observed")
    day = pl.col("date").str.to_date().dt.strftime("%a").str.to_lowercase()
    rows = study.table.join(offered, on=key, how="left").drop_nulls(("observed", "offered"))
    sums = rows.group_by(day + " " + pl.col("interval"), "figure").agg(
        (pl.col("observed") * pl.col("offered")).sum() / pl.col("offered").sum()
    )
    found = {(figure, name): share for name, figure, share in sums.iter_rows()}
    shares = {kpi: np.array([found.get((kpi, name), np.nan) for name in names]) for kpi in PANELS}
    known = {kpi: line for kpi, line in shares.items() if not np.isnan(line).all()}
    return History(study.about["policy"], study.about["source"], known) if known else None


def _target(view: View) -> float | None:
    """Return the service level's target if all queues share it."""
    targets = {queue.service_level.share for queue in view.scenario.queues.values()}
    return targets.pop() if len(targets) == 1 else None


def _by_day(intervals: Sequence[str], days: Sequence[str]) -> tuple[list[str], list[str]]:
    """Put intervals in the order of their days; a date without any is closed and as long as the first day."""
    of: dict[str, list[str]] = {}
    for name in intervals:
        of.setdefault(name.partition(" ")[0], []).append(name)
    usual = [name.partition(" ")[2] for name in next(iter(of.values()), [])]
    closed = [day for day in days if day not in of and day[:1].isdigit()]
    of |= {day: [f"{day} {time}" for time in usual] for day in closed}
    return [name for day in dict.fromkeys((*days, *of)) for name in of.get(day, ())], closed


def _title(view: View, week: Week) -> str:
    """Return in how many intervals the target is missed, or when the service level is lowest."""
    lines, where = week.lines.get(PANELS[0], {}), over_all(view)
    if week.target is not None and view.replications > 1:
        return _missed(view, lines, week.target)
    policy = view.baseline or view.policies[0]
    line = lines[policy] if policy in lines else next(iter(lines.values()))
    worst = int(np.nanargmin(line.value))
    level = view.said(float(line.value[worst]), "share")
    return (
        f"Under {view.brief(policy)} the service level{where} is lowest at {week.intervals[worst]}: {level}"
    )


def _missed(view: View, lines: Mapping[str, Line], target: float) -> str:
    """Return in how many intervals policies are below the target, the worst first, and how surely."""
    count = max(int((~np.isnan(line.value)).sum()) for line in lines.values())
    together = " (all queues together)" if over_all(view) else ""
    span, goal = _span(view), f"the goal of {100.0 * target:g} %{together}"
    below = {policy: int(np.nansum(line.value < target)) for policy, line in lines.items()}
    if not any(below.values()):
        return f"In no {span} of {count} is the service level below {goal}"
    order = sorted(below, key=lambda policy: -below[policy])
    sure = {policy: int(np.nansum(lines[policy].high < target)) or "none" for policy in order}
    first = f"{below[order[0]]} of {count} {span}s"
    if len(order) <= TOGETHER:
        told = [f"{first} under {view.brief(order[0])} ({sure[order[0]]} beyond luck)"]
        told += [
            f"in {below[one]} under {view.brief(one)}" + f" ({sure[one]})" * bool(below[one])
            for one in order[1:]
        ]
        return f"Below {goal} in {', '.join(told)}"
    worst = [policy for policy in order if below[policy] == below[order[0]]]
    if len(worst) > 1:
        who = "every policy" if len(worst) == len(order) else f"{len(worst)} of {len(order)} policies"
        luck = ""
    else:
        who, luck = view.brief(order[0]), f" ({sure[order[0]]} beyond luck)"
    rest = [below[policy] for policy in order[len(worst) :]]
    return f"Below {goal} in {first} under {who}{luck}{_others(rest)}"


def _others(counts: Sequence[int]) -> str:
    """Return the counts of the policies that a title does not name, from the lowest to the highest."""
    if not counts:
        return ""
    ends = " to ".join(dict.fromkeys((str(counts[-1]), str(counts[0]))))
    return f"; in {ends} under the other{f' {len(counts)}' if len(counts) > 1 else ''}"


def _span(view: View) -> str:
    """Return the word for a planning interval, as people say it."""
    return SPANS.get(view.scenario.clock.interval, "interval")


def _alt(view: View, week: Week) -> Iterator[str]:
    yield f"Lines by interval of the week, {len(week.intervals)} intervals."
    for kpi, lines in week.lines.items():
        for policy, line in lines.items():
            low, high = int(np.nanargmin(line.value)), int(np.nanargmax(line.value))
            ends = (f"{view.said(float(line.value[n]), 'share')} at {week.intervals[n]}" for n in (low, high))
            yield f"{view.kpis[kpi].label}, {view.labels[policy]}: from {' to '.join(ends)}."


def _table(view: View, week: Week) -> Table:
    columns = [Column("Interval"), Column("Policy")]
    for kpi in week.lines:
        columns += [Column(f"{view.kpis[kpi].label}{end}", "share") for end in ("", ", low", ", high")]
    seen = week.history.shares if week.history else {}
    columns += [Column(f"{view.kpis[kpi].label}, observed", "share") for kpi in seen]
    rows = []
    for place, name in enumerate(week.intervals):
        for policy in view.policies:
            cells: list[float | None] = []
            for lines in week.lines.values():
                parts = lines.get(policy)
                cells += [
                    None if parts is None or np.isnan(p[place]) else float(p[place]) for p in parts or "..."
                ]
            ours = week.history is not None and week.history.policy == policy
            cells += [
                float(one[place]) if ours and not np.isnan(one[place]) else None for one in seen.values()
            ]
            rows.append((name, view.labels[policy], *cells))
    return Table(columns, rows)


def _note(view: View, week: Week) -> Iterator[str]:
    bands = f"{100.0 * view.confidence:g} % confidence interval over replications, each interval for itself"
    yield f"Lines: sums over all replications and days, divided once. Bands: {bands}."
    if len(view.policies) > TOGETHER and view.baseline:
        yield "Thin, in the columns of others: the baseline."
    if week.target is not None and view.replications > 1:
        yield "Beyond luck: the whole band is below the goal."
    yield "Gaps: closed, or nothing to measure."
    if week.history:
        yield (
            f"×: observed ({week.history.source}), all dates of a weekday together; answered within the "
            f"first queue's target time; beside {view.labels.get(week.history.policy, week.history.policy)}."
        )
    yield from formulas(view, list(week.lines))
    yield from (f"{view.kpis[kpi].label}: {view.kpis[kpi].definition}." for kpi in list(week.lines)[1:])
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, week: Week) -> None:
    """Draw a row of panels for each measure: policies together up to two, else each in its column."""
    if len(view.policies) <= TOGETHER:
        _together(sheet, view, week)
    else:
        _apart(sheet, view, week)


def _together(sheet: Sheet, view: View, week: Week) -> None:
    named = [(view.labels[policy], view.looks[policy]) for policy in view.policies]
    rest = key(sheet, named, line=True)
    foot, left = 0.3 * sheet.letters / 12.0, 1.9 * sheet.letters / 12.0
    box = rest.inset(left=left, bottom=foot, top=0.22)
    _name_rows(sheet, view, week, box, left)
    _column(sheet, view, week, box, view.policies)


def _apart(sheet: Sheet, view: View, week: Week) -> None:
    body, count = sheet.body, len(view.policies)
    foot, left = 0.3 * sheet.letters / 12.0, 1.7 * sheet.letters / 12.0
    each = (body.width - left) / count
    size = sheet.letters * (0.95 if count <= 3 else 0.78)
    named = heads(view, view.policies)
    filled = [sheet.fill(words, each - 0.14, size, "bold", 5) for words, _ in named]
    top = max(sheet.high(words, size) for words in filled) + 0.3
    for column, policy in enumerate(view.policies):
        box = Box(body.left + left + each * column, body.bottom + foot, each - 0.14, body.height - foot - top)
        sheet.put(box.left, box.top + 0.26, filled[column], size, named[column][1], "bold", up="bottom")
        _column(sheet, view, week, box, [policy], first=column == 0)
        if column == 0:
            _name_rows(sheet, view, week, box, left)


def _name_rows(sheet: Sheet, view: View, week: Week, box: Box, room: float) -> None:
    """Write the measures at the left of their panels."""
    for place, kpi in enumerate(week.lines):
        words = sheet.fill(view.kpis[kpi].label, room - 0.62 * sheet.letters / 12.0, most=6)
        sheet.put(sheet.body.left, _row(box, place, len(week.lines)).top, words, up="top")


def _column(
    sheet: Sheet, view: View, week: Week, box: Box, policies: Sequence[str], *, first: bool = True
) -> None:
    """Draw a panel for each measure, the baseline behind the policies, with bands of the policies only."""
    last, dense = len(week.lines) - 1, len(view.policies) > TOGETHER
    for place, (kpi, lines) in enumerate(week.lines.items()):
        ax = sheet.panel(_row(box, place, len(week.lines)))
        behind = dict.fromkeys((view.baseline or policies[0], *policies))
        for policy in (one for one in behind if one in lines):
            look = view.looks[policy] if len(policies) > 1 else view.looks[policy]._replace(line="-")
            wide = THIN if dense and policy not in policies else WIDE
            _line(
                ax, week, lines[policy], look._replace(marker="") if dense else look, policy in policies, wide
            )
        if week.history and week.history.policy in policies and kpi in week.history.shares:
            _observed(ax, week, week.history.shares[kpi], view.theme.text)
        _frame(ax, view, week, kpi, labels=first)
        mark_times(ax, sheet, week.intervals, week.closed, foot=place == last, head=place == 0, dense=dense)


def _row(box: Box, place: int, count: int) -> Box:
    """Return the box of one of several panels under each other."""
    high = box.height / count
    return Box(box.left, box.top - high * (place + 1) + 0.06, box.width, high - 0.18)


def _line(ax: Axes, week: Week, line: Line, look: Look, band: bool, width: float) -> None:
    """Draw one policy; a gap in the places (a night) interrupts the line."""
    places, days = places_of(week.intervals)
    cuts = np.flatnonzero(np.diff(places) > 1.0) + 1
    x, value, low, high = (
        np.insert(np.asarray(part, dtype=np.float64), cuts, np.nan) for part in (places, *line)
    )
    if band:
        low, high = 100.0 * np.clip([low, high], 0.0, 1.0)
        ax.fill_between(x, low, high, color=look.colour, alpha=0.22, linewidth=0.0, zorder=2)
    stroke(
        ax,
        x,
        100.0 * value,
        color=look.colour,
        linestyle=look.line,
        linewidth=width,
        marker=look.marker,
        markersize=3.0,
        markevery=max(1, len(days) * 3),
        zorder=3,
    )


def _observed(ax: Axes, week: Week, shares: Floats, colour: str) -> None:
    """Draw what was observed as crosses."""
    places, _ = places_of(week.intervals)
    ax.plot(places, 100.0 * shares, "x", color=colour, markersize=3.6, markeredgewidth=1.0, zorder=4)


def _frame(ax: Axes, view: View, week: Week, kpi: str, *, labels: bool = True) -> None:
    """Set the range, from 0 to 100 % or less where nothing comes near it, and draw the target."""
    target = week.target if kpi == PANELS[0] else None
    lines = week.lines[kpi].values()
    most = max(float(np.nanmax(line.value)) for line in lines)
    if week.history and kpi in week.history.shares:
        most = max(most, float(np.nanmax(week.history.shares[kpi])))
    bands = [float(np.nanmax(line.high)) for line in lines if not np.isnan(line.high).all()]
    top = 100.0 * max(most, min(max(bands, default=0.0), BAND * most), target or 0.0)
    ax.set_ylim(0.0, 103.0 if top > 60.0 else max(2.0, 1.15 * top))
    if target is not None:
        ax.axhline(100.0 * target, color=view.theme.text, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
    ax.locator_params(axis="y", nbins=4)
    across(
        ax, [float(place) for place in ax.get_yticks() if place < ax.get_ylim()[1]], view.theme, upright=False
    )
    if labels:
        ax.yaxis.set_major_formatter(lambda value, _: f"{view.theme.number(f'{value:g}')}\u00a0%")
        ax.tick_params(axis="y", length=3)
    else:
        ax.set_yticks([])


EXHIBIT = Exhibit(
    40,
    "When are customers answered in time, when do they hang up, how busy are agents?",
    find,
    {"intervals": RUN},
)

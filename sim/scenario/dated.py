"""Read curves by date out of CSV tables: a row an interval and a column a curve, or a column a date.

Rows may be finer than the planning interval: issues add up, agents are averaged. Dates that a table does not
name are as its same weekdays on average (assumption); so a warm-up needs no rows of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from sim.hours import DAY, DAYS, parse_date, parse_span
from sim.quantities import QuantityError, duration_text, show
from sim.scenario.clock import Clock
from sim.scenario.curve import parse_amount
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.source import scalar
from sim.scenario.tree import Mark
from sim.scenario.variant import listed, suggest
from sim.spelling import decimals, meant

DATE, START = "date", "start"
MOST = 1_000_000
Cells = dict[tuple[datetime.date, float], tuple[str, Mark]]
"""By date and start [s from midnight]: what a cell says, and where."""


class Dated(NamedTuple):
    """Numbers per planning interval by date, the places of dates, and the means of weekdays."""

    dates: dict[datetime.date, list[float]]
    marks: dict[datetime.date, Mark]
    weekdays: dict[str, list[float]]


def is_dated(text: str, column: str | None) -> bool:
    """Return whether a table has a column of dates, or dates for columns."""
    names = [name.strip() for name in text.partition("\n")[0].split(",")]
    return DATE in names or (column is None and START in names and "weekday" not in names)


def read_dated(text: str, shown: str, column: str | None, at: Mark, clock: Clock, *, mean: bool) -> Dated:
    """Read a table by date; `mean`: rows within an interval are averaged instead of added up.

    Raises:
        FaultError: with every cell at fault, or an interval without a row.
    """
    cells = _across(text, shown) if column is None else _down(text, shown, column, at)
    step = _step(cells, clock, Mark(shown, 1, 1))
    numbers = _numbers(cells)
    dates, used = dict[datetime.date, list[float]](), set[tuple[datetime.date, float]]()
    for date in sorted({date for date, _ in cells}):
        keys = [_keys(date, start, length, step) for start, length in _intervals(clock, date)]
        _complete(date, keys, cells, Mark(shown, 1, 1))
        sums = [sum(numbers[key] for key in of) for of in keys]
        dates[date] = [total / len(of) if mean else total for total, of in zip(sums, keys, strict=True)]
        used |= {key for of in keys for key in of}
    for key in numbers:
        if key not in used and numbers[key]:
            cell, mark = cells[key]
            wrong = (
                f"is above zero at {key[0]} {_clock(key[1])} (got {cell}; allowed opening intervals only)."
            )
            raise FaultError((mark, f"{wrong} Remove the row or correct the opening hours."))
    marks: dict[datetime.date, Mark] = {}
    for (date, _), (_, mark) in cells.items():
        marks.setdefault(date, mark)
    return Dated(dates, marks, _weekdays(dates, clock))


def _down(text: str, shown: str, column: str, at: Mark) -> Cells:
    """Return the cells of a table with a row for each date and interval."""
    rows = rows_of(StringIO(text, newline=""), shown, (DATE, START), "and curves")
    names, _ = next(rows)
    curves = [name for name in names if name not in (DATE, START)]
    if curves.count(column) != 1:
        wrong = f"is not one column of {shown} (got {show(column)}; allowed {listed(curves)})."
        raise FaultError((at, f"{wrong} {suggest(column, curves, 'Write one of these names.')}"))
    places = [names.index(name) for name in (DATE, START, column)]
    cells: Cells = {}
    for row, mark in rows:
        date, start, cell = (row[place] for place in places)
        key = _date(date, mark._replace(column=places[0] + 1)), _start(start, places[1], mark)
        _add(cells, key, cell, mark._replace(column=places[2] + 1))
    return cells


def _across(text: str, shown: str) -> Cells:
    """Return the cells of a table with a row for each interval and a column for each date."""
    rows = rows_of(StringIO(text, newline=""), shown, (START,), "and dates")
    names, head = next(rows)
    start_at = names.index(START)
    dates = [
        (place, _date(name, head._replace(column=place + 1)))
        for place, name in enumerate(names)
        if place != start_at
    ]
    cells: Cells = {}
    for row, mark in rows:
        start = _start(row[start_at], start_at, mark)
        for place, date in dates:
            _add(cells, (date, start), row[place], mark._replace(column=place + 1))
    return cells


def _add(cells: Cells, key: tuple[datetime.date, float], cell: str, mark: Mark) -> None:
    if key in cells:
        lines = f"lines {cells[key][1].line} and {mark.line}"
        wrong = f"has two rows for {key[0]} {_clock(key[1])} (got {lines}; allowed one)."
        raise FaultError((mark, f"{wrong} Remove one."))
    if len(cells) >= MOST:
        raise FaultError((mark, f"is too long (got more than {MOST} cells; allowed {MOST}). Shorten it."))
    cells[key] = cell, mark


def _date(cell: str, mark: Mark) -> datetime.date:
    try:
        return parse_date(cell)
    except QuantityError as error:
        raise FaultError((mark, f"has a date that {error}")) from None


def _start(cell: str, place: int, mark: Mark) -> float:
    try:
        return parse_span(f"{cell}-24:00").start
    except QuantityError:
        wrong = f"has a start that is not a time of day (got {show(cell)}; allowed 00:00 to 23:59)."
        raise FaultError((mark._replace(column=place + 1), f"{wrong} Write, say, 07:30.")) from None


def _step(cells: Cells, clock: Clock, head: Mark) -> float:
    """Return the time from row to row [s], which the planning interval must be a multiple of."""
    starts = sorted({start for _, start in cells})
    step = float(gcd(*(round(later - starts[0]) for later in starts[1:]), round(clock.interval)))
    apart = min((late - early for early, late in pairwise(starts)), default=step)
    if apart > clock.interval:
        wrong = f"is coarser than the planning interval (got rows every {duration_text(apart)}; "
        wrong += f"allowed {duration_text(clock.interval)} or finer)."
        raise FaultError((head, f"{wrong} Set clock.interval to the length of theirs."))
    return step


def _intervals(clock: Clock, date: datetime.date) -> Iterator[tuple[float, float]]:
    """Yield the planning intervals of a date by the clock: start and length [s]."""
    for span in clock.hours(date):
        for k in range(clock.intervals((span,))):
            start = span.start + k * clock.interval
            yield start, min(clock.interval, span.end - start)


def _keys(date: datetime.date, start: float, length: float, step: float) -> list[tuple[datetime.date, float]]:
    """Return the rows that an interval is made of; those after midnight are of the next date."""
    at = [start + k * step for k in range(max(1, round(length / step)))]
    morrow = date + datetime.timedelta(1)
    return [(date, time) if time < DAY else (morrow, time - DAY) for time in at]


def _complete(
    date: datetime.date, keys: list[list[tuple[datetime.date, float]]], cells: Cells, head: Mark
) -> None:
    missing = [key for of in keys for key in of if key not in cells]
    if missing:
        day, start = missing[0]
        wrong = f"has {len(missing)} intervals without a row on {date}, first {day} {_clock(start)}"
        got = f"(got {len(cells)} cells; allowed one per opening interval)."
        raise FaultError((head, f"{wrong} {got} Add them; write 0 if there is nothing."))


def _numbers(cells: Cells) -> dict[tuple[datetime.date, float], float]:
    found, faults = dict[tuple[datetime.date, float], float](), list[tuple[Mark, str]]()
    for key, (cell, mark) in cells.items():
        try:
            found[key] = parse_amount(scalar(cell))
        except QuantityError:
            wrong = f"has no number at {key[0]} {_clock(key[1])} (got {show(cell)}; allowed 0 or more)."
            remedy = meant(cell, parse_amount, "Fill it in; unknown is not 0.", decimals)()
            faults.append((mark, f"{wrong} {remedy}"))
    if faults:
        raise FaultError(*faults)
    return found


def _weekdays(dates: Mapping[datetime.date, list[float]], clock: Clock) -> dict[str, list[float]]:
    """Return the mean of the dates of each weekday that are as usual."""
    found: dict[str, list[float]] = {}
    for day, name in enumerate(DAYS):
        lists = [
            numbers
            for date, numbers in dates.items()
            if date.weekday() == day and date not in clock.special_days and numbers
        ]
        if lists:
            found[name] = [sum(column) / len(lists) for column in zip(*lists, strict=True)]
    return found


def _clock(start: float) -> str:
    minutes = round(start) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

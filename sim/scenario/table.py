"""Read curves out of CSV tables: one row per weekday and interval, one column per curve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.hours import DAYS, parse_span, parse_weekdays
from sim.quantities import QuantityError, duration_text, parse_duration, parse_non_negative, show
from sim.scenario.clock import Week, parse_week
from sim.scenario.recorded import arrivals
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.source import read_beside, scalar
from sim.scenario.tree import Address, Mark, Source, Tree, nearest, problem
from sim.scenario.variant import listed, suggest
from sim.spelling import decimals, meant

KEYS = ("weekday", "start")
ROWS = 20_000
MANY = 20

Table = dict[tuple[int, float], tuple[str, Mark]]


class Hours(NamedTuple):
    """Opening hours by weekday and the interval [s]."""

    week: Week
    interval: float


def resolve(tree: Tree, scenario: Path) -> Source:
    """Replace every `{file: x.csv, column: name}` and `{trace: x.csv}` by what the file holds."""
    value, marks, problems = tree.value, dict(tree.marks), list[Problem]()
    hours, known = _hours(value), set[tuple[Mark, str]]()
    for address, reference in _references(value):
        try:
            if "trace" in reference:
                held, places = arrivals(scenario, reference, address, tree.marks, list(value["contacts"]))
            else:
                held, places = _lists(scenario, reference, address, tree.marks, hours)
        except FaultError as fault:
            faults = [told for told in fault.faults if told not in known]
            known.update(faults)
            problems += [problem(mark, address, text) for mark, text in _first(faults)]
            continue
        except ScenarioError as error:
            problems += error.problems
            continue
        value = _put(value, address, held)
        marks |= places
    return Source(Tree(value, marks), tuple(problems))


def _first(faults: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """Return as many faults as anybody reads; the last one says how many more there are."""
    told = faults[:MANY]
    if len(faults) > MANY:
        more = len(faults) - MANY
        told[-1] = (told[-1][0], f"{told[-1][1]} And {more} more row{'' if more == 1 else 's'} like these.")
    return told


def _references(value: Any) -> Iterator[tuple[Address, Mapping[str, Any]]]:
    contacts, on_duty = (
        value.get(key) if isinstance(value, dict) else None for key in ("contacts", "on_duty")
    )
    for name, contact in contacts.items() if isinstance(contacts, dict) else ():
        volume = contact.get("volume") if isinstance(contact, dict) else None
        if isinstance(volume, dict) and ("file" in volume or "trace" in volume):
            yield ("contacts", name, "volume"), volume
    for name, curve in on_duty.items() if isinstance(on_duty, dict) else ():
        if isinstance(curve, dict) and "file" in curve:
            yield ("on_duty", name), curve


def _put(node: Any, address: Address, value: Any) -> Any:
    if not address:
        return value
    return {
        key: _put(inner, address[1:], value) if key == address[0] else inner for key, inner in node.items()
    }


def _hours(value: Any) -> Hours | None:
    try:
        clock = value["clock"]
        interval = parse_duration(clock.get("interval", "30m"))
        return Hours(parse_week(clock["open"]), interval) if interval >= 60 else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _lists(
    scenario: Path,
    reference: Mapping[str, Any],
    address: Address,
    marks: Mapping[Address, Mark],
    hours: Hours | None,
) -> tuple[dict[str, list[float]], dict[Address, Mark]]:
    mark = nearest(marks, address)
    for key in (*reference, "column"):
        if key not in ("file", "column"):
            at = nearest(marks, (*address, key))
            raise FaultError((at, f"has an unknown key (got {show(key)}; allowed file, column). Remove it."))
        if not isinstance(reference.get(key), str):
            wrong = f"names no {key} (got {show(reference.get(key))}; allowed text)."
            raise FaultError((mark, f"{wrong} Write {{file: x.csv, column: name}}."))
    file_mark = nearest(marks, (*address, "file"))
    text, shown = read_beside(scenario, reference["file"], file_mark, (*address, "file"))
    column_mark = nearest(marks, (*address, "column"))
    table = _table(text, shown, reference["column"], column_mark)
    return _filled(_aligned(table, hours, Mark(shown, 1, 1)) if hours else table, address)


def _filled(table: Table, address: Address) -> tuple[dict[str, list[float]], dict[Address, Mark]]:
    lists: dict[str, list[float]] = {}
    places: dict[Address, Mark] = {}
    faults: dict[Mark, str] = {}
    for (day, start), (cell, place) in sorted(table.items()):
        numbers = lists.setdefault(DAYS[day], [])
        places[(*address, DAYS[day], len(numbers))] = place
        try:
            numbers.append(_number(cell, place, f"{DAYS[day]} {_clock(start)}"))
        except FaultError as fault:
            faults = {**dict(fault.faults), **faults}
    if faults:
        raise FaultError(*sorted(faults.items()))
    return lists, places


def _table(text: str, shown: str, column: str, column_mark: Mark) -> Table:
    rows = rows_of(text, shown, KEYS, "and curves")
    places = _columns(next(rows)[0], shown, column, column_mark)
    table: Table = {}
    for row, mark in rows:
        _add_row(table, row, places, mark)
    return table


def _columns(names: list[str], shown: str, column: str, column_mark: Mark) -> tuple[int, int, int]:
    curves = [name for name in names if name not in KEYS]
    if curves.count(column) != 1:
        remedy = suggest(column, curves, "Write one of these names.")
        wrong = f"is not one column of {shown} (got {show(column)}; allowed {listed(curves)})."
        raise FaultError((column_mark, f"{wrong} {remedy}"))
    return names.index(KEYS[0]), names.index(KEYS[1]), names.index(column)


def _add_row(table: Table, row: list[str], places: tuple[int, int, int], mark: Mark) -> None:
    day_at, start_at, value_at = places
    try:
        days = parse_weekdays(row[day_at].strip())
    except QuantityError as error:
        raise FaultError((mark._replace(column=day_at + 1), f"has a weekday that {error}")) from None
    try:
        start = parse_span(f"{row[start_at].strip()}-24:00").start
    except QuantityError:
        wrong = f"has a start that is not a time of day (got {show(row[start_at])}; allowed 00:00 to 23:59)."
        raise FaultError((mark._replace(column=start_at + 1), f"{wrong} Write, say, 07:30.")) from None
    for day in days:
        if (day, start) in table:
            wrong = f"has two rows for {DAYS[day]} {_clock(start)} (got line {mark.line} again; allowed one)."
            raise FaultError((mark, f"{wrong} Remove one."))
        table[day, start] = (row[value_at].strip(), mark._replace(column=value_at + 1))
    if len(table) > ROWS:
        raise FaultError((mark, f"is too long (got more than {ROWS} rows; allowed {ROWS}). Shorten it."))


def _aligned(table: Table, hours: Hours, head: Mark) -> Table:
    wanted: list[tuple[int, float]] = []
    for day, span in enumerate(hours.week):
        count = -int(-(span.end - span.start) // hours.interval) if span else 0
        wanted += [(day, span.start + index * hours.interval) for index in range(count) if span]
    _check_starts(table, hours)
    missing = [key for key in wanted if key not in table]
    if missing:
        day, start = missing[0]
        wrong = f"has {len(missing)} intervals without a row, first {DAYS[day]} {_clock(start)}"
        got = f"(got {len(table)} rows; allowed one per opening interval)."
        raise FaultError((head, f"{wrong} {got} Add them; write 0 if there is nothing."))
    for (day, start), (cell, mark) in table.items():
        if (day, start) not in wanted and _number(cell, mark, f"{DAYS[day]} {_clock(start)}"):
            wrong = (
                f"is above zero at {DAYS[day]} {_clock(start)} (got {cell}; allowed opening intervals only)."
            )
            raise FaultError((mark, f"{wrong} Remove the row or correct the opening hours."))
    return {key: table[key] for key in wanted}


def _check_starts(table: Table, hours: Hours) -> None:
    """Refuse rows within the opening hours that begin between two planning intervals."""
    odd = []
    for (day, start), (_, mark) in table.items():
        span = hours.week[day]
        if span and span.start <= start < span.end and (start - span.start) % hours.interval:
            odd.append((day, start, mark))
    if odd:
        day, start, mark = odd[0]
        wrong = f"has {len(odd)} starts between two intervals, first {DAYS[day]} {_clock(start)}"
        got = f"(got {_clock(start)}; allowed every {duration_text(hours.interval)} from opening)."
        remedy = "Write one row for each interval, or set clock.interval to the length of theirs."
        raise FaultError((mark._replace(column=1), f"{wrong} {got} {remedy}"))


def _number(cell: str, mark: Mark, when: str) -> float:
    try:
        return parse_non_negative(scalar(cell))
    except QuantityError:
        wrong = f"has no number at {when} (got {show(cell)}; allowed 0 or more)."
        remedy = meant(cell, parse_non_negative, "Fill it in; unknown is not 0.", decimals)()
        raise FaultError((mark, f"{wrong} {remedy}")) from None


def _clock(start: float) -> str:
    minutes = round(start) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

"""Read curves out of CSV tables: one row per weekday and interval, one column per curve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.hours import DAY, DAYS, parse_span, parse_weekdays
from sim.quantities import QuantityError, duration_text, parse_duration, show
from sim.scenario.clock import Clock
from sim.scenario.curve import parse_amount
from sim.scenario.dated import is_dated, read_dated
from sim.scenario.named import read_named
from sim.scenario.reading import read_beside
from sim.scenario.recorded import arrivals
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.shaped import PROFILE, is_total, shaped
from sim.scenario.source import scalar
from sim.scenario.syntax import parted
from sim.scenario.tree import Address, Mark, Source, Tree, nearest, problem
from sim.scenario.variant import listed, suggest
from sim.scenario.week import Week, parse_week
from sim.scenario.zone import parse_timezone
from sim.spelling import decimals, meant

KEYS = ("weekday", "start")
VARIES = "_by_interval"
ROWS = 20_000
MANY = 20

Table = dict[tuple[int, float], tuple[str, Mark]]


class Hours(NamedTuple):
    """Opening hours by weekday, the interval [s], and the clock, if it is sound."""

    week: Week
    interval: float
    clock: Clock | None


def resolve(tree: Tree, scenario: Path, clock: Mapping[str, Any] | None = None) -> Source:
    """Replace every `{file: x.csv, column: name}` and `{trace: x.csv}` by what the file holds.

    clock: the section that holds instead of the tree's own, where a change sets it anew.
    """
    value, marks, problems = tree.value, dict(tree.marks), list[Problem]()
    doubts: list[Problem] = []
    by = value if clock is None else {**value, "clock": clock}
    hours, timezone, known = _hours(by), _timezone(by), set[tuple[Mark, str]]()
    for address, reference in _references(value):
        try:
            held: Any
            places: dict[Address, Mark]
            if address[0] == "rosters":
                text, shown = _text(scenario, reference, address, tree.marks)
                held, places = read_named(text, shown, str(address[1]), address)
            elif is_total(reference):
                held, places = _shaped(scenario, reference, address, tree.marks, hours), {}
            elif "trace" in reference:
                held, places = arrivals(
                    scenario, reference, address, tree.marks, list(value["contacts"]), timezone
                )
            else:
                held, places, told = _listed(scenario, reference, address, tree.marks, hours)
                doubts += told
        except FaultError as fault:
            faults = [told for told in fault.faults if told not in known]
            known.update(faults)
            problems += [problem(mark, address, text) for mark, text in _first(faults, fault.more)]
            held, places = 0, {}
        except ScenarioError as error:
            problems += error.problems
            held, places = 0, {}
        value = _put(value, address, held)
        marks |= places
    return Source(Tree(value, marks), tuple(problems), tuple(doubts))


def _first(faults: list[tuple[Mark, str]], unheld: int) -> list[tuple[Mark, str]]:
    """Return as many faults as anybody reads; the last one says how many more there are."""
    told = faults[:MANY]
    if len(faults) > MANY:
        more = len(faults) - MANY + unheld
        told[-1] = (told[-1][0], f"{told[-1][1]} And {more} more row{'' if more == 1 else 's'} like these.")
    return told


def _references(value: Any) -> Iterator[tuple[Address, Mapping[str, Any]]]:
    on_duty, rosters = (value.get(key) if isinstance(value, dict) else None for key in ("on_duty", "rosters"))
    for section in ("contacts", "campaigns"):
        for name, source in _items(value.get(section) if isinstance(value, dict) else None):
            volume = source.get("volume") if isinstance(source, dict) else None
            if not isinstance(volume, dict):
                continue
            traced = section == "contacts" and "trace" in volume
            if traced or "file" in volume or is_total(volume):
                yield (section, name, "volume"), volume
    yield from _varying(value)
    for name, curve in on_duty.items() if isinstance(on_duty, dict) else ():
        if isinstance(curve, dict) and "file" in curve:
            yield ("on_duty", name), curve
    for name, team in _items(rosters):
        if isinstance(team, dict) and isinstance(team.get("file"), str):
            yield ("rosters", name), team


def _varying(value: Any) -> Iterator[tuple[Address, Mapping[str, Any]]]:
    """Yield the tables of times that vary by interval."""
    named = [
        ((section, name), one)
        for section in ("contacts", "queues")
        for name, one in _items(value.get(section) if isinstance(value, dict) else None)
    ]
    varied = [
        ((*at, key), times) for at, one in named for key, times in _items(one) if str(key).endswith(VARIES)
    ]
    for at, how, curve in ((at, *item) for at, times in varied for item in _items(times)):
        if isinstance(curve, dict) and "file" in curve:
            yield (*at, how), curve


def _items(node: Any) -> Iterable[tuple[str, Any]]:
    return node.items() if isinstance(node, dict) else ()


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
        return Hours(parse_week(clock["open"]), interval, _sound(clock)) if interval >= 60 else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _sound(clock: Any) -> Clock | None:
    try:
        return Clock.model_validate(clock)
    except ValueError:
        return None


def _listed(
    scenario: Path,
    reference: Mapping[str, Any],
    address: Address,
    marks: Mapping[Address, Mark],
    hours: Hours | None,
) -> tuple[dict[str, list[float]], dict[Address, Mark], list[Problem]]:
    """Return the lists of `{file: x.csv, column: name}`, by weekday and perhaps by date, and their places."""
    text, shown = _text(scenario, reference, address, marks)
    column, at = reference.get("column"), nearest(marks, (*address, "column"))
    if is_dated(text, column):
        if hours is None or hours.clock is None:
            return {}, {}, []
        found = read_dated(text, shown, column, at, hours.clock, mean=address[-1] != "volume")
        lists = {**found.weekdays, **{date.isoformat(): numbers for date, numbers in found.dates.items()}}
        return lists, {(*address, date.isoformat()): mark for date, mark in found.marks.items()}, []
    if column is None:
        wrong = "names no column (got none; allowed text)."
        raise FaultError((nearest(marks, address), f"{wrong} Write {{file: x.csv, column: name}}."))
    table = _table(text, shown, column, at)
    table = _aligned(table, hours, Mark(shown, 1, 1)) if hours else dict(sorted(table.items()))
    lists, places = _filled(table, address)
    return lists, places, [problem(mark, address, said) for mark, said in _doubts(table)]


def _shaped(
    scenario: Path,
    reference: Mapping[str, Any],
    address: Address,
    marks: Mapping[Address, Mark],
    hours: Hours | None,
) -> Any:
    """Return the lists of a total of a week or a day, and of its profile, which may stand in a table."""
    raw, inner = dict(reference), (*address, PROFILE)
    profile = raw.get(PROFILE)
    if isinstance(profile, dict) and "file" in profile:
        raw[PROFILE], _, _ = _listed(scenario, profile, inner, marks, hours)
    if hours is None:
        return 0
    try:
        return shaped(raw, hours.week, hours.interval)
    except QuantityError as error:
        raise FaultError((nearest(marks, (*address, *error.path)), str(error))) from None


def _timezone(value: Any) -> str | None:
    try:
        return parse_timezone(value["clock"]["timezone"])
    except (KeyError, TypeError, ValueError):
        return None


def _text(
    scenario: Path, reference: Mapping[str, Any], address: Address, marks: Mapping[Address, Mark]
) -> tuple[str, str]:
    """Return the text of the file that a reference names, and what it is called in messages."""
    mark = nearest(marks, address)
    for key in reference:
        if key not in ("file", "column"):
            at = nearest(marks, (*address, key))
            raise FaultError((at, f"has an unknown key (got {show(key)}; allowed file, column). Remove it."))
        if not isinstance(reference.get(key), str):
            wrong = f"names no {key} (got {show(reference.get(key))}; allowed text)."
            raise FaultError((mark, f"{wrong} Write {{file: x.csv, column: name}}."))
    return read_beside(scenario, reference["file"], nearest(marks, (*address, "file")), (*address, "file"))


def _doubts(table: Table) -> Iterator[tuple[Mark, str]]:
    """Yield the cells whose point may part the thousands, each once, where no other point tells otherwise."""
    cells = dict.fromkeys((mark, cell) for cell, mark in table.values())
    pointed = [(mark, parted(cell)) for mark, cell in cells if "." in cell]
    return iter(pointed if all(text for _, text in pointed) else ())


def _filled(table: Table, address: Address) -> tuple[dict[str, list[float]], dict[Address, Mark]]:
    lists: dict[str, list[float]] = {}
    places: dict[Address, Mark] = {}
    faults: dict[Mark, str] = {}
    for (day, start), (cell, place) in table.items():
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
    rows = rows_of(StringIO(text, newline=""), shown, KEYS, "and curves")
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
            lines = f"lines {table[day, start][1].line} and {mark.line}"
            wrong = f"has two rows for {DAYS[day]} {_clock(start)} (got {lines}; allowed one)."
            raise FaultError((mark, f"{wrong} Remove one."))
        table[day, start] = (row[value_at].strip(), mark._replace(column=value_at + 1))
    if len(table) > ROWS:
        raise FaultError((mark, f"is too long (got more than {ROWS} rows; allowed {ROWS}). Shorten it."))


def _aligned(table: Table, hours: Hours, head: Mark) -> Table:
    wanted: list[tuple[int, float]] = []
    for day, spans in enumerate(hours.week):
        for span in spans:
            count = -int(-(span.end - span.start) // hours.interval)
            wanted += [(day, (span.start + index * hours.interval) % DAY) for index in range(count)]
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
        inside = [
            time - span.start
            for span in hours.week[day]
            for time in (start, start + DAY)
            if span.start <= time < span.end
        ]
        if any(after % hours.interval for after in inside):
            odd.append((day, start, mark))
    if odd:
        day, start, mark = odd[0]
        wrong = f"has {len(odd)} starts between two intervals, first {DAYS[day]} {_clock(start)}"
        got = f"(got {_clock(start)}; allowed every {duration_text(hours.interval)} from opening)."
        remedy = "Write one row for each interval, or set clock.interval to the length of theirs."
        raise FaultError((mark._replace(column=1), f"{wrong} {got} {remedy}"))


def _number(cell: str, mark: Mark, when: str) -> float:
    try:
        return parse_amount(scalar(cell))
    except QuantityError:
        wrong = f"has no number at {when} (got {show(cell)}; allowed 0 or more)."
        remedy = meant(cell, parse_amount, "Fill it in; unknown is not 0.", decimals)()
        raise FaultError((mark, f"{wrong} {remedy}")) from None


def _clock(start: float) -> str:
    minutes = round(start) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

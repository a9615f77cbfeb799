"""Read recorded arrivals out of CSV traces: a row an arrival, with its moment and perhaps its type."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import isnan, nan
from pathlib import Path
from typing import Any, NamedTuple

from sim.hours import DAY
from sim.quantities import show
from sim.scenario.reading import lines_beside
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.trace import moment_text, seconds_of
from sim.scenario.tree import Address, Mark, nearest
from sim.scenario.variant import listed, suggest
from sim.scenario.zone import Zone, zone_of
from sim.spelling import meant, moments

ARRIVED, CONTACT = "arrived", "contact"
OFFSET = "has an offset from UTC"
"""What is wrong with the first such row, and with all others alike, where there is no time zone."""
PLACED = 100_000
"""Arrivals whose lines are remembered; of later ones a message names the line of their day's first."""
FAULTS = 1000
"""Rows at fault that are held; later ones are counted."""


class Rows(NamedTuple):
    """Moments of arrival by the clock, in the order of their rows, as columns.

    days: proleptic ordinals. times: of day [s]. offsets: from UTC [s], where they say which of two like
    moments is meant; NaN else.
    """

    days: array[int]
    times: array[float]
    offsets: array[float]
    lines: array[int]


def arrivals(
    scenario: Path,
    reference: Mapping[str, Any],
    address: Address,
    marks: Mapping[Address, Mark],
    contacts: Sequence[str],
    timezone: str | None,
) -> tuple[dict[str, Any], dict[Address, Mark]]:
    """Read the arrivals of `{trace: x.csv}` at `address` (contacts, NAME, volume), and where each stood.

    With a column `contact` the type takes the rows of its name, else all of them. The file is read row by
    row, whatever its size; an arrival takes some 40 bytes until its time stands in the text. In a time zone,
    moments may have an offset from UTC; of an hour that the clock shows twice, those without one are of the
    second from where they jump back.

    Raises:
        FaultError: with the rows at fault.
        ScenarioError: the file cannot be read.
    """
    mark = nearest(marks, (*address, "trace"))
    if len(reference) > 1:
        wrong = f"has keys beside trace (got {listed(reference)}; allowed trace alone)."
        raise FaultError((mark, f"{wrong} Leave the others out."))
    lines, shown = lines_beside(scenario, reference["trace"], mark, (*address, "trace"))
    zone = None if timezone is None else zone_of(timezone)
    rows = _rows(lines, shown, str(address[1]), contacts, zone)
    when = _when(rows, zone)
    texts: dict[str, str] = {}
    places: dict[Address, Mark] = {}
    for day, found in groupby(sorted(range(len(when)), key=when.__getitem__), rows.days.__getitem__):
        date, order = datetime.date.fromordinal(day).isoformat(), list(found)
        at = (*address, "arrivals", date)
        places[at] = Mark(shown, rows.lines[order[0]], 1)
        for place, row in enumerate(order[: max(PLACED - len(places), 0)]):
            places[(*at, place)] = Mark(shown, rows.lines[row], 1)
        texts[date] = " ".join(_text(rows, row) for row in order)
    return {"arrivals": texts}, places


def _text(rows: Rows, row: int) -> str:
    offset = rows.offsets[row]
    return moment_text(rows.times[row], None if isnan(offset) else offset)


def _when(rows: Rows, zone: Zone | None) -> array[float]:
    """Return when each moment is [s]; moments that the clock shows twice get the offset that tells which."""
    if zone is None:
        return array("d", (day * DAY + time for day, time in zip(rows.days, rows.times, strict=True)))
    found, second = array("d"), _second(rows, zone)
    for row, (day, time) in enumerate(zip(rows.days, rows.times, strict=True)):
        change = zone.change(day)
        if isnan(rows.offsets[row]) and change.doubles(time):
            rows.offsets[row] = zone.offset(day, again=row >= second.get(day, len(rows.days)))
        offset = rows.offsets[row]
        since = change.elapsed(time) if isnan(offset) else zone.since(day, time, offset)
        found.append(zone.midnight(day) + since)
    return found


def _second(rows: Rows, zone: Zone) -> dict[int, int]:
    """Return by day the row from which moments without an offset are of the second doubled hour.

    It is where they jump back furthest, if they do.
    """
    before: dict[int, float] = {}
    jumps: dict[int, tuple[float, int]] = {}
    for row, (day, time) in enumerate(zip(rows.days, rows.times, strict=True)):
        if not isnan(rows.offsets[row]) or not zone.change(day).doubles(time):
            continue
        back = before.get(day, time) - time
        if back > jumps.get(day, (0.0, 0))[0]:
            jumps[day] = back, row
        before[day] = time
    return {day: row for day, (_, row) in jumps.items()}


def _rows(lines: Iterable[str], shown: str, name: str, contacts: Sequence[str], zone: Zone | None) -> Rows:
    rows = rows_of(lines, shown, (ARRIVED,), f"and perhaps {CONTACT}")
    names, _ = next(rows)
    at, of = names.index(ARRIVED), names.index(CONTACT) if CONTACT in names else None
    found = Rows(array("l"), array("d"), array("d"), array("q"))
    faults, count, offsets = list[tuple[Mark, str]](), 0, 0
    for row, mark in rows:
        kind = name if of is None else row[of]
        try:
            if kind not in contacts:
                wrong = f"names no contact type (got {show(kind)}; allowed {listed(contacts)})."
                remedy = suggest(kind, contacts, "Write one of these, or remove the row.")
                raise FaultError((mark._replace(column=(of or 0) + 1), f"{wrong} {remedy}"))
            if kind == name:
                _add(found, _moment(row[at], mark._replace(column=at + 1), zone), mark, zone)
        except FaultError as fault:
            offsets += OFFSET in fault.faults[0][1]
            if OFFSET not in fault.faults[0][1] or offsets == 1:
                count += 1
                faults += fault.faults[: FAULTS - len(faults)]
    if faults:
        raise FaultError(*faults, more=count - len(faults))
    return found


def _add(rows: Rows, arrived: datetime.datetime, mark: Mark, zone: Zone | None) -> None:
    """Add a moment by the clock; the offset stays where the clock shows the moment twice."""
    local = zone.local(arrived).replace(tzinfo=None) if zone and arrived.tzinfo else arrived
    day, time, offset = local.toordinal(), seconds_of(local.time()), nan
    if zone and arrived.tzinfo and zone.change(day).doubles(time):
        offset = zone.offset(day, again=zone.local(arrived).fold == 1)
    rows.days.append(day)
    rows.times.append(time)
    rows.offsets.append(offset)
    rows.lines.append(mark.line)


def _moment(cell: str, mark: Mark, zone: Zone | None) -> datetime.datetime:
    try:
        arrived = _read(cell)
    except ValueError:
        how = "local date and time, without a zone" if zone is None else "date and time"
        wrong = f"has no moment of arrival (got {show(cell)}; allowed {how})."
        remedy = meant(cell, _local, "Write, say, 2026-03-02 08:00:05.", moments)()
        if cell.isdigit():
            remedy = remedy.replace("Write ", "Write local time; in UTC it is ")
        raise FaultError((mark, f"{wrong} {remedy}")) from None
    if arrived.tzinfo is not None and zone is None:
        wrong = f"{OFFSET} (got {show(cell)}; allowed with clock.timezone)."
        remedy = "Add timezone: to clock, such as Europe/Berlin, or write local times without an offset."
        raise FaultError((mark, f"{wrong} {remedy}"))
    if zone and not arrived.tzinfo and zone.change(arrived.toordinal()).skips(seconds_of(arrived.time())):
        wrong = f"is a time that the clock skips (got {arrived}; allowed those it shows in {zone.name})."
        raise FaultError((mark, f"{wrong} Correct the time, or the time zone."))
    return arrived


def _local(raw: Any) -> datetime.datetime:
    """Read a date and a time of day without an offset."""
    arrived = _read(raw)
    if arrived.tzinfo is not None:
        raise ValueError(raw)
    return arrived


def _read(raw: Any) -> datetime.datetime:
    """Read a date and a time of day, perhaps with an offset from UTC."""
    arrived = datetime.datetime.fromisoformat(str(raw)) if len(str(raw)) >= len("2026-03-02 08:00") else None
    if arrived is None or not 1900 <= arrived.year <= 2200:
        raise ValueError(raw)
    return arrived

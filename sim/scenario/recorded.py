"""Read recorded arrivals out of CSV traces: a row an arrival, with its moment and perhaps its type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.quantities import show
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.source import read_beside
from sim.scenario.trace import moment_text, seconds_of
from sim.scenario.tree import Address, Mark, nearest
from sim.scenario.variant import listed, suggest

ARRIVED, CONTACT = "arrived", "contact"

Rows = list[tuple[datetime.datetime, Mark]]


def arrivals(
    scenario: Path,
    reference: Mapping[str, Any],
    address: Address,
    marks: Mapping[Address, Mark],
    contacts: Sequence[str],
) -> tuple[dict[str, Any], dict[Address, Mark]]:
    """Read the arrivals of `{trace: x.csv}` at `address` (contacts, NAME, volume), and where each stood.

    With a column `contact` the type takes the rows of its name, else all of them.

    Raises:
        FaultError: with every row at fault.
        ScenarioError: the file cannot be read.
    """
    mark = nearest(marks, (*address, "trace"))
    if len(reference) > 1:
        wrong = f"has keys beside trace (got {listed(reference)}; allowed trace alone)."
        raise FaultError((mark, f"{wrong} Leave the others out."))
    text, shown = read_beside(scenario, reference["trace"], mark, (*address, "trace"))
    rows = sorted(_rows(text, shown, str(address[1]), contacts))
    moments: dict[str, list[str]] = {}
    places: dict[Address, Mark] = {}
    for arrived, place in rows:
        date = arrived.date().isoformat()
        at = (*address, "arrivals", date)
        times = moments.setdefault(date, [])
        places.setdefault(at, place)
        places[(*at, len(times))] = place
        times.append(moment_text(seconds_of(arrived.time())))
    return {"arrivals": {date: " ".join(times) for date, times in moments.items()}}, places


def _rows(text: str, shown: str, name: str, contacts: Sequence[str]) -> Rows:
    rows = rows_of(text, shown, (ARRIVED,), f"and perhaps {CONTACT}")
    names, _ = next(rows)
    at, of = names.index(ARRIVED), names.index(CONTACT) if CONTACT in names else None
    found: Rows = []
    faults: list[tuple[Mark, str]] = []
    for row, mark in rows:
        kind = name if of is None else row[of]
        try:
            if kind not in contacts:
                wrong = f"names no contact type (got {show(kind)}; allowed {listed(contacts)})."
                remedy = suggest(kind, contacts, "Write one of these, or remove the row.")
                raise FaultError((mark._replace(column=(of or 0) + 1), f"{wrong} {remedy}"))
            if kind == name:
                found.append((_moment(row[at], mark._replace(column=at + 1)), mark))
        except FaultError as fault:
            faults += fault.faults
    if faults:
        raise FaultError(*faults)
    return found


def _moment(cell: str, mark: Mark) -> datetime.datetime:
    try:
        arrived = datetime.datetime.fromisoformat(cell) if len(cell) >= len("2026-03-02 08:00") else None
    except ValueError:
        arrived = None
    if arrived is None or arrived.tzinfo is not None or not 1900 <= arrived.year <= 2200:
        allowed = "local date and time, without a zone"
        wrong = f"has no moment of arrival (got {show(cell)}; allowed {allowed})."
        raise FaultError((mark, f"{wrong} Write, say, 2026-03-02 08:00:05."))
    return arrived

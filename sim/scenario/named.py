"""Read rosters of named agents out of CSV tables: a row an agent, date and span of hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

from sim.hours import parse_date, parse_span, span_text
from sim.quantities import QuantityError, show
from sim.scenario.rosters import duty_of
from sim.scenario.rows import FaultError, rows_of
from sim.scenario.tree import Address, Mark

KEYS = ("agent", "date", "start", "end")
BREAKS, GROUP = "breaks", "group"
MOST = 200_000
_PARTS = re.compile(r"[;,\s]+(?=[0-9])")
Rows = dict[tuple[str, str], tuple[list[str], list[str], Mark]]
"""By agent and date: hours, breaks, and where they stand first."""


def read_named(
    text: str, shown: str, group: str, address: Address
) -> tuple[dict[str, dict[str, Any]], dict[Address, Mark]]:
    """Return a roster by agent and date as a scenario writes it, and the places of both.

    group: rows of other groups are left out, where the table has a column `group`. Several rows of one agent
    and date are the spans of that day; a span that ends before it starts passes midnight.

    Raises:
        FaultError: with every row at fault, or a table without a row of the group.
    """
    rows = rows_of(StringIO(text, newline=""), shown, KEYS, f"and {BREAKS} and {GROUP}")
    names, _ = next(rows)
    places = {name: place for place, name in enumerate(names)}
    days, faults, groups = Rows(), list[tuple[Mark, str]](), set[str]()
    for row, mark in rows:
        cell = {name: row[place] for name, place in places.items()}
        groups.add(cell.get(GROUP, group))
        if cell.get(GROUP, group) == group:
            try:
                _add(days, cell, places, mark)
            except FaultError as fault:
                faults += fault.faults
        if len(days) > MOST:
            wrong = f"is too long (got more than {MOST} days of agents; allowed {MOST})."
            raise FaultError((mark, f"{wrong} Shorten it."))
    if not days and not faults:
        wrong = f"has no row of {group} (got {', '.join(sorted(groups))}; allowed {group} in column {GROUP})."
        raise FaultError((Mark(shown, 1, 1), f"{wrong} Correct the names of the groups."))
    found, marks = dict[str, dict[str, Any]](), dict[Address, Mark]()
    for (agent, date), (hours, breaks, mark) in days.items():
        hours.sort(key=lambda span: parse_span(span).start)
        try:
            duty_of(hours, breaks)
        except QuantityError as error:
            faults.append((mark, f"at {agent} {date} {error}"))
        found.setdefault(agent, {})[date] = {"hours": hours, "breaks": breaks} if breaks else hours
        marks[*address, agent, date] = mark
        marks.setdefault((*address, agent), mark)
    if faults:
        raise FaultError(*faults)
    return found, marks


def _add(days: Rows, cell: Mapping[str, str], places: Mapping[str, int], mark: Mark) -> None:
    agent = cell["agent"]
    if not agent or not agent.isprintable():
        wrong = f"names no agent (got {show(agent)}; allowed a name or number on one line)."
        raise FaultError((mark._replace(column=places["agent"] + 1), f"{wrong} Fill it in."))
    try:
        date = parse_date(cell["date"]).isoformat()
    except QuantityError as error:
        raise FaultError((mark._replace(column=places["date"] + 1), f"has a date that {error}")) from None
    hours, breaks, _ = days.setdefault((agent, date), ([], [], mark))
    try:
        hours.append(span_text(parse_span(f"{cell['start']}-{cell['end']}")))
    except QuantityError as error:
        raise FaultError((mark._replace(column=places["start"] + 1), f"has a row that {error}")) from None
    written = cell.get(BREAKS, "")
    try:
        breaks += [span_text(parse_span(part)) for part in _PARTS.split(written) if part]
    except QuantityError as error:
        raise FaultError((mark._replace(column=places[BREAKS] + 1), f"has a break that {error}")) from None

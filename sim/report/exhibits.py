"""Take the exhibits of a result into a report: each with words for who cannot see it, and its table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sim.commands import Ran
from sim.plots.base import Cell, Column, Lacking, Made, Table, made, members
from sim.plots.style import Theme
from sim.plots.view import Given, view_of
from sim.report.content import Exhibit, Missing, Sheet
from sim.report.voice import Voice, name
from sim.reporting.by_product import Say, by_product
from sim.wording import NONE

SECTIONS = {
    "service_by_interval": "service",
    "waits": "service",
    "staffing": "service",
    "trade_off": "money",
    "cost_steps": "money",
    "loyalty": "customers",
    "drivers": "customers",
    "journeys": "customers",
    "turning": "turns",
    "worlds": "turns",
    "inputs": "entered",
    "backtest": "entered",
}
"""Section of the page in which an exhibit stands; others stand under what policies change."""
INSTEAD = "answer"
"""The exhibit that the first screen of a page is itself."""


def made_of(
    given: Given, theme: Theme, scene: str, say: Say, only: Collection[str] | None = None
) -> Iterator[Made | Lacking]:
    """Yield the exhibits of one scenario, or `only` some; one that cannot be made is told and left out."""
    view = view_of(given, theme, scene)
    for one in members() if only is None else only:
        found = by_product(say, f"Exhibit {one}", made, one, view)
        if found is not None:
            yield found


def shown(ran: Ran, voice: Voice, found: Sequence[Made | Lacking], say: Say) -> Iterator[Exhibit | Missing]:
    """Yield what a page shows of one scenario's exhibits, and which cannot be made of this result.

    ran: what the run was given, for commands about this scenario.
    """
    for one in found:
        section = SECTIONS.get(one.name, "change")
        if isinstance(one, Lacking):
            yield _missing(one, section, ran)
        elif one.name != INSTEAD:
            svg = by_product(say, f"Exhibit {one.name}", one.for_page)
            if svg is not None:
                about = one.title, one.alt, svg.decode("utf-8"), sheet_of(one.table, voice)
                yield Exhibit(one.name, section, *about, one.question, one.note)


def _missing(one: Lacking, section: str, ran: Ran) -> Missing:
    """Return what a page says of an exhibit that cannot be made: what comes first, and the command."""
    about = one.name, section, one.question, one.reason
    if not one.command:
        return Missing(*about, "")
    first = " and ".join(filter(None, (ran.lacks(one.command), one.first)))
    return Missing(*about, ran.said(one.command), first)


def sheet_of(table: Table, voice: Voice) -> Sheet:
    """Return an exhibit's table as readers see it."""
    by_row = next((place for place, one in enumerate(table.columns) if one.heading == "Unit"), None)
    units = ["text" if row is None or by_row is None else str(row[by_row]) for row in table.rows]
    rows = (
        tuple(
            _cell(cell, column, unit, voice)
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
            if place != by_row
        )
        for row, unit in zip(table.rows, units, strict=True)
    )
    heads = tuple(name(one.heading) for place, one in enumerate(table.columns) if place != by_row)
    return Sheet(heads, tuple(rows))


def _cell(cell: Cell, column: Column, unit: str, voice: Voice) -> str:
    if cell is None:
        return NONE
    if isinstance(cell, str):
        return name(cell)
    return voice.said(cell, unit if column.unit == "by row" else column.unit)

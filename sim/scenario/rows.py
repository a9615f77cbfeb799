"""Read the rows of CSV texts, and say at which line and column something is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sim.quantities import show
from sim.scenario.tree import Mark
from sim.scenario.variant import listed

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class FaultError(ValueError):
    """Faults in a table, each with its place, and how many more there are that are not held."""

    def __init__(self, *faults: tuple[Mark, str], more: int = 0) -> None:
        self.faults = faults
        self.more = more
        super().__init__(*faults)


def rows_of(
    lines: Iterable[str], shown: str, keys: Sequence[str], others: str
) -> Iterator[tuple[list[str], Mark]]:
    """Yield the rows of a CSV table with their marks, first the names of its columns.

    `keys` are columns it must have; `others` says in words what may stand beside them.

    Raises:
        FaultError: it is no table, has no rows, lacks one of `keys`, or a row has too few or many cells.
    """
    unread = iter(lines)
    header = next(unread, "")
    _check_commas(header.rstrip("\r\n"), Mark(shown, 1, 1), keys)
    rows = csv.reader(chain([header], unread), strict=True)
    count = 0
    try:
        names = [name.strip() for name in next(rows, [])]
        _check_names(names, Mark(shown, 1, 1), keys, others)
        yield names, Mark(shown, 1, 1)
        for row in rows:
            if row:
                count += 1
                yield _checked(row, Mark(shown, rows.line_num, 1), len(names)), Mark(shown, rows.line_num, 1)
    except csv.Error as error:
        wrong = f"is not a CSV table: {error} (got line {rows.line_num}; allowed comma-separated text)."
        raise FaultError((Mark(shown, rows.line_num, 1), f"{wrong} Check its quotes.")) from None
    if not count:
        wrong = "has no rows (got a header; allowed a row per interval or arrival)."
        raise FaultError((Mark(shown, 1, 1), f"{wrong} Add them."))


def _check_commas(header: str, head: Mark, keys: Sequence[str]) -> None:
    """Refuse a table that other signs than commas separate."""
    for sign, word in SEPARATORS.items():
        names = [name.strip().strip("\"'") for name in header.split(sign)]
        if {*keys} <= {*names} and len(names) > 1:
            wrong = f"is separated by {word} (got {show(header)}; allowed commas)."
            raise FaultError((head, f"{wrong} Save it with commas and decimal points."))


def _check_names(names: list[str], head: Mark, keys: Sequence[str], others: str) -> None:
    for key in keys:
        if names.count(key) != 1:
            wrong = (
                f"does not have one column {key} (got {listed(names)}; allowed {', '.join(keys)} {others})."
            )
            raise FaultError((head, f"{wrong} Name the columns in the first row."))


def _checked(row: list[str], mark: Mark, width: int) -> list[str]:
    if len(row) != width:
        wrong = f"has a row of another length (got {len(row)} cells; allowed {width})."
        comma = ", and write decimals with a point" * (len(row) > width)
        raise FaultError((mark, f"{wrong} Give every column a cell{comma}."))
    return [cell.strip() for cell in row]

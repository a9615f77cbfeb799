"""Read the rows of CSV texts, and say at which line and column something is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from sim.scenario.tree import Mark
from sim.scenario.variant import listed


class FaultError(ValueError):
    """Faults in a table, each with its place."""

    def __init__(self, *faults: tuple[Mark, str]) -> None:
        self.faults = faults
        super().__init__(*faults)


def rows_of(text: str, shown: str, keys: Sequence[str], others: str) -> Iterator[tuple[list[str], Mark]]:
    """Yield the rows of a CSV text with their marks, first the names of its columns.

    `keys` are columns it must have; `others` says in words what may stand beside them.

    Raises:
        FaultError: it is no table, has no rows, lacks one of `keys`, or a row has too few or many cells.
    """
    rows = csv.reader(StringIO(text, newline=""), strict=True)
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


def _check_names(names: list[str], head: Mark, keys: Sequence[str], others: str) -> None:
    if len(names) == 1 and ";" in names[0]:
        wrong = "is separated by semicolons (got ;; allowed commas)."
        raise FaultError((head, f"{wrong} Save it with commas and decimal points."))
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

"""Gather what does not fit in an export: the first rows of each kind by name, the rest by number."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.errors import Problem, ScenarioError
from sim.importers.opened import MANY, ROW, Sheet
from sim.importers.quality import DROPPED, Item
from sim.quantities import show

Mask = NDArray[np.bool_]


class Faults:
    """The faults of one export, and the rows that have any.

    bad: by row of the sheet's frame, whether something is wrong in it.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.bad: Mask = np.zeros(sheet.frame.height, np.bool_)
        self.of_all = False
        self.problems: list[Problem] = []
        self.items: list[Item] = []

    def add(
        self,
        rows: pl.Series | Mask,
        column: int | None,
        words: tuple[str, str, str],
        *,
        cells: pl.Series | None = None,
        of_all: bool = False,
    ) -> None:
        """Add the rows of a mask in which a cell does not fit; a row already at fault is not named again.

        words: what is wrong, what is allowed, what to do. cells: what was read, where it is not the column's
        cells. of_all: the fault is one of the whole file, which dropping rows does not mend.
        """
        wrong, allowed, remedy = words
        mask = np.asarray(rows.fill_null(value=False) if isinstance(rows, pl.Series) else rows, np.bool_)
        mask = mask & ~self.bad
        count = int(mask.sum())
        if not count:
            return
        self.bad |= mask
        self.of_all |= of_all
        places = np.flatnonzero(mask)[: 1 if of_all else MANY]
        numbers = self.sheet.frame[ROW].gather(places).to_list()
        if column is None:
            shown = [None] * len(places)
        else:
            shown = (self.sheet.frame[f"c{column}"] if cells is None else cells).gather(places).to_list()
        field = "row" if column is None else self.sheet.header[column]
        for index, (number, cell) in enumerate(zip(numbers, shown, strict=True)):
            got = "the row" if column is None else "an empty cell" if cell is None else show(cell)
            text = f"{wrong} (got {got}; allowed {allowed}). {remedy}"
            more = count - len(places)
            if index == len(places) - 1 and more:
                text += f" And {more} more row{'s' * (more > 1)} like these."
            self.problems.append(Problem(self.sheet.shown, number, (column or 0) + 1, field, text))
        rows_named = tuple((self.sheet.shown, number) for number in numbers)
        self.items.append(Item(DROPPED, f"{field} {wrong}", count, rows_named))

    def settle(self, *, drop: bool) -> None:
        """Go on if nothing is wrong, or if rows at fault are to be dropped.

        Raises:
            ScenarioError: with the faults, and how to leave such rows out.
        """
        if self.problems and (self.of_all or not drop):
            raise ScenarioError(self.problems)

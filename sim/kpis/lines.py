"""Lines of what measures add up to, gathered as columns: a table of them is made without a row in Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

COLUMNS = ("dimension", "member", "kpi", "numerator", "denominator")
KINDS = {name: pl.String if name in COLUMNS[:3] else pl.Float64 for name in COLUMNS}


class Lines:
    """Lines in the order in which they come: dimension, member, kpi, numerator, denominator."""

    def __init__(self) -> None:
        self._dimensions: list[str] = []
        self._kpis: list[str] = []
        self._counts: list[int] = []
        self._first: dict[str, int] = {}
        self._members: list[str] = []
        self._places: list[NDArray[np.int64]] = []
        self._sums: tuple[list[Any], list[Any]] = ([], [])

    def add(
        self, dimension: str, names: Sequence[str], keys: Any, kpi: str, over: Any, under: Any = 1.0
    ) -> None:
        """Take in lines of a measure: the places of members among the `names` of a dimension, and two sums.

        names: all members of the dimension, the same whenever it comes. over, under: shape (keys,), or one
        number for all.
        """
        if not len(keys):
            return
        if dimension not in self._first:
            self._first[dimension] = len(self._members)
            self._members.extend(names)
        self._dimensions.append(dimension)
        self._kpis.append(kpi)
        self._counts.append(len(keys))
        self._places.append(np.asarray(keys, dtype=np.int64) + self._first[dimension])
        for sums, values in zip(self._sums, (over, under), strict=True):
            sums.append(values if np.ndim(values) else np.full(len(keys), values))

    def table(self) -> pl.DataFrame:
        """Return all lines as a table."""
        if not self._counts:
            return pl.DataFrame(schema=KINDS)
        over, under = (np.concatenate(sums).astype(np.float64) for sums in self._sums)
        columns = (
            self._repeated(self._dimensions),
            pl.Series(self._members, dtype=pl.String).gather(np.concatenate(self._places)),
            self._repeated(self._kpis),
            pl.Series(over),
            pl.Series(under),
        )
        return pl.DataFrame(dict(zip(COLUMNS, columns, strict=True)))

    def _repeated(self, names: list[str]) -> pl.Series:
        """Return a name for each line of what came with it."""
        return pl.Series(names, dtype=pl.String).gather(np.repeat(np.arange(len(names)), self._counts))

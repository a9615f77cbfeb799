"""Account for the rows of one table by one dimension: sums, and the histograms that percentiles need."""

from __future__ import annotations

from math import log

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.kpis.base import Percentile

SMALLEST = 0.01
RESOLUTION = 1.01
BINS = 4096  # 1 % wide each, from 0.01 s to beyond a million years
RUN = 10  # rows of one member that follow each other, on average, from which it is faster to add them first

FEW = 64
"""Members up to which eight columns are counted at once, by all 256 ways in which a row may count in them."""
BITS = (np.arange(256)[:, None] >> np.arange(8) & 1).astype(float)


def histogram_value(percentile: Percentile) -> pl.Expr:
    """Return the value of a row, 0 where it does not count."""
    return pl.when(percentile.where).then(percentile.value.clip(SMALLEST)).otherwise(0.0)


class Account:
    """Sums and histograms, one row for each member; memory does not follow the rows taken in.

    seen: Whether a member had rows, shape (members,).
    """

    def __init__(self, members: int, sums: list[str], bins: list[str]) -> None:
        self._members, self._place = members, {name: place for place, name in enumerate(sums)}
        self._sums = np.zeros((members, len(sums)))
        self.seen = np.zeros(members, dtype=bool)
        self._bins = {name: np.zeros((members, BINS), dtype=np.int64) for name in bins}

    def add(self, rows: dict[str, NDArray[np.generic]], key: str) -> None:
        """Take in rows: columns of sums and bins by their names, and the member in the column `key`.

        Columns of zeros may be left out. One of bytes says of each row whether it counts.
        """
        keys = rows[key].astype(np.int64) if key in rows else np.zeros(1, dtype=np.int64)
        others = keys[1:] != keys[:-1]
        mixed = len(keys) > 1 and (1 + np.count_nonzero(others)) * RUN > len(keys)
        # where another member's rows begin
        runs = np.array([], dtype=np.int64) if mixed else np.append(0, 1 + np.flatnonzero(others))
        self.seen[keys if mixed else keys[runs]] = True
        at_once = self._count(rows, keys) if mixed and self._members <= FEW else set()
        for name in (name for name in self._place if name in rows and name not in at_once):
            column = rows[name]
            if column.dtype == np.uint8 and len(runs) == 1:
                self._sums[keys[0], self._place[name]] += np.count_nonzero(column)
                continue
            if mixed and column.dtype == np.uint8:
                added = np.bincount(keys[column.view(np.bool_)], minlength=self._members)
            elif mixed:
                added = np.bincount(keys, column, self._members)
            else:
                by_run = np.add.reduceat(column, runs, dtype=np.float64)
                added = np.bincount(keys[runs], by_run, self._members)
            self._sums[:, self._place[name]] += added
        for name in (name for name in self._bins if name in rows):
            values = rows[name].astype(float)
            of = np.flatnonzero(values > 0.0)
            bins = (np.log(values[of] / SMALLEST) / log(RESOLUTION)).astype(np.int64)
            if key in rows:
                bins += keys[of] * BINS
            counts = self._bins[name]
            counts += np.bincount(bins, minlength=counts.size).reshape(counts.shape)

    def _count(self, rows: dict[str, NDArray[np.generic]], keys: NDArray[np.int64]) -> set[str]:
        """Count what counts of each member, eight columns of bytes at a time; return their names."""
        names = [name for name in self._place if name in rows and rows[name].dtype == np.uint8]
        for first in range(0, len(names), 8):
            code = np.zeros(len(keys), dtype=np.uint8)
            for bit, name in enumerate(names[first : first + 8]):
                code |= rows[name].view(np.uint8) << np.uint8(bit)
            counts = np.bincount((keys << 8) | code, minlength=self._members << 8).reshape(-1, 256)
            added = counts.astype(float) @ BITS
            for bit, name in enumerate(names[first : first + 8]):
                self._sums[:, self._place[name]] += added[:, bit]
        return {*names}

    def sum(self, name: str) -> NDArray[np.float64]:
        """Return the sum called `name` of each member."""
        return self._sums[:, self._place[name]]

    def percentiles(self, name: str, share: float) -> list[tuple[int, float]]:
        """Return each member that has values with the middle of the bin that `share` of them do not pass."""
        counts: NDArray[np.int64] = self._bins[name]
        values = []
        for key in np.flatnonzero(counts.any(axis=1)):
            total = np.cumsum(counts[key])
            number = int(np.argmax(total >= share * float(total[-1])))
            values.append((int(key), 0.0 if number == 0 else SMALLEST * RESOLUTION ** (number + 0.5)))
        return values

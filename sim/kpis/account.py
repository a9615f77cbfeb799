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


def bin_of(percentile: Percentile) -> pl.Expr:
    """Return the number of the bin that a row's value falls into, -1 where it does not count."""
    number = ((percentile.value.clip(SMALLEST) / SMALLEST).log() / log(RESOLUTION)).floor().cast(pl.Int64)
    return pl.when(percentile.where).then(number).otherwise(-1)


class Account:
    """Hold sums and histograms, one row for each member; memory does not follow the rows taken in."""

    def __init__(self, members: int, sums: list[str], bins: list[str]) -> None:
        self._members, self._place = members, {name: place for place, name in enumerate(sums)}
        self._sums = np.zeros((members, len(sums)))
        self._seen = np.zeros(members, dtype=bool)
        self._bins = {name: np.zeros((members, BINS), dtype=np.int64) for name in bins}

    def add(self, rows: pl.DataFrame, key: str) -> None:
        """Take in rows: columns of sums and bins by their names, and the member in the column `key`."""
        if not rows.height:
            return
        if self._members == 1:
            self._seen[0] = True
            for name, place in self._place.items():  # NumPy adds in one order; Polars' depends on threads
                self._sums[0, place] += rows[name].to_numpy().sum(dtype=np.float64)
            keys = np.zeros(rows.height, dtype=np.int64)
        else:
            keys = rows[key].to_numpy().astype(np.int64)
            self._seen |= np.bincount(keys, minlength=self._members) > 0
            for name, place in self._place.items():
                values = rows[name].to_numpy()
                if values.any():  # what a scenario does not use is not added up
                    self._sums[:, place] += np.bincount(keys, values, self._members)
        for name, counts in self._bins.items():
            bins = rows[name].to_numpy()
            of, kept = bins >= 0, counts.size
            counts += np.bincount(keys[of] * BINS + bins[of], minlength=kept).reshape(counts.shape)

    @property
    def keys(self) -> set[int]:
        """Return the members that had rows."""
        return {int(key) for key in np.flatnonzero(self._seen)}

    def sum(self, key: int, name: str) -> float:
        """Return the sum called `name` of a member."""
        return float(self._sums[key, self._place[name]])

    def percentiles(self, name: str, share: float) -> list[tuple[int, float]]:
        """Return each member that has values with the middle of the bin that `share` of them do not pass."""
        counts: NDArray[np.int64] = self._bins[name]
        found = []
        for key in np.flatnonzero(counts.any(axis=1)):
            total = np.cumsum(counts[key])
            number = int(np.argmax(total >= share * float(total[-1])))
            found.append((int(key), 0.0 if number == 0 else SMALLEST * RESOLUTION ** (number + 0.5)))
        return found

"""Account for the rows of one table: sums and histograms by the members of several dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.kpis.base import ALL, Percentile

SMALLEST = 0.01
RESOLUTION = 1.01
BINS = 4096  # 1 % wide each, from 0.01 s to beyond a million years
RUN = 10  # rows of one member that follow each other, on average, from which it is faster to add them first
CELLS = 1024
"""Cells up to which dimensions are added up together."""
ALONE = "interval"
"""The dimension that is added up by itself: rows of a member follow each other. It has no histograms."""
WAYS = 1 << 14
"""Members times ways in which a row may count in several columns, up to which these are counted at once."""

Keys = NDArray[np.int64]
Rows = Mapping[str, NDArray[np.generic]]
Bins = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The rows that count in a histogram, and the bin of each."""
NOTHING = np.zeros(0)
"""An empty column."""
ONE = np.zeros(1, dtype=np.int64)
"""The key of all rows where there is one member."""


def histogram_value(percentile: Percentile) -> pl.Expr:
    """Return the value of a row, 0 where it does not count."""
    return pl.when(percentile.where).then(percentile.value.clip(SMALLEST)).otherwise(0.0)


def bins_of(values: NDArray[np.float64]) -> Bins:
    """Return the bins of rows by their values, which are those of `histogram_value`."""
    of = np.flatnonzero(values > 0.0)
    return of, (np.log(values[of] / SMALLEST) / log(RESOLUTION)).astype(np.int64)


class Account:
    """Sums, one row for each member; memory does not follow the rows taken in.

    seen: Whether a member had rows, shape (members,).
    """

    def __init__(self, members: int, names: Iterable[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}
        self._sums = np.zeros((members, len(self._place)))
        self.seen = np.zeros(members, dtype=bool)

    def add(self, rows: Rows, keys: Keys) -> None:
        """Take in rows: columns by their names, and the member of each row, or `ONE` for all.

        Columns of zeros may be left out. One of bytes says of each row whether it counts.
        """
        members, others = len(self.seen), keys[1:] != keys[:-1]
        mixed = len(keys) > 1 and (1 + np.count_nonzero(others)) * RUN > len(keys)
        # where another member's rows begin
        runs = np.array([], dtype=np.int64) if mixed else np.append(0, 1 + np.flatnonzero(others))
        self.seen[keys if mixed else keys[runs]] = True
        at_once = self._count(rows, keys) if mixed else set()
        for name in (name for name in self._place if name in rows and name not in at_once):
            column = rows[name]
            if column.dtype == np.uint8 and len(runs) == 1:
                self._sums[keys[0], self._place[name]] += np.count_nonzero(column)
                continue
            if mixed:
                added = np.bincount(keys, column, members)
            else:
                by_run = np.add.reduceat(column, runs, dtype=np.float64)
                added = np.bincount(keys[runs], by_run, members)
            self._sums[:, self._place[name]] += added

    def _count(self, rows: Rows, keys: Keys) -> set[str]:
        """Count what counts of each member, up to eight columns of bytes at a time; return their names."""
        names = [name for name in self._place if name in rows and rows[name].dtype == np.uint8]
        most = min(8, max(1, (WAYS // len(self.seen)).bit_length() - 1))
        for first in range(0, len(names), most):
            some = names[first : first + most]
            code = np.zeros(len(keys), dtype=np.uint8)
            for bit, name in enumerate(some):
                code |= rows[name].view(np.uint8) << np.uint8(bit)
            counts = np.bincount((keys << len(some)) | code, minlength=len(self.seen) << len(some))
            for bit, name in enumerate(some):
                counting = counts.reshape(len(self.seen), -1, 2, 1 << bit)[:, :, 1]
                self._sums[:, self._place[name]] += counting.sum(axis=(1, 2))
        return {*names}

    def sum(self, name: str) -> NDArray[np.float64]:
        """Return the sum called `name` of each member."""
        return self._sums[:, self._place[name]]

    def take(self, cells: Account, members: tuple[int, ...], place: int) -> None:
        """Add what is held by cells of dimensions with so many members, of which that at `place` is ours."""
        others = tuple(axis for axis in range(len(members)) if axis != place)
        self._sums += cells._sums.reshape(*members, -1).sum(axis=others)
        self.seen |= cells.seen.reshape(members).any(axis=others)


class Histogram:
    """Counts of values by bin, one row for each member."""

    def __init__(self, members: int) -> None:
        self.counts = np.zeros((members, BINS), dtype=np.int64)

    def add(self, bins: Bins, keys: Keys) -> None:
        """Take in the bins of the rows that count, and the member of every row, or `ONE` for all."""
        of, places = bins
        if len(self.counts) > 1:
            places = places + keys[of] * BINS
        self.counts += np.bincount(places, minlength=self.counts.size).reshape(self.counts.shape)


class Cells:
    """Sums and histograms of rows by the members of some dimensions.

    Dimensions are added up together, one cell for each of their members at once, as long as cells are few.
    """

    def __init__(self, members: Mapping[str, int], sums: Iterable[str], bins: Iterable[str]) -> None:
        """Know the dimensions by their number of members, and the columns that rows bring."""
        names, packs = [*sums], _packs(members)
        self._members = members
        self._packs = [(pack, Account(prod(members[one] for one in pack), names)) for pack in packs]
        told = {self._teller(dimension): members[dimension] for dimension in members if dimension != ALONE}
        self._histograms = {(one, name): Histogram(many) for one, many in told.items() for name in bins}

    def _teller(self, dimension: str) -> str:
        """Return the dimension whose histogram tells of this one: the only member's is that of the whole."""
        return dimension if self._members[dimension] > 1 else ALL

    def add(self, rows: Rows, bins: Mapping[str, Bins], keys: Mapping[str, Keys]) -> None:
        """Take in rows, and the members of the dimensions that have several."""
        for pack, account in self._packs:
            key = ONE
            for dimension in (one for one in pack if one in keys):
                key = key * self._members[dimension] + keys[dimension]
            account.add(rows, key)
        for (dimension, name), histogram in self._histograms.items():
            histogram.add(bins[name], keys.get(dimension, ONE))

    def add_to(self, account: Account, dimension: str) -> None:
        """Add the sums by a dimension to what `account` holds, if it is one of these."""
        for pack, cells in self._packs:
            if dimension in pack:
                account.take(cells, tuple(self._members[one] for one in pack), pack.index(dimension))

    def counts(self, dimension: str, name: str) -> NDArray[np.int64] | int:
        """Return the histogram by a dimension, shape (members, BINS); 0 if it is not one of these."""
        if dimension not in self._members:
            return 0
        return self._histograms[self._teller(dimension), name].counts


def _packs(members: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return which dimensions are added up together."""
    packs: list[tuple[str, ...]] = []
    for dimension in sorted(members, key=lambda one: one == ALONE):
        last = packs[-1] if packs else ()
        if last and dimension != ALONE and prod(members[one] for one in (*last, dimension)) <= CELLS:
            packs[-1] = (*last, dimension)
        else:
            packs.append((dimension,))
    return packs


def percentiles(counts: NDArray[np.int64], share: float) -> list[tuple[int, float]]:
    """Return each member with values in a histogram, and the middle of the bin that `share` do not pass."""
    values = []
    for key in np.flatnonzero(counts.any(axis=1)):
        total = np.cumsum(counts[key])
        number = int(np.argmax(total >= share * float(total[-1])))
        values.append((int(key), 0.0 if number == 0 else SMALLEST * RESOLUTION ** (number + 0.5)))
    return values

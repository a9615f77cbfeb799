"""Account for the rows of one table: sums and histograms by the members of several dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import log, prod
from typing import Any

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


class Taken:
    """Rows that are taken in, by the names of their columns; what they add up to by keys is worked out once.

    Columns of zeros may be left out. One of bytes says of each row whether it counts.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._by: dict[tuple[int, int], _By] = {}

    def by(self, keys: Keys, members: int) -> _By:
        """Return the sums of these rows by `keys`: the member of each row, of so many, or `ONE` for all.

        Keys are known by their identity, and kept, so that no other array can have it.
        """
        return self._by.setdefault((id(keys), members), _By(self.rows, keys, members))


class _By:
    """What rows add up to by members."""

    def __init__(self, rows: Rows, keys: Keys, members: int) -> None:
        self._rows, self._keys, self._members = rows, keys, members
        self._sums: dict[str, NDArray[Any]] = {}

    @cached_property
    def _runs(self) -> NDArray[np.int64] | None:
        """Return where another member's rows begin; None where they are mixed."""
        keys, others = self._keys, self._keys[1:] != self._keys[:-1]
        mixed = len(keys) > 1 and (1 + np.count_nonzero(others)) * RUN > len(keys)
        return None if mixed else np.append(0, 1 + np.flatnonzero(others))

    @property
    def seen(self) -> Keys:
        """Return the members that have rows."""
        return self._keys if self._runs is None else self._keys[self._runs]

    def sums(self, wanted: Iterable[str]) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield the name of each column that there is, and its sum by member."""
        names = [name for name in wanted if name in self._rows]
        new = [name for name in names if name not in self._sums]
        if len(self._keys) > 1:
            self._count([name for name in new if self._rows[name].dtype == np.uint8])
        for name in names:
            if name not in self._sums:
                self._sums[name] = self._sum(self._rows[name])
            yield name, self._sums[name]

    def _sum(self, column: NDArray[Any]) -> NDArray[Any]:
        keys, runs = self._keys, self._runs
        if runs is None:
            return np.bincount(keys, column, self._members)
        if column.dtype == np.uint8:
            return np.bincount(keys[:1], [np.count_nonzero(column)], self._members)
        return np.bincount(keys[runs], np.add.reduceat(column, runs, dtype=np.float64), self._members)

    def _count(self, names: list[str]) -> None:
        """Count what counts of each member, up to eight columns of bytes at a time."""
        keys, members = self._keys, self._members
        most = min(8, max(1, (WAYS // members).bit_length() - 1))
        for first in range(0, len(names), most):
            some = names[first : first + most]
            code = np.zeros(len(keys), dtype=np.uint8)
            for bit, name in enumerate(some):
                code |= self._rows[name].view(np.uint8) << np.uint8(bit)
            counts = np.bincount((keys << len(some)) | code, minlength=members << len(some))
            for bit, name in enumerate(some):
                counting = counts.reshape(members, -1, 2, 1 << bit)[:, :, 1]
                self._sums[name] = counting.sum(axis=(1, 2))


class Account:
    """Sums, one row for each member; memory does not follow the rows taken in.

    seen: Whether a member had rows, shape (members,).
    """

    def __init__(self, members: int, names: Iterable[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}
        self._sums = np.zeros((members, len(self._place)))
        self.seen = np.zeros(members, dtype=bool)

    def add(self, rows: Taken, keys: Keys) -> None:
        """Take in rows, and the member of each row, or `ONE` for all."""
        by = rows.by(keys, len(self.seen))
        self.seen[by.seen] = True
        for name, sums in by.sums(self._place):
            self._sums[:, self._place[name]] += sums

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

    def add(self, rows: Taken, bins: Mapping[str, Bins], keys: Mapping[str, Keys]) -> None:
        """Take in rows, and the members of the dimensions that have several."""
        for pack, account in self._packs:
            several = [dimension for dimension in pack if dimension in keys]
            key = keys[several[0]] if several else ONE
            for dimension in several[1:]:
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
    """Return which dimensions are added up together: all of them where at most one has several members."""
    if sum(many > 1 for many in members.values()) <= 1:
        return [tuple(members)]
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

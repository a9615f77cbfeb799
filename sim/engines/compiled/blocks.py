"""Blocks: the luck of many entities at once, made by compiled code, bit for bit as by NumPy and Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from sim.luck import WORDS, Luck, Purpose, Span


class CompiledLuck(Luck):
    """The luck of one replication; `do`: the compiled functions that make it of many entities."""

    def __init__(self, luck: Luck, do: SimpleNamespace) -> None:
        super().__init__(luck.seed, luck.replication)
        self._do = do

    def blocks(self, purpose: Purpose, spans: Iterable[Span]) -> NDArray[np.float64]:
        """Return the uniforms of several spans, end to end: shape (sum of counts, 4)."""
        names, entities, counts = zip(*spans, strict=True)
        keys = np.array([self.key(purpose, name) for name in names], dtype=np.uint64)
        drawn = np.empty((sum(counts), WORDS))
        self._do.draw_blocks(keys, np.array(entities), np.array(counts), drawn)
        return drawn

    def normals(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the standard normals of uniforms of any shape."""
        z = np.array(u, dtype=np.float64, order="C")
        self._do.make_normal(z.reshape(-1))
        return z

    def counts(
        self, purpose: Purpose, name: str, entities: Sequence[int], means: Sequence[float]
    ) -> list[int]:
        """Return a Poisson count of any mean for each entity."""
        key = np.array(self.key(purpose, name), dtype=np.uint64)
        counts = np.array(entities, dtype=np.int64)
        self._do.count(key, counts, np.array(means, dtype=np.float64))
        return [*map(int, counts)]

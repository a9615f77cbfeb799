"""Blocks: the luck of many entities at once, drawn by compiled code, bit for bit as by NumPy's generator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.luck import WORDS, Luck, Purpose, Span


class CompiledLuck(Luck):
    """The uniforms of one replication, of which blocks are drawn by `draw_blocks` of the program."""

    def __init__(self, luck: Luck, draw_blocks: Callable[..., Any]) -> None:
        super().__init__(luck.seed, luck.replication)
        self._draw_blocks = draw_blocks

    def blocks(self, purpose: Purpose, spans: Iterable[Span]) -> NDArray[np.float64]:
        """Return the uniforms of several spans, end to end: shape (sum of counts, 4)."""
        names, entities, counts = zip(*spans, strict=True)
        keys = np.array([self.key(purpose, name) for name in names], dtype=np.uint64)
        drawn = np.empty((sum(counts), WORDS))
        self._draw_blocks(keys, np.array(entities), np.array(counts), drawn)
        return drawn

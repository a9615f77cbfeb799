"""Trunks: the telephone lines into the centre, each held by a call that waits or talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count


class TrunkNumbers(NamedTuple):
    """One bundle of lines: how many, and the queues whose calls they bring."""

    lines: int
    queues: tuple[int, ...]


class Trunk(Frozen):
    """One bundle of lines, shared by the calls of its queues."""

    lines: Count
    """Calls that may be in the centre at once, waiting or talking; whoever finds all lines taken is blocked.
    A call that is handed over keeps its line, and a callback takes one without being refused."""
    queues: Annotated[tuple[str, ...], Field(min_length=1)]
    """The queues whose calls come in over these lines."""

    def numbers(self, queues: Sequence[str]) -> TrunkNumbers:
        """Return the numbers of the bundle; `queues` are the scenario's, in order."""
        return TrunkNumbers(self.lines, tuple(queues.index(queue) for queue in self.queues))

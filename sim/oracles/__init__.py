"""Print Erlang C and Erlang A beside the simulated figures of queues that are close to them."""

from __future__ import annotations

from sim.oracles.beside import DEFINITION, Figure, Oracle, oracles, plain

__all__ = ["DEFINITION", "Figure", "Oracle", "oracles", "plain"]

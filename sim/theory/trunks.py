"""Compute what is lost where several queues share the lines they come in over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.theory.inputs import not_negative, refuse, whole


class SharedLines(NamedTuple):
    """Steady state of queues with agents of their own behind common lines."""

    blocked: float
    """Share of calls, of any queue, that find all lines taken."""
    mean_waiting: tuple[float, ...]
    """Mean number waiting in each queue, shape (queues,)."""


def shared_lines(loads: Sequence[float], agents: Sequence[int], lines: int) -> SharedLines:
    """Return what queues of exponential service and endless patience lose together.

    `loads` are offered to each queue [erlang], `agents` serve it alone, both of shape (queues,). Without
    the limit the numbers present are independent M/M/n queues, reversible in time; a limit on their sum only
    cuts the states away: P(j_1, j_2, ...) is proportional to the product of the queues' terms.

    Raises:
        ValueError: if there is no queue, the shapes differ, or a number cannot be meant.

    Source: F. P. Kelly, Reversibility and Stochastic Networks, Wiley 1979, section 1.6 (truncation).
    """
    if not loads or len(loads) != len(agents):
        raise refuse("loads", "do not match the agents", len(loads), str(len(agents)), "Give one per queue.")
    whole(1, lines=lines, **{f"agents[{k}]": number for k, number in enumerate(agents)})
    not_negative(**{f"loads[{k}]": load for k, load in enumerate(loads)})
    terms = [_terms(load, number, lines) for load, number in zip(loads, agents, strict=True)]
    whole_line = _together(terms, lines)
    total = sum(whole_line)
    waiting = []
    for k, number in enumerate(agents):
        weighted = [term * max(j - number, 0) for j, term in enumerate(terms[k])]
        waiting.append(sum(_together([*terms[:k], weighted, *terms[k + 1 :]], lines)) / total)
    return SharedLines(whole_line[lines] / total, tuple(waiting))


def _terms(load: float, agents: int, lines: int) -> list[float]:
    """Return the weight of 0, 1, ..., `lines` calls present in one queue."""
    terms = [1.0]
    for present in range(1, lines + 1):
        terms.append(terms[-1] * load / min(present, agents))
    return terms


def _together(terms: Sequence[Sequence[float]], lines: int) -> list[float]:
    """Return the weight of 0, 1, ..., `lines` calls present in all queues."""
    found = [1.0] + [0.0] * lines
    for one in terms:
        found = [sum(found[i] * one[j - i] for i in range(j + 1)) for j in range(lines + 1)]
    return found

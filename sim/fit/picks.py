"""Fit whom agents pick: how much longer a class of customers counts as having waited than another.

Whenever somebody is answered while the oldest contact of another class waits in the same type, the log says
which of two waits went first. With a head start of h seconds a class goes first where the other has waited
less than h longer; a share of the picks goes otherwise. The most likely h, and those that are as likely
within chance, follow from counting. Sources: change point by likelihood, D. V. Hinkley,
Biometrika 57 (1970) 1-17; the head start, Mandelbaum, Sakov & Zeltyn,
"Empirical analysis of a call center" (2001).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from math import inf, log
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.measured import Measured, percent_text

Floats = NDArray[np.float64]
Meeting = tuple[str, str, float]
"""The class of who is answered, another that waits, and how much longer the oldest of that one does [s]."""
FEW = 100
"""Fewest picks between two classes on which anything is said (assumption)."""
SURE = 6.63
"""Twice the log likelihood by which a head start may be less likely than the best: 99 % of chi-square of one
number, as that of a change point has wider tails."""
BLURRED = 0.25
"""Share of the picks that may go otherwise: beyond it another rule is at work (assumption)."""
ROUND = 1.0
"""Clocks of logs show whole seconds [s]."""
LEAST = 5.0
"""Head start up to which classes count as alike [s] (assumption)."""


class Ahead(NamedTuple):
    """How far a class stands before the reference: its head start [s], or in any case.

    head_start: below 0 behind; n counts picks; None where nothing is said. always: 1 before the reference
    however long that has waited, -1 behind it, else 0. why: why nothing is said, or "".
    """

    head_start: Measured | None
    always: int = 0
    why: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the class stands elsewhere than the reference beyond chance."""
        one = self.head_start
        if one is None:
            return False
        return bool(self.always) or (abs(one.value) >= LEAST and not one.low <= 0.0 <= one.high)


def heads(rows: pl.DataFrame, classes: Sequence[str]) -> tuple[str, dict[str, Ahead]]:
    """Return the class that met others most often, the reference, and how far each other stands before it.

    rows: kind, level, served, wait [s] and joins [s since 1970] of contacts.
    """
    meetings: list[Meeting] = []
    for _, own in rows.sort("joins").group_by("kind", maintain_order=True):
        meetings += _meetings(own, set(classes))
    often = Counter(name for picked, other, _ in meetings for name in (picked, other))
    reference = max(classes, key=lambda name: often[name])
    met: dict[str, list[tuple[float, bool]]] = {name: [] for name in classes if name != reference}
    for picked, other, longer in meetings:
        if other == reference:
            met[picked].append((longer, True))
        elif picked == reference:
            met[other].append((-longer, False))
    return reference, {name: _ahead(found) for name, found in met.items()}


def _meetings(own: pl.DataFrame, classes: set[str]) -> list[Meeting]:
    """Return every answer of a type beside which the oldest of another class waits."""
    joins, waits = own["joins"].to_numpy(), own["wait"].to_numpy()
    leaves, levels, served = joins + waits, own["level"].to_list(), own["served"].to_numpy()
    lines: Mapping[str, deque[int]] = {name: deque() for name in classes}
    waiting, place, found = np.flatnonzero(waits > 0.0), 0, []
    for pick in np.argsort(leaves, kind="stable"):
        if not served[pick] or levels[pick] not in classes:
            continue
        at = leaves[pick]
        while place < waiting.size and joins[waiting[place]] < at - ROUND:
            if levels[waiting[place]] in classes:
                lines[levels[waiting[place]]].append(int(waiting[place]))
            place += 1
        for name, line in lines.items():
            while line and leaves[line[0]] <= at + ROUND:
                line.popleft()
            if line and name != levels[pick]:
                found.append((levels[pick], name, float(joins[pick] - joins[line[0]])))
    return found


def _ahead(met: Sequence[tuple[float, bool]]) -> Ahead:
    """Return the head start that explains most picks: how much longer the other had waited, and who went."""
    longer = np.array([one for one, _ in met])
    went = np.array([one for _, one in met], np.bool_)
    n = went.size
    if n < FEW:
        return Ahead(None, why=f"only {n} picks between the classes")
    order = np.argsort(longer, kind="stable")
    longer, went = longer[order], went[order]
    right = np.concatenate([[0], np.cumsum(went)]) + (~went).sum() - np.concatenate([[0], np.cumsum(~went)])
    best = int(right.argmax())
    share = 1.0 - right[best] / n
    if share > BLURRED:
        why = f"{percent_text(share)} of {n:,} picks go against any head start"
        return Ahead(None, why=why)
    floor = 1.0 / (n + 2)
    chance = min(max(float(share), floor), 0.5)
    told = right * log(1.0 - chance) + (n - right) * log(chance)
    likely = np.flatnonzero(2.0 * (told[best] - told) <= SURE)
    edges = np.concatenate([[-inf], longer, [inf]])
    low, high = float(edges[likely[0]]), float(edges[likely[-1] + 1])
    value = _middle(float(edges[best]), float(edges[best + 1]))
    how = f"head start that explains {percent_text(1.0 - share)} of the picks between the classes"
    before, behind = likely[-1] == n, likely[0] == 0
    return Ahead(Measured(value, low, high, n, how), int(before) - int(behind))


def _middle(low: float, high: float) -> float:
    """Return the middle of two ends, or the one that is finite."""
    if low == -inf or high == inf:
        return low if high == inf else high
    return 0.5 * (low + high)

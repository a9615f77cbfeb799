"""Find the figure on whose side of a level a policy gains, where worlds that were left out confirm it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.studies.worlds import FEWEST, Floats, Laid, Verdict

CLEARLY = 0.10
"""Share by which a threshold must beat the majority in worlds that it has not seen."""
SIDE = 4
"""Worlds on each side of a threshold at least: of fewer, chance alone makes a rule (assumption)."""


class Turn(NamedTuple):
    """A figure on whose side of a level a policy gains: wins below and from it on, of how many."""

    figure: str
    level: float
    below: tuple[int, int]
    above: tuple[int, int]
    right: float
    majority: float


def turn(laid: Laid, row: Verdict) -> Turn | None:
    """Return the figure and level by which gains part, where worlds left out confirm it clearly.

    Nothing of a measure of which neither side is better. `SIDE` worlds at least stand on either side of the
    level: with fewer, chance alone would make a rule.
    """
    if row.better == "neutral":
        return None
    side = -1.0 if row.better == "lower" else 1.0
    wins = np.array([side * w.gains[row.policy, row.kpi].change >= row.worth for w in laid.worlds])
    names = list(laid.worlds[0].seen) if laid.worlds else []
    shown = np.array([[w.seen.get(name, np.nan) for name in names] for w in laid.worlds])
    if len(wins) < FEWEST or wins.all() or not wins.any() or not names:
        return None
    usable = np.isfinite(shown).all(axis=0)
    shown, names = shown[:, usable], [n for n, ok in zip(names, usable, strict=True) if ok]
    rest = [np.delete(np.arange(len(wins)), k) for k in range(len(wins))]
    told = []
    for k, others in enumerate(rest):
        stump = _stump(shown[others], wins[others], SIDE - 1)
        if stump is None:
            return None
        column, level, low_wins, high_wins = stump
        told.append((low_wins if shown[k, column] < level else high_wins) == wins[k])
    right, majority = float(np.mean(told)), float(max(wins.mean(), 1.0 - wins.mean()))
    best = _stump(shown, wins, SIDE)
    if right < majority + CLEARLY or best is None:
        return None
    column, level, _, _ = best
    low = shown[:, column] < level
    below, above = ((int(wins[part].sum()), int(part.sum())) for part in (low, ~low))
    return Turn(names[column], level, below, above, right, majority)


def _stump(shown: Floats, wins: NDArray[np.bool_], side: int) -> tuple[int, float, bool, bool] | None:
    """Return the column and level that part wins from losses best, and what each side says.

    side: worlds on each side at least; None where no level leaves so many.
    """
    best: tuple[int, int, float, bool, bool] | None = None
    for column in range(shown.shape[1]):
        values = np.unique(shown[:, column])
        for level in (values[1:] + values[:-1]) / 2.0:
            low = shown[:, column] < level
            if min(int(low.sum()), int((~low).sum())) < side:
                continue
            sides = [bool(wins[part].mean() >= 0.5) for part in (low, ~low)]
            wrong = int((wins[low] != sides[0]).sum() + (wins[~low] != sides[1]).sum())
            if best is None or wrong < best[0]:
                best = (wrong, column, float(level), sides[0], sides[1])
    return None if best is None else best[1:]

"""Work: how much an issue needs, how much a leg wants, how much is left after it.

Work is counted in seconds of an agent of speed 1; talk in seconds that pass. Whoever is faster does more
work in a second of talk, hearing the issue again included.

Source: evidence.md E1, E3, E5; semantics.md 7. How fast work goes under load: KC & Terwiesch 2009, Management
Science 55(9):1486-1498; Delasay, Ingolfsson, Kolfal & Schultz 2019, European J. Operational Research
279(3):673-686 (some work faster under load, some slower). The form is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from sim.rule import rule


class WorkNumbers(NamedTuple):
    """Numbers of the work rules: seconds, and shares of the original work."""

    reexplain: float
    diagnosis: float
    least_left: float


class TempoNumbers(NamedTuple):
    """What changes how fast work goes, beside the agent.

    avoidable: share of talk without value. tools, saves: share of it that tools save, and of the rest that
    agents save while a target holds. above: contacts waiting per agent on duty above which it holds, infinite
    without a target. load: multiple of the speed under a long line.
    """

    avoidable: float
    tools: float
    saves: float
    above: float
    load: float


class Steps(NamedTuple):
    """Factors on a time over the run: each holds from when it begins [s] until the next begins."""

    begins: Sequence[float]
    factors: Sequence[float]


@rule
def factor_at(steps: Steps, now: float) -> float:
    """Return the factor that holds at `now` [s]; before the first begins it is the first one."""
    low, high = 0, len(steps.begins)
    while high - low > 1:
        middle = (low + high) // 2
        if steps.begins[middle] <= now:
            low = middle
        else:
            high = middle
    return steps.factors[low] if high > 0 else 1.0


@rule
def own_speed(mean: float, spread: float, z: float) -> float:
    """Return the speed of an agent whose luck is the standard normal `z`.

    Speeds are lognormal: above 0, with this mean, and `spread` the standard deviation of their logarithm.
    """
    return mean * exp(spread * z - 0.5 * spread * spread)


@rule
def tempo(n: TempoNumbers, crowd: float) -> float:
    """Return the work done in a second of talk while a `crowd` waits, as a multiple of the agent's (E1a)."""
    saved = n.tools + (1.0 - n.tools) * n.saves if crowd > n.above else n.tools
    return (1.0 + (n.load - 1.0) * (1.0 - exp(-crowd))) / (1.0 - n.avoidable * saved)


@rule
def want(n: WorkNumbers, original: float, left: float, explains: bool, solvable: bool, speed: float) -> float:
    """Return the talk [s] a leg needs: what is left, or the diagnosis where this tier cannot solve it.

    A person who has not met the issue first hears it again (E1); all of it goes at the agent's `speed`.
    """
    wish = left
    if not solvable and n.diagnosis * original < left:
        wish = n.diagnosis * original
    return (wish + n.reexplain if explains else wish) / speed


@rule
def left_after(
    n: WorkNumbers, left: float, talk: float, speed: float, explained: bool, notes: float
) -> float:
    """Return the work left [s] after `talk` seconds at `speed`; `notes` of the useful work is kept (E3)."""
    done = talk * speed
    useful = done - n.reexplain if explained else done
    if useful > 0.0:
        left = left - notes * useful
    return left if left > n.least_left else n.least_left


@rule
def scaled(repair: float, work: float) -> float:
    """Return the work [s] of an issue whose type's work is multiplied by `repair`."""
    return repair * work

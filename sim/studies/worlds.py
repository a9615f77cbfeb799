"""Worlds: sets of assumptions that all show what was measured, and what policies gain in each.

Numbers that nobody measured are laid out by Sobol's points, the widest open direction in even strata with one
world at each end; the rest is fitted in each. Models: history matching (Craig et al. 1997, Case Studies in
Bayesian Statistics 3:37-93) and robust decision making (Lempert et al. 2003, RAND MR-1626).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, sqrt
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.amount import Tolerance
from sim.estimate import ratio_difference, student
from sim.kpis.base import ALL
from sim.scenario.observed import KINDS, Measured
from sim.studies.calibrate import FIRST, IMPLAUSIBLE, REPLICATIONS, Centre, Fit, fitted, on_engine, shown_in
from sim.studies.figures import Figure
from sim.studies.goals import Goal, sums_of
from sim.studies.numbers import Number

Floats = NDArray[np.float64]
SEED = 7
WIDEST = ("ended", "skill", "chance", "work")
"""Numbers whose range is laid out in even strata, the first that is open."""
WORTH = {
    "fcr": Tolerance(0.05),
    "csat": Tolerance(0.02),
    "fcr_measured": Tolerance(0.02),
    "service_level": Tolerance(0.02),
    "agent_seconds_per_resolved": Tolerance(10.0),
    "cost_per_resolved": Tolerance(0.02, relative=True),
}
"""Smallest change that counts, of each measure that worlds tell: as it is, or a share of the baseline's value
(assumptions). `matters:` overrules, and names further measures."""
UNSEEN = ("hold_and_search", "offered", "fcr_measured")
"""Figures that are no further measurement, or are not simulated."""
TIED, WIDE = 0.5, 0.4
"""Correlation, and share of a range, from which two numbers are reported as indistinguishable."""
KEPT = 0.5
"""Share of a range up to which the measured figures are said to narrow it (assumption)."""
FEWEST = 8
LEARNING, FITTING = 3, 4
"""Settings run to learn a centre, and rounds a fit takes, in the middle (assumption, of centres tried)."""
CONFIDENCE = 0.95


class Gain(NamedTuple):
    """What one policy changes in one world, the standard error of it over luck, and the baseline's value."""

    change: float
    luck: float
    base: float = 0.0


class World(NamedTuple):
    """One set of assumptions that fits: its numbers and figures, what it shows unmeasured, and gains.

    seen: figures nobody measured, by name. gains: by policy and measure.
    """

    fit: Fit
    seen: Mapping[str, float]
    gains: Mapping[tuple[str, str], Gain]


class Laid(NamedTuple):
    """All worlds that fit, of how many tried; those dropped before a run, and after one."""

    worlds: list[World]
    tried: int
    hopeless: int
    far: int


class Verdict(NamedTuple):
    """What worlds say of one policy and measure: wins of n, mean, half-widths of luck and of both spreads.

    wins, losses: worlds in which it is better, and worse, by at least what is worth having; higher and lower
    where neither is better. better: higher, lower or neutral, as the measure has it. base: the baseline's
    value in the mean world.
    """

    policy: str
    kpi: str
    worth: float
    wins: int
    tried: int
    mean: float
    half: float
    luck: float
    low: float
    high: float
    losses: int = 0
    better: str = "higher"
    base: float = 0.0

    @property
    def counts(self) -> str:
        """In how many worlds it is better, worse, or neither by an amount that matters, in words."""
        return counted(self.wins, self.losses, self.tried, self.better)

    @property
    def is_open(self) -> bool:
        """Whether worlds part: not all are better, all worse, or all neither."""
        return self.tried not in (self.wins, self.losses, self.tried - self.wins - self.losses)


class Further(NamedTuple):
    """A further measurement: share of the spread of a policy's change that it would leave."""

    figure: str
    left: float


def sides(better: str) -> tuple[str, str]:
    """Return the words for a gain and a loss; where neither side is better, for up and down."""
    return ("higher", "lower") if better == "neutral" else ("better", "worse")


def counted(wins: int, losses: int, tried: int, better: str = "higher") -> str:
    """Return in words in how many worlds a policy is better, worse, or neither by an amount that matters."""
    even = tried - wins - losses
    parts = (*zip(sides(better), (wins, losses), strict=True), ("no difference that matters", even))
    told = [f"{words} in {count}" for words, count in parts if count]
    if len(told) == 1:
        return f"{told[0].rpartition(' ')[0]} all {tried} worlds" if tried > 1 else f"{told[0]} of 1 world"
    return f"{', '.join(told)} of {tried} worlds"


def runs_expected(centre: Centre, count: int, policies: Sequence[str]) -> int:
    """Return about how many engine runs so many worlds take: to learn, to fit and to compare in each."""
    measured = len(centre.policies)
    others = len({*policies} - {centre.scenario.baseline})
    learning = (LEARNING * FIRST + REPLICATIONS) * measured
    return learning + count * REPLICATIONS * (FITTING * measured + others)


def starts(centre: Centre, count: int) -> Iterator[dict[str, float]]:
    """Yield where each world starts: open numbers laid out, those to be fitted as the file has them."""
    from scipy.stats import qmc

    written, names = centre.as_written(), [one.name for one in centre.open_numbers]
    widest = next((names.index(name) for name in WIDEST if name in names), 0)
    if not names:
        yield written
        return
    points = qmc.Sobol(len(names), seed=SEED).random(1 << (count - 1).bit_length())[:count]
    points[np.argsort(points[:, widest]), widest] = (np.arange(count) + 0.5) / count
    ends = np.full((2, len(names)), 0.5)
    ends[:, widest] = (0.0, 1.0)
    if count > 2:
        points = np.r_[ends, points[: count - 2]]
    for point in points:
        places = zip(centre.open_numbers, point, strict=True)
        yield {**written, **{one.name: one.at(float(place)) for one, place in places}}


def worlds(
    centre: Centre,
    count: int,
    policies: Sequence[str],
    kpis: Sequence[str],
    on_world: Callable[[int], None] = lambda _: None,
) -> Laid:
    """Return the worlds that fit what was measured; policies meet the same luck in each.

    on_world: told how many worlds are done, before the first one and after each.
    """
    centre.learn()
    found: list[World] = []
    hopeless = far = 0
    for done, start in enumerate(starts(centre, count)):
        on_world(done)
        fit = fitted(centre, start)
        if fit.worst == inf:
            hopeless += 1
            continue
        if IMPLAUSIBLE < fit.worst < 2.0 * IMPLAUSIBLE:
            fit = on_engine(centre, fit, rounds=2)
        if fit.worst > IMPLAUSIBLE or _asks_for_more(centre, fit):
            far += 1
            continue
        found.append(_world(centre, fit, policies, kpis))
    on_world(count)
    return Laid(found, count, hopeless, far)


def _asks_for_more(centre: Centre, fit: Fit) -> bool:
    """Return whether a number stands at an end of its range that somebody chose, as the figures ask for more.

    At 0 or 100 % there is no more: agents who never cut a conversation short are a world like any other.
    """
    ends = [one for one in centre.fit_numbers if one.name in fit.at_end]
    return any(not one.is_limit(fit.values[one.name]) for one in ends)


def _world(centre: Centre, fit: Fit, policies: Sequence[str], kpis: Sequence[str]) -> World:
    base = centre.scenario.baseline
    table = centre.table(fit.values, [base, *(name for name in policies if name != base)], REPLICATIONS)
    told = {one.told.name for one in centre.figures}
    unseen = [
        Figure(base, ALL, "", Measured(name, kind.words, kind.unit, 0.0, kind.error))
        for name, kind in KINDS.items()
        if name not in told and name not in UNSEEN
    ]
    seen = {row.figure.told.name: row.shown for row in shown_in(table, unseen) if row.shown is not None}
    gains = {
        (policy, kpi): _gain(table, policy, base, kpi)
        for policy in policies
        if policy != base
        for kpi in kpis
    }
    return World(fit, seen, gains)


def _gain(table: pl.DataFrame, policy: str, base: str, kpi: str) -> Gain:
    """Return the change of a measure under a policy, paired by replication."""
    ours, theirs = (sums_of(table, "", name, Goal(kpi)) for name in (policy, base))
    found = ratio_difference(ours.over, ours.under, theirs.over, theirs.under, CONFIDENCE).estimate
    if found.value is None:
        return Gain(float("nan"), 0.0)
    half = found.half_width or 0.0
    today = float(theirs.over.sum() / theirs.under.sum())
    return Gain(found.value, half / float(student(CONFIDENCE, REPLICATIONS - 1)), today)


def verdicts(
    laid: Laid, policies: Sequence[str], worth: Mapping[str, Tolerance], better: Mapping[str, str]
) -> list[Verdict]:
    """Return what the worlds say of every policy and measure; nothing of one that no world has, or that is 0.

    worth: smallest change that counts, by measure; a share is one of the baseline's value in the mean world.
    better: which side is better, by measure: higher, lower or neutral.
    """
    found = []
    for policy in policies:
        for kpi, margin in worth.items():
            changes = [w.gains[policy, kpi] for w in laid.worlds if np.isfinite(w.gains[policy, kpi].change)]
            base = float(np.mean([one.base for one in changes])) if changes else 0.0
            least = margin.size(base) if changes else 0.0
            if not least > 0.0:
                continue
            values = np.array([one.change for one in changes])
            luck = sqrt(float(np.mean([one.luck**2 for one in changes])))
            spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
            up, down = (int((side * values >= least).sum()) for side in (1.0, -1.0))
            wins, losses = (down, up) if better[kpi] == "lower" else (up, down)
            half = 2.0 * sqrt(spread**2 + luck**2)
            ends = float(values.min()), float(values.max())
            mean = float(values.mean())
            told = policy, kpi, least, wins, len(values), mean, half, 2.0 * luck, *ends, losses, better[kpi]
            found.append(Verdict(*told, base))
    return found


def further(laid: Laid, policy: str, kpi: str) -> list[Further]:
    """Return the figures nobody measured by the share of the spread of a policy's change that each leaves."""
    change = np.array([one.gains[policy, kpi].change for one in laid.worlds])
    if len(change) < FEWEST or not float(np.var(change)) > 0.0:
        return []
    found = []
    for name in laid.worlds[0].seen:
        shown = np.array([one.seen.get(name, np.nan) for one in laid.worlds])
        if not np.isfinite(shown).all():
            continue
        kind = KINDS[name]
        noise = kind.error * (abs(float(shown.mean())) if kind.relative else 1.0)
        told = float(np.cov(change, shown, ddof=0)[0, 1])
        share = told**2 / (float(np.var(shown)) + noise**2) / float(np.var(change))
        found.append(Further(name, sqrt(max(1.0 - share, 0.0))))
    return sorted(found, key=lambda one: one.left)


def narrowed(centre: Centre, laid: Laid) -> list[tuple[Number, float, float]]:
    """Return the open numbers that take at most `KEPT` of their range in worlds that fit, with that part."""
    found = []
    for one in centre.open_numbers if len(laid.worlds) >= FEWEST else ():
        kept = [world.fit.values[one.name] for world in laid.worlds]
        low, high = min(kept), max(kept)
        if one.place(high) - one.place(low) <= KEPT:
            found.append((one, low, high))
    return found


def not_told_apart(centre: Centre, laid: Laid) -> list[tuple[Number, Number, float, float, float, float]]:
    """Return pairs of numbers that go together over the worlds though each varies widely, the closest first.

    Each pair with the mean of either number where the first is low (a third of the worlds) and high.
    """
    if len(laid.worlds) < FEWEST:
        return []
    places = {
        one.name: np.array([one.place(w.fit.values[one.name]) for w in laid.worlds]) for one in centre.numbers
    }
    wide = [one for one in centre.numbers if float(np.ptp(places[one.name])) > WIDE]
    fitted_names = {one.name for one in centre.fit_numbers}
    found = []
    for place, first in enumerate(wide):
        for second in wide[place + 1 :]:
            if not {first.name, second.name} & fitted_names:
                continue
            a, b = places[first.name], places[second.name]
            tie = abs(float(np.corrcoef(a, b)[0, 1]))
            if tie > TIED:
                order = np.argsort(a)
                third = max(len(a) // 3, 1)
                means = [float(p[part].mean()) for p in (a, b) for part in (order[:third], order[-third:])]
                found.append((tie, (first, second, *means)))
    return [pair for _, pair in sorted(found, key=lambda one: -one[0])]  # type: ignore[misc]


def table_of(centre: Centre, laid: Laid) -> pl.DataFrame:
    """Return one row a world: how far its worst figure is, its numbers, figures and gains."""
    rows = []
    for place, one in enumerate(laid.worlds):
        row: dict[str, float | int] = {"world": place + 1, "worst_errors": one.fit.worst}
        row |= {number.name: one.fit.values[number.name] for number in centre.numbers}
        row |= {
            f"shows {f.told.name}": float(v)
            for f, v in zip(centre.figures, one.fit.shown.values, strict=True)
        }
        row |= {f"shows {name}": value for name, value in one.seen.items()}
        row |= {f"{policy}: {kpi}": gain.change for (policy, kpi), gain in one.gains.items()}
        rows.append({name: float(value) for name, value in row.items()})
    return pl.DataFrame(rows)


def ranges_of(centre: Centre) -> pl.DataFrame:
    """Return one row a number: its range, whether it was fitted, and where it stands."""
    fit = {one.name for one in centre.fit_numbers}
    return pl.DataFrame({
        "number": [one.name for one in centre.numbers],
        "means": [one.words for one in centre.numbers],
        "fitted": [one.name in fit for one in centre.numbers],
        "low": [one.low for one in centre.numbers],
        "high": [one.high for one in centre.numbers],
        "unit": ["times as written" if one.factor else one.unit for one in centre.numbers],
        "paths": [" ".join(path for path, _ in one.paths) for one in centre.numbers],
    })  # fmt: skip

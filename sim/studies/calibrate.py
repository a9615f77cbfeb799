"""Calibrate: find the numbers nobody measured so that today's policy shows what was measured.

A queue-free twin (`sim.studies.twin`) is fitted, a few runs of the engine say by how much it is off, and it
is fitted again ("space mapping", Bandler et al. 1994, IEEE Transactions on Microwave Theory and Techniques
42:2536-2544). Queue figures go evenly with the logs of load and patience on the logit. Where the correction
stays large, steps are taken on the engine itself. All runs meet the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, sqrt
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.errors import GoodwillError
from sim.scenario.load import Loaded
from sim.scenario.model import Scenario
from sim.studies.bench import Bench, Setting
from sim.studies.figures import Beside, Figure, beside, expit, logit, of_whole
from sim.studies.goals import Goal, sums_of
from sim.studies.numbers import Number, changed, numbers_of
from sim.studies.twin import needs_per_day, twin

Floats = NDArray[np.float64]
QUEUE = ("service_level", "abandoned", "occupancy", "asa")
"""Figures that the twin lacks."""
REPLICATIONS, ROUNDS, FIRST = 2, 4, 4
SURE, LAST = 6, 2
"""Replications, and rounds at most, at the end of a search for one fit: fewer leave their luck in it."""
GOOD, IMPLAUSIBLE, HOPELESS = 2.0, 3.0, 8.0
"""Errors by which the worst figure may miss: of a good fit, a world that is kept, a twin worth a run."""
PULL = 0.05
"""Weight that holds a number where it was, over its whole range, against what no figure settles."""
EDGE, INSIDE = 0.005, 0.05
"""Places from an end of a range: at the end, and well inside it."""
MOVES = "ended"
"""The number that moves where nothing fits with it as written: figures of today leave it open most."""
STEP = {"volume": 1.05, "patience": 1.5}
ON_TWIN, ON_ENGINE = 0.1, 0.05
"""Steps between the ends of a range by which slopes are taken (assumption): the twin has few issues, so that
a smaller step of a share may move none of them."""

Values = Mapping[str, float]


class Shown(NamedTuple):
    """What the engine shows of some numbers: a value for each figure, not a number where nothing tells it."""

    values: Floats
    luck: Floats


class Fit(NamedTuple):
    """Numbers by name, what the engine shows of them, and how far the worst figure is from what was measured.

    correction: by how much the twin was off at last, in errors, by figure. at_end: numbers at an end of their
    range, with figures still off. by_engine: whether steps were taken on the engine. moved: numbers that
    no figure settles, moved because nothing fits where the file has them.
    """

    values: dict[str, float]
    shown: Shown
    worst: float
    correction: dict[str, float]
    at_end: tuple[str, ...] = ()
    by_engine: bool = False
    moved: tuple[str, ...] = ()


def to_fit(loaded: Loaded) -> tuple[list[Figure], list[Number], list[Number]]:
    """Return the figures to fit to, the numbers fitted to them, and those that stay open; nothing is run.

    Raises: GoodwillError where nothing can be fitted, or `worlds:` names no number or no range.
    """
    figures, (fit_numbers, open_numbers) = of_whole(loaded.scenario), numbers_of(loaded)
    if not figures or not fit_numbers:
        raise GoodwillError(
            "observed: has no figure to fit to (got none of the whole centre that a number can move; "
            "allowed such as aht, fcr, service_level). Write what your centre measures there."
        )
    return figures, fit_numbers, open_numbers


class Centre:
    """One centre with what it measures, and the engine and twin that answer for it."""

    def __init__(self, loaded: Loaded, bench: Bench) -> None:
        self.scenario: Scenario = loaded.scenario
        self.figures, self.fit_numbers, self.open_numbers = to_fit(loaded)
        self.numbers = [*self.fit_numbers, *self.open_numbers]
        self.bench = bench
        self.errors = np.array([one.told.error for one in self.figures])
        self.wanted = np.array([one.told.value for one in self.figures])
        self.luck = np.zeros(len(self.figures))
        self.replications = REPLICATIONS
        self.slopes: dict[str, Floats] = {}
        lost = [one.told.value for one in self.figures if one.told.name == "abandoned"]
        self.lost = lost[0] if lost else 0.03
        self._daily = needs_per_day(self.scenario)
        self._held: tuple[tuple[float, ...], Scenario] | None = None

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies under which something was measured, today's first."""
        return tuple(dict.fromkeys(one.policy for one in self.figures))

    @property
    def spread(self) -> Floats:
        """Errors of the figures with the luck of a fit's runs; shape (figures,)."""
        return np.sqrt(self.errors**2 + self.luck**2 / self.replications)

    def as_written(self) -> dict[str, float]:
        """Return the numbers as the file has them, within their ranges."""
        return {one.name: min(max(one.now, one.low), one.high) for one in self.numbers}

    def setting(self, values: Values, policy: str) -> Setting:
        """Return the scenario with these numbers under a policy."""
        return Setting(changed(self.scenario, self.numbers, values), policy)

    def table(self, values: Values, policies: Sequence[str], replications: int) -> pl.DataFrame:
        """Return the KpiTable of these numbers under some policies."""
        return self.bench.table({("", p): self.setting(values, p) for p in policies}, replications)

    def engine(self, values: Values, replications: int = 0) -> Shown:
        """Return what the engine shows of these numbers; `replications`: those of the search if 0."""
        rows = shown_in(self.table(values, self.policies, replications or self.replications), self.figures)
        nothing = float("nan")
        return Shown(np.array([nothing if r.shown is None else r.shown for r in rows]),
                     np.array([r.luck for r in rows]))  # fmt: skip

    def twins(self, values: Values) -> tuple[Floats, float]:
        """Return what the twin shows, not a number where it has no such figure, and its log load."""
        held = tuple(values[one.name] for one in self.open_numbers)
        if self._held is None or self._held[0] != held:
            self._held = held, changed(self.scenario, self.open_numbers, values)
        scenario = changed(self._held[1], self.fit_numbers, values)
        found = {policy: twin(scenario, policy, self.lost, self._daily) for policy in self.policies}
        shown = [found[one.policy].get(one.told.name, float("nan")) for one in self.figures]
        return np.array(shown), found[self.policies[0]]["load"]

    def away(self, shown: Floats) -> Floats:
        """Return how far figures are from what was measured, in errors; 0 where nothing tells them."""
        return np.asarray(np.nan_to_num((shown - self.wanted) / self.spread))

    def learn(self) -> None:
        """Take the luck of a run, and how queue figures go with load and patience, from a few runs."""
        near = fitted(self, self.as_written(), rounds=1).values
        base = self.engine(near, FIRST)
        self.luck = np.nan_to_num(base.luck) * sqrt(FIRST)
        _, load = self.twins(near)
        for name, times in STEP.items():
            number = next((one for one in self.numbers if one.name == name), None)
            if number is None:
                continue
            step = {**near, name: min(max(near[name] * times, number.low), number.high)}
            if step[name] == near[name]:
                step[name] = near[name] / times
            moved = self.engine(step, FIRST)
            by = np.log(step[name] / near[name]) if name == "patience" else self.twins(step)[1] - load
            change = np.nan_to_num(logit(moved.values) - logit(base.values))
            self.slopes[name] = change / by if by else np.zeros_like(change)


def shown_in(table: pl.DataFrame, figures: Sequence[Figure], scenario: str = "") -> list[Beside]:
    """Return figures of the whole beside a KpiTable, with the luck of its replications."""
    rows = []
    for figure in figures:

        def value(kpi: str, policy: str = figure.policy) -> tuple[float, float] | None:
            return ratio(table, kpi, policy, scenario)

        rows.append(beside(figure, value))
    return rows


def ratio(table: pl.DataFrame, kpi: str, policy: str, scenario: str = "") -> tuple[float, float] | None:
    """Return a measure of the whole and its standard error over replications; None without data."""
    over, under = sums_of(table, scenario, policy, Goal(kpi))
    total = float(under.sum())
    if not total > 0.0:
        return None
    value = float(over.sum()) / total
    count = len(over)
    if count < 2:
        return value, 0.0
    rest = (over - value * under) / (total / count)
    return value, float(np.std(rest, ddof=1)) / sqrt(count)


class Search:
    """The search for one fit: the twin's corrections so far, and what the engine showed last.

    held: numbers that stay where the start has them.
    """

    def __init__(self, centre: Centre, start: Values, held: Sequence[str] = ()) -> None:
        self.centre, self.start = centre, start
        self.free = [one for one in centre.fit_numbers if one.name not in held]
        self.home = np.clip([one.place(start[one.name]) for one in self.free], 0.0, 1.0)
        self.off = np.zeros(len(centre.figures))
        self._seen: tuple[Floats, float, Values] | None = None
        self._queued = np.array([one.told.name in QUEUE for one in centre.figures])

    def named(self, at: Floats) -> dict[str, float]:
        """Return every number's value where the fitted ones stand at these places."""
        return {**self.start, **{one.name: one.at(p) for one, p in zip(self.free, at, strict=True)}}

    def predicted(self, at: Floats) -> Floats:
        """Return the figures that twin and corrections predict."""
        values = self.named(at)
        shown, load = self.centre.twins(values)
        shown = shown + self.off
        if self._seen is None:
            return shown
        last, last_load, last_values = self._seen
        move = self.centre.slopes.get("volume", 0.0) * (load - last_load)
        if "patience" in values:
            by = np.log(values["patience"] / last_values["patience"])
            move = move + self.centre.slopes.get("patience", 0.0) * by
        return np.where(self._queued | np.isnan(shown), expit(logit(last) + move, last), shown)

    def misfit(self, at: Floats) -> Floats:
        """Return how far predicted figures are off, and how far the numbers are from where they were."""
        away = self.centre.away(self.predicted(at))
        return np.asarray(np.r_[away, PULL * (at - self.home)])

    def jacobian(self, at: Floats) -> Floats:
        """Return how the misfit goes with each place; shape (figures and numbers, numbers)."""
        now, steps = self.misfit(at), np.diag(np.where(at < 0.5, ON_TWIN, -ON_TWIN))
        found = np.array([(self.misfit(at + one) - now) / one.sum() for one in steps])
        return found.reshape(len(at), len(now)).T

    def step(self, places: Floats) -> tuple[Floats, float]:
        """Return the places that the corrected twin fits best, and by how much its worst figure is off."""
        from scipy.optimize import least_squares

        begin = np.clip(places, 0.01, 0.99)
        found = least_squares(self.misfit, begin, self.jacobian, (0.0, 1.0), x_scale=0.2, max_nfev=8)
        return np.asarray(found.x), float(np.abs(found.fun[: len(self.centre.figures)]).max())

    def run(self, places: Floats) -> Fit:
        """Return what the engine shows there, and learn from it by how much the twin is off."""
        centre, values = self.centre, self.named(places)
        shown = centre.engine(values)
        bare, load = centre.twins(values)
        self.off = np.nan_to_num(shown.values - bare)
        self._seen = (shown.values, load, values)
        worst = float(np.abs(centre.away(shown.values)).max())
        sizes = zip(centre.figures, self.off / centre.spread, strict=True)
        correction = {one.told.name: float(size) for one, size in sizes}
        return Fit(values, shown, worst, correction, _ends(self.free, places))


def fitted(centre: Centre, start: Values, rounds: int = ROUNDS) -> Fit:
    """Return the best fit from a start; numbers outside those fitted stay where the start has them."""
    search = Search(centre, start)
    places, nothing = search.home, np.zeros(len(centre.figures))
    best = Fit(dict(start), Shown(nothing, nothing), inf, {})
    for turn in range(rounds):
        places, off = search.step(places)
        if turn == 0 and rounds > 1 and off > HOPELESS:
            values = search.named(places)
            return Fit(values, Shown(search.predicted(places), nothing), inf, {}, _ends(search.free, places))
        found = search.run(places)
        if found.worst < best.worst:
            best = found
        if found.worst < 1.0:
            break
    return best


def _ends(numbers: Sequence[Number], places: Floats) -> tuple[str, ...]:
    """Return the numbers that stand at an end of their range."""
    pairs = zip(numbers, places, strict=True)
    return tuple(one.name for one, place in pairs if place < EDGE or place > 1.0 - EDGE)


def on_engine(centre: Centre, fit: Fit, rounds: int = 3) -> Fit:
    """Return a better fit by steps on the engine: slopes by differences, then Broyden's update."""
    free, best = centre.fit_numbers, fit
    places = np.array([one.place(fit.values[one.name]) for one in free])

    def shown(at: Floats) -> tuple[dict[str, float], Shown]:
        values = {**fit.values, **{one.name: one.at(p) for one, p in zip(free, at, strict=True)}}
        return values, centre.engine(values)

    def step_of(place: float) -> float:
        return ON_ENGINE if place < 0.5 else -ON_ENGINE

    away = centre.away(fit.shown.values)
    slopes = np.empty((len(away), len(free)))
    for k, place in enumerate(places):
        moved = places.copy()
        moved[k] += step_of(place)
        slopes[:, k] = (centre.away(shown(moved)[1].values) - away) / step_of(place)
    for _ in range(rounds):
        pull = PULL * np.eye(len(free))
        step = np.linalg.lstsq(np.r_[slopes, pull], np.r_[-away, np.zeros(len(free))], rcond=None)[0]
        new = np.clip(places + np.clip(step, -0.3, 0.3), 0.0, 1.0)
        taken = new - places
        if float(np.abs(taken).max()) < 1e-3:
            break
        values, found = shown(new)
        now = centre.away(found.values)
        slopes += np.outer(now - away - slopes @ taken, taken) / float(taken @ taken)
        places, away = new, now
        worst = float(np.abs(now).max())
        if worst < best.worst:
            best = Fit(values, found, worst, fit.correction, _ends(free, new), True, fit.moved)
        if worst < 1.0:
            break
    return best


def calibrate(centre: Centre) -> Fit:
    """Return the numbers under which today's policy shows what was measured.

    Those that no figure settles stay as written, but for how much agents cut short: where nothing fits with
    it as written, it moves to where the twin fits best, unless the volume is what does not fit.
    """
    centre.learn()
    fit = fitted(centre, centre.as_written())
    if fit.worst == inf:
        fit = fitted(centre, centre.as_written(), rounds=1)
    if (fit.worst > GOOD or fit.at_end) and "volume" not in fit.at_end:
        start = _elsewhere(centre)
        if start is not None:
            other = fitted(centre, start)._replace(moved=(MOVES,))
            fit = min(fit, other, key=lambda one: (bool(one.at_end), one.worst))
    if fit.worst > GOOD:
        fit = on_engine(centre, fit)
    if fit.worst > 2.0 * IMPLAUSIBLE:
        return fit
    centre.replications = SURE
    fit = _surely(centre, fit)
    return _inside(centre, fit) if fit.at_end and fit.worst <= GOOD else fit


def _surely(centre: Centre, fit: Fit, held: Sequence[str] = ()) -> Fit:
    """Return a fit found again with more replications, from where it stands."""
    search = Search(centre, fit.values, held)
    places = search.home
    best = search.run(places)
    for _ in range(LAST):
        if best.worst < 1.0:
            break
        places, _off = search.step(places)
        best = min(best, search.run(places), key=lambda one: one.worst)
    return best._replace(by_engine=fit.by_engine, moved=fit.moved)


def _inside(centre: Centre, fit: Fit) -> Fit:
    """Return a fit as good well inside the ranges of numbers that stand at an end, if there is one.

    Then the figures do not ask for more than the range holds: they say little of the number.
    """
    ends = [one for one in centre.fit_numbers if one.name in fit.at_end]
    moved = {
        one.name: one.at(min(max(one.place(fit.values[one.name]), INSIDE), 1.0 - INSIDE)) for one in ends
    }
    other = _surely(centre, fit._replace(values={**fit.values, **moved}), fit.at_end)
    return other if other.worst <= GOOD and not other.at_end else fit


def _elsewhere(centre: Centre) -> dict[str, float] | None:
    """Return the start whose open share of calls cut short suits the twin best; None if it is not open."""
    number = next((one for one in centre.open_numbers if one.name == MOVES), None)
    if number is None:
        return None
    tried = []
    for place in np.linspace(0.0, 1.0, 9):
        start = {**centre.as_written(), MOVES: number.at(float(place))}
        search = Search(centre, start)
        places, off = search.step(search.home)
        tried.append((bool(_ends(search.free, places)), off, float(place), start))
    return min(tried, key=lambda one: one[:3])[3]


def final(centre: Centre, fit: Fit, bench: Bench, replications: int) -> list[Beside]:
    """Return every figure beside what a fresh seed and more replications show of a fit."""
    settings = {("", policy): centre.setting(fit.values, policy) for policy in centre.policies}
    return shown_in(bench.table(settings, replications), centre.figures)

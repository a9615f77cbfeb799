"""Ask whether a scenario reproduces what a centre did, step by step from the forecast to the true day.

The bands are of single replications: a day that was observed is one draw too. The luck floor is what a
perfect model would miss by chance, as it predicts the mean and meets one draw. The steps give the scenario
the true arrivals, then the true roster, then the true handle times: what is left has one cause less each.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim import executors, store
from sim.engines.choice import AUTO, SIMPY, choose, prepare
from sim.errors import GoodwillError
from sim.experiment import needs_of
from sim.fit.written import names_of
from sim.hours import DAYS
from sim.quantities import show
from sim.scenario.contacts import ContactType
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest
from sim.studies.observed import Observed, Sums, sums_of
from sim.studies.recorded import record
from sim.world.build import build
from sim.world.numbers import World

Floats = NDArray[np.float64]
FIGURES = ("offered", "abandoned_share", "service_level", "asa")
BAND = 0.9
"""Share of single replications that the band holds, so that a further one lies in it with this chance."""
INSIDE = 0.85
"""Share of intervals inside the 90 % band from which on a figure is reproduced."""
FLOORS = 1.5
"""Mean absolute day error, in luck floors, up to which a figure is reproduced."""
FORECAST, VOLUME, ROSTER, HANDLE = "as forecast", "true volume", "true roster", "true handle times"
STEPS = (FORECAST, VOLUME, ROSTER, HANDLE)


FEW = 0.05
"""Contacts of an interval up to which it is left out where none were observed."""
HOUR = 3600


class Job(NamedTuple):
    """One replication of one step."""

    scenario: Scenario
    policy: str
    seed: int
    replication: int
    first: int
    days: int
    within: float
    engine: str = SIMPY


class Fit(NamedTuple):
    """How one figure of a step fits, by interval and by day.

    inside, inside_days: share of intervals, and of days, in the 90 % band of single replications. error: mean
    absolute error of the days. floor: what a perfect model would miss. as_bad: share of replications that,
    taken for the observed days, miss the others' mean by at least as much.
    """

    inside: float
    points: int
    inside_days: float
    error: float
    floor: float
    as_bad: float

    @property
    def floors(self) -> float:
        """Return the error in luck floors."""
        return self.error / self.floor if self.floor > 0 else float("inf") if self.error > 0 else 0.0

    @property
    def holds(self) -> bool:
        """Return whether the figure is reproduced."""
        return self.inside >= INSIDE and self.floors <= FLOORS


class Step(NamedTuple):
    """One step of the ladder: its fits by figure, and simulated figures by interval and day.

    simulated: by figure, shape (replications, dates · slots). days: by figure, shape (replications, dates).
    """

    name: str
    fits: Mapping[str, Fit]
    simulated: Mapping[str, Floats]
    days: Mapping[str, Floats]


def matched(scenario: Scenario, types: Sequence[str]) -> dict[str, str]:
    """Return which contact type of the scenario each type of the observed table is.

    Raises:
        GoodwillError: a type of the table is none of the scenario.
    """
    names = names_of(sorted(types))
    for kind, name in names.items():
        if name not in scenario.contacts:
            remedy = suggest(name, scenario.contacts, "Rename it, or leave its rows out.")
            got = f"got {show(kind)}; allowed {listed(scenario.contacts)}"
            raise GoodwillError(f"--against: has a contact type that the scenario lacks ({got}). {remedy}")
    return names


def backtest(
    asked: tuple[Path, str | None, str],
    against: Observed,
    replications: int,
    seed: int | None = None,
    jobs: executors.Workers = 1,
    within: float = 20.0,
    told: Callable[[str], None] = lambda _: None,
    engine: str = AUTO,
) -> tuple[Step, ...]:
    """Run the steps that the observed table allows, and hold each against it.

    asked: scenario file, scenario and policy. told: called with the name of each step as it begins, and with
    what engine is taken. engine: simpy, compiled, or auto; no result depends on it.
    """
    path, named, policy = asked
    found = []
    for name, sets in _ladder(load_scenario(path, named), against, policy):
        told(name)
        own = load_scenario(path, named, sets)
        one = own.run.seed if seed is None else seed
        taken = _engine(engine, build(own, policy), policy, replications, told)
        tasks = [
            Job(own, policy, one, number, against.first, against.days, within, taken)
            for number in range(replications)
        ]
        ran = executors.run(replicate, tasks, jobs, "scenario", store.rests_on)
        sums = sorted(ran, key=lambda item: item[0])
        found.append(_step(name, against, [each for _, each in sums], own))
    return tuple(found)


def replicate(job: Job) -> tuple[int, Sums]:
    """Run one replication; returns its number and its sums over the observed days."""
    lines = record(job.scenario, job.policy, job.seed, job.replication, job.engine)
    length = int(job.scenario.clock.interval)
    own = lines.filter(lines["leg"] == 0) if lines.height else lines
    return job.replication, sums_of(own, job.first, job.days, length, job.within)


def _engine(asked: str, world: World, policy: str, count: int, told: Callable[[str], None]) -> str:
    """Return the engine of one step, compiled first where need be."""
    choice = choose(asked, {policy: world}, {policy: needs_of(world, count)})
    prepare(choice.variants, told)
    return choice.engines[policy]


def _ladder(scenario: Scenario, against: Observed, policy: str) -> list[tuple[str, list[str]]]:
    """Return the steps with the changes of the scenario that each makes, those before it included.

    Recorded arrivals hold all who dial or call again, so that nobody comes back by the model too.
    """
    first = datetime.date.fromordinal(against.first)
    sets = [f"clock.start={first.isoformat()}", f"clock.days={against.days}"]
    steps = [(FORECAST, list(sets))]
    if not against.by_contact:
        return steps
    for name, dates in against.arrivals.items():
        sets.append(f"contacts.{name}.volume={json.dumps({'arrivals': dates})}")
        sets += [f"contacts.{name}.{key}={value}" for key, value in _varied(scenario.contacts[name])]
    sets += [f"contacts.{name}.volume=0" for name in scenario.contacts if name not in against.arrivals]
    if scenario.failures:
        sets.append("failures={}")  # the contacts that they cause are among those recorded
    sets += [f"queues.{name}.redial.chance=0%" for name, queue in scenario.queues.items() if queue.redial]
    sets += [f"behaviour.recontact.{key}=0%" for key in ("chance", "hung_up_on.chance")]
    steps.append((VOLUME, list(sets)))
    usable = {
        name: one for name, one in against.present.items() if name in scenario.on_duty and one.sum() > 0
    }
    if not usable or scenario.shifts or scenario.rosters:
        return steps
    for name in scenario.on_duty:
        lists = _dated(scenario, against, usable.get(name, np.zeros_like(against.sums.offered)))
        sets.append(f"on_duty.{name}={json.dumps(lists)}")
    steps.append((ROSTER, list(sets)))
    if scenario.policies[policy].pace.hang_up() is not None:
        sets.append(f"policies.{policy}.pace.hangs_up.calls=0%")  # the true handle times hold these calls
    for name, talk in against.talk.items():
        mean = float(np.nanmean(talk)) if np.isfinite(talk).any() else scenario.contacts[name].work.expected()
        lists = _dated(scenario, against, np.where(np.isfinite(talk), np.maximum(talk, 1.0), mean))
        sets.append(f"contacts.{name}.work_by_interval={json.dumps({'mean': lists})}")
    steps.append((HANDLE, list(sets)))
    return steps


def _varied(contact: ContactType) -> list[tuple[str, str]]:
    """Return what a forecast says of a volume and recorded arrivals do not, set to nothing."""
    plain = {"counts": ("new", "new"), "first_attempts": (1.0, "100%"), "scale": (1.0, "1")}
    plain |= dict.fromkeys(("day_to_day", "day_to_day_shared", "interval_to_interval"), (0.0, "0%"))
    return [(key, text) for key, (value, text) in plain.items() if getattr(contact, key) != value]


def _dated(scenario: Scenario, against: Observed, numbers: Floats) -> dict[str, list[float]]:
    """Return numbers of shape (dates, slots) as lists by date, and by weekday for the days around them."""
    clock = scenario.clock
    found: dict[str, list[float]] = {}
    for day in range(against.days):
        date = datetime.date.fromordinal(against.first + day)
        slots = _slots(scenario, date.weekday())
        if slots:
            values = [round(float(numbers[day, slot]), 2) for slot in slots]
            found.setdefault(DAYS[date.weekday()], values)
            found[date.isoformat()] = values
    for day, spans in enumerate(clock.open):
        if spans and DAYS[day] not in found:
            found[DAYS[day]] = [round(float(numbers[numbers > 0].mean()), 2)] * len(_slots(scenario, day))
    return found


def _slots(scenario: Scenario, weekday: int) -> list[int]:
    """Return the slots of the day in which a weekday's planning intervals begin."""
    length = int(scenario.clock.interval)
    spans = scenario.clock.open[weekday]
    return [int(start // length) for span in spans for start in np.arange(span.start, span.end, length)]


def _step(name: str, against: Observed, sums: Sequence[Sums], scenario: Scenario) -> Step:
    by_interval = [one.figures("interval") for one in sums]
    by_day = [one.figures("day") for one in sums]
    open_ = np.zeros(against.sums.offered.shape, np.bool_)
    for day in range(against.days):
        weekday = datetime.date.fromordinal(against.first + day).weekday()
        open_[day, _slots(scenario, weekday)] = True
    true, true_days = against.sums.figures("interval"), against.sums.figures("day")
    simulated = {key: np.array([one[key] for one in by_interval]) for key in FIGURES}
    days = {key: np.array([one[key] for one in by_day]) for key in FIGURES}
    fits = {}
    for key in FIGURES:
        seen = np.where(open_.ravel(), true[key], np.nan)
        if np.isfinite(seen).any() and (name == FORECAST or key != "offered"):
            fits[key] = _fit(seen, simulated[key], true_days[key], days[key])
    return Step(name, fits, simulated, days)


def _fit(seen: Floats, simulated: Floats, seen_days: Floats, days: Floats) -> Fit:
    inside, points = _inside(seen, simulated)
    inside_days, _ = _inside(seen_days, days)
    known = np.isfinite(seen_days) & (seen_days > 0) & np.isfinite(days).all(axis=0)
    errors = np.abs(seen_days[known] - days[:, known].mean(axis=0))
    n = days.shape[0]
    others = (days[:, known].sum(axis=0) - days[:, known]) / max(n - 1, 1)
    luck = np.abs(days[:, known] - others).mean(axis=1) if known.any() else np.zeros(n)
    error = float(errors.mean()) if known.any() else float("nan")
    return Fit(inside, points, inside_days, error, float(luck.mean()), float((luck >= error).mean()))


def band(simulated: Floats) -> tuple[Floats, Floats]:
    """Return the bounds between which a further replication lies with a chance of 90 %, by column.

    They are order statistics: of n replications the k-th lowest and highest hold (n + 1 - 2k) / (n + 1).
    """
    n = simulated.shape[0]
    rank = max(round((1.0 - BAND) / 2.0 * (n + 1)), 1)
    at = (rank - 1) / max(n - 1, 1)
    low, high = np.nanquantile(simulated, [at, 1.0 - at], axis=0)
    return np.asarray(low, np.float64), np.asarray(high, np.float64)


def _inside(seen: Floats, simulated: Floats) -> tuple[float, int]:
    """Return the share of points within the band of single replications, and how many points there are."""
    known = np.isfinite(seen) & (np.isfinite(simulated).sum(axis=0) >= max(simulated.shape[0] // 2, 1))
    if not known.any():
        return float("nan"), 0
    low, high = band(simulated[:, known])
    within = (seen[known] >= low) & (seen[known] <= high)
    return float(within.mean()), int(known.sum())


def table_of(steps: Sequence[Step], against: Observed) -> pl.DataFrame:
    """Return what was observed beside the band of single replications, by interval of the observed days.

    Of the step that knows the roster, else the last one. Columns: step, figure, date, interval ("09:30"),
    observed, mean, low, high; a share in [0, 1], a wait [s]; empty where there is nothing.
    """
    step = next((one for one in steps if one.name == ROSTER), steps[-1])
    true, arrived = against.sums.figures("interval"), step.simulated["offered"]
    slots = np.flatnonzero((true["offered"] > 0) | (arrived.mean(axis=0) > FEW))
    day, slot = np.divmod(slots, against.sums.offered.shape[1])
    dates = [datetime.date.fromordinal(against.first + int(one)).isoformat() for one in day]
    times = [f"{s // HOUR:02d}:{s % HOUR // 60:02d}" for s in (slot * against.length).tolist()]
    parts = []
    for key in (figure for figure in FIGURES if figure in step.fits):
        values = step.simulated[key][:, slots]
        empty = ~np.isfinite(values).any(axis=0)
        filled = np.where(empty, 0.0, values)
        low, high = band(filled)
        columns = {"observed": true[key][slots], "mean": np.nanmean(filled, axis=0), "low": low, "high": high}
        for name in ("mean", "low", "high"):
            columns[name][empty] = np.nan
        about = {"step": step.name, "figure": key, "date": dates, "interval": times}
        parts.append(pl.DataFrame({**about, **columns}).with_columns(pl.col(pl.Float64).fill_nan(None)))
    return pl.concat(parts)

"""Judge whether a warm-up is long enough: repeats build up from an empty start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engines.choice import SIMPY, engine_of
from sim.estimate import Floats, mser5
from sim.hours import DAY
from sim.logs import Columns
from sim.luck import Luck
from sim.studies.bench import Setting
from sim.world.build import build

NEAR_MIDDLE = 0.45
"""Share of the series from which on MSER-5, which searches its first half, has found no plateau."""
FEWEST = 40
"""Intervals with contacts below which nothing is said."""


def judge(setting: Setting, seed: int, engine: str = SIMPY) -> str:
    """Return a warning where MSER-5 drops more than the warm-up of a scenario, or cannot tell; "" otherwise.

    One replication is simulated, by `engine`. The series is the share of contacts that are repeats, by
    planning interval, less the median of its time of day, so that the day's shape is no trend.
    """
    world = build(*setting)
    parts: list[tuple[Floats, Floats]] = []

    def sink(table: str, columns: Columns) -> None:
        if table == "contacts":
            parts.append((np.asarray(columns["arrived"], float), np.asarray(columns["attempt"], float)))

    engine_of(engine)(world, Luck(seed, 0), sink)
    arrived, attempt = (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else ([], [])
    begins = [day.start for day in world.days]
    moments, series = repeats(np.asarray(arrived), np.asarray(attempt), world.interval, begins)
    return verdict(moments, series, world.window.opens)


def repeats(
    arrived: Floats, attempt: Floats, interval: float, midnights: Sequence[float] = ()
) -> tuple[Floats, Floats]:
    """Return the start [s] of every interval with contacts, and its share of repeats less its time's median.

    arrived: moments [s of the run]; attempt: 0 for first attempts; both of shape (contacts,). midnights: when
    days begin [s of the run], every 24 hours if left out.
    """
    slots, which, counts = np.unique(arrived // interval, return_inverse=True, return_counts=True)
    shares = np.bincount(which, attempt > 0.0, len(slots)) / counts if slots.size else np.zeros(0)
    times = slots * interval % DAY
    if len(midnights):
        begins = np.asarray(midnights)
        times = slots * interval - begins[np.searchsorted(begins, slots * interval, side="right") - 1]
    usual = {time: float(np.median(shares[times == time])) for time in np.unique(times)}
    return slots * interval, shares - np.array([usual[time] for time in times])


def verdict(moments: Sequence[float] | Floats, series: Floats, warm_up: float) -> str:
    """Return the warning for a series whose values begin at `moments` [s]; warm_up: its length [s]."""
    if series.size < FEWEST:
        return ""
    dropped = mser5(series)
    if dropped >= NEAR_MIDDLE * series.size:
        return (
            "The run is too short to judge its warm-up: by MSER-5 repeats still rise in its second half. "
            "Set clock.days or clock.warm_up longer."
        )
    needed = float(moments[dropped])
    if needed <= warm_up:
        return ""
    given, rise = f"{warm_up / DAY:.3g} days", f"{needed / DAY:.3g} days"
    return (
        f"The warm-up of {given} is too short: by MSER-5 repeats rise for {rise}. Set clock.warm_up longer."
    )

"""Compute how many are in service when demand swings over the day and nobody waits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.theory.inputs import positive, refuse, shares


class Crest(NamedTuple):
    """The highest point of the load within one cycle."""

    mean_busy: float
    """Mean number in service at the crest."""
    lag: float
    """How long the crest comes after the crest of the arrivals [s]."""


def mean_busy(time: float, arrival_rate: float, swing: float, period: float, mean_service: float) -> float:
    """Return the mean number in service at `time` of M(t)/M/infinity, long after its start.

    Contacts arrive at arrival_rate (1 + swing sin(2 pi time / period)) per second; `time`, `period` and
    `mean_service` are in seconds and `swing` is from 0 to 1. Service is exponential.

    Raises:
        ValueError: if a rate, period or mean is not positive, `swing` is no share or `time` is not finite.

    Source: S. G. Eick, W. A. Massey & W. Whitt, "Mt/G/infinity queues with sinusoidal arrival rates",
    Management Science 39 (1993) 241-252.
    """
    pace = _pace(arrival_rate, swing, period, mean_service)
    if not math.isfinite(time):
        raise refuse("time", "is not finite", time, "any finite number", "Give a moment in seconds.")
    angle = 2.0 * math.pi * math.fmod(time, period) / period
    wave = (math.sin(angle) - pace * math.cos(angle)) / (1.0 + pace * pace)
    return arrival_rate * mean_service * (1.0 + swing * wave)


def mean_busy_in_steps(rates: Sequence[float], step: float, mean_service: float) -> tuple[float, ...]:
    """Return the mean number in service at the start of each step of a cycle, long after the first one.

    Contacts arrive at `rates` [1/s], one after the other for `step` seconds each, again and again; service
    is exponential with mean `mean_service` [s]. Within a step the mean number nears rate x mean service.

    Raises:
        ValueError: if there is no rate, one is negative, or a time is not positive.

    Source: S. G. Eick, W. A. Massey & W. Whitt, "The physics of the Mt/G/infinity queue", Operations
    Research 41 (1993) 731-742.
    """
    positive(step=step, mean_service=mean_service)
    if not rates or not all(0.0 <= rate < math.inf for rate in rates):
        raise refuse("rates", "are not rates", list(rates), "numbers from 0, one or more", "Correct them.")
    stays = math.exp(-step / mean_service)
    left = 0.0
    for rate in rates:
        left = left * stays + rate * mean_service * (1.0 - stays)
    found = [left / (1.0 - math.exp(-step * len(rates) / mean_service))]
    for rate in rates[:-1]:
        found.append(found[-1] * stays + rate * mean_service * (1.0 - stays))
    return tuple(found)


def crest(arrival_rate: float, swing: float, period: float, mean_service: float) -> Crest:
    """Return the crest of `mean_busy` and how far it trails the crest of the arrivals.

    Raises:
        ValueError: as `mean_busy`.

    Source: as `mean_busy`.
    """
    pace = _pace(arrival_rate, swing, period, mean_service)
    highest = arrival_rate * mean_service * (1.0 + swing / math.hypot(1.0, pace))
    return Crest(highest, math.atan(pace) * period / (2.0 * math.pi))


def _pace(arrival_rate: float, swing: float, period: float, mean_service: float) -> float:
    """Return the angle [radian] that the cycle turns during a mean service."""
    positive(arrival_rate=arrival_rate, period=period, mean_service=mean_service)
    shares(swing=swing)
    return 2.0 * math.pi * mean_service / period

"""Ranges: for every family of numbers that a scenario holds, the lowest and the highest one.

They are wide: no centre that we know of comes near them. They keep out what no machine can work with
(a shape of 0.001 has no finite mean, e^700 is the last power of e) and what is a slip (a warmth of 60).
`sim.quantities` makes one type of each; a test tries both ends of every number of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Range(NamedTuple):
    """The lowest and the highest number of a family; with `or_zero`, 0 is allowed below the lowest."""

    low: float
    high: float
    or_zero: bool = False


LONGEST = 36525 * 86400.0
"""A hundred years [s]."""

RANGES: Mapping[str, Range] = {
    "time": Range(0.001, LONGEST, or_zero=True),  # [s]
    "positive_time": Range(0.001, LONGEST),  # [s]
    "long_time": Range(60.0, LONGEST),  # [s]: what comes again and again
    "run_time": Range(0.001, 3660 * 86400.0, or_zero=True),  # [s]: before and after what is measured
    "share": Range(1e-9, 1.0, or_zero=True),  # [1]
    "count": Range(1.0, 10_000_000.0),  # whole numbers
    "volume": Range(1e-9, 1e12, or_zero=True),  # issues or agents in an interval; sizes are counted
    "factor": Range(0.001, 1000.0),  # a multiple of something
    "scale": Range(1e-6, 1e12),  # a multiple of a whole volume
    "money": Range(1e-9, 1e12, or_zero=True),  # in the scenario's currency, per hour, year or event
    "positive_money": Range(1e-9, 1e12),
    "rate": Range(1e-9, 1e6, or_zero=True),  # events per person and year
    "times": Range(1e-9, 1000.0, or_zero=True),  # how many times, or how many people
    "warmth": Range(-1.0, 1.0),  # from cold to kind
    "spread": Range(1e-6, 100.0, or_zero=True),  # a standard deviation on the scale of warmth, trust or skill
    "goodwill": Range(-10.0, 10.0),  # trust (0 to 1) plus tie: five of the widest spreads of ties
    "weight": Range(1e-9, 100.0, or_zero=True),  # what counts how much for an episode
    "loss": Range(1e-9, 100.0, or_zero=True),  # weight of losses as a multiple of that of gains
    "logit": Range(-100.0, 100.0),  # of a chance: at 20 all but 2 in 10^9
    "sensitivity": Range(1e-9, 3.0, or_zero=True),  # logs per 0.2 of goodwill: beyond 3 E15 is inexact
    "hurry": Range(1e-9, 1e6, or_zero=True),  # hazard of ending past a target, in units of 1 / target
    "pressure": Range(1e-9, 100.0, or_zero=True),  # of a crowd, and its effects
    "norm": Range(0.001, 1000.0),  # what feels ordinary
    "day_spread": Range(0.001, 1.0, or_zero=True),  # a coefficient of variation of volumes
    "cv": Range(0.01, 30.0),  # standard deviation / mean of a time
    "cv_or_none": Range(1e-6, 1000.0, or_zero=True),  # the same, where none is allowed and tails may be long
    "sigma": Range(1e-6, 6.0, or_zero=True),  # of the logarithm of a time: the mean is e^18 medians
    "shape": Range(0.1, 100.0),  # of a Weibull: 0.1 has a mean of 3.6 million scales
    "beta": Range(0.05, 1000.0),  # of a beta: from nearly all or nothing to nearly fixed
    "priority": Range(-1e6, 1e6),  # ranks of queues, in points
    "points": Range(1e-6, 1e6, or_zero=True),  # points per second of waiting
}

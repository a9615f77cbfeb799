"""Figures: what was measured beside what was simulated, and how far one is from the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isnan, sqrt
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.estimate import student
from sim.kpis.base import ALL
from sim.scenario.contradictions import offered_per_day
from sim.scenario.model import Scenario
from sim.scenario.observed import Measured

KPI_OF = {"abandoned": "abandoned_share", "csat": "csat_survey", "cut": "cut_share"}
"""Measures of another name than the figure that they are laid beside."""
LONG, SHORT, BY_REPEATS = "repeats_after_long", "repeats_after_short", "fcr_measured"
UNFITTED = "hold_and_search"
"""A figure that no number is fitted to."""
FITS, MISSES = 2.0, 3.0
"""Errors up to which a figure fits, and beyond which it does not."""

LEAST, MOST = 1e-4, 0.9999
"""Ends of the shares that `logit` takes."""
Floats = NDArray[np.float64]
Value = Callable[[str], tuple[float, float] | None]
"""A measure by name to its simulated value and its standard error."""


class Figure(NamedTuple):
    """A measured figure, and of what: policy, dimension and member."""

    policy: str
    dimension: str
    member: str
    told: Measured

    @property
    def name(self) -> str:
        """The figure's name, such as "aht" or "aht of service"."""
        return self.told.name + (f" of {self.member}" if self.member else "")

    @property
    def words(self) -> str:
        """The figure in words."""
        return self.told.words + (f" of {self.member}" if self.member else "")


class Beside(NamedTuple):
    """A measured figure beside the simulated one.

    shown: what was simulated; None where nothing tells it. luck: its standard error.
    """

    figure: Figure
    shown: float | None
    luck: float = 0.0

    @property
    def away(self) -> float | None:
        """How far the simulated figure lies above the measured one, in errors of both."""
        if self.shown is None:
            return None
        return (self.shown - self.figure.told.value) / sqrt(self.figure.told.error**2 + self.luck**2)


def figures_of(scenario: Scenario) -> list[Figure]:
    """Return every figure that the scenario says was measured; under the baseline first."""
    observed = scenario.observed
    if observed is None:
        return []
    own = observed.policy or scenario.baseline
    found = [
        Figure(own, dimension, member if dimension != ALL else "", told)
        for dimension, member, part in observed.parts()
        for told in part.measured()
    ]
    found += [
        Figure(policy, ALL, "", told) for policy, part in observed.under.items() for told in part.measured()
    ]
    return [_of_run(scenario, one) for one in found]


def of_whole(scenario: Scenario) -> list[Figure]:
    """Return the figures of the whole centre, those of its only queue, type or group among them."""
    counts = {
        "queue": len(scenario.queues),
        "contact": len(scenario.contacts),
        "group": len(scenario.groups),
    }
    alone = {ALL, *(dimension for dimension, count in counts.items() if count == 1)}
    return [
        one._replace(dimension=ALL, member="")
        for one in figures_of(scenario)
        if one.dimension in alone and one.told.name != UNFITTED
    ]


def _of_run(scenario: Scenario, figure: Figure) -> Figure:
    """Return a figure as the measured days of the run tell it: contacts a week become contacts a day."""
    if figure.told.name != "offered" or figure.dimension != ALL:
        return figure
    day = offered_per_day(scenario, figure.told)
    return figure._replace(told=figure.told._replace(value=day.value, error=day.error))


def beside(figure: Figure, value: Value) -> Beside:
    """Return a figure beside what `value` says was simulated."""
    name = figure.told.name
    if name == "recontact_7d":
        found = value(BY_REPEATS)
        return Beside(figure, None) if found is None else Beside(figure, 1.0 - found[0], found[1])
    if name == "repeat_after_long":
        long, short = value(LONG), value(SHORT)
        if long is None or short is None:
            return Beside(figure, None)
        return Beside(figure, long[0] - short[0], sqrt(long[1] ** 2 + short[1] ** 2))
    found = value(KPI_OF.get(name, name))
    return Beside(figure, None) if found is None else Beside(figure, *found)


def reconciled(scenario: Scenario, found: pl.DataFrame) -> list[Beside]:
    """Return every measured figure beside a run's estimates; those of policies that did not run are left out.

    found: estimates, as `sim.comparison.estimates` gives them.
    """
    wanted = figures_of(scenario)
    if not wanted:
        return []
    here = found.filter(pl.col("scenario") == scenario.scenario)
    ran = set(here["policy"])
    columns = ("policy", "dimension", "member", "kpi", "value", "half_width", "n")
    rows = {row[:4]: row[4:] for row in here.select(columns).iter_rows()}
    confidence = scenario.run.confidence

    def value_of(figure: Figure) -> Value:
        def value(kpi: str) -> tuple[float, float] | None:
            row = rows.get((figure.policy, figure.dimension, figure.member, kpi))
            if row is None or row[0] is None or isnan(row[0]):
                return None
            value, half, count = row
            return value, (half or 0.0) / float(student(confidence, max(count - 1, 1)))

        return value

    return [beside(one, value_of(one)) for one in wanted if one.policy in ran]


def misfits(rows: Sequence[Beside]) -> Iterator[Beside]:
    """Yield what lies farther than `FITS` errors from what was measured, the farthest first."""
    far = [one for one in rows if one.away is not None and abs(one.away) > FITS]
    yield from sorted(far, key=lambda one: -abs(one.away or 0.0))


def row(one: Beside) -> dict[str, Any]:
    """Return a figure beside the simulated one as `result.json` holds it."""
    figure, told = one.figure, one.figure.told
    return {
        "policy": figure.policy,
        "dimension": figure.dimension,
        "member": figure.member,
        "figure": told.name,
        "unit": told.unit,
        "measured": told.value,
        "error": told.error,
        "simulated": one.shown,
        "off_by": one.away,
    }


def logit(values: Floats) -> Floats:
    """Return logits of shares and logs of times, so that both move evenly."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.clip(values, LEAST, MOST)
        return np.where(values > 1.0, np.log(np.maximum(values, LEAST)), np.log(shares / (1.0 - shares)))


def expit(values: Floats, like: Floats) -> Floats:
    """Return shares and times of what `logit` made; `like`: figures that tell which of the two each is."""
    return np.where(like > 1.0, np.exp(np.minimum(values, 50.0)), 1.0 / (1.0 + np.exp(-values)))

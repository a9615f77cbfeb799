"""Page of a backtest: what fits, the error that luck alone would cause, the sources of the rest."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

import numpy as np

from sim.studies.backtest import FIGURES, FORECAST, INSIDE, Fit, Step, band
from sim.studies.observed import Observed

WORDS = {
    "offered": "offered contacts",
    "abandoned_share": "share abandoned",
    "service_level": "service level",
    "asa": "mean wait of the answered",
}


class Told(NamedTuple):
    """What stands above a backtest: the scenario, its policy, the observed table and the run."""

    scenario: str
    policy: str
    source: str
    replications: int
    within: float


def verdict(steps: Sequence[Step]) -> str:
    """Return the verdict in a sentence or two: of the forecast, and of the most informed step."""
    first, last = steps[0], steps[-1]
    found = [_of(first)]
    if last is not first:
        found.append(_of(last))
    return " ".join(found)


def _of(step: Step) -> str:
    bad = [WORDS[key] for key, fit in step.fits.items() if not fit.holds]
    good = [WORDS[key] for key, fit in step.fits.items() if fit.holds]
    lead = "As forecast, the scenario" if step.name == FORECAST else f"With {step.name}, it"
    if not bad:
        return f"{lead} reproduces {_and(good)}."
    if not good:
        return f"{lead} reproduces none of {_and(bad)}."
    return f"{lead} reproduces {_and(good)}, but not {_and(bad)}."


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def page(steps: Sequence[Step], against: Observed, told: Told, picture: str) -> str:
    """Return the page as Markdown; `picture` is the name of the figure beside it, or nothing."""
    lines = [f"# Backtest of {told.scenario}", "", verdict(steps), ""]
    first = datetime.date.fromordinal(against.first)
    last = datetime.date.fromordinal(against.first + against.days - 1)
    of_run = f"policy {told.policy}, {told.replications} replications a step"
    span = f"{first} to {last}, intervals of {against.length // 60} min"
    lines += [f"Observed: {told.source}, {span}. Simulated: {of_run}.", ""]
    if against.outside:
        lines += [f"{against.outside} observed contacts came while the scenario is closed; left out.", ""]
    if picture:
        lines += [f"![{picture}]({picture})", ""]
    lines += ["## The ladder", "", *_ladder(steps), "", *_explained(steps)]
    lines += ["", "## Days", "", *_days(steps, against), "", "## How to read it", "", *_how(told)]
    return "\n".join(lines) + "\n"


def _ladder(steps: Sequence[Step]) -> Iterator[str]:
    head = ("step", "figure", "intervals inside", "days inside", "day error", "luck floor", "÷ floor", "fits")
    yield f"| {' | '.join(head)} |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for step in steps:
        for key, fit in step.fits.items():
            yield f"| {' | '.join(_row(step.name, key, fit))} |"


def _row(name: str, key: str, fit: Fit) -> tuple[str, ...]:
    return (
        name,
        WORDS[key],
        f"{100.0 * fit.inside:.0f} % of {fit.points}",
        f"{100.0 * fit.inside_days:.0f} %",
        amount(key, fit.error),
        amount(key, fit.floor),
        f"{fit.floors:.1f}" if isfinite(fit.floors) else "no luck in it",
        "yes" if fit.holds else "no",
    )


def amount(key: str, number: float) -> str:
    """Write a figure in its unit."""
    if key in ("abandoned_share", "service_level"):
        return f"{100.0 * number:.1f} pp"
    return f"{number:.1f} s" if key == "asa" else f"{number:,.0f}"


def _explained(steps: Sequence[Step]) -> Iterator[str]:
    """Yield by how much each step lessens the errors, as the cause that it takes away."""
    for before, after in pairwise(steps):
        parts = [
            f"{WORDS[key]} {amount(key, before.fits[key].error)} → {amount(key, after.fits[key].error)}"
            for key in FIGURES
            if key in before.fits and key in after.fits and key != "offered"
        ]
        yield f"- {before.name} → {after.name}: mean day error of {'; '.join(parts)}."


def _days(steps: Sequence[Step], against: Observed) -> Iterator[str]:
    last, true = steps[-1], against.sums.figures("day")
    yield f"With {last.name}; in brackets the 90 % band of single replications."
    yield ""
    keys = [key for key in FIGURES if key in last.fits]
    yield "| date | " + " | ".join(f"{WORDS[key]}, observed | simulated" for key in keys) + " |"
    yield "| --- |" + " ---: | ---: |" * len(keys)
    for day in range(against.days):
        if not true["offered"][day]:
            continue
        cells = [datetime.date.fromordinal(against.first + day).isoformat()]
        for key in keys:
            values = last.days[key][:, day]
            values = values[np.isfinite(values)]
            if not values.size:
                cells += [_plain(key, true[key][day]), "–"]
                continue
            low, high = (float(end[0]) for end in band(values[:, None]))
            cells += [
                _plain(key, true[key][day]),
                f"{_plain(key, float(values.mean()))} [{_plain(key, low)}, {_plain(key, high)}]",
            ]
        yield f"| {' | '.join(cells)} |"


def _plain(key: str, number: float) -> str:
    if not isfinite(number):
        return "–"
    if key in ("abandoned_share", "service_level"):
        return f"{100.0 * number:.1f} %"
    return f"{number:.1f} s" if key == "asa" else f"{number:,.0f}"


def _how(told: Told) -> Iterator[str]:
    yield (
        f"- Service level: answered within {told.within:g} s ÷ offered. Share abandoned: abandoned "
        "÷ offered. The interval is that of arrival."
    )
    yield (
        "- Inside: the observed figure lies in the 90 % band of single replications. A perfect model has "
        "90 % inside, give or take chance."
    )
    yield (
        "- Luck floor: the mean error that a perfect model would make, as it predicts the mean and the "
        "observed day is one draw."
    )
    yield f"- Fits: at least {100 * INSIDE:.0f} % of the intervals inside, an error up to 1.5 luck floors."
    yield (
        "- Each step keeps what the one before it was given. The true roster is read off the conversations "
        "of named agents, so it knows the queue a little."
    )

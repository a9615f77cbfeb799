"""Write the numbers of a fit as a file that extends the scenario it was fitted to."""

from __future__ import annotations

from typing import Any

from sim.studies.calibrate import Centre, Fit
from sim.studies.numbers import Number, get


def written(centre: Centre, fit: Fit, source: str, *, good: bool = True) -> dict[str, Any]:
    """Return what a file that extends the scenario says of the fitted numbers: value, range and source.

    good: whether it is a good fit; of another one no number is surer than low.
    """
    found: dict[str, Any] = {}
    for number in [*centre.fit_numbers, *(one for one in centre.open_numbers if one.name in fit.moved)]:
        sure = "low" if number.name in fit.moved or not good else "medium"
        bare = number._replace(form="{}")
        now, low, high = (bare.sets(one) for one in (fit.values[number.name], number.low, number.high))
        for path, text in now.items():
            part, steps = found, path.split(".")
            for depth, step in enumerate(steps[:-1]):
                part = part.setdefault(step, {})
                above = get(centre.scenario, ".".join(steps[: depth + 1]))
                part.update({tag: getattr(above, tag) for tag in ("dist", "kind") if hasattr(above, tag)})
            ends = [_plain(number, low[path]), _plain(number, high[path])]
            said = {"value": _plain(number, text), "range": ends, "source": source, "confidence": sure}
            part[steps[-1]] = {"ended": said, "within": "1m"} if number.form != "{}" else said
    return found


def _plain(number: Number, text: str) -> str | float:
    """Return a value as a file has it: plain numbers without quotes."""
    return float(text) if number.unit == "number" else text

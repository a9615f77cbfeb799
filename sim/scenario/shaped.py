"""Shape a total of a week or a day into one number per interval: even, or by a profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.hours import DAYS
from sim.quantities import QuantityError, show
from sim.scenario.curve import Curve, Steady, parse_amount, parse_curve
from sim.scenario.week import Week

TOTALS = ("per_week", "per_day")
PROFILE = "profile"


def is_total(raw: Mapping[Any, Any]) -> bool:
    """Return whether a volume is a total of a week or of a day."""
    return any(key in raw for key in TOTALS)


def shaped(raw: Mapping[str, Any], week: Week, interval: float) -> dict[str, list[float]]:
    """Return a total, `{per_week: 9000, profile: …}`, as numbers per interval of each open weekday.

    Raises:
        QuantityError: the total, the profile or what stands beside them is wrong; with its path.
    """
    keys = [key for key in raw if key in TOTALS]
    for key in raw:
        if key not in (*TOTALS, PROFILE) or len(keys) > 1:
            allowed = "per_week or per_day, and profile"
            raise QuantityError("has keys that do not go together", key, allowed, "Leave one out.", (key,))
    (key,) = keys
    try:
        total = parse_amount(raw[key])
    except QuantityError as error:
        raise QuantityError(*error.parts, path=(key,)) from error
    weights = _weights(raw, week, interval)
    everything = sum(map(sum, weights.values()))
    found = {}
    for name, of_day in weights.items():
        whole = sum(of_day) if key == "per_day" else everything
        if not whole:
            at = f"nothing on {name}" if key == "per_day" else "nothing"
            remedy = "Correct the profile."
            raise QuantityError("has no shape", at, "a profile above zero", remedy, (PROFILE,))
        found[name] = [total * weight / whole for weight in of_day]
    return found


def _weights(raw: Mapping[str, Any], week: Week, interval: float) -> dict[str, list[float]]:
    """Return the profile by open weekday; the lengths of intervals where there is none."""
    lengths = {
        DAYS[day]: [
            min(interval, span.end - span.start - k * interval)
            for span in spans
            for k in range(int(-(-(span.end - span.start) // interval)))
        ]
        for day, spans in enumerate(week)
        if spans
    }
    if PROFILE not in raw:
        return lengths
    try:
        profile = parse_curve(raw[PROFILE])
    except QuantityError as error:
        raise QuantityError(*error.parts, path=(PROFILE, *error.path)) from error
    return {name: _listed(profile, name, of_day) for name, of_day in lengths.items()}


def _listed(profile: Curve, name: str, lengths: list[float]) -> list[float]:
    """Return the numbers of a profile on a weekday, as many as its intervals."""
    if not profile.days:
        return lengths
    numbers = next((n for days, n in profile.days if DAYS.index(name) in days), ())
    if isinstance(numbers, Steady):
        return [numbers.number] * len(lengths)
    if len(numbers) != len(lengths):
        got, allowed = f"{len(numbers)} on {name}", f"{len(lengths)}, one per interval"
        wrong = "has the wrong number of intervals"
        raise QuantityError(wrong, show(got), allowed, "Write one number for each.", (PROFILE,))
    return list(numbers)

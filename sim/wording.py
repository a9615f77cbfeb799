"""Write estimates as people read them: with their unit, and with the digits that their interval allows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence

from sim.estimate import Estimate
from sim.quantities import duration_text
from sim.scenario.labels import measure_first

NONE = "–"
"""What stands for a value that does not exist."""

DECIMALS, MOST_DECIMALS = 4, 9
"""Decimals that numbers are written with at most: usually, and where they are small but not rounding."""

WHOLE = 100.0
"""Values from which on decimals are noise."""

UNROUNDED = "Differences are of unrounded values."
"""What is said once where differences stand beside the values that they are of."""

NOISE = 1e-9
"""Numbers below this are the computer's rounding."""

UNITS = {
    "s": (1.0, "s", "s"),
    "share": (100.0, "%", "pp"),
    "per_day": (1.0, "a day", "a day"),
    "per_week": (1.0, "a week", "a week"),
    "per_open_day": (1.0, "an open day", "an open day"),
    "count": (1.0, "", ""),
    "score": (1.0, "", ""),
}
"""Unit of a KPI: factor to show it, words beside a value, words beside a difference."""

TIMES = {"d": "d", "h": "h", "m": "min", "s": "s"}
"""Units of a time as a scenario file has them, and as people write them."""
TIME_PART = re.compile(r"([\d.]+)([dhms])")
GOAL_TIME = re.compile(r"\b([Ww]ithin) ((?:[\d.]*\d[dhms])+)\b")
"""The time of a goal, such as "within 1m30s"."""


def spaced(text: str, names: Iterable[str]) -> str:
    """Return a text for a heading: as `in_words`, with a capital where it begins with a name."""
    found = in_words(text, names)
    begins = any(re.match(rf"{re.escape(name)}(?!\w)", text) for name in names)
    return found[:1].upper() + found[1:] if begins else found


def time_in_words(seconds: float) -> str:
    """Write a time as people write it: `60` is "1 min", `90` is "1 min 30 s"."""
    return _spelled(duration_text(seconds))


def _spelled(time: str) -> str:
    return TIME_PART.sub(lambda part: f" {part[1]} {TIMES[part[2]]}", time).lstrip()


def in_words(text: str, names: Iterable[str]) -> str:
    """Return a text in which names of queues and the like have blanks, as in "second line".

    The time of a goal has words for its units: "within 1m" is "within 1 min".

    names: as the scenario file has them. Within a path (queues.second_line.hours) they stay as they are.
    """
    for name in sorted((one for one in names if "_" in one and one in text), key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w]|\.\w)", name.replace("_", " "), text)
    return GOAL_TIME.sub(lambda goal: f"{goal[1]} {_spelled(goal[2])}", text)


def goal_in_words(goal: str, words: Callable[[str], str]) -> str:
    """Return a goal that was held, such as "service_level{queue=chat} >= 80.0 %", as people write it.

    words: gives those for a measure by its name.
    """
    name, _, level = goal.partition(" ")
    kpi, _, where = name.partition("{")
    part = f" ({where.rstrip('}')})" if where else ""
    told = re.sub(r"(\.0)? *%", " %", level.replace(">=", "≥").replace("<=", "≤"))
    return f"{words(kpi)}{part} {told}"


def beyond_luck(unknown: Sequence[str]) -> str:
    """Return what intervals leave out; `unknown`: the paths of the numbers that are to be measured first."""
    said = "Confidence intervals hold the luck of the simulation only; the assumptions are not in them."
    return said + measure_first(unknown)


def show_value(found: Estimate, unit: str, currency: str = "") -> str:
    """Write a value and its half-width, as in "81.3 ± 0.7 %"; "no data" without one."""
    if found.value is None:
        return "no data"
    return f"{show_number(found, unit)} {unit_words(unit, currency)}".rstrip()


def show_number(found: Estimate, unit: str) -> str:
    """Write a value and its half-width without the unit, as in "81.3 ± 0.7"; "–" without one.

    Where the interval was cut at what is possible, its ends stand instead, as in "0.03 [0.00, 0.10]".
    """
    factor, _, _ = _unit(unit, "")
    if found.value is None:
        return NONE
    places = _decimals(found, factor)
    value = _number(found.value * factor, places)
    if found.half_width is None or found.low is None or found.high is None:
        return value
    if found.high - found.low < 2.0 * found.half_width - NOISE:
        return f"{value} [{', '.join(_number(end * factor, places) for end in (found.low, found.high))}]"
    return f"{value} ± {half_text(found.half_width * factor, places)}"


def show_difference(found: Estimate, unit: str, currency: str = "") -> str:
    """Write a difference with its interval, as in "+3.2 pp [+1.1, +5.3]"; "no data" without one."""
    factor, _, suffix = _unit(unit, currency)
    if found.value is None:
        return "no data"
    places = _places_of_difference(found, factor)
    value = f"{_number(found.value * factor, places, '+')} {suffix}".rstrip()
    if found.low is None or found.high is None:
        return value
    low, high = (_number(end * factor, places, "+") for end in (found.low, found.high))
    return f"{value} [{low}, {high}]"


def show_change(found: Estimate, unit: str, *, spread: bool = True) -> str:
    """Write a difference without its unit, as in "+3.2 ± 2.1"; "–" without one. spread: with half-width."""
    factor, _, _ = _unit(unit, "")
    if found.value is None:
        return NONE
    places = _places_of_difference(found, factor)
    value = _number(found.value * factor, places, "+")
    return (
        value
        if found.half_width is None or not spread
        else f"{value} ± {half_text(found.half_width * factor, places)}"
    )


def short_value(value: float | None, unit: str, currency: str = "") -> str:
    """Write a value as people say it, with its unit: "88.9 %", "237 s", "12,588 EUR"; "–" without one."""
    if value is None:
        return NONE
    return f"{short_number(value, unit)} {unit_words(unit, currency)}".rstrip()


def short_number(value: float, unit: str, like: float | None = None) -> str:
    """Write a value without its unit, with as many digits as a planner reads.

    like: the value beside it, whose decimals it takes.
    """
    factor, _, _ = _unit(unit, "")
    return _number(value * factor, _short_places(value if like is None else like, unit))


def short_change(found: Estimate, unit: str, currency: str = "", like: float | None = None) -> str:
    """Write a difference with its half-width and unit, as in "+19.0 ±0.3 pp"; "–" without one.

    like: the value beside it, whose decimals it takes unless they would make it 0.
    """
    factor, _, suffix = _unit(unit, currency)
    if found.value is None:
        return NONE
    places = _short_places(found.value if like is None else like, unit)
    if found.low is not None and found.high is not None and found.low * found.high > 0.0:
        nearest = min(abs(found.low), abs(found.high)) * factor  # what is not 0 is not written as 0
        places = next((more for more in range(places, MOST_DECIMALS + 1) if round(nearest, more)), places)
    change = _number(found.value * factor, places, "+")
    spread = "" if found.half_width is None else f" ±{half_text(found.half_width * factor, places)}"
    return f"{change}{spread} {suffix}".rstrip()


def half_text(half_width: float, places: int) -> str:
    """Write a half-width; with more decimals where so many would make it 0 though it is not."""
    more = places
    if half_width > NOISE:
        more = next((some for some in range(places, MOST_DECIMALS + 1) if round(half_width, some)), places)
    return f"{half_width:,.{more}f}"


def _short_places(value: float, unit: str) -> int:
    """Return the decimals that a value is shown with, by its unit and size."""
    if unit == "share":
        return 1
    if unit == "score":
        return 3
    return 0 if abs(value) >= WHOLE else 1 if unit == "s" or unit.startswith("per_") else 2


def unit_words(unit: str, currency: str = "") -> str:
    """Return the unit as it stands beside values, as in "%" or "s"; empty for plain numbers."""
    return _unit(unit, currency)[1]


def _unit(unit: str, currency: str) -> tuple[float, str, str]:
    """Return the factor to show a unit, and the words beside a value and beside a difference."""
    if unit == "money":
        return 1.0, currency, currency
    return UNITS[unit]


def _places_of_difference(found: Estimate, factor: float) -> int:
    """Return the decimals of a difference; an interval that excludes 0 is not written as if it reached it."""
    places = _decimals(found, factor)
    if found.low is None or found.high is None or found.low * found.high <= 0.0:
        return places
    nearest = min(abs(found.low), abs(found.high)) * factor
    return next((more for more in range(places, MOST_DECIMALS + 1) if round(nearest, more)), places)


def _decimals(found: Estimate, factor: float) -> int:
    """Return the decimals that show two digits of the half-width, or three of a value without one.

    They are 4 at most, or what three digits of a smaller value take.
    """
    value, half_width = (abs((part or 0.0) * factor) for part in (found.value, found.half_width))
    if max(value, half_width) < NOISE:
        return 0
    wanted = _places(half_width, 2) if half_width else _places(value, 3)
    small = _places(value, 3)
    return max(0, min(wanted, small if DECIMALS < small <= MOST_DECIMALS else DECIMALS))


def _places(size: float, digits: int) -> int:
    """Return the decimals that show `digits` of a number; none for 0."""
    return digits - 1 - math.floor(math.log10(size)) if size else 0


def _number(value: float, places: int, sign: str = "") -> str:
    """Write a number with thousands separators and a true minus sign, never as minus zero."""
    rounded = round(value, places)
    return f"{rounded:{sign},.{places}f}".replace("-", "−") if rounded else f"{0.0:.{places}f}"

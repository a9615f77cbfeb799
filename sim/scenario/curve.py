"""Curve: one number per interval of the opening hours, by weekday."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.hours import parse_date, parse_weekdays, weekdays_text
from sim.quantities import FAMILIES, QuantityError, parse_positive_duration
from sim.scenario.clock import DayKind
from sim.scenario.zone import STEADY

EVERY_DAY = tuple(range(7))
parse_amount = FAMILIES["volume"].bounded
"""Read a number of issues or agents in an interval."""
_DATE = re.compile(r"[0-9]{4}-.*")
_PACE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?/[0-9]{0,4}[hm]")
ALLOWED = (
    "a number, a list, lists by weekday or date, {per_hour: 80}, {per_week: 9000}, "
    "{file: x.csv, column: name}"
)


class Steady(NamedTuple):
    """One number for every interval of a day."""

    number: float


class Curve(NamedTuple):
    """The numbers of each set of weekdays, or one number for every hour or interval.

    `days` pairs weekdays (0 is Monday) with one number per interval of their opening hours, or with one that
    is `Steady`, and `dates` does so for dates, which come before their weekdays; otherwise `per_hour` or
    `level` (per interval) holds at all times.
    """

    days: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...] = ()
    per_hour: float | None = None
    level: float | None = None
    dates: tuple[tuple[datetime.date, tuple[float, ...]], ...] = ()

    def of_date(self, kind: DayKind) -> tuple[float, ...] | None:
        """Return the numbers for the one date that a kind of day is, None if there are none."""
        if not kind.date or not self.dates:
            return None
        return next((numbers for date, numbers in self.dates if date.toordinal() == kind.date), None)

    def on(self, kind: DayKind) -> tuple[float, ...]:
        """Return the numbers of each interval of a kind of day; zeros where none are named."""
        if self.level is not None:
            return (self.level,) * len(kind.lengths)
        if self.per_hour is not None:
            return tuple(self.per_hour * length / 3600.0 for length in kind.lengths)
        dated = self.of_date(kind)
        numbers = dated or next((numbers for days, numbers in self.days if kind.weekday in days), ())
        if isinstance(numbers, Steady):
            return (numbers.number,) * len(kind.lengths)
        if dated is not None and kind.change is STEADY:
            return (*dated, *(0.0,) * len(kind.lengths))[: len(kind.lengths)]
        return tuple(numbers[place] if 0 <= place < len(numbers) else 0.0 for place in kind.places)

    def counts(self, kind: DayKind) -> tuple[float, ...]:
        """Return the numbers as `on` does, in proportion to the lengths of intervals cut or lengthened."""
        numbers = self.on(kind)
        if not self.days or kind.lengths == kind.usual or self.of_date(kind) is not None:
            return numbers
        usual = dict(enumerate(kind.usual))
        return tuple(
            number * length / usual.get(place, length)
            for number, length, place in zip(numbers, kind.lengths, kind.places, strict=True)
        )


def _numbers(raw: Any, path: tuple[str | int, ...]) -> tuple[float, ...]:
    if isinstance(raw, int | float):
        try:
            return Steady(parse_amount(raw))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=path) from error
    if not isinstance(raw, list | tuple) or not raw:
        raise QuantityError("is not a list of numbers", raw, ALLOWED, "Write one number per interval.", path)
    found = []
    for index, item in enumerate(raw):
        try:
            found.append(parse_amount(item))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(*path, index)) from error
    return tuple(found)


def _pace(raw: str) -> float:
    """Read contacts in a time, such as "200/h" or "50/30m", as contacts an hour."""
    number, _, time = raw.partition("/")
    seconds = parse_positive_duration(time if time[0].isdigit() else f"1{time}")
    return parse_amount(float(number) * 3600.0 / seconds)


def _per_hour(key: str, number: Any) -> str:
    """Word the remedy for a pace by another time than the hour."""
    minutes = {"per_minute": 60, "per_second": 3600, "per_half_hour": 2, "per_quarter_hour": 4}
    if key in minutes and isinstance(number, int | float):
        return f"Write {{per_hour: {minutes[key] * number:.10g}}}."
    return "Write {per_week: x} or {per_day: x}, and perhaps profile: with its shape."


def _by_date(raw: Mapping[Any, Any]) -> tuple[tuple[datetime.date, tuple[float, ...]], ...]:
    """Read lists by date."""
    found: dict[datetime.date, tuple[float, ...]] = {}
    for key, numbers in raw.items():
        try:
            date = parse_date(key)
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(key,)) from error
        found[date] = _numbers(numbers, (key,))
    return tuple(sorted(found.items()))


def _by_weekday(raw: Mapping[Any, Any]) -> tuple[tuple[tuple[int, ...], tuple[float, ...]], ...]:
    """Read lists by weekday."""
    days = []
    for key, numbers in raw.items():
        if str(key).startswith("per_"):
            wrong = "has no such pace"
            allowed = "per_hour, per_day or per_week"
            raise QuantityError(wrong, key, allowed, _per_hour(str(key), numbers), (key,))
        try:
            weekdays = parse_weekdays(key)
        except QuantityError as error:
            wrong, got, _, meant = error.parts
            raise QuantityError(wrong, got, ALLOWED, meant, (key,)) from error
        days.append((weekdays, _numbers(numbers, (key,))))
    named = [day for weekdays, _ in days for day in weekdays]
    if len(named) != len(set(named)):
        raise QuantityError("names a weekday twice", raw, "each weekday once", "Leave one of the two out.")
    return tuple(days)


def parse_curve(raw: Any) -> Curve:
    """Read a curve: one number, a list for every day, lists by weekday, or one number per hour."""
    if isinstance(raw, Curve):
        return raw
    if isinstance(raw, int | float):
        return Curve(level=parse_amount(raw))
    if isinstance(raw, str) and _PACE.fullmatch(raw):
        return Curve(per_hour=_pace(raw))
    if isinstance(raw, list | tuple):
        return Curve(((EVERY_DAY, _numbers(raw, ())),))
    if not isinstance(raw, Mapping) or not raw:
        file = isinstance(raw, str) and raw.endswith(".csv")
        remedy = f"Write {{file: {raw}, column: NAME}}." if file else "Write one of these forms."
        raise QuantityError("is not a curve", raw, ALLOWED, remedy)
    if "trace" in raw:
        remedy = "Recorded arrivals are for contact types alone: write numbers by interval."
        raise QuantityError("is not a curve", raw, ALLOWED, remedy)
    if "per_hour" in raw:
        if len(raw) > 1:
            raise QuantityError("has keys beside per_hour", raw, "per_hour alone", "Leave the others out.")
        try:
            return Curve(per_hour=parse_amount(raw["per_hour"]))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=("per_hour",)) from error
    dated = {key: raw[key] for key in raw if isinstance(key, datetime.date) or _DATE.fullmatch(str(key))}
    weekly = {key: numbers for key, numbers in raw.items() if key not in dated}
    return Curve(_by_weekday(weekly), dates=_by_date(dated))


def curve_form(curve: Curve) -> dict[str, Any] | float:
    """Return the machine form of a curve."""
    if curve.level is not None:
        return curve.level
    if curve.per_hour is not None:
        return {"per_hour": curve.per_hour}
    weekly = {weekdays_text(days): _form(numbers) for days, numbers in curve.days}
    return {**weekly, **{date.isoformat(): _form(numbers) for date, numbers in curve.dates}}


def _form(numbers: tuple[float, ...]) -> float | list[float]:
    return numbers.number if isinstance(numbers, Steady) else list(numbers)


_NUMBERS = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 1}
CURVE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        _NUMBERS,
        {
            "type": "object",
            "properties": {"per_hour": {"type": "number", "minimum": 0}},
            "required": ["per_hour"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"file": {"type": "string"}, "column": {"type": "string"}},
            "required": ["file", "column"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "per_week": {"type": "number", "minimum": 0},
                "per_day": {"type": "number", "minimum": 0},
                "profile": {"type": ["object", "array"]},
            },
            "minProperties": 1,
            "additionalProperties": False,
        },
        {
            "type": "object",
            "patternProperties": {
                "^[A-Za-z]{3}|^[0-9]{4}-[0-9]{2}-[0-9]{2}$": {
                    "anyOf": [_NUMBERS, {"type": "number", "minimum": 0}]
                }
            },
            "additionalProperties": False,
        },
    ]
}

AnyCurve = Annotated[
    Curve,
    PlainValidator(parse_curve),
    PlainSerializer(curve_form, when_used="json"),
    WithJsonSchema(CURVE_SCHEMA),
]

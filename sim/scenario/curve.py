"""Curve: one number per interval of the opening hours, by weekday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.hours import parse_weekdays, weekdays_text
from sim.quantities import QuantityError, parse_non_negative
from sim.scenario.clock import DayKind

EVERY_DAY = tuple(range(7))
_ALLOWED = "a number, a list, weekdays with lists, {per_hour: 80}, or {file: x.csv, column: name}"


class Curve(NamedTuple):
    """Hold the numbers of each set of weekdays, or one number for every hour or interval.

    `days` pairs weekdays (0 is Monday) with one number per interval of their opening hours;
    otherwise `per_hour` or `level` (per interval) holds at all times.
    """

    days: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...] = ()
    per_hour: float | None = None
    level: float | None = None

    def on(self, kind: DayKind) -> tuple[float, ...]:
        """Return the numbers of each interval of a kind of day; zeros where none are named."""
        if self.level is not None:
            return (self.level,) * len(kind.lengths)
        if self.per_hour is not None:
            return tuple(self.per_hour * length / 3600.0 for length in kind.lengths)
        numbers = next((numbers for days, numbers in self.days if kind.weekday in days), ())
        places = range(kind.first, kind.first + len(kind.lengths))
        return tuple(numbers[place] if 0 <= place < len(numbers) else 0.0 for place in places)

    def counts(self, kind: DayKind) -> tuple[float, ...]:
        """Return the numbers as `on` does, in proportion to the lengths of intervals cut or lengthened."""
        numbers = self.on(kind)
        if not self.days or kind.lengths == kind.usual:
            return numbers
        usual = dict(enumerate(kind.usual, -kind.first))
        return tuple(
            number * length / usual.get(place, length)
            for place, (number, length) in enumerate(zip(numbers, kind.lengths, strict=True))
        )


def _numbers(raw: Any, path: tuple[str | int, ...]) -> tuple[float, ...]:
    if not isinstance(raw, list | tuple) or not raw:
        raise QuantityError("is not a list of numbers", raw, _ALLOWED, "Write one number per interval.", path)
    found = []
    for index, item in enumerate(raw):
        try:
            found.append(parse_non_negative(item))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(*path, index)) from error
    return tuple(found)


def parse_curve(raw: Any) -> Curve:
    """Read a curve: one number, a list for every day, lists by weekday, or one number per hour."""
    if isinstance(raw, Curve):
        return raw
    if isinstance(raw, int | float):
        return Curve(level=parse_non_negative(raw))
    if isinstance(raw, list | tuple):
        return Curve(((EVERY_DAY, _numbers(raw, ())),))
    if not isinstance(raw, Mapping) or not raw:
        file = isinstance(raw, str) and raw.endswith(".csv")
        remedy = f"Write {{file: {raw}, column: NAME}}." if file else "Write one of these forms."
        raise QuantityError("is not a curve", raw, _ALLOWED, remedy)
    if "per_hour" in raw:
        if len(raw) > 1:
            raise QuantityError("has keys beside per_hour", raw, "per_hour alone", "Leave the others out.")
        try:
            return Curve(per_hour=parse_non_negative(raw["per_hour"]))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=("per_hour",)) from error
    days = []
    for key, numbers in raw.items():
        try:
            weekdays = parse_weekdays(key)
        except QuantityError as error:
            wrong, got, _, meant = error.parts
            raise QuantityError(wrong, got, _ALLOWED, meant, (key,)) from error
        days.append((weekdays, _numbers(numbers, (key,))))
    named = [day for weekdays, _ in days for day in weekdays]
    if len(named) != len(set(named)):
        raise QuantityError("names a weekday twice", raw, "each weekday once", "Leave one of the two out.")
    return Curve(tuple(days))


def curve_form(curve: Curve) -> dict[str, Any] | float:
    """Return the machine form of a curve."""
    if curve.level is not None:
        return curve.level
    if curve.per_hour is not None:
        return {"per_hour": curve.per_hour}
    return {weekdays_text(days): list(numbers) for days, numbers in curve.days}


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
        {"type": "object", "patternProperties": {"^[A-Za-z]{3}": _NUMBERS}, "additionalProperties": False},
    ]
}

AnyCurve = Annotated[
    Curve,
    PlainValidator(parse_curve),
    PlainSerializer(curve_form, when_used="json"),
    WithJsonSchema(CURVE_SCHEMA),
]

"""Clock: which days are simulated, which are measured, and when the centre is open."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from sim.frozen import Frozen
from sim.quantities import (
    Count,
    Duration,
    PositiveDuration,
    QuantityError,
    Span,
    parse_span,
    parse_weekdays,
    span_text,
    weekdays_text,
)

DAY = 86400.0
Week = tuple[Span | None, ...]


def parse_week(raw: Any) -> Week:
    """Read opening hours for the week: hours for every day, or weekdays with hours or `closed`."""
    if isinstance(raw, tuple) and len(raw) == 7:
        return raw
    if not isinstance(raw, Mapping):
        return (parse_span(raw),) * 7
    week: list[Span | None] = [None] * 7
    named: set[int] = set()
    for key, hours in raw.items():
        try:
            weekdays = parse_weekdays(key)
            span = None if hours == "closed" else parse_span(hours)
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(key,)) from error
        if named & set(weekdays):
            raise QuantityError(
                "names a weekday twice", key, "each weekday once", "Leave it out here.", (key,)
            )
        named |= set(weekdays)
        for day in weekdays:
            week[day] = span
    if not any(week):
        raise QuantityError(
            "never opens", raw, "hours on at least one day", "Write hours such as 07:00-21:00."
        )
    return tuple(week)


def _week_form(week: Week) -> dict[str, str]:
    return {weekdays_text((day,)): span_text(span) if span else "closed" for day, span in enumerate(week)}


def parse_date(raw: Any) -> datetime.date:
    """Read a date such as 2026-03-02."""
    if isinstance(raw, datetime.date):
        return raw
    try:
        date = datetime.date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        date = None
    if date is None or not 1900 <= date.year <= 2200:
        raise QuantityError("is not a date", raw, "year-month-day, 1900 to 2200", "Write, say, 2026-03-02.")
    return date


Date = Annotated[
    datetime.date,
    PlainValidator(parse_date),
    PlainSerializer(lambda date: date.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
_HOURS = {"type": "string"}
OpeningWeek = Annotated[
    Week,
    PlainValidator(parse_week),
    PlainSerializer(_week_form, return_type=dict, when_used="json"),
    WithJsonSchema({"anyOf": [_HOURS, {"type": "object", "additionalProperties": _HOURS}]}),
]


class Clock(Frozen):
    """When the centre runs and which days count."""

    start: Date
    """First measured day."""
    days: Annotated[Count, Field(le=3660)] = 5
    """Number of measured days."""
    warm_up: Duration = 7 * DAY
    """Whole days simulated before the first measured one, so that returns and queues are as usual."""
    drain: Duration = 7 * DAY
    """Whole days simulated after the last measured one, so that late issues can close."""
    open: OpeningWeek
    """Opening hours, for every day or by weekday."""
    interval: PositiveDuration = 1800.0
    """Length of the planning interval."""

    @property
    def warm_up_days(self) -> int:
        """Whole days before the first measured one."""
        return round(self.warm_up / DAY)

    @property
    def run_days(self) -> int:
        """Whole days simulated."""
        return self.warm_up_days + self.days + round(self.drain / DAY)

    def weekday(self, day: int) -> int:
        """Return the weekday (0 is Monday) of day `day` of the run, counted from 0."""
        return (self.start.weekday() + day - self.warm_up_days) % 7

    def intervals(self, weekday: int) -> int:
        """Return the number of planning intervals in the opening hours of `weekday`; a part counts as one."""
        span = self.open[weekday]
        return 0 if span is None else -int(-(span.end - span.start) // self.interval)

    def lengths(self, weekday: int) -> tuple[float, ...]:
        """Return the lengths [s] of the planning intervals of `weekday`; the last may be shorter."""
        span, count = self.open[weekday], self.intervals(weekday)
        if span is None:
            return ()
        return (self.interval,) * (count - 1) + (span.end - span.start - (count - 1) * self.interval,)

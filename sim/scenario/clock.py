"""Clock: which days are simulated, which are measured, and when the centre is open."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from sim.frozen import Frozen
from sim.hours import DAYS, Span, parse_span, parse_weekdays, span_text, weekdays_text
from sim.quantities import Count, Duration, Factor, PositiveDuration, QuantityError
from sim.spelling import dates, meant

DAY = 86400.0
SHORTEST_REPORTED = 900.0
NO_HOURS = (False, None, "no", "off", "none", "Closed", "close")
"""What people write for a day on which nobody comes."""
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
            span = _open(hours)
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


def _open(raw: Any) -> Span | None:
    """Read the opening hours of one day, None if it is closed."""
    if raw in NO_HOURS:
        allowed = "hours such as 07:00-21:00, or closed"
        raise QuantityError("is not a span of hours", raw, allowed, "Write closed.")
    return None if raw == "closed" else parse_span(raw)


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
        remedy = meant(raw, parse_date, "Write, say, 2026-03-02.", dates)
        raise QuantityError("is not a date", raw, "year-month-day, 1900 to 2200", remedy)
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


def parse_day_hours(raw: Any) -> Span | Literal["closed"]:
    """Read the opening hours of one day, or `closed`."""
    return _open(raw) or "closed"


DayHours = Annotated[
    Span | Literal["closed"],
    PlainValidator(parse_day_hours),
    PlainSerializer(
        lambda hours: hours if isinstance(hours, str) else span_text(hours),
        return_type=str,
        when_used="json",
    ),
    WithJsonSchema(_HOURS),
]


class SpecialDay(Frozen):
    """A date that is not as its weekday usually is."""

    like: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] | None = None
    """Weekday whose hours, volume and staff hold; its own if left out."""
    open: DayHours | None = None
    """Opening hours, or `closed`; as on that weekday if left out. At each time of day volume and agents on
    duty are as then, shifts and queues' own hours are cut to these."""
    volume: Factor | dict[str, Factor] = 1.0
    """Multiplies the volume of all contact types but recorded ones, or of those named, as in
    {question: 130%}."""


class DayKind(NamedTuple):
    """Hold a kind of day: a weekday, or a special day; its intervals [s], and those of its weekday.

    `first` is the place of its first interval among those of the weekday it works as.
    """

    name: str
    weekday: int
    span: Span | None
    lengths: tuple[float, ...]
    usual: tuple[float, ...]
    first: int
    volume: float | Mapping[str, float]

    def factor(self, contact: str) -> float:
        """Return what the volume of a contact type is multiplied by."""
        return self.volume.get(contact, 1.0) if isinstance(self.volume, Mapping) else self.volume


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
    """Length of the planning interval, 1m or more, in whole seconds. Measures by interval are by the same
    length or, where it is below 15m, by its smallest multiple from there."""
    special_days: Annotated[dict[Date, SpecialDay], Field(max_length=366)] = {}
    """Dates on which hours, volume or staff differ; measures by interval keep them apart, by date."""

    @property
    def warm_up_days(self) -> int:
        """Whole days before the first measured one."""
        return round(self.warm_up / DAY)

    @property
    def run_days(self) -> int:
        """Whole days simulated."""
        return self.warm_up_days + self.days + round(self.drain / DAY)

    @property
    def reported(self) -> float:
        """Length [s] of the intervals by which measures are told apart."""
        return self.interval * -(-SHORTEST_REPORTED // self.interval)

    def days_of_run(self) -> tuple[int, ...]:
        """Return the kind of each day of the run: 0 is Monday, special days follow from 7 by date."""
        first = self.start.toordinal() - self.warm_up_days
        special = {date.toordinal(): 7 + k for k, date in enumerate(sorted(self.special_days))}
        return tuple(special.get(day, (day - 1) % 7) for day in range(first, first + self.run_days))

    def kinds(self) -> tuple[DayKind, ...]:
        """Return the kinds of day: the weekdays, then special days by date."""
        week = [self._kind(DAYS[day], day, self.open[day], 1.0) for day in range(7)]
        special = [
            self._kind(date.isoformat(), self.weekday(date), self.hours(date), self.special_days[date].volume)
            for date in sorted(self.special_days)
        ]
        return (*week, *special)

    def told_days(self) -> tuple[str, ...]:
        """Return the names of the measured days, as measures by interval tell them apart.

        They are in the order of the run where none comes twice, else weekdays before dates.
        """
        kinds = self.kinds()
        measured = self.days_of_run()[self.warm_up_days : self.warm_up_days + self.days]
        once = len(set(measured)) == len(measured)
        return tuple(kinds[kind].name for kind in (measured if once else sorted(set(measured))))

    def _kind(
        self, name: str, weekday: int, span: Span | None, volume: float | Mapping[str, float]
    ) -> DayKind:
        usual = self.open[weekday]
        first = round((span.start - usual.start) / self.interval) if span and usual else 0
        return DayKind(name, weekday, span, self.lengths(span), self.lengths(usual), first, volume)

    def weekday(self, date: datetime.date) -> int:
        """Return the weekday (0 is Monday) that a special day works as."""
        like = self.special_days[date].like
        return DAYS.index(like) if like else date.weekday()

    def hours(self, date: datetime.date) -> Span | None:
        """Return the opening hours of a special day, None if it is closed."""
        own = self.special_days[date].open
        return self.open[self.weekday(date)] if own is None else None if own == "closed" else own

    def closes(self) -> bool:
        """Tell whether there is a moment of the run at which the centre is closed."""
        kinds = self.kinds()
        return any(kinds[day].span != Span(0.0, DAY) for day in self.days_of_run())

    def lengths(self, span: Span | None) -> tuple[float, ...]:
        """Return the lengths [s] of the planning intervals of opening hours; the last may be shorter."""
        if span is None:
            return ()
        count = self.intervals(span)
        return (self.interval,) * (count - 1) + (span.end - span.start - (count - 1) * self.interval,)

    def intervals(self, span: Span | None) -> int:
        """Return the number of planning intervals in opening hours; a part counts as one."""
        return 0 if span is None else -int(-(span.end - span.start) // self.interval)

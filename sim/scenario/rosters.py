"""Rosters: when each agent works, by name, on dates or weekdays."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.hours import DAY, DAYS, Span, Spans, parse_date, parse_span, parse_spans, parse_weekdays, span_text
from sim.hours import spans_text as text_of
from sim.quantities import QuantityError
from sim.scenario.clock import DayKind

OFF = "off"
ALLOWED = "hours such as 08:00-16:30, {hours: ..., breaks: [...]}, or off"
_DATE = re.compile(r"[0-9]{4}-.*")


class Duty(NamedTuple):
    """What one agent works on one day: hours, and the paid breaks in them [s after its midnight]."""

    hours: Spans
    pauses: Spans = ()

    @property
    def seconds(self) -> float:
        """Paid time [s]."""
        return sum(span.end - span.start for span in self.hours)


FREE = Duty(())
"""A day off."""


class Rostered(NamedTuple):
    """What one agent works: by weekday (0 is Monday), and by date, which comes first."""

    days: tuple[tuple[int, Duty], ...]
    dates: tuple[tuple[datetime.date, Duty], ...]


Team = Mapping[str, Rostered]
"""The agents of a group, by name."""


class Plan:
    """Who of a group works when, beyond the dates that its roster names too.

    A date that an agent's row names is as written. Else the agent's weekdays hold. An agent who has none is
    off on other dates from the first to the last that the roster names, and works on a day outside them as on
    the first of them that is the same weekday and, if there is one, no special day (assumption): so a warm-up
    needs no rows of its own.
    """

    def __init__(self, team: Team, special: Mapping[datetime.date, object]) -> None:
        dates = dates_of(team)
        self._team = {
            name: (dict(one.days), {date.toordinal(): duty for date, duty in one.dates})
            for name, one in team.items()
        }
        self._span = {date.toordinal() for date in dates}
        usual_last = sorted(dates, key=lambda date: (date not in special, -date.toordinal()))
        self._first = {date.weekday(): date.toordinal() for date in usual_last}

    def on(self, kind: DayKind, later: int = 0) -> dict[str, Duty]:
        """Return what each agent works on a kind of day, or `later` days after it; who is off is left out.

        later: -1 for the day before, whose nights go on, or 1 for the day after.
        """
        weekday = (kind.eve, kind.weekday, kind.morrow)[later + 1]
        date = kind.date + later if kind.date else 0
        found = {name: self._of(name, date, weekday) for name in self._team}
        return {name: duty for name, duty in found.items() if duty.hours}

    def _of(self, name: str, date: int, weekday: int) -> Duty:
        days, dates = self._team[name]
        if date in dates:
            return dates[date]
        if days or date in self._span:
            return days.get(weekday, FREE)
        return dates.get(self._first.get(weekday, 0), FREE)

    def week(self) -> Iterator[Duty]:
        """Yield everything that agents work in an ordinary week."""
        return (self._of(name, 0, weekday) for name in self._team for weekday in range(len(DAYS)))


def dates_of(team: Team) -> list[datetime.date]:
    """Return every date from the first to the last that a roster names."""
    named = [date for one in team.values() for date, _ in one.dates]
    if not named:
        return []
    first = min(named)
    return [first + datetime.timedelta(k) for k in range((max(named) - first).days + 1)]


def pauses_of(hours: Spans, breaks: tuple[Span, ...]) -> Spans:
    """Return breaks [s from midnight of the day on which the hours begin], in order."""
    begins = hours[0].start
    later = (Span(pause.start + DAY, pause.end + DAY) for pause in breaks if pause.end <= begins)
    return (*sorted(pause for pause in breaks if pause.end > begins), *sorted(later))


def duty_of(hours: Any, breaks: Any = ()) -> Duty:
    """Read the hours of a day and the breaks in them.

    Raises: QuantityError for what is no hours, and breaks outside them or over each other.
    """
    spans = parse_spans(hours)
    pauses = pauses_of(spans, tuple(map(parse_span, breaks)))
    for pause in pauses:
        if not any(span.start <= pause.start and pause.end <= span.end for span in spans):
            allowed = f"breaks within {text_of(spans)}"
            raise QuantityError("has a break outside its hours", span_text(pause), allowed, "Move the break.")
    for first, second in pairwise(pauses):
        if second.start < first.end:
            got = f"{span_text(first)} and {span_text(second)}"
            raise QuantityError("has breaks that overlap", got, "one after the other", "Move one of them.")
    return Duty(spans, pauses)


def parse_rostered(raw: Any) -> Rostered:
    """Read what one agent works: hours, or `off`, by date or weekdays."""
    if isinstance(raw, Rostered):
        return raw
    if not isinstance(raw, Mapping) or not raw:
        allowed = f"dates or weekdays, each with {ALLOWED}"
        raise QuantityError("is no roster of an agent", raw, allowed, "Write, say, {mon-fri: 08:00-16:30}.")
    days, dates = dict[int, Duty](), dict[datetime.date, Duty]()
    for key, value in raw.items():
        try:
            duty = _duty(value)
            if isinstance(key, datetime.date) or _DATE.fullmatch(str(key)):
                dates[parse_date(key)] = duty
                continue
            weekdays = parse_weekdays(key)
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(key, *error.path)) from error
        if days.keys() & {*weekdays}:
            remedy = "Leave it out here."
            raise QuantityError("names a weekday twice", key, "each weekday once", remedy, (key,))
        days |= dict.fromkeys(weekdays, duty)
    return Rostered(tuple(sorted(days.items())), tuple(sorted(dates.items())))


def _duty(raw: Any) -> Duty:
    if raw in (OFF, False):
        return FREE
    if not isinstance(raw, Mapping):
        return duty_of(raw)
    unknown = [key for key in raw if key not in ("hours", "breaks")]
    if unknown or "hours" not in raw:
        raise QuantityError("is no day of a roster", dict(raw), ALLOWED, "Write hours, and perhaps breaks.")
    breaks = raw.get("breaks", ())
    return duty_of(raw["hours"], breaks if isinstance(breaks, list | tuple) else str(breaks).split(","))


def rostered_form(one: Rostered) -> dict[str, Any]:
    """Return the machine form of what one agent works."""
    weekly = {DAYS[day]: _form(duty) for day, duty in one.days}
    return {**weekly, **{date.isoformat(): _form(duty) for date, duty in one.dates}}


def _form(duty: Duty) -> Any:
    if not duty.hours:
        return OFF
    hours = text_of(duty.hours)
    return {"hours": hours, "breaks": list(map(span_text, duty.pauses))} if duty.pauses else hours


_TEXT = {"type": "string"}
AgentRoster = Annotated[
    Rostered,
    PlainValidator(parse_rostered),
    PlainSerializer(rostered_form, when_used="json"),
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "anyOf": [
                    _TEXT,
                    {"type": "array", "items": _TEXT, "minItems": 1},
                    {
                        "type": "object",
                        "properties": {"hours": _TEXT, "breaks": {"type": "array", "items": _TEXT}},
                        "required": ["hours"],
                        "additionalProperties": False,
                    },
                ]
            },
        }
    ),
]

"""Week: opening hours by weekday, as planners write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.hours import Spans, parse_spans, parse_weekdays, spans_text, weekdays_text
from sim.quantities import QuantityError
from sim.scenario.zone import parse_timezone

NO_HOURS = (False, None, "no", "off", "none", "Closed", "close")
"""What people write for a day on which nobody comes."""
Week = tuple[Spans, ...]


class QueueHours(NamedTuple):
    """The hours of a queue by weekday, in a time zone of its own if it has one."""

    week: Week
    timezone: str | None = None


def parse_week(raw: Any) -> Week:
    """Read opening hours for the week: hours for every day, or weekdays with hours or `closed`."""
    if isinstance(raw, tuple) and len(raw) == 7:
        return raw
    if not isinstance(raw, Mapping):
        return (parse_spans(raw),) * 7
    week: list[Spans] = [()] * 7
    named: set[int] = set()
    for key, hours in raw.items():
        try:
            weekdays = parse_weekdays(key)
            spans = _open(hours)
        except QuantityError as error:
            raise QuantityError(*error.parts, path=(key,)) from error
        if named & set(weekdays):
            raise QuantityError(
                "names a weekday twice", key, "each weekday once", "Leave it out here.", (key,)
            )
        named |= set(weekdays)
        for day in weekdays:
            week[day] = spans
    if not any(week):
        raise QuantityError(
            "never opens", raw, "hours on at least one day", "Write hours such as 07:00-21:00."
        )
    return tuple(week)


def _open(raw: Any) -> Spans:
    """Read the opening hours of one day, () if it is closed."""
    if not isinstance(raw, list) and raw in NO_HOURS:
        allowed = "hours such as 07:00-21:00, or closed"
        raise QuantityError("is not a span of hours", raw, allowed, "Write closed.")
    return () if raw == "closed" else parse_spans(raw)


def parse_queue_hours(raw: Any) -> QueueHours:
    """Read the hours of a queue: as a week, or such with the time zone that they are of."""
    if isinstance(raw, QueueHours):
        return raw
    if not isinstance(raw, Mapping) or "timezone" not in raw:
        return QueueHours(parse_week(raw))
    try:
        timezone = parse_timezone(raw["timezone"])
    except QuantityError as error:
        raise QuantityError(*error.parts, path=("timezone",)) from error
    hours = {key: value for key, value in raw.items() if key != "timezone"}
    if not hours:
        remedy = "Add weekdays with hours, such as mon-fri: 09:00-17:00."
        raise QuantityError("has a time zone without hours", raw, "weekdays with hours beside it", remedy)
    return QueueHours(parse_week(hours), timezone)


def _week_form(week: Week) -> dict[str, str]:
    return {weekdays_text((day,)): spans_text(spans) for day, spans in enumerate(week)}


def _queue_form(hours: QueueHours) -> dict[str, str]:
    zone = {} if hours.timezone is None else {"timezone": hours.timezone}
    return {**zone, **_week_form(hours.week)}


def parse_day_hours(raw: Any) -> Spans | Literal["closed"]:
    """Read the opening hours of one day, or `closed`."""
    return _open(raw) or "closed"


_HOURS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_WEEK = WithJsonSchema({"anyOf": [*_HOURS["anyOf"], {"type": "object", "additionalProperties": _HOURS}]})
OpeningWeek = Annotated[
    Week,
    PlainValidator(parse_week),
    PlainSerializer(_week_form, return_type=dict, when_used="json"),
    _WEEK,
]
QueueWeek = Annotated[
    QueueHours,
    PlainValidator(parse_queue_hours),
    PlainSerializer(_queue_form, return_type=dict, when_used="json"),
    _WEEK,
]
DayHours = Annotated[
    Spans | Literal["closed"],
    PlainValidator(parse_day_hours),
    PlainSerializer(
        lambda hours: hours if isinstance(hours, str) else spans_text(hours),
        return_type=str,
        when_used="json",
    ),
    WithJsonSchema(_HOURS),
]

"""Read the hours and weekdays planners write ("07:00-21:00", "mon-fri") into seconds and numbers."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim import spelling
from sim.quantities import QuantityError
from sim.spelling import meant

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


class Span(NamedTuple):
    """A part of a day, from `start` to `end` [s from midnight], the end left out."""

    start: float
    end: float


def parse_span(raw: Any) -> Span:
    """Read hours of a day [s from midnight] such as "07:00-21:00"; the end may be 24:00."""
    if isinstance(raw, Span):
        return raw
    allowed = "hours such as 07:00-21:00"
    ends = raw.split("-") if isinstance(raw, str) else []
    times = [_time(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None:
        guess = meant(raw, parse_span, "Write start-end, each as hours:minutes.", spelling.spans)
        raise QuantityError("is not a span of hours", raw, allowed, guess)
    start, end = times[0], times[1]
    if end <= start:
        remedy = "Write an end after the start, at most 24:00."
        raise QuantityError("ends before it starts", raw, allowed, remedy)
    return Span(start, end)


def _time(text: str) -> float | None:
    match = _TIME.fullmatch(text.strip(" "))
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return float(total) if minutes < 60 and seconds < 60 and total <= 86400 else None


def parse_weekdays(raw: Any) -> tuple[int, ...]:
    """Read weekdays (Monday is 0) from "mon-fri", "sat" or "mon,wed,fri"; a range may pass Sunday."""
    if isinstance(raw, tuple) and raw and set(raw) <= set(range(7)):
        return tuple(sorted(set(raw)))
    found: list[int] = []
    for part in raw.lower().split(",") if isinstance(raw, str) else [""]:
        ends = [end.strip(" ") for end in part.split("-")]
        if len(ends) > 2 or any(end not in DAYS for end in ends):
            otherwise = "Write mon, tue, wed, thu, fri, sat or sun."
            remedy = meant(raw, parse_weekdays, otherwise, spelling.weekdays)
            raise QuantityError("is not a weekday", raw, "weekdays such as mon-fri, sat or mon,wed", remedy)
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found += [day % 7 for day in range(first, last + 1 + (7 if last < first else 0))]
    if len(found) != len(set(found)):
        raise QuantityError("names a weekday twice", raw, "each weekday once", "Leave the second one out.")
    return tuple(sorted(found))


def span_text(span: Span) -> str:
    """Write hours as "07:00-21:00"."""
    return "-".join(_clock(end) for end in span)


def _clock(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def weekdays_text(days: tuple[int, ...]) -> str:
    """Write weekdays as "mon,tue,wed"."""
    return ",".join(DAYS[day] for day in days)


Hours = Annotated[
    Span,
    PlainValidator(parse_span),
    PlainSerializer(span_text, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? *- *[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$",
        }
    ),
]
Weekdays = Annotated[
    tuple[int, ...],
    PlainValidator(parse_weekdays),
    PlainSerializer(weekdays_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z]{3}( *[-,] *[A-Za-z]{3})*$"}),
]

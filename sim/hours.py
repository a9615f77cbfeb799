"""Read the hours, weekdays and dates planners write ("07:00-21:00", "mon-fri") into seconds and numbers."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim import spelling
from sim.quantities import QuantityError
from sim.spelling import dates, meant

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


DAY = 86400.0
"""An ordinary day [s]: what a clock shows in 24 hours."""


class Span(NamedTuple):
    """A part of a day, from `start` to `end` [s from midnight by the clock], the end left out.

    The end lies beyond 24 hours where the span passes midnight.
    """

    start: float
    end: float


Spans = tuple[Span, ...]
"""The hours of a day: one after the other, together at most 24 hours from first to last; () is closed."""


def parse_span(raw: Any) -> Span:
    """Read hours of a day [s from midnight] such as "07:00-21:00"; 22:00-06:00 passes midnight."""
    if isinstance(raw, Span):
        return raw
    allowed = "hours such as 07:00-21:00"
    ends = raw.split("-") if isinstance(raw, str) else []
    times = [_time(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None:
        guess = meant(raw, parse_span, "Write start-end, each as hours:minutes.", spelling.spans)
        raise QuantityError("is not a span of hours", raw, allowed, guess)
    start, end = times[0] % DAY, times[1]
    if end == times[0]:
        remedy = "Write 00:00-24:00 for the whole day."
        raise QuantityError("ends when it starts", raw, allowed, remedy)
    return Span(start, end if end > start else end + DAY)


def parse_spans(raw: Any) -> Spans:
    """Read one or several spans of a day, such as "08:00-12:00, 13:00-17:00", one after the other."""
    if isinstance(raw, tuple) and raw and all(isinstance(span, Span) for span in raw):
        return raw
    parts = list(raw) if isinstance(raw, list) and raw else raw.split(",") if isinstance(raw, str) else [raw]
    spans = tuple(parse_span(part.strip(" ") if isinstance(part, str) else part) for part in parts)
    for first, second in pairwise(spans):
        if second.start < first.end:
            allowed = "spans of a day one after the other"
            remedy = "Write the earlier one first; a night is one span, such as 22:00-06:00."
            raise QuantityError("are not one after the other", raw, allowed, remedy)
    if spans[-1].end > spans[0].start + DAY:
        allowed = "at most 24 hours from the first start to the last end"
        raise QuantityError("reach into themselves a day later", raw, allowed, "End the last one earlier.")
    return spans


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


def spans_text(spans: Spans) -> str:
    """Write the hours of a day as "08:00-12:00, 13:00-17:00", or "closed"."""
    return ", ".join(map(span_text, spans)) or "closed"


def _clock(seconds: float) -> str:
    hours, rest = divmod(round(seconds - DAY if seconds > DAY else seconds), 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def weekdays_text(days: tuple[int, ...]) -> str:
    """Write weekdays as "mon,tue,wed"."""
    return ",".join(DAYS[day] for day in days)


def joined(days: Iterable[tuple[float, Spans]]) -> list[tuple[float, float]]:
    """Return the spans of days, each with its midnight [s of the run], one after the other from 0 on."""
    found: list[tuple[float, float]] = []
    spans = ((start + span.start, start + span.end) for start, spans in days for span in spans)
    for begins, ends in sorted((max(0.0, begins), ends) for begins, ends in spans if ends > max(0.0, begins)):
        if found and begins <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ends)
        else:
            found.append((begins, ends))
    return found


def shared(
    outer: Sequence[tuple[float, float]], inner: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Yield what two rows of spans share."""
    rest = iter(inner)
    span = next(rest, None)
    for opens, closes in outer:
        while span is not None and span[1] <= opens:
            span = next(rest, None)
        while span is not None and span[0] < closes:
            yield max(opens, span[0]), min(closes, span[1])
            if span[1] > closes:
                break
            span = next(rest, None)


def parse_date(raw: Any) -> datetime.date:
    """Read a date such as 2026-03-02."""
    if isinstance(raw, datetime.date):
        return raw
    try:
        date = datetime.date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        date = None
    if date is None or not 1900 <= date.year <= 2200:
        _refuse_no_such_day(raw)
        remedy = meant(raw, parse_date, "Write, say, 2026-03-02.", dates)
        raise QuantityError("is not a date", raw, "year-month-day, 1900 to 2200", remedy)
    return date


def _refuse_no_such_day(raw: Any) -> None:
    """Refuse the 29th of February of most years, and the like."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", raw) if isinstance(raw, str) else None
    if found and 1 <= int(found[2]) <= 12 and int(found[1]) and 28 < int(found[3]) <= 31:
        year, month = int(found[1]), int(found[2])
        last = calendar.monthrange(year, month)[1]
        allowed = f"a day up to {year}-{month:02d}-{last}"
        raise QuantityError("is a day that does not exist", raw, allowed, "Write a day of the calendar.")


_PATTERN = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? *- *[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
Hours = Annotated[
    Span,
    PlainValidator(parse_span),
    PlainSerializer(span_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^{_PATTERN}$"}),
]
_SEVERAL = {"type": "string", "pattern": f"^{_PATTERN}( *, *{_PATTERN})*$"}
DaySpans = Annotated[
    Spans,
    PlainValidator(parse_spans),
    PlainSerializer(spans_text, return_type=str, when_used="json"),
    WithJsonSchema({"anyOf": [_SEVERAL, {"type": "array", "items": _SEVERAL, "minItems": 1}]}),
]
Weekdays = Annotated[
    tuple[int, ...],
    PlainValidator(parse_weekdays),
    PlainSerializer(weekdays_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z]{3}( *[-,] *[A-Za-z]{3})*$"}),
]
Date = Annotated[
    datetime.date,
    PlainValidator(parse_date),
    PlainSerializer(lambda date: date.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date"}),
]

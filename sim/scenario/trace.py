"""Trace: recorded arrivals, to the moment, in place of a volume."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.hours import parse_date
from sim.quantities import QuantityError
from sim.scenario.clock import Clock
from sim.scenario.curve import ALLOWED, CURVE_SCHEMA, Curve, curve_form, parse_curve
from sim.scenario.zone import zone_of

NEVER = (0.0, 0.0, 0, 0, False)


class Trace(NamedTuple):
    """Arrivals by date, each date once and in order: times of day [s], sorted.

    `offsets` holds those, by date, whose offset from UTC [s] is known: (time of day [s], offset [s]).
    """

    dates: tuple[tuple[datetime.date, tuple[float, ...]], ...]
    offsets: tuple[tuple[datetime.date, tuple[tuple[float, float], ...]], ...] = ()

    def by_day(self, clock: Clock) -> tuple[tuple[float, ...], ...]:
        """Return the arrivals [s after midnight] of each day of the run; those of other days are left out."""
        found, offsets = dict(self.dates), dict(self.offsets)
        dates = [datetime.date.fromordinal(clock.first + day) for day in range(clock.run_days)]
        if clock.timezone is None:
            return tuple(found.get(date, ()) for date in dates)
        zone, of_day, kinds = zone_of(clock.timezone), clock.days_of_run(), clock.kinds()
        return tuple(
            tuple(
                sorted(
                    [
                        *map(kinds[kind].change.elapsed, found.get(date, ())),
                        *(zone.since(date.toordinal(), *at) for at in offsets.get(date, ())),
                    ]
                )
            )
            for date, kind in zip(dates, of_day, strict=True)
        )

    def counts(self, clock: Clock) -> tuple[tuple[float, ...], ...]:
        """Return the mean arrivals of each interval, by kind of day; those while it is closed are left out.

        The mean is over the measured days of a kind, or over all days of the run where none is measured.
        """
        kinds, days = clock.kinds(), clock.days_of_run()
        measured = range(clock.warm_up_days, clock.warm_up_days + clock.days)
        often = Counter(days[day] for day in measured)
        counted = [day in measured or not often[of] for day, of in enumerate(days)]
        spread, total = Counter(days), [[0.0] * len(kind.lengths) for kind in kinds]
        calendar = clock.calendar()
        intervals = sorted(
            (day.start + start, day.start + start + kinds[day.kind].lengths[place], day.kind, place, counts)
            for day, counts in zip(calendar, counted, strict=True)
            for place, start in enumerate(kinds[day.kind].starts)
        )
        starts = [interval[0] for interval in intervals]
        for day, moments in zip(calendar, self.by_day(clock), strict=True):
            for moment in (day.start + moment for moment in moments):
                at = bisect_right(starts, moment) - 1
                _, ends, of, place, counts = intervals[at] if at >= 0 else NEVER
                if counts and moment < ends:
                    total[of][place] += 1.0
        return tuple(
            tuple(n / max(often[of] or spread[of], 1) for n in counts) for of, counts in enumerate(total)
        )


def moment_text(seconds: float, offset: float | None = None) -> str:
    """Write a time of day to the microsecond, "08:00:05", "08:00:05.250000" or "08:00:05+01:00"."""
    micro = round(seconds * 1e6)
    minutes, micro = divmod(micro, 60_000_000)
    whole, part = divmod(micro, 1_000_000)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}:{whole:02d}" + (f".{part:06d}" if part else "")
    if offset is None:
        return text
    east = round(abs(offset) / 60.0)
    return f"{text}{'-' if offset < 0 else '+'}{east // 60:02d}:{east % 60:02d}"


def _moment(text: str) -> tuple[float, float | None]:
    """Read a time of day [s], and its offset from UTC [s] if it has one."""
    try:
        time = datetime.time.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or text[2:3] != ":":
        raise QuantityError("is not a time of day", text, "00:00:00 to 23:59:59", "Write, say, 08:00:05.")
    offset = time.utcoffset()
    return seconds_of(time), None if offset is None else offset.total_seconds()


def seconds_of(time: datetime.time) -> float:
    """Return the seconds from midnight [s]."""
    return time.hour * 3600.0 + time.minute * 60.0 + time.second + time.microsecond / 1e6


def parse_volume(raw: Any) -> Curve | Trace:
    """Read a volume: a curve, or `{arrivals: {2026-03-02: "08:00:05 08:00:09"}}`."""
    if isinstance(raw, Trace):
        return raw
    if not isinstance(raw, Mapping) or "arrivals" not in raw:
        return _curve(raw)
    if len(raw) > 1 or not isinstance(raw["arrivals"], Mapping):
        remedy = "Write {arrivals: {2026-03-02: 08:00:05 08:00:09}}."
        raise QuantityError("is no trace", raw, "arrivals by date alone", remedy)
    dates, offsets = [], []
    for key, text in raw["arrivals"].items():
        path = ("arrivals", key)
        try:
            if not isinstance(text, str):
                raise QuantityError("is not a list of times", text, "times of day with blanks", "Write them.")
            date, moments = parse_date(key), [_moment(word) for word in text.split()]
            dates.append((date, tuple(sorted(time for time, offset in moments if offset is None))))
            known = tuple((time, offset) for time, offset in moments if offset is not None)
            offsets += [(date, known)] if known else []
        except QuantityError as error:
            raise QuantityError(*error.parts, path=path) from error
    return Trace(tuple(sorted(dates)), tuple(sorted(offsets)))


def _curve(raw: Any) -> Curve:
    """Read a curve; say that a trace is allowed too where it is none."""
    try:
        return parse_curve(raw)
    except QuantityError as error:
        wrong, got, allowed, remedy = error.parts
        allowed = allowed.replace(ALLOWED, f"{ALLOWED} or {{trace: x.csv}}")
        raise QuantityError(wrong, got, allowed, remedy, error.path) from error


def _form(volume: Curve | Trace) -> dict[str, Any] | float:
    if isinstance(volume, Curve):
        return curve_form(volume)
    offsets = dict(volume.offsets)
    texts = {
        date: [*map(moment_text, at), *(moment_text(time, offset) for time, offset in offsets.get(date, ()))]
        for date, at in volume.dates
    }
    return {"arrivals": {date.isoformat(): " ".join(words) for date, words in texts.items()}}


_SCHEMA = {
    "anyOf": [
        *CURVE_SCHEMA["anyOf"],
        {
            "type": "object",
            "properties": {"trace": {"type": "string"}},
            "required": ["trace"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"arrivals": {"type": "object", "additionalProperties": {"type": "string"}}},
            "required": ["arrivals"],
            "additionalProperties": False,
        },
    ]
}

AnyVolume = Annotated[
    Curve | Trace,
    PlainValidator(parse_volume),
    PlainSerializer(_form, when_used="json"),
    WithJsonSchema(_SCHEMA),
]

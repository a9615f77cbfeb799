"""Trace: recorded arrivals, to the moment, in place of a volume."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from sim.quantities import QuantityError
from sim.scenario.clock import Clock, parse_date
from sim.scenario.curve import CURVE_SCHEMA, Curve, curve_form, parse_curve


class Trace(NamedTuple):
    """Hold arrivals by date, each date once and in order: times of day [s], sorted."""

    dates: tuple[tuple[datetime.date, tuple[float, ...]], ...]

    def by_day(self, clock: Clock) -> tuple[tuple[float, ...], ...]:
        """Return the arrivals [s from midnight] of each day of the run; those of other days are left out."""
        found = dict(self.dates)
        first = clock.start - datetime.timedelta(clock.warm_up_days)
        return tuple(found.get(first + datetime.timedelta(day), ()) for day in range(clock.run_days))

    def counts(self, clock: Clock) -> tuple[tuple[float, ...], ...]:
        """Return the mean arrivals of each interval, by kind of day; those at night are left out."""
        kinds, days = clock.kinds(), clock.days_of_run()
        often, total = Counter(days), [[0.0] * len(kind.lengths) for kind in kinds]
        for of, moments in zip(days, self.by_day(clock), strict=True):
            opens, closes = kinds[of].span or (0.0, 0.0)
            for moment in moments:
                if opens <= moment < closes:
                    total[of][int((moment - opens) // clock.interval)] += 1.0
        return tuple(tuple(n / max(often[of], 1) for n in counts) for of, counts in enumerate(total))


def moment_text(seconds: float) -> str:
    """Write a time of day to the microsecond, "08:00:05" or "08:00:05.250000"."""
    micro = round(seconds * 1e6)
    minutes, micro = divmod(micro, 60_000_000)
    whole, part = divmod(micro, 1_000_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{whole:02d}" + (f".{part:06d}" if part else "")


def _moment(text: str) -> float:
    try:
        time = datetime.time.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is not None or text[2:3] != ":":
        raise QuantityError("is not a time of day", text, "00:00:00 to 23:59:59", "Write, say, 08:00:05.")
    return seconds_of(time)


def seconds_of(time: datetime.time) -> float:
    """Return the seconds from midnight [s]."""
    return time.hour * 3600.0 + time.minute * 60.0 + time.second + time.microsecond / 1e6


def parse_volume(raw: Any) -> Curve | Trace:
    """Read a volume: a curve, or `{arrivals: {2026-03-02: "08:00:05 08:00:09"}}`."""
    if isinstance(raw, Trace):
        return raw
    if not isinstance(raw, Mapping) or "arrivals" not in raw:
        return parse_curve(raw)
    if len(raw) > 1 or not isinstance(raw["arrivals"], Mapping):
        remedy = "Write {arrivals: {2026-03-02: 08:00:05 08:00:09}}."
        raise QuantityError("is no trace", raw, "arrivals by date alone", remedy)
    dates = []
    for key, text in raw["arrivals"].items():
        path = ("arrivals", key)
        try:
            if not isinstance(text, str):
                raise QuantityError("is not a list of times", text, "times of day with blanks", "Write them.")
            dates.append((parse_date(key), tuple(sorted(_moment(word) for word in text.split()))))
        except QuantityError as error:
            raise QuantityError(*error.parts, path=path) from error
    return Trace(tuple(sorted(dates)))


def _form(volume: Curve | Trace) -> dict[str, Any] | float:
    if isinstance(volume, Curve):
        return curve_form(volume)
    return {"arrivals": {date.isoformat(): " ".join(map(moment_text, at)) for date, at in volume.dates}}


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

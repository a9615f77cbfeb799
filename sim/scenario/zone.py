"""Zone: what clocks show somewhere, and when they change, by the IANA time zone database.

Source: IANA time zone database, as the package tzdata has it, whatever the machine's own.
"""

from __future__ import annotations

import datetime
from difflib import get_close_matches
from functools import cache
from io import BytesIO
from math import inf
from pkgutil import get_data
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import PlainValidator, WithJsonSchema

from sim.hours import DAY
from sim.quantities import QuantityError

UTC = datetime.UTC
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime.date(1970, 1, 1).toordinal()


class Change(NamedTuple):
    """A change of the clock, `at` so long after midnight [s]: it is put forward `by` [s], back if below 0."""

    at: float
    by: float

    def elapsed(self, shown: float, *, again: bool = False) -> float:
        """Return how long after midnight [s] the clock has `shown` a time [s]: first, or `again`.

        A time that the clock skips is the moment of the change.
        """
        return shown if shown < self.at and not again else max(self.at, shown - self.by)

    def shown(self, elapsed: float) -> tuple[float, bool]:
        """Return what the clock shows [s] so long after midnight [s], and whether for the second time."""
        if elapsed < self.at:
            return elapsed, False
        return elapsed + self.by, elapsed + self.by < self.at and self.by < 0.0

    def text(self, elapsed: float) -> str:
        """Write what the clock shows so long after midnight [s], "02:00", the second time "02:00 again"."""
        seconds, again = self.shown(elapsed)
        minutes, rest = divmod(round(seconds), 60)
        text = f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")
        return f"{text} again" if again else text

    def doubles(self, shown: float) -> bool:
        """Return whether the clock shows a time [s] twice."""
        return self.at + self.by <= shown < self.at

    def skips(self, shown: float) -> bool:
        """Return whether the clock never shows a time [s]."""
        return self.at <= shown < self.at + self.by


STEADY = Change(inf, 0.0)
"""A clock that is not changed."""


class Zone:
    """The clocks of one place; days are ordinals of dates there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._zone = ZoneInfo.from_file(BytesIO(_held(f"zoneinfo/{name}")), key=name)
        self._midnights: dict[int, float] = {}
        self._changes: dict[int, Change] = {}

    def midnight(self, day: int) -> float:
        """Return when a day begins [s since 1970 in UTC]."""
        if day not in self._midnights:
            shown = datetime.datetime.fromordinal(day).replace(tzinfo=self._zone)
            self._midnights[day] = (day - _FIRST) * DAY - _offset(shown)
        return self._midnights[day]

    def change(self, day: int) -> Change:
        """Return the first change of the clock on a day or the next."""
        if day not in self._changes:
            self._changes[day] = self._search(day)
        return self._changes[day]

    def _search(self, day: int) -> Change:
        low, high = self.midnight(day), self.midnight(day + 2)
        before = (day - _FIRST) * DAY - low
        if self._offset_at(high) == before:
            return STEADY
        first = low
        if self._offset_at(low) == before:
            while high - low > 1.0:
                middle = float((low + high) // 2)
                low, high = (middle, high) if self._offset_at(middle) == before else (low, middle)
            return Change(high - first, self._offset_at(high) - before)
        return Change(0.0, self._offset_at(low) - before)

    def offset(self, day: int, *, again: bool) -> float:
        """Return how far the clock is before UTC [s] as a day begins, or once it has changed."""
        return (day - _FIRST) * DAY - self.midnight(day) + (self.change(day).by if again else 0.0)

    def since(self, day: int, shown: float, offset: float) -> float:
        """Return how long after midnight [s] a clock that is `offset` [s] before UTC shows a time."""
        return (day - _FIRST) * DAY + shown - offset - self.midnight(day)

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """Return what the clock shows at a moment with an offset; `fold` is 1 the second time."""
        return moment.astimezone(self._zone)

    def _offset_at(self, seconds: float) -> float:
        return _offset((_EPOCH + datetime.timedelta(seconds=seconds)).astimezone(self._zone))


def _offset(moment: datetime.datetime) -> float:
    return (moment.utcoffset() or datetime.timedelta()).total_seconds()


@cache
def zone_of(name: str) -> Zone:
    """Return the zone called `name`."""
    return Zone(name)


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones."""
    return tuple(_held("zones").decode("utf-8").split())


def _held(resource: str) -> bytes:
    """Return a part of the package tzdata, which is read as its modules are."""
    return get_data("tzdata", resource) or b""


def parse_timezone(raw: Any) -> str:
    """Read the name of a time zone, such as Europe/Berlin."""
    if isinstance(raw, str) and raw in zones():
        return raw
    remedy = "Write, say, Europe/Berlin: the country's rules for summer time come with it."
    if isinstance(raw, str):
        lower = {name.lower(): name for name in zones()}
        cities = {name.rpartition("/")[2]: full for name, full in lower.items()}
        wanted = raw.strip().lower().replace(" ", "_")
        near = get_close_matches(wanted, lower, 1, 0.8) or get_close_matches(wanted, cities, 1, 0.8)
        if near:
            remedy = f"Did you mean {lower.get(near[0]) or cities[near[0]]}?"
    raise QuantityError("is not a time zone", raw, "a name of the IANA database, Region/City", remedy)


Timezone = Annotated[str, PlainValidator(parse_timezone), WithJsonSchema({"type": "string"})]

"""Draw when a centre is open, and moments and times that fit it."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from sim.hours import DAYS

HOUR = 3600


class Hours:
    """The days of one centre while it is drawn: opening hours by weekday, special days, planning interval."""

    def __init__(self, luck: Random) -> None:
        self.luck = luck
        self.start = datetime.date(2026, 1, 1) + datetime.timedelta(luck.randrange(700))
        self.warm_up, self.days, self.drain = (luck.choice(of) for of in ((0, 1), (1, 1, 2), (0, 1)))
        self.interval = luck.choice([900, 1200, 1800, 3600])
        opens = luck.choice([0, 7 * HOUR, 8 * HOUR, 9 * HOUR])
        closes = luck.choice([opens + 4 * HOUR, opens + 5 * HOUR + 600, 22 * HOUR, 24 * HOUR])
        short = (opens, opens + 3 * HOUR)
        self.week: list[tuple[int, int] | None] = [(opens, closes)] * 7
        if luck.random() < 0.6:
            self.week = [luck.choice([(opens, closes), short, None]) for _ in range(7)]
            self.week[self.start.weekday()] = (opens, closes)
        self.special_days = self.special() if luck.random() < 0.3 else {}
        own = Random(self.start.toordinal() * 7919 + self.interval)  # noqa: S311 - nothing secret
        self.zone = own.choice([None, None, "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
        self.nights = own.random() < 0.5
        self.half_days = own.random() < 0.3

    def opened(self, week: list[tuple[int, int] | None]) -> Any:
        if len(set(week)) == 1 and week[0] and self.maybe(0.5):
            return hours_text(*week[0])
        return {DAYS[day]: hours_text(*span) if span else "closed" for day, span in enumerate(week)}

    def special(self) -> dict[str, Any]:
        """Draw special days: the first measured one stays open."""
        opens = self.week[self.start.weekday()]
        assert opens
        first = {
            "open": hours_text(opens[0], opens[0] + 2 * HOUR),
            "volume": self.luck.choice([1.3, "70%", {}]),
        }
        day = self.start + datetime.timedelta(self.luck.randint(1, 2))
        like = DAYS[self.start.weekday()]
        second = self.luck.choice([{"open": "closed"}, {"like": like}, {"like": like, "volume": {"t0": 2}}])
        return {self.start.isoformat(): first, day.isoformat(): second}

    def hours(self) -> str:
        """Draw hours of a day within the shortest opening hours."""
        opens, closes = self.shortest()
        start = self.luck.randrange(opens, closes - HOUR, 900)
        return hours_text(start, self.luck.randrange(start + HOUR, closes + 1, 900))

    def shortest(self) -> tuple[int, int]:
        spans = [span for span in self.week if span]
        return max(opens for opens, _ in spans), min(closes for _, closes in spans)

    def opening(self) -> Any:
        """Draw opening hours of a queue."""
        own = self.hours()
        return self.luck.choice([own, {DAYS[day]: own for day, span in enumerate(self.week) if span}])

    def queue_opening(self) -> Any:
        """Draw opening hours of a queue, perhaps in a time zone."""
        found = self.opening()
        if self.zone and self.nights and isinstance(found, dict):
            return {"timezone": self.zone, **found}
        return found

    def shift_hours(self) -> str:
        """Draw hours of a shift: one span, a night, or two spans with time off between them."""
        hours = self.hours()
        start, end = seconds_of(hours[:5]), seconds_of(hours[6:])
        if self.nights and set(self.week) == {(0, 24 * HOUR)}:
            return "22:00-06:00"
        if self.nights and end - start >= 3 * HOUR:
            return f"{hours_text(start, start + HOUR)}, {hours_text(end - HOUR, end)}"
        return hours

    def moment(self) -> str:
        day = self.start + datetime.timedelta(self.luck.randint(-self.warm_up, self.days - 1))
        return f"{day} {self.luck.randint(0, 23):02d}:{self.luck.randint(0, 59):02d}"

    def times(self, count: int) -> list[str]:
        return [f"{seconds}s" for seconds in sorted(self.luck.sample(range(1, 1800), count))]

    def empirical(self) -> dict[str, Any]:
        count = self.luck.randint(2, 5)
        shares = sorted(self.luck.sample(range(1, 100), count))
        return {"times": self.times(count), "ended": [f"{share}%" for share in shares]}


def hours_text(start: int, end: int) -> str:
    return f"{time_of_day(start)[:5]}-{time_of_day(end)[:5]}"


def time_of_day(seconds: int) -> str:
    return f"{seconds // HOUR:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def seconds_of(text: str) -> int:
    return int(text[:2]) * HOUR + int(text[3:]) * 60

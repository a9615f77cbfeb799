"""Clock: which days are simulated, which are measured, and when the centre is open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, PrivateAttr

from sim.frozen import Frozen
from sim.hours import DAY, DAYS, Date, Span, Spans, joined, shared
from sim.quantities import Count, Factor, LongDuration, RunDuration
from sim.rules.recontact import Opening
from sim.scenario.week import DayHours, OpeningWeek, QueueHours, Week
from sim.scenario.zone import STEADY, Change, Timezone, Zone, zone_of

YEAR_DAYS = 365.0
SHORTEST_REPORTED = 900.0
NOWHERE = -(2**31)
"""The place of an interval at whose time its weekday is closed."""


class SpecialDay(Frozen):
    """A date that is not as its weekday usually is."""

    like: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] | None = None
    """Weekday whose hours, volume and staff hold; its own if left out."""
    open: DayHours | None = None
    """Opening hours, or `closed`; as on that weekday if left out. At each time of day volume and agents on
    duty are as then, shifts and queues' own hours are cut to these."""
    volume: Factor | dict[str, Factor] = 1.0
    """Multiplies the volume of all contact types but recorded ones and volumes of this very date, or of those
    named, as in {question: 130%}."""


class Window(NamedTuple):
    """The measured window and the end of the run [s]."""

    opens: float
    closes: float
    horizon: float


class Day(NamedTuple):
    """A day of the run: its kind, when it begins [s of the run], and how long it is [s]."""

    kind: int
    start: float
    length: float


class DayKind(NamedTuple):
    """A kind of day: a weekday, a special day, or a night on which clocks change.

    `spans`, `starts`, `lengths`: its opening hours and planning intervals [s after its midnight], which may
    pass midnight; `usual`: the lengths of those of its weekday; `places`: which of them each interval is, by
    what the clock shows; `slots`: what each is called for luck, unique within the day. `cuts`: shifts are cut
    to its hours; `eve`, `morrow`: as which weekdays the days before and after work; `told`: the kind by
    which measures are broken down; `date`: the ordinal of the one date that it is, 0 if it is many.
    """

    name: str
    weekday: int
    spans: Spans
    starts: tuple[float, ...]
    lengths: tuple[float, ...]
    usual: tuple[float, ...]
    places: tuple[int, ...]
    slots: tuple[int, ...]
    volume: float | Mapping[str, float]
    change: Change
    cuts: bool
    eve: int
    morrow: int
    told: int
    date: int

    def factor(self, contact: str) -> float:
        """Return what the volume of a contact type is multiplied by."""
        return self.volume.get(contact, 1.0) if isinstance(self.volume, Mapping) else self.volume

    def elapsed(self, spans: Spans) -> Spans:
        """Return spans by the clock as time after the day's midnight; what the clock skips is left out."""
        if self.change is STEADY:
            return spans
        found = (Span(self.change.elapsed(span.start), self.change.elapsed(span.end)) for span in spans)
        return tuple(span for span in found if span.end > span.start)


class Clock(Frozen):
    """When the centre runs and which days count."""

    start: Date
    """First measured day."""
    days: Annotated[Count, Field(le=3660)] = 5
    """Number of measured days."""
    warm_up: RunDuration = 7 * DAY
    """Time simulated before the first measured day, so that returns and queues are as usual: days, or hours
    for a centre without returns."""
    drain: RunDuration = 7 * DAY
    """Time simulated after the last measured day, so that late issues can close: days or hours."""
    open: OpeningWeek
    """Opening hours, for every day or by weekday. A day may have several spans, "08:00-12:00, 13:00-17:00";
    one that passes midnight, 22:00-06:00, belongs to the day on which it begins."""
    timezone: Timezone | None = None
    """Time zone of all hours and moments in the file, such as Europe/Berlin: the night on which its clocks
    change has 23 or 25 hours, and moments of arrival may have an offset from UTC. Without it every day has 24
    hours."""
    interval: LongDuration = 1800.0
    """Length of the planning interval, 1m or more, in whole seconds. Measures by interval are by the same
    length or, where it is below 15m, by its smallest multiple from there."""
    special_days: Annotated[dict[Date, SpecialDay], Field(max_length=366)] = {}
    """Dates on which hours, volume or staff differ; measures by interval keep them apart, by date. A night
    that began the day before goes on."""

    _figured: tuple[int, ...] = PrivateAttr(())

    def with_figures_for(self, dates: Iterable[datetime.date]) -> Self:
        """Return the clock for volumes or agents of these dates: each is a kind of day of its own."""
        days = {date.toordinal() for date in dates} - {date.toordinal() for date in self.special_days}
        found = self.model_copy()
        found._figured = tuple(sorted(day for day in days if 0 <= day - self.first + 1 <= self.run_days))
        return found

    @property
    def warm_up_days(self) -> int:
        """Days before the first measured one, of which the first may be a part."""
        return int(-(-self.warm_up // DAY))

    @property
    def run_days(self) -> int:
        """Days simulated, of which the first and the last may be parts."""
        return self.warm_up_days + self.days + int(-(-self.drain // DAY))

    @property
    def first(self) -> int:
        """Ordinal of the first date simulated."""
        return self.start.toordinal() - self.warm_up_days

    @property
    def reported(self) -> float:
        """Length [s] of the intervals by which measures are broken down."""
        return self.interval * -(-SHORTEST_REPORTED // self.interval)

    def window(self) -> Window:
        """Return when the measured days begin and end, and when the run ends."""
        first = self.first + self.warm_up_days
        opens, closes = (self._midnight(day) for day in (first, first + self.days))
        ends = closes + self.drain if self.drain % DAY else self._midnight(self.first + self.run_days)
        return Window(opens=opens, closes=closes, horizon=ends)

    def begins(self) -> float:
        """Return when needs begin to come [s of the run]: 0 but where the warm-up is no whole days."""
        return self.window().opens - self.warm_up if self.warm_up % DAY else 0.0

    def midnight(self, date: datetime.date) -> float:
        """Return when `date` begins [s of the run], which may lie outside the run."""
        return self._midnight(date.toordinal())

    def _midnight(self, day: int) -> float:
        if self.timezone is None:
            return (day - self.first) * DAY
        zone = zone_of(self.timezone)
        return zone.midnight(day) - zone.midnight(self.first)

    def moment(self, date: datetime.date, time: float) -> float:
        """Return when the clock shows `time` [s] on `date` first [s of the run]."""
        change = STEADY if self.timezone is None else zone_of(self.timezone).change(date.toordinal())
        return self.midnight(date) + change.elapsed(time)

    def opening(self, own: QueueHours | None = None) -> Opening:
        """Return when the centre opens and closes, or a queue with hours of its `own` within the centre's.

        Hours that follow each other are one, at midnight too.
        """
        kinds, days = self.kinds(), (self.eve(), *self.calendar())
        centre = [(day.start, kinds[day.kind].spans) for day in days]
        spans = joined(centre)
        if own is not None:
            if own.timezone is None:
                of = {kind: kinds[kind].elapsed(own.week[kinds[kind].weekday]) for kind, *_ in days}
                own_spans = joined([(day.start, of[day.kind]) for day in days])
            else:
                own_spans = self._elsewhere(own.week, zone_of(own.timezone))
            spans = list(shared(spans, own_spans))
        return Opening(tuple(begins for begins, _ in spans), tuple(ends for _, ends in spans))

    def _elsewhere(self, week: Week, zone: Zone) -> list[tuple[float, float]]:
        """Return the hours [s of the run] of a week that is kept in another time zone."""
        begins = zone_of(self.timezone or "UTC").midnight(self.first)
        days = range(self.first - 2, self.first + self.run_days + 2)
        return joined(
            [
                (
                    zone.midnight(day) - begins,
                    tuple(Span(*map(zone.change(day).elapsed, span)) for span in week[(day - 1) % 7]),
                )
                for day in days
            ]
        )

    def open_share(self) -> float:
        """Return the share of an ordinary week in which the centre is open."""
        return sum(span.end - span.start for spans in self.open for span in spans) / (7 * DAY)

    def days_of_run(self) -> tuple[int, ...]:
        """Return the kind of each day of the run.

        0 is Monday, special days follow from 7 by date, then nights on which clocks change, their eves, and
        dates with figures of their own.
        """
        return tuple(map(self._kind_of(), range(self.first, self.first + self.run_days)))

    def _kind_of(self) -> Callable[[int], int]:
        dates = (*sorted(self.special_days), *map(datetime.date.fromordinal, self._changes()))
        special = {date.toordinal(): 7 + k for k, date in enumerate(dates)}
        return lambda day: special.get(day, (day - 1) % 7)

    def calendar(self) -> tuple[Day, ...]:
        """Return the days of the run."""
        begins = [self._midnight(day) for day in range(self.first, self.first + self.run_days + 1)]
        kinds = zip(self.days_of_run(), begins, begins[1:], strict=False)
        return tuple(Day(kind, start, end - start) for kind, start, end in kinds)

    def eve(self) -> Day:
        """Return the day before the run, whose night goes on."""
        start = self._midnight(self.first - 1)
        return Day(self._kind_of()(self.first - 1), start, -start)

    def _changes(self) -> dict[int, Change]:
        """Return the change of the clock that dates of the run meet on them or on the next day.

        Those with figures of their own are among them, even if they meet none.
        """
        changes = changes_of(self.timezone, self.first - 1, self.run_days + 1) if self.timezone else {}
        return {day: changes.get(day, STEADY) for day in sorted({*changes, *self._figured})}

    def kinds(self) -> tuple[DayKind, ...]:
        """Return the kinds of day: the weekdays, special days by date, then nights on which clocks change."""
        week = [self._kind(DAYS[day], day, self.open[day]) for day in range(7)]
        special = [self._dated(date, STEADY) for date in sorted(self.special_days)]
        changed = [self._dated(datetime.date.fromordinal(day), how) for day, how in self._changes().items()]
        return tuple(
            kind._replace(told=index) if kind.told < 0 else kind
            for index, kind in enumerate((*week, *special, *changed))
        )

    def _dated(self, date: datetime.date, change: Change) -> DayKind:
        """Return the kind of one date; if clocks change the night after, measures know it as usual."""
        weekday, own = self.weekday(date), self.special_days.get(date)
        name, told = date.isoformat(), -1 if own else weekday
        if change is not STEADY and change.at >= self._midnight(date.toordinal() + 1) - self.midnight(date):
            name = name if own else DAYS[weekday]
            told = 7 + sorted(self.special_days).index(date) if own else weekday
        elif change is not STEADY:
            told = -1
        kind = self._kind(name, weekday, self.hours(date), change)
        day = datetime.timedelta(1)
        return kind._replace(
            volume=own.volume if own else 1.0,
            cuts=own is not None and own.open is not None,
            eve=self.weekday(date - day),
            morrow=self.weekday(date + day),
            told=told,
            date=date.toordinal(),
        )

    def told_days(self) -> tuple[str, ...]:
        """Return the names of the measured days, as measures by interval tell them apart.

        They are in the order of the run where none comes twice, else weekdays before dates.
        """
        kinds = self.kinds()
        measured = self.days_of_run()[self.warm_up_days : self.warm_up_days + self.days]
        told = [kinds[kind].told for kind in measured]
        once = len(set(told)) == len(told)
        return tuple(kinds[kind].name for kind in (told if once else sorted(set(told))))

    def _kind(self, name: str, weekday: int, hours: Spans, change: Change = STEADY) -> DayKind:
        usual = self.open[weekday]
        grid = _grid(hours, usual, self.interval, change)
        return DayKind(
            name=name,
            weekday=weekday,
            spans=grid.spans,
            starts=grid.starts,
            lengths=grid.lengths,
            usual=grid.usual,
            places=grid.places,
            slots=grid.slots,
            volume=1.0,
            change=change,
            cuts=False,
            eve=(weekday - 1) % 7,
            morrow=(weekday + 1) % 7,
            told=-1,
            date=0,
        )

    def weekday(self, date: datetime.date) -> int:
        """Return the weekday (0 is Monday) that a date works as."""
        like = self.special_days[date].like if date in self.special_days else None
        return DAYS.index(like) if like else date.weekday()

    def hours(self, date: datetime.date) -> Spans:
        """Return the opening hours that begin on a date by the clock, () if it is closed."""
        own = self.special_days[date].open if date in self.special_days else None
        return self.open[self.weekday(date)] if own is None else () if own == "closed" else own

    def closes(self) -> bool:
        """Return whether there is a moment of the run at which the centre is closed."""
        opens, closes = self.opening()
        return opens[:1] != (0.0,) or closes[0] < self.window().horizon

    def lengths(self, spans: Spans) -> tuple[float, ...]:
        """Return the lengths [s] of the planning intervals of opening hours; a span's last may be short."""
        return tuple(length for span in spans for _, length in _cut(span, self.interval))

    def intervals(self, spans: Spans) -> int:
        """Return the number of planning intervals in opening hours; a part counts as one."""
        return len(self.lengths(spans))


class _Grid(NamedTuple):
    """The planning intervals of a kind of day, as `DayKind` has them."""

    spans: Spans
    starts: tuple[float, ...]
    lengths: tuple[float, ...]
    usual: tuple[float, ...]
    places: tuple[int, ...]
    slots: tuple[int, ...]


@cache
def _grid(hours: Spans, usual: Spans, interval: float, change: Change) -> _Grid:
    """Cut a day's `hours` by the clock into planning intervals; usual: those of its weekday."""
    spans = [Span(*map(change.elapsed, span)) for span in hours]
    cut = [
        (start, length, _place(hours, usual, shown, max(shown.start, change.shown(start)[0]), interval))
        for span, shown in zip(spans, hours, strict=True)
        for start, length in _cut(span, interval)
    ]
    places = tuple(place for *_, place in cut)
    return _Grid(
        spans=tuple(span for span in spans if span.end > span.start),
        starts=tuple(start for start, *_ in cut),
        lengths=tuple(length for _, length, _ in cut),
        usual=tuple(length for span in usual for _, length in _cut(span, interval)),
        places=places,
        slots=_slots(places, int(-(-DAY // interval))),
    )


def _cut(span: Span, interval: float) -> list[tuple[float, float]]:
    """Return start and length [s] of the planning intervals of a span; the last may be short."""
    count = int(-(-(span.end - span.start) // interval))
    starts = [span.start + k * interval for k in range(count)]
    return [(start, min(interval, span.end - start)) for start in starts]


@cache
def changes_of(timezone: str, first: int, count: int) -> dict[int, Change]:
    """Return the clock change on, or on the day after, each of `count` days from `first` on."""
    found = {day: zone_of(timezone).change(day) for day in range(first, first + count)}
    return {day: change for day, change in found.items() if change is not STEADY}


def _place(hours: Spans, usual: Spans, span: Span, shown: float, interval: float) -> int:
    """Return which interval of its weekday begins when the clock has `shown` a time, or a number of none."""
    if len(hours) == 1 and len(usual) <= 1:
        first = round((span.start - usual[0].start) / interval) if usual else 0
        return first + int((shown - span.start) // interval)
    before = 0
    for one in usual:
        if one.start <= shown < one.end:
            return before + int((shown - one.start) // interval)
        before += len(_cut(one, interval))
    return NOWHERE


def _slots(places: Sequence[int], per_day: int) -> tuple[int, ...]:
    """Return a number for each interval of a day: its place, but beyond the day if that is taken."""
    found: dict[int, None] = {}
    for k, place in enumerate(places):
        slot = place % per_day
        found[per_day + k if place == NOWHERE or slot in found else slot] = None
    return tuple(found)

"""Outages: when the centre itself fails, what stops, and how long."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from sim.distributions.base import AnyTime, Law, law
from sim.frozen import Frozen
from sim.hours import parse_date
from sim.quantities import QuantityError, Share
from sim.scenario.clock import Clock

OUTAGES = ("telephony", "system", "site")
TELEPHONY, SYSTEM, SITE = range(3)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,2}):(\d{2})")


class OutageNumbers(NamedTuple):
    """One outage: what it hits, when it begins [s] or how often, and what it does.

    `silences`: the campaigns that cannot dial; `lost` is 1 where arrivals are lost; `drops` tells whether
    contacts are dropped; `speed` is a share.
    """

    name: str
    hits: int
    queues: tuple[int, ...]
    groups: tuple[int, ...]
    silences: tuple[int, ...]
    begins: tuple[float, ...]
    every: Law | None
    lasts: Law
    lost: int
    drops: bool
    speed: float


class Begin(NamedTuple):
    """A moment: the date, and the time of day [s]."""

    date: datetime.date
    time: float


def parse_begin(raw: Any) -> Begin:
    """Read a moment such as 2026-03-04 10:00."""
    if isinstance(raw, Begin):
        return raw
    found = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise QuantityError(
            "is not a moment", raw, "a date and a time of day", 'Write, say, "2026-03-04 10:00".'
        )
    return Begin(parse_date(found[1]), int(found[2]) * 3600.0 + int(found[3]) * 60.0)


def _text(begin: Begin) -> str:
    hours, minutes = divmod(round(begin.time / 60.0), 60)
    return f"{begin.date.isoformat()} {hours:02d}:{minutes:02d}"


AnyBegin = Annotated[
    Begin,
    PlainValidator(parse_begin),
    PlainSerializer(_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": rf"^{_MOMENT.pattern}$"}),
]


class Outage(Frozen):
    """One thing that fails, at a set time or now and then."""

    hits: Literal["telephony", "system", "site"]
    """What fails: the lines of some queues, the computers agents work with, or a building."""
    queues: tuple[str, ...] = ()
    """With telephony, the queues whose lines fail; all if left out."""
    groups: tuple[str, ...] = ()
    """With system and site, the groups of agents it hits; all if left out. At a site nobody dials for a
    campaign either; calls that rang for its agents are left alone (assumption)."""
    campaigns: tuple[str, ...] = ()
    """With telephony, the campaigns that cannot dial; if left out all of them where no queues are named,
    else none. What their lines ring for then is given up, a conversation goes on (assumptions)."""
    begins: tuple[AnyBegin, ...] = ()
    """When it begins, such as ["2026-03-04 10:00"]; or leave it out and write `every`."""
    every: AnyTime | None = None
    """Time from the end of one outage to the beginning of the next, for outages by chance."""
    lasts: AnyTime
    """Time to repair."""
    arrivals: Literal["lost", "queued"] = "lost"
    """With telephony, whether those who call meanwhile are lost, or wait in line until it is repaired."""
    in_progress: Literal["dropped", "go_on"] = "dropped"
    """With telephony and site, whether conversations (and calls in line, if the lines fail) are dropped."""
    speed: Annotated[Share, Field(gt=0.0)] = 0.5
    """With system, how fast conversations go on meanwhile (assumption: half as fast)."""

    def numbers(
        self,
        name: str,
        clock: Clock,
        queues: Sequence[str],
        groups: Sequence[str],
        campaigns: Sequence[str] = (),
    ) -> OutageNumbers:
        """Return the numbers of the outage called `name`; queues, groups, campaigns are all, in order."""
        lines = self.hits == "telephony"
        cannot_dial = self.campaigns or (campaigns if lines and not self.queues else ())
        return OutageNumbers(
            name=name,
            hits=OUTAGES.index(self.hits),
            queues=tuple(queues.index(queue) for queue in self.queues or queues) if lines else (),
            groups=() if lines else tuple(groups.index(group) for group in self.groups or groups),
            silences=tuple(campaigns.index(campaign) for campaign in cannot_dial),
            begins=tuple(sorted(clock.moment(begin.date, begin.time) for begin in self.begins)),
            every=None if self.every is None else law(self.every),
            lasts=law(self.lasts),
            lost=int(self.arrivals == "lost"),
            drops=self.in_progress == "dropped",
            speed=self.speed,
        )

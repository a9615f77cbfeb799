"""Campaigns: people whom agents call when nobody calls in, from a list or as calls come up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import Annotated, NamedTuple

from pydantic import Field

from sim.distributions.base import AnyTime, Law, law
from sim.distributions.constant import Constant
from sim.family import Choice, module_of
from sim.frozen import Frozen
from sim.hours import DAY, Hours, Span, Weekdays, shared
from sim.policies.dialling.base import AnyDialling, Dialling
from sim.policies.dialling.progressive import Progressive
from sim.quantities import Count, Duration, LongDuration, Share
from sim.rules.dialling import CallingTimes
from sim.scenario.clock import Clock
from sim.scenario.curve import EVERY_DAY, AnyCurve

RECORDS = 1_000_000
NEAR = (-DAY, 0.0, DAY)
"""Hours after midnight are those of the next day: what a day's hours are moved by [s]."""


class CampaignNumbers(NamedTuple):
    """One campaign: its groups, list, times and laws; `keeps_free` agents are not for it.

    `means`: calls that come up per interval, by kind of day; empty if it has a list of `records`.
    """

    name: str
    groups: tuple[int, ...]
    records: int
    means: tuple[tuple[float, ...], ...]
    times: CallingTimes
    answers_after: Law
    gives_up: float
    talk: Law
    acw: Law
    tries: int
    pause: float
    keeps_free: int
    dialling: Choice


class HourShare(Frozen):
    """The share of calls that are answered at some hours of the day."""

    hours: Hours
    """Hours of the day."""
    right_party: Share
    """Share of the calls made then that the person who is meant answers (measure this first)."""


class Campaign(Frozen):
    """People whom agents call in their free time; inbound contacts come first."""

    groups: Annotated[tuple[str, ...], Field(min_length=1)]
    """Groups whose free agents make the calls."""
    records: Annotated[Count, Field(le=RECORDS)] | None = None
    """People on the list when the run begins; left out where calls come up by `volume`."""
    volume: AnyCurve | None = None
    """Calls that come up per interval of the opening hours, each to another person, in the forms of a contact
    type's volume: what agents call about on their own account, such as cases to ring back about. Each is
    dialled from then on, first come, first called. Left out where the campaign has a list of `records`."""
    hours: Hours
    """Times of the day at which it dials, as far as the centre is open."""
    days: Weekdays = EVERY_DAY
    """Weekdays on which it dials."""
    right_party: Share
    """Share of the calls that the person who is meant answers (measure this first)."""
    by_hour: tuple[HourShare, ...] = ()
    """Hours of the day at which that share is another one."""
    answers_after: AnyTime = Constant.model_validate({"dist": "constant", "value": "15s"})
    """Time from dialling until somebody answers (assumption)."""
    gives_up: Duration = 25.0
    """Time after which a call that nobody answers is given up (assumption)."""
    talk: AnyTime
    """Conversation with a person who answers."""
    acw: AnyTime = Constant.model_validate({"dist": "constant", "value": "60s"})
    """After-call work (assumption)."""
    tries: Annotated[Count, Field(le=100)] = 3
    """Calls to one person at most (assumption)."""
    pause: LongDuration = 14400.0
    """Time between a call in vain and the next to the same person, who is then called before those who have
    not been called yet (assumption)."""
    keeps_free: Annotated[int, Field(ge=0, le=1000)] = 0
    """Agents of its groups who stay free for those who call in: it dials only while more are free."""
    dialling: AnyDialling = Progressive(kind="progressive")
    """How it dials."""

    def numbers(self, name: str, clock: Clock, groups: Sequence[str]) -> CampaignNumbers:
        """Return the numbers of the campaign called `name`; `groups` are the scenario's, in order."""
        return CampaignNumbers(
            name=name,
            groups=tuple(groups.index(group) for group in self.groups),
            records=self.records or 0,
            means=() if self.volume is None else tuple(map(self.volume.counts, clock.kinds())),
            times=self.times(clock),
            answers_after=law(self.answers_after),
            gives_up=self.gives_up,
            talk=law(self.talk),
            acw=law(self.acw),
            tries=self.tries,
            pause=self.pause,
            keeps_free=self.keeps_free,
            dialling=Choice(self.dialling.code(), self.dialling.numbers()),
        )

    def times(self, clock: Clock) -> CallingTimes:
        """Return the stretches of the run in which it dials, in order."""
        opening, kinds = clock.opening(), clock.kinds()
        is_open = list(zip(opening.opens, opening.closes, strict=True))
        pieces: dict[float, list[tuple[float, float]]] = {}
        for day in clock.calendar():
            if kinds[day.kind].weekday not in self.days:
                continue
            for span, share in self.pieces():
                for begins, ends in kinds[day.kind].elapsed((span,)):
                    pieces.setdefault(share, []).append((day.start + begins, day.start + ends))
        found = sorted((*span, share) for share, spans in pieces.items() for span in shared(is_open, spans))
        until = list[float]()
        for (_, end, _), following in reversed([*zip_longest(found, found[1:])]):
            until.append(until[-1] if following and following[0] == end else end)
        columns = [[piece[k] for piece in found] for k in range(3)]
        return CallingTimes(columns[0], columns[1], columns[2], until[::-1])

    def pieces(self) -> list[tuple[Span, float]]:
        """Return the parts of its hours, each with the share of calls that are answered then."""
        bounds = {bound + later for part in self.by_hour for bound in part.hours for later in NEAR}
        inner = {bound for bound in bounds if self.hours.start < bound < self.hours.end}
        cuts = pairwise(sorted({*self.hours, *inner}))
        return [(Span(begins, ends), self.share_at(begins)) for begins, ends in cuts]

    def seconds_per_call(self) -> float:
        """Return the agents' time that one who is to be called takes on average [s], further tries included.

        Where it dials beyond its free agents no agent is held while it rings. Each hour of its hours counts
        alike.
        """
        of, numbers = module_of(Dialling, self.dialling.code()), self.dialling.numbers()
        reached = self._reached()
        rings = reached * min(self.answers_after.expected(), self.gives_up) + (1.0 - reached) * self.gives_up
        held = of.prepares(numbers) + rings if of.reserves(numbers) else 0.0
        tries = sum((1.0 - reached) ** k for k in range(self.tries))
        return tries * (held + reached * (self.talk.expected() + self.acw.expected()))

    def spoken_to(self) -> float:
        """Return the share of those who are to be called whom an agent speaks to, in one of the tries."""
        return 1.0 - (1.0 - self._reached()) ** self.tries

    def _reached(self) -> float:
        """Return the share of calls that are answered, each hour of its hours alike."""
        length = self.hours.end - self.hours.start
        return sum((span.end - span.start) / length * share for span, share in self.pieces())

    def share_at(self, time: float) -> float:
        """Return the share of calls at a time of day [s] that are answered."""
        for part in self.by_hour:
            if any(part.hours.start <= time + later < part.hours.end for later in NEAR):
                return part.right_party
        return self.right_party

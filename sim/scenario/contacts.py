"""Contacts: what customers need, how often, and how much work it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.distributions.base import AnyTime, Law, law
from sim.distributions.constant import Constant
from sim.distributions.gamma import unit_mean_table
from sim.frozen import Frozen
from sim.quantities import DaySpread, Scale, Share
from sim.scenario.clock import Clock
from sim.scenario.promise import Job, JobNumbers
from sim.scenario.trace import AnyVolume, Trace
from sim.scenario.varying import Times, Varying, times_of

IF_BUSY = ("waits", "lost", "does_without")
WAITS, IS_LOST, DOES_WITHOUT = range(3)


class TargetNumbers(NamedTuple):
    """A queue that issues are referred to: up to which luck, and what happens if nobody is free there.

    `if_busy`: a place in `IF_BUSY`.
    """

    queue: int
    up_to: float
    if_busy: int


class TypeNumbers(NamedTuple):
    """One contact type; `means` are new issues per interval, by kind of day.

    `trace`: recorded arrivals [s from midnight] of each day of the run, empty if there are none;
    `day_factor`, `interval_factor`: quantile tables of mean 1, empty if there is none; `day_shared`: the
    share of a day's luck that is common to the types; `repair`: work as a multiple of `work`; `referral`:
    the chance of one and the share of the talk before it; `patience`: None for that of the queue.
    """

    name: str
    queue: int
    refers_to: tuple[TargetNumbers, ...]
    means: tuple[tuple[float, ...], ...]
    trace: tuple[tuple[float, ...], ...]
    day_factor: tuple[float, ...]
    day_shared: float
    interval_factor: tuple[float, ...]
    work: Law
    acw: Law
    work_times: Times
    acw_times: Times
    patience: Law | None
    repair: float
    referral: tuple[float, float] | None
    job: JobNumbers | None

    def refers(self, queue: int) -> bool:
        """Return whether issues of the type are referred to `queue`."""
        return any(target.queue == queue for target in self.refers_to)


class Referral(Frozen):
    """Referral by chance, whatever the issue: for centres that know their transfer share only."""

    chance: Share
    """Share of the first tier's conversations that end in a referral."""
    talk: Share = 1.0
    """Share of the talk that is spent before it (assumption: all of it)."""


class Target(Frozen):
    """A queue that a share of the referrals goes to."""

    share: Share
    """Share of the referrals."""
    if_busy: Literal["waits", "lost", "does_without"] = "waits"
    """Where nobody is free there: the contact waits in line, or ends there, unresolved (blocked), or the
    first agent does without and settles it (with `referral:` only)."""


class ContactType(Frozen):
    """One kind of need; its issues come by volume or are caused by failures, never both."""

    queue: str
    """The queue its contacts join."""
    refers_to: str | Annotated[dict[str, Target], Field(min_length=1)] | None = None
    """The queue of the next tier, for issues the first tier cannot solve; or several by chance, as in
    {experts: {share: 80%}, partner: {share: 20%, if_busy: lost}}; nobody if left out."""
    referral: Referral | None = None
    """Referral by chance instead of by what the first tier can solve; by complexity if left out."""
    volume: AnyVolume | None = None
    """Issues per interval of the opening hours, by weekday or date, from a table by weekday (weekday, start),
    by date (date, start) or with a column a date (start, 2026-03-02, …), with rows as fine or finer; a total
    with a shape, {per_week: 9000, profile: {file: x.csv, column: y}}; or recorded arrivals, {trace: x.csv},
    from a file with the column `arrived` (2026-03-02 08:00:05) and perhaps `contact` (the type), the same in
    every replication. Left out for needs caused by failures."""
    scale: Scale = 1.0
    """Multiplies the volume of every interval."""
    counts: Literal["new", "offered"] = "new"
    """What the volume counts: new issues, or offered contacts with repeats among them."""
    first_attempts: Share = 1.0
    """With `counts: offered`, the share of offered contacts that are first attempts (assumption: all)."""
    day_to_day: DaySpread = 0.0
    """Spread of whole-day volume as a coefficient of variation on top of Poisson noise (assumption: none)."""
    day_to_day_shared: Share = 0.0
    """Share of that spread that its days have in common with those of other types: the busy days of two
    types with 40 % each correlate by 0.4, or a little less where the spread is large (assumption: none)."""
    interval_to_interval: DaySpread = 0.0
    """Spread of each interval's volume by itself as a coefficient of variation, on top of the day's and of
    Poisson noise (assumption: none)."""
    work: AnyTime
    """Talk time an issue needs if one person may finish it."""
    acw: AnyTime = Constant.model_validate({"dist": "constant", "value": "60s"})
    """After-call work per leg (assumption)."""
    patience: AnyTime | None = None
    """How long its customers wait before they hang up, whatever the queue; that of the queue if left out."""

    work_by_interval: Varying | None = None
    """How the work of issues varies with the interval in which they arise; not at all if left out."""
    acw_by_interval: Varying | None = None
    """How after-call work varies with the interval in which a conversation begins; not at all if left out."""

    job: Job | None = None
    """What is to be done after a contact has taken the report; the contact settles it if left out."""

    def by_interval(self, name: str, clock: Clock, share: float) -> tuple[tuple[float, ...], ...]:
        """Return `share` times the volume of each interval, by kind of day; `name` is the type's own."""
        if isinstance(self.volume, Trace):
            return self.volume.counts(clock)
        if self.volume is None:
            return tuple(() for _ in clock.kinds())
        found = []
        for kind in clock.kinds():
            times = share * (kind.factor(name) if self.volume.of_date(kind) is None else 1.0)
            found.append(tuple(times * number for number in self.volume.counts(kind)))
        return tuple(found)

    def numbers(self, name: str, clock: Clock, queues: Sequence[str], repair: float) -> TypeNumbers:
        """Return the numbers of the type called `name`; `queues` are the scenario's, in order.

        repair: work of an issue that a failure causes, as a multiple of `work`.
        """
        return TypeNumbers(
            name=name,
            queue=queues.index(self.queue),
            refers_to=self._target_numbers(queues),
            means=self.by_interval(name, clock, self.scale * self.new_share()),
            trace=self.volume.by_day(clock) if isinstance(self.volume, Trace) else (),
            day_factor=unit_mean_table(self.day_to_day) if self.day_to_day > 0 else (),
            day_shared=self.day_to_day_shared,
            interval_factor=(
                unit_mean_table(self.interval_to_interval) if self.interval_to_interval > 0 else ()
            ),
            work=law(self.work),
            acw=law(self.acw),
            work_times=times_of(self.work_by_interval, clock, self.work),
            acw_times=times_of(self.acw_by_interval, clock, self.acw),
            patience=None if self.patience is None else law(self.patience),
            repair=repair if self.volume is None else 1.0,
            referral=None if self.referral is None else (self.referral.chance, self.referral.talk),
            job=None if self.job is None else self.job.numbers(),
        )

    def targets(self) -> dict[str, Target]:
        """Return the queues that issues are referred to, with their shares."""
        if isinstance(self.refers_to, str):
            return {self.refers_to: Target(share=1.0)}
        return self.refers_to or {}

    def _target_numbers(self, queues: Sequence[str]) -> tuple[TargetNumbers, ...]:
        targets = self.targets()
        up_to = accumulate(target.share for target in targets.values())
        return tuple(
            TargetNumbers(queues.index(name), up, IF_BUSY.index(target.if_busy))
            for (name, target), up in zip(targets.items(), up_to, strict=True)
        )

    def times(self, clock: Clock) -> tuple[Times, Times]:
        """Return the factors on work and on after-call work of each interval, by kind of day."""
        same = tuple((1.0,) * len(kind.lengths) for kind in clock.kinds())
        work = times_of(self.work_by_interval, clock, self.work)
        return work or same, times_of(self.acw_by_interval, clock, self.acw) or same

    def new_share(self) -> float:
        """Return the share of the volume that is new issues."""
        return self.first_attempts if self.counts == "offered" else 1.0

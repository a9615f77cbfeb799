"""Observed: what the real centre measures, beside which a run lays what it simulates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from sim.frozen import Frozen
from sim.quantities import Count, Duration, PositiveDuration, Share, Volume

N_LEAST = 10


class Measured(NamedTuple):
    """One measured figure: its name, words, unit, value and error (one standard error, in its unit)."""

    name: str
    words: str
    unit: Literal["share", "s", "per_day"]
    value: float
    error: float


class Kind(NamedTuple):
    """A figure that centres measure: its words, unit, and its error where none is given.

    relative: whether that error is a share of the value. least: the smallest error it has, in its unit.
    """

    words: str
    unit: Literal["share", "s", "per_day"]
    error: float
    relative: bool = False
    least: float = 0.0


KINDS: Mapping[str, Kind] = {
    "offered": Kind("contacts offered a day", "per_day", 0.015, relative=True),
    "aht": Kind("handle time", "s", 4.0),
    "fcr": Kind("first-contact resolution, by survey", "share", 0.02),
    "fcr_measured": Kind("first-contact resolution, by repeats", "share", 0.015),
    "recontact_7d": Kind("contacts repeated within 7 days", "share", 0.015),
    "transferred": Kind("transfers per answered contact", "share", 0.006),
    "service_level": Kind("service level", "share", 0.02),
    "abandoned": Kind("abandoned", "share", 0.006),
    "asa": Kind("average speed of answer", "s", 0.1, relative=True, least=0.5),
    "occupancy": Kind("occupancy", "share", 0.015),
    "csat": Kind("satisfied, by survey", "share", 0.02),
    "bunch": Kind("of conversations past the target, ended within a minute", "share", 0.02),
    "repeat_after_long": Kind("repeats after long contacts less those after short ones", "share", 0.03),
    "cut": Kind("conversations ended early, by listening", "share", 0.03),
    "short_calls": Kind("conversations of up to a minute", "share", 0.006),
    "hold_and_search": Kind("hold and search, of talk", "share", 0.02),
}
"""The figures a centre may state, in the order in which they are printed (errors are assumptions: one
standard error of a month's figures; waits are told in whole seconds)."""


class MeasuredShare(Frozen):
    """A measured share, and how sure it is."""

    value: Share
    """What was measured."""
    error: Share | None = None
    """Its standard error, such as 2%; from `n` if that is given, else the usual one of the figure."""
    n: Annotated[Count, Field(ge=N_LEAST)] | None = None
    """How many contacts or answers it is of."""


class MeasuredTime(Frozen):
    """A measured mean time, and how sure it is."""

    value: Duration
    """What was measured."""
    error: Duration | None = None
    """Its standard error; from `n` if that is given, else the usual one of the figure."""
    n: Annotated[Count, Field(ge=N_LEAST)] | None = None
    """How many contacts it is of: the error is then the value divided by the root of n (assumption: times
    spread as much as their mean)."""


class MeasuredHandling(MeasuredTime):
    """A measured mean handle time, and how sure it is."""

    value: PositiveDuration
    """What was measured."""


class MeasuredVolume(Frozen):
    """A measured number of contacts, a day or a week."""

    per_day: Volume | None = None
    """Contacts a day, closed days included."""
    per_week: Volume | None = None
    """Contacts a week."""
    error: Share | None = None
    """Its standard error as a share of the value; 1.5 % if left out (assumption)."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if self.per_day is None and self.per_week is None:
            raise ValueError("says no number (allowed per_day or per_week). Write, say, {per_week: 9000}.")
        if self.per_day is not None and self.per_week is not None:
            raise ValueError(
                "says it twice (got per_day and per_week; allowed one of them). Keep per_week where the "
                "report is by week, per_day where it is by day, and remove the other."
            )
        return self


class MeasuredResolution(MeasuredShare):
    """First-contact resolution, and how it was measured: the two ways give two figures."""

    by: Literal["survey", "repeats"]
    """Whether customers were asked if their issue was settled (survey), or nobody called again within the
    repeat window (repeats)."""


class MeasuredRepeats(Frozen):
    """How often customers call again after contacts past the target, and after shorter ones."""

    after_longer: Share
    """Repeats within the repeat window after contacts that pass the target / such contacts."""
    after_shorter: Share
    """Repeats within the repeat window after all other contacts / those contacts."""
    error: Share | None = None
    """Standard error of the difference; 3 points if left out (assumption)."""


AnyShare = MeasuredShare | Share
AnyTime = MeasuredTime | Duration


class Figures(Frozen):
    """What is measured of the centre, or of one queue, contact type, group or interval."""

    offered: MeasuredVolume | Volume | None = None
    """Contacts offered, a number a day or {per_week: 9000}."""
    aht: MeasuredHandling | PositiveDuration | None = None
    """Handle time per conversation: talk, hold and after-call work."""
    fcr: MeasuredResolution | None = None
    """First-contact resolution, such as {value: 71%, by: survey} or {value: 78%, by: repeats}."""
    recontact_7d: AnyShare | None = None
    """Answered contacts that the same customer follows with another of the same type within 7 days."""
    transferred: AnyShare | None = None
    """Transfers / answered contacts."""
    service_level: AnyShare | None = None
    """Answered within the queue's target time / offered."""
    abandoned: AnyShare | None = None
    """Abandoned / offered."""
    asa: AnyTime | None = None
    """Mean wait of answered contacts."""
    occupancy: AnyShare | None = None
    """Busy / (busy + available) time of agents."""
    csat: AnyShare | None = None
    """Answers to the survey that are good."""
    bunch: AnyShare | None = None
    """Of conversations that pass the target, the share that ends within the next minute."""
    repeat_after_long: MeasuredRepeats | None = None
    """Repeats after contacts that pass the target, and after shorter ones."""
    cut: AnyShare | None = None
    """Conversations ended before the work was done, found by listening / conversations."""
    short_calls: AnyShare | None = None
    """Conversations of up to a minute / conversations."""
    hold_and_search: AnyShare | None = None
    """Share of talk spent on hold and searching. Not simulated: an upper bound on avoidable talk."""

    def measured(self) -> Iterator[Measured]:
        """Yield every figure that is stated, in the order of `KINDS`."""
        found = {one.name: one for one in map(self._one, KINDS) if one is not None}
        yield from (found[name] for name in KINDS if name in found)

    def _one(self, name: str) -> Measured | None:
        by_repeats = self.fcr is not None and self.fcr.by == "repeats"
        if name in ("fcr", "fcr_measured"):
            said: Any = self.fcr if by_repeats == (name == "fcr_measured") else None
        else:
            said = getattr(self, name)
        return None if said is None else _told(name, said)


class Observed(Figures):
    """What the centre measures today, under the baseline unless `policy` says another."""

    policy: str | None = None
    """The policy under which it was measured; the baseline if left out."""
    source: str = ""
    """Where the figures come from, and of which weeks."""
    queues: dict[str, Figures] = {}
    """What is measured of single queues, by name."""
    contacts: dict[str, Figures] = {}
    """What is measured of single contact types, by name."""
    groups: dict[str, Figures] = {}
    """What is measured of single groups, by name."""
    intervals: dict[str, Figures] = {}
    """What is measured of single intervals of the week, by name, such as "mon 09:00"."""
    under: dict[str, Figures] = {}
    """What was measured under other policies, by name: a pilot, or a second group of agents."""

    @model_validator(mode="after")
    def _some_contacts(self) -> Self:
        parts: dict[str, Figures] = {"": self, **{f"under.{name}.": one for name, one in self.under.items()}}
        for where, figures in parts.items():
            told = None if figures.offered is None else _told("offered", figures.offered)
            if told is not None and not told.value:
                raise ValueError(
                    f"{where}offered: leaves nothing to compare (got 0; allowed a number above 0). "
                    "Write how many contacts were offered, or leave it out."
                )
        return self

    def parts(self) -> Iterator[tuple[str, str, Figures]]:
        """Yield dimension and member of everything that has figures under one policy; "all" is the whole."""
        yield "all", "", self
        for dimension in ("queue", "contact", "group", "interval"):
            for member, figures in getattr(self, f"{dimension}s").items():
                yield dimension, member, figures


def _told(name: str, said: Any) -> Measured:
    """Return a figure with its error, whichever way it was written."""
    kind = KINDS[name]
    if isinstance(said, MeasuredVolume):
        value = said.per_day if said.per_day is not None else (said.per_week or 0.0) / 7.0
        error = None if said.error is None else said.error * value
    elif isinstance(said, MeasuredRepeats):
        value, error = said.after_longer - said.after_shorter, said.error
    elif isinstance(said, MeasuredShare | MeasuredTime):
        value, error = said.value, said.error
        if error is None and said.n is not None:
            spread = sqrt(value * (1.0 - value)) if kind.unit == "share" else value
            error = spread / sqrt(said.n)
    else:
        value, error = float(said), None
    if not error:
        error = max(kind.error * (abs(value) if kind.relative else 1.0), kind.least)
    return Measured(name, kind.words, kind.unit, value, max(error, 1e-6))

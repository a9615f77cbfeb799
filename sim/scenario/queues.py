"""Queues: where contacts wait, how well they should be served, who is let in and who gives up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import ConfigDict, Field, model_validator

from sim.codes import NONE, UNLIMITED
from sim.distributions.base import AnyTime, Law, law
from sim.frozen import Frozen
from sim.quantities import MOST, Duration, Level, PositiveDuration, ServiceLevel, Share
from sim.rules.recontact import Opening
from sim.scenario.clock import Clock
from sim.scenario.groups import Group
from sim.scenario.varying import Times, Varying, times_of
from sim.scenario.week import QueueWeek

# what an email queue takes for granted: nobody hangs up, and an answer within working hours will do
_EMAIL = {"patience": {"dist": "infinite"}, "service_level": "90/4h", "at_closing": "keep"}


ANNOUNCED = ("nothing", "queue_length", "last_wait")
NOTHING, QUEUE_LENGTH, LAST_WAIT = range(3)


class RedialNumbers(NamedTuple):
    """Who tries again: chance after the first and after later attempts, delay, type they become."""

    chance: float
    later: float
    after: Law
    becomes: int


class SilenceNumbers(NamedTuple):
    """Who stops answering in a chat: chance, time the agent waits [s], and if they are gone for good."""

    chance: float
    timeout: float
    leaves: bool


class MessageNumbers(NamedTuple):
    """Who leaves a message: chance, when they are asked [s in line], and the type that it becomes."""

    chance: float
    after: float
    becomes: int


class DrawnWaitNumbers(NamedTuple):
    """A wait that is drawn: the share of contacts that wait, how long [s], and who serves them then."""

    chance: float
    wait: Law
    groups: tuple[int, ...]


class QueueNumbers(NamedTuple):
    """One queue: the wait `within` its level, its patience [s], who is let in, redials and serves it.

    `limits`: further times [s] within which answers are counted; `patience_at_most`: nobody waits longer [s];
    `keeps_patience`: who redials has the patience of the first time; `announces`: a place in `ANNOUNCED`;
    `overflow`: (wait [s], groups) that help.
    """

    name: str
    within: float
    limits: tuple[float, ...]
    short_abandon: float
    patience: Law
    patience_times: Times
    patience_at_most: float
    keeps_patience: bool
    redial: RedialNumbers | None
    redial_blocked: RedialNumbers | None
    groups: tuple[int, ...]
    overflow: tuple[tuple[float, tuple[int, ...]], ...]
    deferred: bool
    capacity: int
    balking: float
    announces: int
    opening: Opening
    keeps_hours: bool
    clears: bool
    serves_out: bool
    chat: bool
    silence: SilenceNumbers | None
    drawn: DrawnWaitNumbers | None
    message: MessageNumbers | None


class Redial(Frozen):
    """Who tries again after a contact that nobody answered."""

    chance: Share
    """Share of them that try again."""
    later: Share | None = None
    """The same share after a second and later attempt; `chance` if left out."""
    after: AnyTime
    """How long they wait before they do."""
    becomes: str | None = None
    """Contact type they come back as; the same type if left out."""

    def numbers(self, types: Sequence[str]) -> RedialNumbers:
        """Return the numbers of redialling; `types` are the scenario's contact types, in order."""
        return RedialNumbers(
            chance=self.chance,
            later=self.chance if self.later is None else self.later,
            after=law(self.after),
            becomes=NONE if self.becomes is None else types.index(self.becomes),
        )


class Balking(Frozen):
    """Who does not even begin to wait when nobody is free."""

    chance: Share = 0.0
    """Share of those who find nobody free that hang up at once (assumption: none)."""
    announced: Literal["nothing", "queue_length", "last_wait"] = "nothing"
    """Wait they are told: contacts in line x mean handle time / agents on duty, or the wait of the contact
    answered last. Who would not wait that long hangs up at once."""


class Silent(Frozen):
    """Who stops answering before a chat is over; the agent waits for them a while."""

    chance: Share
    """Share of the chats in which it happens, at any moment of the talk."""
    timeout: Duration = 180.0
    """How long the agent waits before the chat is closed (assumption)."""
    then: Literal["unresolved", "given_up"] = "unresolved"
    """Whether the issue is unresolved, and the customer may come back as others do, or is given up."""

    def numbers(self) -> SilenceNumbers:
        """Return the numbers of falling silent."""
        return SilenceNumbers(self.chance, self.timeout, leaves=self.then == "given_up")


class Message(Frozen):
    """Who leaves a message instead of waiting on."""

    chance: Share
    """Share of those who are asked that leave one."""
    after: Duration = 60.0
    """Time in line after which they are asked, once (assumption)."""
    becomes: str | None = None
    """Contact type that the message becomes at once, such as one of an email queue; if left out nobody in
    this centre works on it, and the customer does not try again."""

    def numbers(self, types: Sequence[str]) -> MessageNumbers:
        """Return the numbers of leaving messages; `types` are the scenario's contact types, in order."""
        becomes = NONE if self.becomes is None else types.index(self.becomes)
        return MessageNumbers(self.chance, self.after, becomes)


class DrawnWait(Frozen):
    """A wait that is drawn, whatever the agents do: for calibration with a known law."""

    chance: Share
    """Share of contacts that wait at all."""
    wait: AnyTime
    """How long they do; then the first agent who is free takes the contact."""

    def numbers(self, groups: tuple[int, ...]) -> DrawnWaitNumbers:
        """Return the numbers of the wait for the agents of `groups`."""
        return DrawnWaitNumbers(self.chance, law(self.wait), groups)


def _patient_email(schema: dict[str, Any]) -> None:
    """Add to the JSON Schema what `_as_its_kind` does: all queues but those of email need patience."""
    schema["required"].remove("patience")
    schema["if"] = {"properties": {"channel": {"const": "email"}}, "required": ["channel"]}
    schema["else"] = {"required": ["patience"]}


class Queue(Frozen):
    """One line of waiting contacts."""

    model_config = ConfigDict(json_schema_extra=_patient_email)

    channel: Literal["voice", "chat", "email"] = "voice"
    """The channel of its contacts. Of chats an agent may hold several at once (`concurrency` of the group); a
    call or an email takes the whole agent. Email is deferred work: it waits overnight, nobody hangs up
    (patience: infinite) and the target is 90/4h, unless the file says otherwise; its wait is not felt as
    queueing."""
    service_level: ServiceLevel = Level(0.8, 20.0)
    """The target: 80/20 is 80 % answered within 20 s."""
    within: Annotated[tuple[PositiveDuration, ...], Field(max_length=10)] = ()
    """Further limits of the wait, such as [20s, 60s, 2m]: the share answered within each stands in the result
    as `answered_within`; it changes nothing else."""
    abandoned_at_most: Share | None = None
    """Goal: the share of offered contacts that may hang up, such as 5 %; none if left out."""
    short_abandon: Duration = 5.0
    """Hang-ups up to this wait are short abandons."""
    drawn_wait: DrawnWait | None = None
    """A wait drawn for each contact instead of one that the agents make; for calibration only."""
    patience: AnyTime
    """How long customers wait before they hang up."""
    patience_at_most: PositiveDuration | None = None
    """Longest that anybody waits, whatever the patience; who would wait longer hangs up then. No limit if
    left out."""
    patience_over_redials: Literal["drawn_anew", "kept"] = "drawn_anew"
    """Whether a customer who tries again has a patience of that moment, or the one of the first time
    (assumption: drawn anew)."""
    patience_by_interval: Varying | None = None
    """How patience varies with the interval in which a customer joins the line; not at all if left out."""
    redial: Redial | None = None
    """Who tries again after hanging up or being cleared at closing; nobody if left out."""
    redial_blocked: Redial | None = None
    """Who tries again after being blocked; nobody if left out."""
    message: Message | None = None
    """Calls and chats: who leaves a message instead of waiting on; nobody is asked if left out."""
    silent: Silent | None = None
    """Chat only: who stops answering before the chat is over; nobody if left out."""
    capacity: Annotated[int, Field(ge=0, le=MOST, strict=True)] | Literal["unlimited"] = "unlimited"
    """Contacts that may wait; whoever finds the places taken is blocked. With 0 nobody may wait."""
    balking: Balking | None = None
    """Who does not begin to wait; everybody does if left out."""
    open: QueueWeek | None = None
    """Opening hours of this queue, within the clock's, which hold if left out. Outside them voice contacts
    are blocked, and email waits."""
    at_closing: Literal["serve_out", "keep", "clear"] = "serve_out"
    """What becomes of those who still wait when the queue closes. `serve_out`: those on duty then stay, in
    overtime, until nobody waits whom they can serve; breaks, and shifts that end before, are as planned;
    where nobody is left, or groups cut off, callers are sent away (assumption). `keep`: they wait on until
    the next opening, as email does, and contacts with a `drawn_wait`. `clear`: they are sent away at once."""

    def numbers(
        self, name: str, clock: Clock, groups: Mapping[str, Group], types: Sequence[str]
    ) -> QueueNumbers:
        """Return the numbers of the queue called `name`; `types` are the contact types, in order."""
        serve = tuple(index for index, group in enumerate(groups.values()) if name in group.skills)
        balking = self.balking or Balking()
        return QueueNumbers(
            name=name,
            within=self.service_level.within,
            limits=tuple(sorted({*self.within})),
            short_abandon=self.short_abandon,
            patience=law(self.patience),
            patience_times=times_of(self.patience_by_interval, clock, self.patience),
            patience_at_most=inf if self.patience_at_most is None else self.patience_at_most,
            keeps_patience=self.patience_over_redials == "kept",
            redial=None if self.redial is None else self.redial.numbers(types),
            redial_blocked=None if self.redial_blocked is None else self.redial_blocked.numbers(types),
            groups=serve if self.drawn_wait is None else (),
            overflow=_overflow(name, groups),
            deferred=self.channel == "email",
            capacity=UNLIMITED if self.capacity == "unlimited" else self.capacity,
            balking=balking.chance,
            announces=ANNOUNCED.index(balking.announced),
            opening=clock.opening(self.open),
            keeps_hours=self.open is not None,
            clears=self.at_closing == "clear",
            serves_out=self.at_closing == "serve_out",
            chat=self.channel == "chat",
            silence=None if self.silent is None else self.silent.numbers(),
            message=None if self.message is None else self.message.numbers(types),
            drawn=None if self.drawn_wait is None else self.drawn_wait.numbers(serve),
        )

    @model_validator(mode="before")
    @classmethod
    def _as_its_kind(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        if raw.get("channel") == "email":
            return {**_EMAIL, **raw}
        return raw if raw.get("drawn_wait") is None else {"at_closing": "keep", **raw}


def _overflow(queue: str, groups: Mapping[str, Group]) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """Return each wait [s] from which groups help `queue`, with those groups, the shortest first."""
    waits = [group.overflow.get(queue) for group in groups.values()]
    return tuple(
        (after, tuple(index for index, wait in enumerate(waits) if wait == after))
        for after in sorted({wait for wait in waits if wait is not None})
    )

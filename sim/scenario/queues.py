"""Queues: where contacts wait, how well they should be served, who is let in and who gives up."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from sim.distributions.base import AnyTime
from sim.frozen import Frozen
from sim.quantities import Duration, Level, ServiceLevel, Share
from sim.scenario.clock import OpeningWeek

# what an email queue takes for granted: nobody hangs up, and an answer within working hours will do
_EMAIL = {"patience": {"dist": "infinite"}, "service_level": "90/4h"}


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


class DrawnWait(Frozen):
    """A wait that is drawn, whatever the agents do: for calibration with a known law."""

    chance: Share
    """Share of contacts that wait at all."""
    wait: AnyTime
    """How long they do; then the first free agent is asked, every minute if need be."""


def _patient_email(schema: dict[str, Any]) -> None:
    """Say in the JSON Schema what `_as_email` does: every queue but one of email must say its patience."""
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
    short_abandon: Duration = 5.0
    """Hang-ups up to this wait are short abandons."""
    drawn_wait: DrawnWait | None = None
    """A wait drawn for each contact instead of one that the agents make; for calibration only."""
    patience: AnyTime
    """How long customers wait before they hang up."""
    redial: Redial | None = None
    """Who tries again after hanging up or being cleared at closing; nobody if left out."""
    redial_blocked: Redial | None = None
    """Who tries again after being blocked; nobody if left out."""
    silent: Silent | None = None
    """Chat only: who stops answering before the chat is over; nobody if left out."""
    capacity: Annotated[int, Field(ge=0, strict=True)] | Literal["unlimited"] = "unlimited"
    """Contacts that may wait; whoever finds the places taken is blocked. With 0 nobody may wait."""
    balking: Balking | None = None
    """Who does not begin to wait; everybody does if left out."""
    open: OpeningWeek | None = None
    """Opening hours of this queue, within the clock's, which hold if left out. Outside them voice contacts
    are blocked, and email waits."""
    at_closing: Literal["keep", "clear"] = "keep"
    """Whether those who still wait when the queue closes are kept in line or sent away."""

    @model_validator(mode="before")
    @classmethod
    def _as_email(cls, raw: Any) -> Any:
        return {**_EMAIL, **raw} if isinstance(raw, dict) and raw.get("channel") == "email" else raw

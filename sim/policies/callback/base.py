"""Define what a callback policy decides: who is offered a call back, and when it is due.

Every member's module has the verbs

    offers(numbers, predicted) -> bool    a contact predicted to wait that long [s] is offered a call back
    calls_at(numbers, now, predicted, u) -> s    when it is due if accepted `now`; `now`: its place is kept

with the member's numbers, times [s of the run] and a uniform. Whoever accepts is a matter of the world
(`behaviour.callback`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from sim.family import Lever, Mention, OneOf
from sim.quantities import Count, Duration

PACKAGE = "sim.policies.callback"


class Callback(Lever):
    """A lever that says who need not wait on the line."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take."""
        return ()


class Promise(Callback):
    """What every promise to call back needs to say."""

    when_over: Duration
    """The offer is made to customers whose predicted remaining wait is longer than this."""
    predictor: Literal["queue_length", "last_wait"] = "queue_length"
    """How the wait is predicted: (contacts ahead + 1) x mean handle time / agents on duty, or the wait of the
    contact answered last."""
    after: Duration = 0.0
    """Time on the line before the offer is made; whoever hangs up earlier is not asked."""
    queues: tuple[str, ...] = ()
    """Queues whose callers are asked; all queues of calls if left out."""
    dial: Duration = 20.0
    """Time an agent spends on dialling and letting it ring, whether anybody answers or not (assumption)."""
    tries: Annotated[Count, Field(le=100)] = 3
    """Calls at most; then the promise is given up, and a customer who still has the need calls again as after
    hanging up (assumption)."""
    pause: Duration = 1800.0
    """Time between a call nobody answers and the next (assumption)."""
    at_closing: Literal["carry", "drop"] = "carry"
    """Whether callbacks still in line when their queue closes are carried to the next opening or dropped."""

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues that are named."""
        return (Mention(("queues", place), "queue", name) for place, name in enumerate(self.queues))


AnyCallback = Annotated[Callback, OneOf(PACKAGE)]

"""Promise to call later: after a delay, or within the next of some hours of the day."""

from __future__ import annotations

from typing import Literal

from sim.hours import Hours
from sim.policies.callback.base import Promise
from sim.quantities import Duration
from sim.rule import rule

_DAY = 86400.0


@rule
def offers(numbers: tuple[float, ...], predicted: float) -> bool:
    """Return whether the predicted wait passes the limit, the first of the numbers."""
    return predicted > numbers[0]


@rule
def calls_at(numbers: tuple[float, ...], now: float, predicted: float, u: float) -> float:
    """Return a moment of the next window that is still to begin, by `u`; without one, `now` and the delay."""
    _, delay, start, end = numbers
    if end <= start:
        return now + delay
    begins = int(now / _DAY) * _DAY + start
    if begins < now:
        begins += _DAY
    return begins + u * (end - start)


class Appointment(Promise):
    """At a later time the call joins the end of its queue, for an agent to make."""

    kind: Literal["appointment"]
    delay: Duration = 7200.0
    """Time from accepting to the call; ignored where `between` is given (assumption)."""
    between: Hours | None = None
    """Hours of the day, such as 14:00-16:00: the call is due at a random moment of the next such hours."""

    def numbers(self) -> tuple[float, ...]:
        """Return (limit of the predicted wait, delay, begin and end of the window) [s]; 0 to 0 is none."""
        start, end = self.between or (0.0, 0.0)
        return self.when_over, self.delay, start, end

"""Define what a scheduling decides: when the job that a customer reported is done.

Every member's module has the verbs

    due(numbers, now, preferred, tries) -> s    when the job is tried next, after so many tries in vain
    asks(numbers) -> bool                       customers are asked when it suits them, and told so
    keeps(numbers, u) -> bool                   what was promised is done rather than forgotten

with the member's numbers, times [s of the run] and a uniform. Which jobs there are, and when customers prefer
them, is a matter of the world (`contacts.<type>.job`).
"""

from __future__ import annotations

from typing import Annotated

from sim.family import Lever, OneOf

PACKAGE = "sim.policies.scheduling"


class Scheduling(Lever):
    """A lever that says when jobs are done."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that the verbs take."""
        raise TypeError(f"{type(self).__name__} does not say its numbers")


AnyScheduling = Annotated[Scheduling, OneOf(PACKAGE)]

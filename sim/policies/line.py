"""Where a contact stands in its line: whom it goes before, and from when its wait counts.

Source: strict priorities, A. Cobham (Operations Research 2, 1954, 70-76); a head start as the bank of
Mandelbaum, Sakov & Zeltyn, "Empirical analysis of a call center" (2001) gives it. It is one lever, not a
family: all of it may be chosen at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from sim.family import Lever, Mention
from sim.frozen import Frozen
from sim.quantities import Duration, Priority

KINDS = (("contacts", "contact type"), ("segments", "segment"), ("marked", "mark of customers"))
"""The keys by which contacts are told, and what they name."""


class StandingNumbers(NamedTuple):
    """Where contacts stand: by contact type, by segment and by mark, in order.

    `priority_…`: lower stands before, infinity for those not named; `ahead_…`: the head start [s], below 0
    for those who stand behind; `from_arrival`: a wait counts from the contact's arrival, transfers or not.
    """

    priority_of_type: tuple[float, ...]
    priority_of_segment: tuple[float, ...]
    priority_of_mark: tuple[float, ...]
    ahead_of_type: tuple[float, ...]
    ahead_of_segment: tuple[float, ...]
    ahead_of_mark: tuple[float, ...]
    from_arrival: bool


class Priorities(Frozen):
    """Whom a contact goes before whatever it has waited: the lower number is served first."""

    contacts: dict[str, Priority] = {}
    """By contact type, as in {urgent: 1}."""
    segments: dict[str, Priority] = {}
    """By segment of the customers."""
    marked: dict[str, Priority] = {}
    """By mark of the customers."""


class HeadStart(Frozen):
    """How much longer a contact counts as having waited; several add up."""

    contacts: dict[str, Duration] = {}
    """By contact type, as in {urgent: 90s}."""
    segments: dict[str, Duration] = {}
    """By segment of the customers."""
    marked: dict[str, Duration] = {}
    """By mark of the customers."""


class Line(Lever):
    """Where contacts stand in their line; as they come if left out."""

    since: Literal["line", "centre"] = "line"
    """From when a contact's place counts: since it joined this line, or since it came to the centre, so that
    who was transferred stands before who came later."""
    priority: Priorities = Priorities()
    """Who goes first: of a contact's numbers the lowest counts, equal numbers go by time, those not named
    come last. It holds over all queues that an agent serves, before the discipline is asked."""
    ahead: HeadStart = HeadStart()
    """Who counts as having waited longer than they have, in their line and for the discipline."""
    behind: HeadStart = HeadStart()
    """Who counts as having waited less."""

    def numbers(self, *names: Sequence[str]) -> StandingNumbers | None:
        """Return the numbers of the lever, None if all stand as they come.

        names: the contact types, the segments and the marks of customers, in order.
        """
        if self == Line():
            return None
        types, segments, marks = (
            _Standing(self, kind, known) for (kind, _), known in zip(KINDS, names, strict=True)
        )
        return StandingNumbers(
            priority_of_type=types.priority,
            priority_of_segment=segments.priority,
            priority_of_mark=marks.priority,
            ahead_of_type=types.ahead,
            ahead_of_segment=segments.ahead,
            ahead_of_mark=marks.ahead,
            from_arrival=self.since == "centre",
        )

    def mentions(self) -> Iterator[Mention]:
        """Yield the contact types, segments and marks that are named."""
        for field in ("priority", "ahead", "behind"):
            for kind, what in KINDS:
                for name in getattr(getattr(self, field), kind):
                    yield Mention((field, kind, name), what, name)


class _Standing:
    """Where the names of one kind stand, in order."""

    def __init__(self, line: Line, kind: str, names: Sequence[str]) -> None:
        priority, ahead, behind = (getattr(part, kind) for part in (line.priority, line.ahead, line.behind))
        self.priority = tuple(priority.get(name, inf) for name in names)
        self.ahead = tuple(ahead.get(name, 0.0) - behind.get(name, 0.0) for name in names)

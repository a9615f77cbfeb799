"""Roster rules: which shifts may be planned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from sim.errors import ScenarioError
from sim.frozen import Frozen
from sim.hours import Hours
from sim.quantities import Count, PositiveDuration, Share
from sim.scenario.faults import problems_of
from sim.scenario.source import scan


class RosterRules(Frozen):
    """What shifts may look like, for `goodwill roster`."""

    lengths: Annotated[tuple[PositiveDuration, ...], Field(min_length=1)]
    """Paid lengths of a shift, breaks in them."""
    starts: Hours
    """Earliest start and latest end of a shift; shifts keep within opening hours too."""
    every: PositiveDuration = 1800.0
    """Time between two possible starts (assumption)."""
    pause: PositiveDuration | None = None
    """Length of the paid break; none if left out."""
    pause_from: PositiveDuration = 21600.0
    """Paid length from which a shift has the break (assumption: 6 hours)."""
    pause_between: tuple[Share, Share] = (0.4, 0.6)
    """Where in the shift the break may lie, as shares of its length (assumption)."""
    days: Annotated[int, Field(ge=1, le=7)] | None = None
    """Days a week that an agent works; each day is planned by itself if left out."""
    days_off: Literal["together", "any"] = "together"
    """Whether the days off of a week follow each other; Sunday and Monday do (assumption)."""
    shrinkage: Share | None = None
    """Paid time away from contacts of groups that the file gives by agents on duty; none if left out."""
    most_kinds: Annotated[Count, Field(le=1000)] | None = None
    """Kinds of shifts at most for one group; as many as pay if left out."""


def read_rules(path: Path) -> RosterRules:
    """Read a rules file.

    Raises: ScenarioError with every problem and its place.
    """
    source = scan(path)
    if source.problems:
        raise ScenarioError(source.problems)
    try:
        return RosterRules.model_validate(source.tree.value)
    except ValidationError as fault:
        raise ScenarioError(problems_of(fault, source.tree, RosterRules)) from fault

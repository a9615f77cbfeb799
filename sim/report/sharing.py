"""Draw the figures of a page; those of further scenarios in a process beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sim import executors
from sim.plots.base import Lacking, Made, members
from sim.plots.style import Theme
from sim.plots.view import Given
from sim.report.content import Exhibit, Missing
from sim.report.exhibits import made_of, on_page
from sim.report.voice import Voice
from sim.reporting.by_product import Say


class Job(NamedTuple):
    """What the figures of some scenarios are drawn of. scenes: their names; file: the scenario file's."""

    given: Given
    theme: Theme
    file: str
    voice: Voice
    scenes: Sequence[str]


class Drawn(NamedTuple):
    """What a page shows of one scenario's exhibits, and the exhibits themselves where they were made here."""

    shown: tuple[Exhibit, ...]
    missing: tuple[Missing, ...]
    made: Sequence[Made | Lacking] = ()


Later = Callable[[Say], Mapping[str, Drawn]]
"""Gives what was drawn, by name of the scenario, when it is asked for."""


@contextmanager
def shared(job: Job) -> Iterator[Later]:
    """Begin to draw: the first half of the scenarios here when asked, the others in a process beside it."""
    here = (len(job.scenes) + 1) // 2
    mine, others = job._replace(scenes=job.scenes[:here]), job._replace(scenes=job.scenes[here:])
    if not others.scenes:
        yield lambda say: draw(mine, say)
        return
    with executors.beside(members) as hand:
        later = hand(_noted, others)

        def found(say: Say) -> Mapping[str, Drawn]:
            own = draw(mine, say)
            beside, lines = later()
            for line in lines:
                say(line)
            return {**own, **beside}

        yield found


def draw(job: Job, say: Say) -> dict[str, Drawn]:
    """Return what a page shows of each scenario's exhibits; one that cannot be drawn is told and left out."""
    drawn = {}
    for name in job.scenes:
        made = list(made_of(job.given, job.theme, name, say))
        found = list(on_page(job.file, job.voice, made, say))
        shown = tuple(one for one in found if isinstance(one, Exhibit))
        missing = tuple(one for one in found if isinstance(one, Missing))
        drawn[name] = Drawn(shown, missing, made)
    return drawn


def _noted(job: Job) -> tuple[dict[str, Drawn], list[str]]:
    """Return what `draw` does, without the exhibits themselves, and the lines that it says."""
    lines: list[str] = []
    drawn = {name: one._replace(made=()) for name, one in draw(job, lines.append).items()}
    return drawn, lines

"""Write for a board what was checked and what is open: no command, no word of a scenario file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.answer.measured import UNTIED, lines_of
from sim.answer.reconcile import reconciliation
from sim.report.content import Book, Scene
from sim.report.gather import names_of
from sim.report.voice import name
from sim.scenario.labels import measure_first
from sim.wording import in_words

LOOSE = "Nothing ties these figures to a real centre yet."
TIE = "To tie them, hold them against what the centre itself measures."
UNSTUDIED = "Open: how far an assumption must move before the answer turns was not studied."
TURNS = 3
"""Turning points that have room on a slide."""
DO = re.compile(r"[^.]*\bgoodwill [a-z-]+[^.]*\.")
"""A sentence that names a command."""


def untied(book: Book) -> bool:
    """Return whether the scenario says nothing of what a real centre measures."""
    first = next(iter(book.scenarios.values()))
    return first.observed is None


def checked(book: Book, scene: Scene) -> list[str]:
    """Return what was checked and what is open, in sentences for a slide."""
    first = next(iter(book.scenarios.values()))
    kept = names_of(first, book.policies)
    told = (*_luck(book), *_tied(book), *_apart(book), *_turns(scene))
    return [in_words(book.voice.sentence(name(text), kept), book.names) for text in told]


def commands(book: Book, scene: Scene) -> list[str]:
    """Return what an analyst does about what is open, for the notes."""
    turn = f"To study what would turn the answer: goodwill break-even {book.file}"
    return [*book.sure, *([] if scene.turns else [turn])]


def _luck(book: Book) -> Iterator[str]:
    """Yield how often was simulated, and what intervals leave open."""
    results = book.judged.results
    count = len(results.replications)
    if count < 2:
        yield "Open: one simulated run says nothing about its own luck, so no difference is sure."
    else:
        said = f"{100.0 * results.confidence:g} % interval of a difference"
        met = f"Each policy met the same customers {count} times; ± is the {said}"
        yield f"Checked: luck. {met if book.judged.rows else f'The centre was simulated {count} times'}."
    first = measure_first(book.judged.unknown).strip()
    yield f"Open: the assumptions, which no interval holds.{' ' if first else ''}{first}"


def _tied(book: Book) -> Iterator[str]:
    """Yield how the run fits what a real centre measured, or that nothing says so."""
    if untied(book):
        yield f"Open: nothing ties these figures to a real centre yet. {TIE}"
        return
    for text in lines_of(book.judged.found, next(iter(book.scenarios.values()))):
        if text != UNTIED and (said := DO.sub("", text).strip()):
            yield f"Checked: {said}"


def _apart(book: Book) -> Iterator[str]:
    """Yield where the run shows something else than was entered."""
    found = reconciliation(book.judged.found, next(iter(book.scenarios.values())))
    off = [one.what for one in found if one.is_off]
    if off:
        more = f" and {len(off) - 2} more" if len(off) > 2 else ""
        yield f"Open: the run shows another {', '.join(off[:2])}{more} than was entered (≠ below)."


def _turns(scene: Scene) -> Iterator[str]:
    yield from scene.turns[:TURNS] or (UNSTUDIED,)

"""Write for a board what was checked and what is open: no command, no word of a scenario file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.answer.measured import UNTIED, lines_of
from sim.answer.reconcile import as_entered, as_shown, reconciliation
from sim.report.content import Book, Scene
from sim.report.gather import names_of
from sim.report.voice import name
from sim.wording import in_words

LOOSE = "Nothing ties these figures to a real centre yet."
TIE = "Tie the figures to your centre: hold them against what it measures itself."
UNSTUDIED = "It was not studied how far an assumption must move before the answer changes."
ONE_OF_MANY = "What follows is the file as it is written, one world of many: its intervals hold luck only."
"""What an answer is where policies were compared in several worlds."""
MORE = 4
"""How much more often to simulate what is unclear: it halves intervals."""
DO = re.compile(r"[^.]*\bgoodwill [a-z-]+[^.]*\.")
"""A sentence that names a command."""


def untied(book: Book) -> bool:
    """Return whether the scenario says nothing of what a real centre measures."""
    first = next(iter(book.scenarios.values()))
    return first.observed is None


def checked(book: Book) -> list[str]:
    """Return what was checked, in sentences for a slide."""
    first = next(iter(book.scenarios.values()))
    kept = names_of(first, book.policies)
    told = (*_luck(book), *_tied(book))
    return [in_words(book.voice.sentence(name(text), kept), book.names) for text in told]


def commands(book: Book, scene: Scene) -> list[str]:
    """Return what an analyst does about what is open, for the notes."""
    ran = book.ran.about(scene.key)
    count = MORE * len(book.judged.results.replications)
    return [
        *book.sure,
        f"What to measure first, with its numbers: {ran.command('explain')}",
        f"To simulate more often: {ran.command('run', f'--replications {count}')}",
        *(
            []
            if scene.turns or scene.holds or not scene.told.others
            else [f"To study what would turn the answer: {ran.command('break-even')}"]
        ),
    ]


def apart(book: Book) -> Iterator[str]:
    """Yield where the run shows something else than was entered."""
    found = reconciliation(book.judged.found, next(iter(book.scenarios.values())))
    off = [f"{one.what} {as_shown(one)} (entered: {as_entered(one)})" for one in found if one.is_off]
    if off:
        more = f"; and {len(off) - 2} more" if len(off) > 2 else ""
        yield f"The run shows {'; '.join(off[:2])}{more}: compare your reports."


def _luck(book: Book) -> Iterator[str]:
    """Yield how often was simulated, and what intervals leave open."""
    results = book.judged.results
    count = len(results.replications)
    if count > 1:
        said = f"{100.0 * results.confidence:g} % interval of a difference"
        met = f"Each policy met the same customers {count} times; ± is the {said}"
        luck = met if book.judged.rows else f"The centre was simulated {count} times"
        yield f"Checked: luck. {luck}. Not checked: the assumptions; no interval holds them."


def _tied(book: Book) -> Iterator[str]:
    """Yield how the run fits what a real centre measured; nothing where nothing says so."""
    for text in lines_of(book.judged.found, next(iter(book.scenarios.values()))):
        if text != UNTIED and (said := DO.sub("", text).strip()):
            yield f"Checked: {said}"

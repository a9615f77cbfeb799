"""Write the first and the last slide: the finding, and the recommendations with what is still open.

Every sentence is taken from the answer or uses the same verdicts, so none claims more than they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.answer.sentences import about_targets, for_what, leaders, listed, price_of, short, winners
from sim.answer.told import Told
from sim.answer.yes_or_no import better_for, unclear_of, worse_for, yes_or_no
from sim.report.board import LOOSE, ONE_OF_MANY, TIE, UNSTUDIED, apart, untied
from sim.report.content import Book, Scene
from sim.report.gather import spoken
from sim.report.page import measured_first
from sim.scenario.provenance import labels

POINTS = 4
"""Points on the first slide at most."""
TARGETS = 2
"""Targets among them at most."""
NAMED = 5
"""Assumptions that a slide names at most."""
TURNS = 2
"""Turning points that it names at most."""
PILOTS = 3
"""Policies that a pilot names at most."""
COUNTED = ("fcr", "csat", "aht")
"""Measures that a pilot with some agents can show."""
CLEAR = ("better", "worse", "higher", "lower")
ALONE = "One policy ran, so nothing is compared."
ONCE = "One simulated run says nothing about its own luck, so no difference is sure."
KNOWN = "No assumption is marked to be measured first."
AGAIN = "Run more replications: differences that are unclear become clear, or too small to matter."
NARROW = "Measure what the worlds differ in: that settles more than simulating longer."
STUDY = "Study how far each assumption must move before the answer changes."
NO_PILOT = "Nothing is better beyond luck, so there is nothing to pilot yet."


class Opening(NamedTuple):
    """The first slide: the finding, the points below it, and the sentences that move to the notes."""

    finding: str
    points: tuple[str, ...]
    rest: tuple[str, ...]


class Part(NamedTuple):
    """One block of the last slide: its heading and its points."""

    head: str
    points: tuple[str, ...]


def opening(book: Book, scene: Scene) -> Opening:
    """Return the answer as a finding and a few points; the remaining sentences go to the notes.

    The finding is the result over all worlds where several were compared, otherwise the answer to the
    question, of many policies the best ones, or else the first sentence.
    """
    told = scene.told
    of_worlds = _of_worlds(scene)
    found = of_worlds or _found(book, told) or scene.answer[:1]
    points = [*([ONE_OF_MANY] if of_worlds else []), *spoken(book, told, about_targets(told))[:TARGETS]]
    points += spoken(book, told, _prices(told))[: POINTS - len(points)]
    told_there = {*found, *points}
    rest = [text for text in (*scene.answer, *spoken(book, told, for_what(told))) if text not in told_there]
    return Opening(" ".join(found), tuple(points), tuple(dict.fromkeys(rest)))


def _of_worlds(scene: Scene) -> tuple[str, ...]:
    """Return what all worlds say; empty where only the file as it is written was simulated."""
    return scene.answer[: scene.answer.index(ONE_OF_MANY)] if ONE_OF_MANY in scene.answer else ()


def _prices(told: Told) -> list[str]:
    """Return what each policy improves and costs; of many policies the best ones come first."""
    if len(told.others) == 1:
        return for_what(told)
    best = leaders(told)
    by_rank = sorted(told.others, key=lambda policy: policy not in best)
    return [text for policy in by_rank if (text := price_of(told, policy))]


def _found(book: Book, told: Told) -> tuple[str, ...]:
    """Return the answer to the question, or the best of many policies; empty without either."""
    alone = len(told.others) == 1
    return spoken(book, told, filter(None, [yes_or_no(told, told.others[0])] if alone else winners(told)))


def follows(book: Book, scene: Scene) -> tuple[Part, Part, Part, Part]:
    """Return the four blocks of the last slide: gains and costs, open points, measurements, next steps."""
    told = scene.told
    base = told.labels[told.baseline] if told.baseline else ""
    head = f"Instead of {base}" if told.others else "What the policy gives"
    given = for_what(told) or [ALONE if not told.others else ONCE]
    return (
        Part(head, _of_worlds(scene) or spoken(book, told, given)),
        Part("What is not settled", tuple(_open(book, scene))),
        Part("What to measure first: the answer rests on it", tuple(_first(book))),
        Part("What to do next", spoken(book, told, _next(book, scene))),
    )


def _open(book: Book, scene: Scene) -> Iterator[str]:
    """Yield what the verdicts leave open, and what they do not cover."""
    told = scene.told
    if len(book.judged.results.replications) < 2:
        yield ONCE
    if not _of_worlds(scene):
        yield from (text for text in spoken(book, told, about_targets(told)) if "unclear yet" in text)
        yield from spoken(book, told, _unclear(told))
    yield from spoken(book, told, _elsewhere(book, scene))
    yield from spoken(book, told, [LOOSE] if untied(book) else [])
    yield from spoken(book, told, apart(book))
    turns = [_worded(told, text) for text in scene.turns[:TURNS]]
    yield from turns or [scene.holds or UNSTUDIED]


def _worded(told: Told, text: str) -> str:
    """Return a sentence in which words replace the paths of assumptions."""
    known = labels(told.scenario)
    for path in sorted((path for path in known if path in text), key=len, reverse=True):
        words = known[path]
        text = text.replace(path, f"“{words[:1].lower()}{words[1:]}”")
    return text


def _unclear(told: Told) -> Iterator[str]:
    """Yield what is still unclear, and for which policies."""
    by: dict[str, list[str]] = {}
    for policy in told.others:
        for words in unclear_of(told, policy):
            by.setdefault(words, []).append(told.labels[policy])
    for words, policies in by.items():
        under = f" under {listed(policies)}" if len(told.others) > 1 else ""
        yield f"Still unclear: the effect on {words}{under}."


def _elsewhere(book: Book, scene: Scene) -> Iterator[str]:
    """Yield the scenarios with a different answer, and for which policies it differs."""
    told = scene.told
    for other in (one for one in book.scenes if one is not scene):
        policies = [p for p in told.others if yes_or_no(told, p) != yes_or_no(other.told, p)]
        if policies:
            named = "" if len(told.others) == 1 else f" for {listed([told.labels[p] for p in policies])}"
            yield f"In scenario {other.name.replace('_', ' ')} the answer is different{named}."


def _first(book: Book) -> Iterator[str]:
    """Yield the assumptions to measure first, in words."""
    words = [text[:1].upper() + text[1:] for text, _ in measured_first(book)]
    yield from words[:NAMED]
    if len(words) > NAMED:
        yield f"And {len(words) - NAMED} more, in the notes"
    if not words:
        yield KNOWN


def _next(book: Book, scene: Scene) -> Iterator[str]:
    """Yield the next steps: how to settle the open points, and a pilot of the better policies."""
    told = scene.told
    if not told.others:
        yield "Compare it with another policy."
    elif _of_worlds(scene):
        yield NARROW
    elif len(book.judged.results.replications) < 2 or any(unclear_of(told, p) for p in told.others):
        yield AGAIN
    if untied(book):
        yield TIE
    if told.others and not (scene.turns or scene.holds):
        yield STUDY
    better = [policy for policy in told.others if better_for(told, policy)]
    best = leaders(told)
    free = [policy for policy in better if not worse_for(told, policy)]
    chosen = free or [policy for policy in better if policy in best] or better
    if chosen:
        yield _pilot(told, chosen)
        yield from _price(told, chosen[:PILOTS])
    elif told.others:
        yield NO_PILOT


def _price(told: Told, policies: Sequence[str]) -> Iterator[str]:
    """Yield what the policies of a pilot are worse for, to be watched."""
    by: dict[str, list[str]] = {}
    for policy in policies:
        if lost := worse_for(told, policy):
            by.setdefault(listed(lost), []).append(told.labels[policy])
    for words, names in by.items():
        yield f"Watch {words}: worse under {listed(names)}."


def _pilot(told: Told, better: Sequence[str]) -> str:
    """Return which policies to pilot, and which measures to compare: those that change beyond luck."""
    named = [told.labels[policy] for policy in better[:PILOTS]]
    more = [f"{len(better) - PILOTS} more"] if len(better) > PILOTS else []
    which = "it" if len(better) == 1 else "one of them"
    listing = "; ".join((*named, *more))
    base = told.labels[told.baseline or ""]
    changed = [kpi for kpi in COUNTED if any(told.verdict(policy, kpi) in CLEAR for policy in better)]
    if not changed:
        return f"Then pilot {listing}: some weeks with {which}, compared with weeks under {base}."
    words = listed([short(told, kpi) for kpi in changed])
    return f"Then pilot {listing}: some agents work with {which}, the others with {base}. Compare {words}."

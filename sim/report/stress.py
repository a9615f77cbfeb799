"""Answer the items of STRESS-DES, the checklist for reporting simulation studies, from what a run left.

What the files cannot know is a gap that the author fills in.

Source: Monks, Currie, Onggo, Robinson, Kunc & Taylor 2019, J. of Simulation 13(1):55-67 (STRESS-DES).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.answer.sentences import listed
from sim.report.content import Book, Fact
from sim.report.logic import logic
from sim.report.voice import name
from sim.scenario.labels import unknown_in_words
from sim.scenario.model import Scenario

GAP = "To be filled in by the author"
SHARED = (
    f"{GAP}: who may have the scenario file and this result folder, and where. "
    "Goodwill itself is under Apache-2.0."
)
SOURCES = (
    f"{GAP}: where volumes, handle times and staffing come from. Sources of single numbers stand in the "
    "table of assumptions."
)
DAY = 86400.0


def stress(book: Book) -> tuple[tuple[str, Sequence[Fact]], ...]:
    """Return the six parts of the checklist, each with its items and their answers."""
    first = next(iter(book.scenarios.values()))
    return (
        ("Objectives", tuple(_objectives(book))),
        ("Logic", tuple(logic(book, first))),
        ("Data", tuple(_data(book))),
        ("Experimentation", tuple(_experimentation(book, first))),
        ("Implementation", tuple(_implementation(book))),
        ("Code access", (Fact("Computer model sharing statement", SHARED, True),)),
    )


def _objectives(book: Book) -> Iterator[Fact]:
    asked = book.question or f"{GAP}: the scenario has no description"
    yield Fact("Purpose of the model", asked, not book.question)
    yield Fact("Model outputs", "The measures of this report; their definitions stand below.")
    yield Fact("Aims of experimentation", _aims(book))


def _aims(book: Book) -> str:
    """Return what is compared, or shown where only one policy ran."""
    policies, scenarios = list(book.policies.values()), [one.name for one in book.scenes]
    what = "Compare the policies" if len(policies) > 1 else "Show the policy"
    where = "scenarios" if len(scenarios) > 1 else "scenario"
    return f"{what} {listed(policies)}, in the {where} {listed(scenarios)}."


def _data(book: Book) -> Iterator[Fact]:
    yield Fact("Data sources", SOURCES, True)
    yield Fact("Pre-processing", f"{GAP}: how the figures of the file were made from records.", True)
    yield Fact("Input parameters", "scenario.resolved.yaml in the result folder: every default written out.")
    words = dict.fromkeys(name(unknown_in_words(path)) for path in book.judged.unknown)
    first = "; ".join(words) or "none named"
    table = "The table of assumptions below. " if "assumptions" in book.tables else ""
    yield Fact("Assumptions", f"{table}To be measured first: {first}.")


def _experimentation(book: Book, scenario: Scenario) -> Iterator[Fact]:
    clock, results = scenario.clock, book.judged.results
    warm = f"; {clock.warm_up / DAY:g} days of warm-up are not counted" if clock.warm_up else ""
    yield Fact("Initialisation", f"The centre starts empty{warm}.")
    after = f"; then {clock.drain / DAY:g} days in which what is open ends" if clock.drain else ""
    yield Fact("Run length", f"{clock.days} measured days from {clock.start.isoformat()}{after}.")
    count = len(results.replications)
    ran = "1 replication" if count == 1 else f"{count} replications"
    yield Fact("Estimation approach", " ".join((f"{ran}.", *_estimation(book))))


def _estimation(book: Book) -> Iterator[str]:
    """Yield how luck is shared, and how intervals and verdicts are made, as far as there are any."""
    if len(book.policies) > 1:
        yield "Policies meet the same customers with the same luck (common random numbers)."
    if len(book.judged.results.replications) < 2:
        return
    sure = f"{100 * book.judged.results.confidence:g} %"
    yield f"Intervals: Student's t at {sure}, ratios by the delta method."
    if book.judged.rows:
        yield (
            "Verdicts: Holm's procedure over headline measures; the same where the interval lies within the "
            "smallest difference of interest."
        )


def _implementation(book: Book) -> Iterator[Fact]:
    versions = book.manifest.get("versions")
    told = dict(versions) if isinstance(versions, dict) else {}
    libraries = ", ".join(f"{name(str(key))} {name(str(value))}" for key, value in told.items())
    yield Fact("Software", f"Goodwill and its libraries: {libraries}.")
    drawn = f"Philox, keyed by seed {book.judged.results.seed}, replication and purpose"
    yield Fact("Random sampling", f"{drawn}; variates by inverse distribution functions.")
    digest = name(str(book.manifest.get("digest", "")))
    engine = name(str(book.manifest.get("engine", "")))
    yield Fact("Model execution", f"Next-event simulation, engine {engine}. Digest of the logs: {digest}.")
    run = name(str(book.manifest.get("duration_s", "")))
    yield Fact(
        "System specification", f"{name(str(book.manifest.get('platform', '')))}; the run took {run} s."
    )

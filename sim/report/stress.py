"""Answer the items of STRESS-DES, the checklist for reporting simulation studies, from what a run left.

What the files cannot know is a gap that the author fills in.

Source: Monks, Currie, Onggo, Robinson, Kunc & Taylor 2019, J. of Simulation 13(1):55-67 (STRESS-DES).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.quantities import duration_text
from sim.report.content import Book, Fact
from sim.report.voice import name
from sim.scenario.labels import unknown_in_words
from sim.scenario.model import Scenario

GAP = "To be filled in by the author"
SHARED = (
    f"{GAP}: who may have the scenario file and this result folder, and where. "
    "Goodwill itself is under Apache-2.0."
)
ENDS = (
    "Issues arise by contact type; they end resolved or given up; customers may leave for good where the "
    "scenario has loyalty."
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
        ("Logic", tuple(_logic(book, first))),
        ("Data", tuple(_data(book))),
        ("Experimentation", tuple(_experimentation(book, first))),
        ("Implementation", tuple(_implementation(book))),
        ("Code access", (Fact("Computer model sharing statement", SHARED, True),)),
    )


def _objectives(book: Book) -> Iterator[Fact]:
    asked = book.question or f"{GAP}: the scenario has no description"
    yield Fact("Purpose of the model", asked, not book.question)
    yield Fact("Model outputs", "The measures of this report; their definitions stand below.")
    policies, scenarios = ", ".join(book.policies.values()), ", ".join(one.name for one in book.scenes)
    yield Fact("Aims of experimentation", f"Compare the policies {policies}, in the scenarios {scenarios}.")


def _logic(book: Book, scenario: Scenario) -> Iterator[Fact]:
    yield Fact("Base model overview diagram", "The table of steps, under Where contacts go.")
    yield Fact("Base model logic", "The guide page What is modelled, and DESIGN.md, sections 3 and 4.")
    kinds = "; ".join(_policy(book, scenario, policy) for policy in book.policies)
    yield Fact("Scenario logic", f"Policies differ in: {kinds}. Scenarios: scenario*.resolved.yaml.")
    yield Fact("Algorithms", "Equations E1 to E17 in DESIGN.md, section 4, each with its source.")
    yield Fact(
        "Entities", "Customers; their issues; contacts (attempts to be served); legs (stays with agents)."
    )
    yield Fact("Activities", "Talk, hold, after-call work, transfers, callbacks, recovery: the log tables.")
    people = ", ".join(map(book.words, scenario.groups))
    yield Fact("Resources", f"Agents by group ({people}), on shifts with breaks, absence and shrinkage.")
    lines = ", ".join(
        f"{book.words(one)} ({queue.channel}, {100 * queue.service_level.share:g} % within "
        f"{duration_text(queue.service_level.within)})"
        for one, queue in scenario.queues.items()
    )
    yield Fact("Queues", f"{lines}. Who is served first: the policies' routing, discipline and line.")
    yield Fact("Entry and exit points", ENDS)


def _policy(book: Book, scenario: Scenario, policy: str) -> str:
    """Return which pace and which other levers a policy chooses."""
    chosen = scenario.policies[policy].model_dump(
        mode="json", exclude_none=True, exclude={"label", "changes"}
    )
    kinds = [f"{key} {name(str(one['kind']))}" for key, one in chosen.items()
             if isinstance(one, dict) and "kind" in one and key == "pace"]  # fmt: skip
    more = [
        key for key in ("confirm", "callback", "changes") if getattr(scenario.policies[policy], key, None)
    ]
    return f"{book.policies[policy]}: {', '.join([*kinds, *more]) or 'defaults'}"


def _data(book: Book) -> Iterator[Fact]:
    yield Fact("Data sources", SOURCES, True)
    yield Fact("Pre-processing", f"{GAP}: how the figures of the file were made from records.", True)
    yield Fact("Input parameters", "scenario.resolved.yaml in the result folder: every default written out.")
    words = dict.fromkeys(name(unknown_in_words(path)) for path in book.judged.unknown)
    first = "; ".join(words) or "none named"
    yield Fact("Assumptions", f"The table of assumptions below. To be measured first: {first}.")


def _experimentation(book: Book, scenario: Scenario) -> Iterator[Fact]:
    clock, results = scenario.clock, book.judged.results
    yield Fact(
        "Initialisation", f"The centre starts empty; {clock.warm_up / DAY:g} days of warm-up are not counted."
    )
    after = f"then {clock.drain / DAY:g} days in which what is open ends"
    yield Fact("Run length", f"{clock.days} measured days from {clock.start.isoformat()}; {after}.")
    count = len(results.replications)
    yield Fact("Estimation approach", f"{count} replications. {_estimation(results.confidence)}")


def _estimation(confidence: float) -> str:
    return (
        "Policies meet the same customers with the same luck (common random numbers). Intervals: Student's t "
        f"at {100 * confidence:g} %, ratios by the delta method. Verdicts: Holm's procedure over headline "
        "measures; the same where the interval lies within the smallest difference of interest."
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

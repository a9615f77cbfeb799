"""Gather everything that a report tells from a result folder: nothing is simulated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from sim.answer.lines import Line, chosen
from sim.answer.measured import lines_of
from sim.answer.reconcile import remarks
from sim.answer.screen import UNITS
from sim.answer.sentences import sentences
from sim.answer.told import Told
from sim.comparison import at_work, headline, nothing_differs
from sim.quantities import Level
from sim.report.content import Book, Cell, Grid, Row, Scene
from sim.report.stress import stress
from sim.report.voice import HARD, Voice, name, sign
from sim.reporting.by_product import Say
from sim.reporting.result import Judged
from sim.reporting.stored import Opened, judged_of, ran_of
from sim.reporting.telling import closed_days, sureness, told_beside
from sim.scenario.model import Scenario
from sim.store import stored
from sim.wording import in_words, spaced, time_in_words

TABLES = ("assumptions", "waits", "flows")
"""Tables of the result folder that a report shows beside the measures."""
PARTS = {
    "queues": (
        "queue",
        ("offered", "service_level", "abandoned_share", "asa", "wait_p90", "aht"),
        "Each queue",
    ),
    "agents": ("group", ("occupancy", "utilisation", "aht", "staff_cost"), "Each group of agents"),
    "types": ("contact", ("offered", "fcr", "recontact_share", "csat", "aht_contact"), "Each contact type"),
    "segments": (
        "segment",
        ("csat", "fcr", "trust_end", "engaged_share", "recontact_share"),
        "Each segment of customers",
    ),
}
"""Grids of parts: dimension, measures, title."""
SECTIONS = {
    "change": ("headline", "beyond"),
    "service": ("queues",),
    "money": ("money", "agents"),
    "customers": ("segments", "types"),
}
"""Which grids stand in which section."""


ALL_QUEUES = (
    "Offered contacts, service level, abandonment and waits count each contact once, by its first queue. By "
    "queue every queue stay counts, transfers included, so that queues need not add up to the whole."
)
EVERY_STAY = "Every queue stay counts, transfers included; over all queues each contact counts once."


def gather(opened: Opened, say: Say, voice: Voice | None = None) -> Book:
    """Return everything that a report of one result folder tells.

    Raises: ResultError when the folder holds no whole result of this version, or files were changed.
    """
    judged = judged_of(opened, say, anew=False)
    folder, content, manifest, _, scenarios = opened
    first = next(iter(scenarios.values()))
    spoken = spoken_of(opened, voice)
    tables = {one: stored.table(folder, f"{one}.csv") for one in TABLES}
    labels = first.labels(judged.results.policies)
    book = Book(
        name(folder.resolve().name),
        ran_of(opened),
        name(first.name),
        name(first.description),
        judged,
        scenarios,
        (),
        {policy: name(labels[policy]) for policy in _order(judged)},
        spoken,
        tuple(spoken.sentence(name(text)) for text in _sure(judged, first)),
        manifest,
        content,
        {one: table for one, table in tables.items() if table is not None},
        place=str(folder),
    )
    scenes = tuple(_scene(book, folder, scenario) for scenario in scenarios.values())
    whole = book._replace(scenes=scenes, sure=tuple(map(book.words, book.sure)))
    return whole._replace(stress=stress(whole))


def spoken_of(opened: Opened, voice: Voice | None = None) -> Voice:
    """Return how numbers are written, in the scenario's currency."""
    first = next(iter(opened.scenarios.values()))
    return (voice or Voice())._replace(currency=name(first.customers.currency))


def _order(judged: Judged) -> list[str]:
    """Return the policies that ran, the baseline first."""
    results = judged.results
    return sorted(results.policies, key=lambda policy: policy != results.baseline)


def _sure(judged: Judged, scenario: Scenario) -> Iterator[str]:
    """Yield how sure the figures are, whether they are those of a real centre, and what a day is.

    What does not fit what was entered comes last.
    """
    yield sureness(judged)
    yield from lines_of(judged.found, scenario)
    yield from closed_days(scenario)
    yield from remarks(judged.found, scenario)
    if not judged.rows and judged.results.baseline not in judged.results.policies:
        yield f"The baseline, {judged.results.baseline}, was not run, so nothing is compared."


def names_of(scenario: Scenario, policies: Mapping[str, str]) -> list[str]:
    """Return the names in a scenario whose numbers are not numbers of the answer."""
    return [*policies.values(), scenario.scenario, *map(name, scenario.names())]


def _scene(book: Book, folder: Path, scenario: Scenario) -> Scene:
    told = told_beside(book.judged, scenario, folder)
    told = replace(told, labels={policy: book.policies[policy] for policy in told.policies})
    shown = name(scenario.scenario)
    title = f"{book.title}, {shown}" if len(book.scenarios) > 1 else book.title
    return Scene(
        scenario.scenario,
        shown,
        f"{title}{name(book.judged.notice)}",
        told,
        spoken(book, told, sentences(told, brief=len(book.scenarios) > 1)),
        _answer(book, told),
        {section: tuple(_grids(book, told, wanted)) for section, wanted in SECTIONS.items()},
        turns=spoken(book, told, told.known.turns),
        holds=" ".join(spoken(book, told, filter(None, (told.known.holds,)))),
    )


def spoken(book: Book, told: Told, texts: Iterable[str]) -> tuple[str, ...]:
    """Return sentences of an answer in the reader's language, in which a value and its unit stay together."""
    kept = names_of(told.scenario, book.policies)
    said = (spaced(book.voice.sentence(name(text), kept), book.names) for text in texts)
    return tuple(_tied(text, told.currency) for text in said)


def _tied(text: str, currency: str) -> str:
    """Return a sentence in which a value and its unit stay on one line."""
    for unit in (*UNITS, currency):
        text = text.replace(f" {unit}", f"{HARD}{unit}")
    return text


def _answer(book: Book, told: Told) -> Grid:
    """Return the lines that `run` prints, as cells."""
    voice = book.voice
    pair = told.equal.get(told.others[0]) if len(told.others) == 1 else None
    rows = []
    for line in chosen(told):
        row = _row(told, voice, line, book.words(line.label))
        then = pair.values.get(line.goal.label) if pair and pair.staff.value is not None else None
        rows.append(row if then is None else row._replace(then=voice.value(then, told.kpis[line.kpi].unit)))
    rows.append(_payroll(told, voice))
    if (equal := _as_fast(told, voice)) is not None and len(told.policies) > 2:
        rows.append(equal)
    return Grid("answer", "The answer", (("", tuple(rows)),))


def _payroll(told: Told, voice: Voice) -> Row:
    """Return the full-time equivalents on the payroll, and those that equal service takes."""
    words = {policy: voice.number(f"{told.fte[policy]:,.1f}") for policy in told.policies}
    base = told.fte[told.policies[0]]
    cells = []
    for policy in told.policies:
        apart = told.fte[policy] - base
        if policy not in told.others:
            cells.append(Cell(words[policy]))
        elif round(apart, 1):
            cells.append(Cell(words[policy], "", voice.number(f"{apart:+,.1f}".replace("-", "−"))))
        else:
            cells.append(Cell(words[policy], "", "0", sign("same"), "same"))
    pair = told.equal.get(told.others[0]) if len(told.others) == 1 else None
    more = None if pair is None or pair.staff.value is None else pair.fte.value
    then = "" if more is None else voice.number(f"{told.fte[told.others[0]] + more:,.1f}")
    return Row("Staff on payroll, FTE", tuple(cells), then, "paid hours a week of all groups / 40", "fte")


def _as_fast(told: Told, voice: Voice) -> Row | None:
    """Return the full-time equivalents with which each policy answers as fast as the baseline."""
    found = [told.equal.get(policy) for policy in told.policies]
    known = [one.fte.value if one is not None else None for one in found]
    if all(value is None for value in known):
        return None
    cells = (
        Cell("" if more is None else voice.number(f"{told.fte[policy] + more:,.1f}"))
        for policy, more in zip(told.policies, known, strict=True)
    )
    return Row("… to answer as fast as the first", tuple(cells), kpi="fte_equal")


def _row(told: Told, voice: Voice, line: Line, label: str) -> Row:
    cells = tuple(cell_of(told, voice, line, policy) for policy in told.policies)
    about = told.kpis[line.kpi].definition, line.kpi, line.dimension, line.member
    return Row(label, cells, "", *about)


def cell_of(told: Told, voice: Voice, line: Line, policy: str) -> Cell:
    """Return one measure under one policy as readers see it."""
    unit = told.kpis[line.kpi].unit
    found = told.value(policy, line.kpi, line.dimension, line.member)
    row = told.apart(policy, line.kpi, line.dimension, line.member)
    text, spread = voice.value(found, unit), voice.spread(found, unit)
    if row is None:
        return Cell(text, spread)
    change = "0" if nothing_differs(row) else voice.change(row.difference, unit, row.value.value)
    return Cell(text, spread, change, sign(row.verdict), row.verdict)


def _grids(book: Book, told: Told, wanted: Sequence[str]) -> Iterator[Grid]:
    """Yield the grids of one section that have something to show."""
    for key in wanted:
        grid = _of_parts(book, told, key) if key in PARTS else _of_whole(book, told, key)
        if any(rows for _, rows in grid.parts):
            yield grid


def _of_whole(book: Book, told: Told, key: str) -> Grid:
    """Return measures over all contacts: the headline, what else is at work, or all money."""
    values = {kpi: [told.value(policy, kpi).value for policy in told.policies] for kpi in told.kpis}
    opening, more = headline(told.kpis), at_work(values, told.kpis)
    if key == "headline":
        kpis, title = [kpi for kpi in opening if any(v is not None for v in values[kpi])], "Headline measures"
    elif key == "beyond":
        kpis, title = more, "What else is at work"
    else:
        kpis = [kpi for kpi in (*opening, *more) if told.kpis[kpi].unit == "money"]
        title = "Money, means per day unless it says otherwise"
    lines = (Line(kpi, told.kpis[kpi].label) for kpi in kpis)
    rows = tuple(_row(told, book.voice, line, name(line.label)) for line in lines)
    several = key == "headline" and len(told.scenario.queues) > 1
    return Grid(key, title, (("", rows),), ALL_QUEUES if several else "")


def _of_parts(book: Book, told: Told, key: str) -> Grid:
    """Return the measures of each queue, group, contact type or segment."""
    dimension, wanted, title = PARTS[key]
    here = (pl.col("scenario") == told.scenario.scenario) & (pl.col("dimension") == dimension)
    found = book.judged.found.filter(here)
    members = in_order(told.scenario, dimension, found["member"].unique(maintain_order=True).to_list())
    there = set(found.select("member", "kpi").iter_rows())
    parts = []
    for member in members:
        lines = [Line(k, told.kpis[k].label, dimension, member) for k in wanted if (member, k) in there]
        rows = tuple(_row(told, book.voice, line, _label(line)) for line in lines)
        parts.append((part_of(told, dimension, member), rows))
    note = EVERY_STAY if dimension == "queue" else ""
    return Grid(key, title, tuple(parts), note)


def in_order(scenario: Scenario, dimension: str, members: Iterable[str]) -> list[str]:
    """Return parts in the order of the scenario file; what it does not name comes last."""
    own: dict[str, Iterable[str]] = {
        "queue": scenario.queues,
        "group": scenario.groups,
        "contact": scenario.contacts,
        "segment": scenario.customers.segments,
    }
    known = list(own.get(dimension, ()))
    return sorted(members, key=lambda one: known.index(one) if one in known else len(known))


def _label(line: Line) -> str:
    return name(line.label).replace(", all queues", "")


def _goal(level: Level) -> str:
    return f"{100.0 * level.share:g} % within {time_in_words(level.within)}"


def part_of(told: Told, dimension: str, member: str) -> str:
    """Return the words for a part, a queue with its target."""
    queue = told.scenario.queues.get(member) if dimension == "queue" else None
    words = in_words(name(member), told.scenario.names())
    return words if queue is None else f"{words} (goal {_goal(queue.service_level)})"

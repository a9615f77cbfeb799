"""Print the answer: a block for each scenario, then how sure it is and where the rest is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sim.answer.measured import lines_of
from sim.answer.period import OPEN_DAY, PERIODS, Period, per, remark
from sim.answer.reconcile import remarks
from sim.answer.screen import LEGEND, WIDTH, block, wrapped
from sim.cli._terminal import echo, echo_lines
from sim.commands import Ran, command
from sim.reporting.by_product import by_product
from sim.reporting.result import Judged
from sim.reporting.telling import closed_days, sureness, told_beside
from sim.scenario.model import Scenario

OF_WORLDS = (
    "The answer is that of the worlds above. The file as it is written is one world of many: --full prints "
    "what it shows."
)
SINGLE = "The file as it is written: one world of many, whose intervals hold luck only"
"""Head of the answer that follows the worlds'."""
NONE_FITS = "No world fits, so there is no answer of all worlds. The file as it is written:"


def print_answer(
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    folder: Path,
    ran: Ran,
    told_per: str,
    full: bool,
    worlds: Sequence[Any] | None,
) -> None:
    """Print the answer, and all tables where asked for; if that fails, say why and keep the result.

    worlds: what all worlds said of the first scenario, its answer then; None where nobody asked them.
    """
    from sim.cli._print import print_run

    if worlds and not full:
        echo_lines(("", *wrapped(OF_WORLDS)))
        scenarios = dict(list(scenarios.items())[1:])
    elif worlds is not None:
        echo_lines(("", SINGLE if worlds else NONE_FITS))
    if not scenarios:
        return
    say, period = partial(echo, err=True), PERIODS.get(told_per)
    told = partial(answer, period=period)
    echo_lines(by_product(say, "The answer", told, judged, scenarios, folder, ran) or ())
    if full or judged.between:
        by_product(say, "Tables", print_run, judged, scenarios, period)


def answer(
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    folder: Path | None,
    ran: Ran,
    *,
    period: Period | None = None,
) -> list[str]:
    """Return the screen that answers a run, in lines of at most 100 columns.

    folder: the result folder, None where nothing was written. ran: what the run was given, for commands.
    period: what figures are told per, instead of a day.
    """
    lines: list[str] = []
    for scenario in scenarios.values():
        told = told_beside(judged, scenario, folder)
        told = per(told, period) if period else told
        lines += [*([""] if lines else []), *block(told, _title(judged, scenario), brief=len(scenarios) > 1)]
    about = dict.fromkeys(remark(one, period) for one in scenarios.values()) if period else ()
    closed = () if period is OPEN_DAY else _closed(scenarios)
    return [*lines, "", *filter(None, about), *_foot(judged, scenarios, folder, ran, closed)]


def _closed(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Return what is said of measured days that are closed, once."""
    return list(dict.fromkeys(line for one in scenarios.values() for line in closed_days(one)))


def _title(judged: Judged, scenario: Scenario) -> str:
    results = judged.results
    names = list(scenario.labels(results.policies).values())
    question = f": {scenario.description}" if scenario.description and len(names) > 1 else ""
    title = f"{scenario.name}, {scenario.scenario}{question}{judged.notice}"
    return title if len(title) <= WIDTH else f"{title[: WIDTH - 1]}…"


def _foot(
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    folder: Path | None,
    ran: Ran,
    closed: Iterable[str],
) -> Iterator[str]:
    """Yield how to read the table, how sure it is, what does not fit, and where the rest is."""
    results = judged.results
    if judged.rows:
        yield LEGEND
    yield from _sure(judged, ran)
    first = next(iter(scenarios.values()))
    for text in (*closed, *remarks(judged.found, first), *lines_of(judged.found, first)):
        yield from wrapped(text)
    if not judged.rows and results.baseline not in results.policies:
        yield f"The baseline, {results.baseline}, was not run, so nothing is compared."
    if folder:
        by = "All tables: --full. By queue, group, type or interval:"
        yield from _named(by, f"{command('show', folder)} --by queue")
        yield from _named("A page to mail, a workbook, slides:", command("report", folder))
    else:
        yield "All tables: --full"
    if judged.rows and any(judged.equal.values()):
        yield from _named("Staff for a goal, exactly:", ran.command("staff"))
    elif judged.rows:
        yield from _named("What equal service takes in staff and money:", ran.command("staff"))


def _sure(judged: Judged, ran: Ran) -> Iterator[str]:
    """Yield how sure the figures are, and the command that explains what is to be measured first."""
    *lines, last = wrapped(sureness(judged))
    yield from lines
    words, explain = "What they are:", ran.command("explain")
    if not judged.unknown or not judged.rows:
        yield last
    elif len(f"{last} {words} {explain}") <= WIDTH:
        yield f"{last} {words} {explain}"
    else:
        yield from (last, *_named(words, explain))


def _named(words: str, told: str) -> Iterator[str]:
    """Yield words and the command they name: beneath them, and whole, where a line is too short for both."""
    if len(f"{words} {told}") <= WIDTH:
        yield f"{words} {told}".rstrip()
    else:
        yield from (words, f"  {told}")

"""What a report tells: plain records that page, Markdown, spreadsheet and slides are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from sim import outlets
from sim.answer.told import Told
from sim.commands import Ran
from sim.kpis.base import ALL
from sim.report.voice import Voice, name
from sim.reporting.result import Judged
from sim.scenario.model import Scenario
from sim.wording import in_words


class Cell(NamedTuple):
    """One number as readers see it: value, its interval, its difference from the baseline and the sign."""

    text: str
    spread: str = ""
    change: str = ""
    sign: str = ""
    verdict: str = ""


class Row(NamedTuple):
    """One measure, of the whole or of a part: words, a cell for each policy; then: at equal service."""

    label: str
    cells: tuple[Cell, ...]
    then: str = ""
    definition: str = ""
    kpi: str = ""
    dimension: str = ALL
    member: str = ""


class Grid(NamedTuple):
    """A table of measures by policy; key: a short name that is unique within its scenario.

    parts: what the rows are broken down by, such as a queue: a title and its rows each.
    """

    key: str
    title: str
    parts: tuple[tuple[str, tuple[Row, ...]], ...]
    note: str = ""


class Sheet(NamedTuple):
    """A plain table: heads and rows of texts and numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Exhibit(NamedTuple):
    """A figure on a page: its finding as its title, words for who cannot see it, table, question and note."""

    name: str
    section: str
    title: str
    alt: str
    svg: str
    table: Sheet
    question: str = ""
    note: str = ""


class Missing(NamedTuple):
    """A figure that this result cannot give: why, and the command that fills what is missing.

    command: nothing where none does. first: what must be done before it works.
    """

    name: str
    section: str
    question: str
    reason: str
    command: str
    first: str = ""


class Scene(NamedTuple):
    """What is told of one scenario.

    answer: the sentences that `run` prints. table: the lines that `run` prints. grids: by section. turns:
    what would turn a verdict. holds: that nothing would, where a study looked.
    """

    key: str
    name: str
    title: str
    told: Told
    answer: tuple[str, ...]
    table: Grid
    grids: Mapping[str, tuple[Grid, ...]]
    exhibits: tuple[Exhibit, ...] = ()
    missing: tuple[Missing, ...] = ()
    turns: tuple[str, ...] = ()
    holds: str = ""


class Fact(NamedTuple):
    """One line of the appendix: what is asked, the answer, and whether the author must fill it in."""

    words: str
    answer: str
    is_gap: bool = False


class Book(NamedTuple):
    """Everything that a report tells.

    folder: name of the result folder. ran: what the run was given. place: the folder, for commands.
    manifest, content: as the run wrote them.
    tables: those of the result folder, by name. stress: the items of STRESS-DES.
    """

    folder: str
    ran: Ran
    title: str
    question: str
    judged: Judged
    scenarios: Mapping[str, Scenario]
    scenes: tuple[Scene, ...]
    policies: Mapping[str, str]
    voice: Voice
    sure: tuple[str, ...]
    manifest: Mapping[str, object]
    content: Mapping[str, object]
    tables: Mapping[str, pl.DataFrame]
    stress: Sequence[tuple[str, Sequence[Fact]]] = ()
    place: str = ""

    @property
    def file(self) -> str:
        """The scenario file as the run was given it."""
        return name(self.ran.file)

    def heading(self, prefix: str = "") -> str:
        """Return the title of the whole report: the house's words, the centre and its question."""
        return ": ".join(filter(None, (prefix, self.title, self.question)))

    def words(self, text: str) -> str:
        """Return a text on one line, in which names of queues and the like have blanks."""
        return in_words(outlets.line(text), self.names)

    @property
    def names(self) -> list[str]:
        """Return the names of queues, groups of agents, contact types and segments in all scenarios."""
        return [name for one in self.scenarios.values() for name in one.names()]

"""Make the exhibits of a result: each answers one question, and says what it found.

How a report uses this folder:

    given = read_given(folder)                       # sim.reporting.given; a result folder, no simulation
    for one in exhibits(given, Theme(), scenario):   # scenario: a name, the first one where None
        if isinstance(one, Lacking):
            one.name, one.question                   # left out
            one.reason, one.command                  # what is missing, and the command that fills it
        else:
            one.name, one.question                   # file name and question
            one.title                                # the finding, never more than the verdicts bear
            one.alt, one.note                        # for those who do not see it; method and formulas
            one.table                                # `Table`: columns with units, rows of numbers and texts
            one.svg("page"), one.png("slide"), one.pdf("slide")   # bytes, the same for the same result
            one.forms("slide", "png", "svg")         # several forms, drawn once
            one.for_page()                           # SVG within HTML: letters are text, a fifth of the size

Exhibits come in the order in which a reader asks. An exhibit that fails raises; who calls may catch it, so
that one figure does not take a report with it. Sizes: "slide" is 16:9, "page" the width of a page of text.

A new exhibit is a file in this folder with an `EXHIBIT`: nothing else is to be edited. Copy
`tests/plots/example.py`, a whole one, which a test draws. What most need beside it:

The sheet is laid out in inches: `fill` breaks a text, `wide` and `high` measure it, `put` writes it, `rule`
draws a line, `panel` opens a matplotlib panel. The view also has `row` (the difference from the baseline),
`verdict` and its `sign`, `change` (a difference in words), `table` and `has` (tables of the result folder),
`scenario` and `theme` (colours). `members(dimension, kpi)` names the queues, contact types and the like of a
measure; `value`, `row` and `verdict` take `dimension, member` for one of them. `grid(sheet, labels, heads,
words)` of `grid.py` lays rows beside a column for each policy and returns its `panels` (or, quicker, `bars`),
`word` (which puts a text) and `write`; `key.key` explains colours. Names of queues and the like are drawn
with blanks, as in "second line".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

import sim.plots
from sim.plots.sheet import PAGE, SIZES, Sheet, Size
from sim.plots.style import Theme
from sim.plots.view import Given, View, view_of
from sim.wording import in_words, spaced

Cell = str | float | None
LACKS = {
    "intervals": "the result folder holds no measures by interval",
    "waits": "the result folder holds no waits by queue",
    "flows": "the result folder holds no counts of where contacts go",
    "frontier": "no study of staffing is in the result folder",
    "turning_points": "no break-even study is in the result folder",
    "worlds": "the policies were not compared in several worlds that fit what was measured",
    "backtest": "the scenario was not held against observed days",
}
"""What is missing without a table, in words."""
RUN = "goodwill run FILE"
ALONE = "nothing is compared: the baseline and one more policy must run"
SECOND = "write a second policy under policies: in the scenario file"


class Column(NamedTuple):
    """One column of an exhibit's table.

    unit: text, share, s, money, per_day, count or score, or "by row" where each row names its own in the
    column Unit. Numbers are in seconds and shares, unrounded; money is in the scenario's currency.
    """

    heading: str
    unit: str = "text"


class Table(NamedTuple):
    """The numbers of an exhibit: one tuple a row, as long as there are columns; None where there is none."""

    columns: Sequence[Column]
    rows: Sequence[tuple[Cell, ...]]


class Finding(NamedTuple):
    """What an exhibit makes of one scenario's result.

    title: the finding. alt: what the picture shows, in words. note: method, formulas, how sure. draw: fills a
    sheet. height: of the page form [inch]; that of a slide is fixed.
    """

    title: str
    alt: str
    table: Table
    note: str
    draw: Callable[[Sheet], None]
    height: float = 4.6


@dataclass(frozen=True)
class Lacking:
    """An exhibit that cannot be made of this result, why, and the command that fills what is missing.

    command: nothing where none does. first: what the command takes that is not there yet.
    """

    name: str
    question: str
    reason: str
    command: str
    first: str = ""


class Exhibit(NamedTuple):
    """A member of the family.

    place: where it comes among the others. question: what it answers; it may name {policy} and {baseline}.
    needs: tables of the result folder without which there is nothing to show, each with the command that
    fills it. find: makes a finding, or says in words why there is none. first: says what must be done before
    such a command can work; nothing where it can.
    """

    place: int
    question: str
    find: Callable[[View], Finding | str]
    needs: Mapping[str, str] = {}
    command: str = RUN
    first: Callable[[View], str] = lambda _: ""


@dataclass(frozen=True)
class Made:
    """An exhibit made of one scenario's result, to be drawn in any size and form.

    names: of its queues and the like, which are drawn with blanks.
    """

    name: str
    question: str
    scenario: str
    theme: Theme
    finding: Finding
    names: Sequence[str] = ()

    @property
    def title(self) -> str:
        """The finding in one sentence."""
        return f"{self.theme.title_prefix}{self.finding.title}"

    def under(self, prefix: str) -> Made:
        """Return the same with words before its title, such as the name of a house; itself without any."""
        return replace(self, theme=replace(self.theme, title_prefix=f"{prefix}: ")) if prefix else self

    @property
    def alt(self) -> str:
        """What the picture shows, for those who do not see it."""
        return self.finding.alt

    @property
    def note(self) -> str:
        """What stands under the picture: method, formulas, how sure."""
        return self.finding.note

    @property
    def table(self) -> Table:
        """The numbers of the picture."""
        return self.finding.table

    def sheet(self, size: str = PAGE) -> Sheet:
        """Return the drawn sheet. Raises: KeyError for a size that is neither slide nor page."""
        sheet = Sheet(SIZES[size], self.theme, self.finding.height, self.names)
        with sheet.styled():
            sheet.frame(self.title, self.question, self.note)
            self.finding.draw(sheet)
        return sheet

    def bare(self, size: Size) -> bytes:
        """Return the picture as PNG of any size, without its title, which stands elsewhere."""
        sheet = Sheet(size, self.theme, self.finding.height, self.names)
        with sheet.styled():
            sheet.frame("", self.question, self.note)
            self.finding.draw(sheet)
        return sheet.saved("png")

    def forms(self, size: str = PAGE, *forms: str) -> dict[str, bytes]:
        """Return the picture in several forms (svg, png, pdf), drawn once."""
        sheet = self.sheet(size)
        return {form: sheet.saved(form) for form in forms}

    def svg(self, size: str = PAGE) -> bytes:
        """Return the picture as SVG; the same result gives the same bytes."""
        return self.sheet(size).saved("svg")

    def for_page(self) -> bytes:
        """Return the page's picture as SVG to stand within HTML: letters are text, so it is small."""
        return self.sheet(PAGE).worded()

    def png(self, size: str = PAGE) -> bytes:
        """Return the picture as PNG."""
        return self.sheet(size).saved("png")

    def pdf(self, size: str = PAGE) -> bytes:
        """Return the picture as PDF; the same result gives the same bytes."""
        return self.sheet(size).saved("pdf")


@cache
def members() -> dict[str, Exhibit]:
    """Return every exhibit of this folder by the name of its file, in the order in which a reader asks."""
    modules = {name: import_module(f"sim.plots.{name}") for _, name, _ in iter_modules(sim.plots.__path__)}
    found = {name: module.EXHIBIT for name, module in modules.items() if hasattr(module, "EXHIBIT")}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].place, pair[0])))


def exhibits(
    given: Given,
    theme: Theme | None = None,
    scenario: str | None = None,
    names: Sequence[str] | None = None,
) -> Iterator[Made | Lacking]:
    """Yield the exhibits of one scenario of a result, in order; those that lack a table as `Lacking`.

    scenario: its name; the first one where None. names: exhibits to make; all where None.
    Raises: KeyError for an unknown scenario or exhibit.
    """
    view = view_of(given, theme or Theme(), scenario)
    for name in members() if names is None else names:
        yield made(name, view)


def made(name: str, view: View) -> Made | Lacking:
    """Return one exhibit of what is seen of a scenario. Raises: KeyError for an unknown exhibit."""
    return _made(name, members()[name], view)


def _made(name: str, one: Exhibit, view: View) -> Made | Lacking:
    others = [view.labels[policy] for policy in view.others]
    words = {"policy": others[0] if len(others) == 1 else "each policy", "baseline": view.base_label}
    question = one.question.format(**words)
    for table, command in one.needs.items():
        if not view.has(table):
            lacks = LACKS.get(table, f"the result folder holds no {table.replace('_', ' ')}")
            return Lacking(name, question, lacks, command, one.first(view))
    finding, names = one.find(view), tuple(view.scenario.names())
    if isinstance(finding, str):
        return Lacking(name, question, finding, *_remedy(one, view, finding))
    return Made(name, question, view.name, view.theme, _in_words(finding, names), names)


def _remedy(one: Exhibit, view: View, reason: str) -> tuple[str, str]:
    """Return the command that makes a finding, and what comes first; nothing where the same would come."""
    own = view.scenario.policies
    if one.command != RUN or own.keys() - {*view.policies}:
        return one.command, one.first(view)
    return (RUN, SECOND) if reason == ALONE and len(own) == 1 else ("", "")


def second(view: View) -> str:
    """Return that the file needs a second policy, where it has one only."""
    return SECOND if len(view.scenario.policies) == 1 else ""


def _in_words(finding: Finding, names: Sequence[str]) -> Finding:
    """Return a finding in whose texts names of queues and the like have blanks."""
    rows = [
        tuple(in_words(cell, names) if isinstance(cell, str) else cell for cell in row)
        for row in finding.table.rows
    ]
    return finding._replace(
        title=spaced(finding.title, names),
        alt=in_words(finding.alt, names),
        note=in_words(finding.note, names),
        table=finding.table._replace(rows=rows),
    )

"""Presets: mapping files in YAML that say which columns of an export mean what."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

from sim.errors import GoodwillError, Problem, ScenarioError
from sim.frozen import Frozen
from sim.importers.grain import CONTACTS, TABLES
from sim.quantities import show
from sim.scenario.faults import problems_of
from sim.scenario.reading import read_text
from sim.scenario.source import parse
from sim.scenario.tree import Address, Tree, nearest, problem
from sim.scenario.variant import listed, suggest

FOLDER = "presets"
EXTRA = {CONTACTS: ("updated", "chain"), "intervals": ("end", "complete")}
"""Fields that serve the import and are no columns of its table."""
ALWAYS = {CONTACTS: ("arrived", "outcome"), "intervals": ("start", "offered")}
"""Fields without which there is no table."""
Unit = Literal["s", "ms", "min", "h", "day"]
Names = str | list[str]


class Part(Frozen):
    """What one field of the tidy table is made of."""

    column: Names | None = None
    """The column, or several names that it may have, the first one found taken."""
    beside: Names | None = None
    """Of an id: a second column that makes it one, such as the line on which a call came."""
    date: Names | None = None
    """The column of the date, where date and time of day stand in two."""
    time: Names | None = None
    """The column of the time of day, where date and time of day stand in two."""
    form: Literal["text", "epoch", "yymmdd", "hhmm"] | None = None
    """How a moment is written where it cannot be told from the text: seconds or milliseconds since 1970,
    a date of six digits, a time of day as a number such as 930."""
    unit: Unit = "s"
    """Unit of durations that are plain numbers."""
    empty: list[str] = []
    """Texts that mean unknown, beside an empty cell, a dash and n/a."""
    words: dict[str, str] = {}
    """What texts of the export mean; of an outcome answered, abandoned, or drop."""
    answered_if: Names | None = None
    """Of an outcome: the column that holds something where the contact was answered."""
    since: Names | None = None
    """Of a duration: the column of the moment at which it begins."""
    until: Names | None = None
    """Of a duration: the column of the moment at which it ends."""
    times: str | None = None
    """The cell is a mean: the count, a field of this table, by which it is multiplied to a sum."""
    percent: bool = False
    """The cell is in per cent, with `times`."""
    less: Literal[0, 1] = 0
    """What is taken off the number: 1 from the stations of a ticket."""
    writes: str | None = None
    """How `goodwill export` writes it where it is not as in 2026-03-02 08:00:05: a form of strftime, or clock
    for durations as h:mm:ss."""
    value: str | None = None
    """A text that is the same in every row."""
    optional: bool = True
    """Whether an export without the column fits as well."""

    def columns(self) -> list[list[str]]:
        """Return the columns the part needs, each with the names it may have."""
        found = (self.column, self.beside, self.date, self.time, self.answered_if, self.since, self.until)
        return [[one] if isinstance(one, str) else one for one in found if one is not None]


class Drop(Frozen):
    """Rows that are no contacts, and why."""

    where: dict[str, list[str]]
    """Column and texts: a row is dropped where all the columns hold one of their texts."""
    why: str
    """Why, as the quality page says it."""


class Layout(Frozen):
    """One kind of export of a system."""

    grain: Literal["contacts", "intervals"]
    """Whether a row is a contact, or part of one, or an interval."""
    fields: dict[str, Part]
    """What each field of the tidy table is made of."""
    repeats: Literal["refuse", "segments"] = "refuse"
    """What several rows of one contact are: a fault, or its segments, which are added up."""
    drop: list[Drop] = []
    """Rows that are dropped."""
    within: str | None = None
    """Column of seconds of the export's service-level target, for `answered_within`."""


class Preset(Frozen):
    """The exports of one system."""

    title: str
    """The system, in words."""
    source: str
    """Where the columns are documented, and how far they were checked."""
    layouts: dict[str, Layout]
    """Its exports by name; the first one whose columns are all there is taken."""


def presets() -> list[str]:
    """Return the names of the presets that come with Goodwill."""
    folder = files("sim.importers") / FOLDER
    return sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))


def preset(name: str) -> Preset:
    """Return a preset by its name, or the mapping file at a path that ends with .yaml.

    Raises:
        GoodwillError: there is none of this name.
        ScenarioError: the mapping file is not sound, with every problem in it.
    """
    if name.endswith((".yaml", ".yml")):
        return _read(read_text(Path(name), name), name)
    known = presets()
    if name not in known:
        remedy = suggest(
            name, known, "Pick one of these, or give a mapping file of your own, such as my.yaml."
        )
        raise GoodwillError(
            f"{show(name)}: is no preset (got {show(name)}; allowed {listed(known)}). {remedy}"
        )
    return _read(text_of(name), f"{name}.yaml")


def text_of(name: str) -> str:
    """Return the mapping file of a preset that comes with Goodwill."""
    return (files("sim.importers") / FOLDER / f"{name}.yaml").read_text("utf-8")


def _read(text: str, shown: str) -> Preset:
    read = parse(text, shown)
    problems = list(read.problems)
    if problems:
        raise ScenarioError(problems)
    try:
        found = Preset.model_validate(read.tree.value)
    except ValueError as error:
        raise ScenarioError(tuple(problems_of(error, read.tree, Preset))) from None  # type: ignore[arg-type]
    for name, layout in found.layouts.items():
        problems += _misnamed(name, layout, read.tree)
    if problems:
        raise ScenarioError(problems)
    return found


def _misnamed(name: str, layout: Layout, tree: Tree) -> list[Problem]:
    """Return what is wrong with the names of a layout's fields."""
    known = [*TABLES[layout.grain], *EXTRA[layout.grain]]
    found = []
    at: Address = ("layouts", name, "fields")
    marks = tree.marks
    for field in layout.fields:
        if field not in known:
            wrong = f"is no field of {layout.grain} (got {show(field)}; allowed {listed(known, 30)})."
            remedy = suggest(field, known, "Remove it or correct its name.")
            found.append(problem(nearest(marks, (*at, field)), (*at, field), f"{wrong} {remedy}"))
    for field in ALWAYS[layout.grain]:
        if field not in layout.fields:
            wrong = f"lacks {field} (got {listed(layout.fields, 30)}; allowed with {field})."
            found.append(problem(nearest(marks, at), at, f"{wrong} Add {field}: {{column: its column}}."))
    return found

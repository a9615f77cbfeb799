"""The data-quality page: how many rows were read, dropped, repaired or are odd, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

EXAMPLES = 3
"""Rows that are named of each kind."""
DROPPED, REPAIRED, NOTED = "dropped", "repaired", "noted"
TITLES = {
    DROPPED: "Rows that are not in the table",
    REPAIRED: "Rows that were changed",
    NOTED: "What to know of the rest",
}


class Item(NamedTuple):
    """One kind of finding: what was done, why, to how many rows, and some of them as (file, row)."""

    kind: str
    why: str
    affected: int
    rows: tuple[tuple[str, int], ...] = ()


class Span(NamedTuple):
    """A file that was read, and how."""

    file: str
    layout: str
    rows: int
    how: str


class Quality(NamedTuple):
    """What an import did: the files, the rows of the table, all findings, and figures of the table."""

    preset: str
    grain: str
    files: tuple[Span, ...]
    rows: int
    items: tuple[Item, ...]
    figures: tuple[tuple[str, str], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the page as plain values for JSON."""
        return {
            "preset": self.preset,
            "grain": self.grain,
            "files": [one._asdict() for one in self.files],
            "rows_read": sum(one.rows for one in self.files),
            "rows_in_table": self.rows,
            "findings": [
                {**one._asdict(), "rows": [f"{file}:{row}" for file, row in one.rows]} for one in self.items
            ],
            "figures": dict(self.figures),
        }

    def json(self) -> str:
        """Return the page as JSON."""
        return json.dumps(self.plain(), indent=2, ensure_ascii=False) + "\n"

    def lines(self) -> Iterator[str]:
        """Yield the page as lines for a terminal."""
        read = sum(one.rows for one in self.files)
        for one in self.files:
            yield f"{one.file}: {_rows(one.rows)}, layout {one.layout}, {one.how}"
        yield f"{_rows(read)} read, {self.rows:,} {self.grain} in the table"
        for kind in TITLES:
            found = [one for one in self.items if one.kind == kind]
            if found:
                yield f"{TITLES[kind]}:"
                yield from (f"  {one.affected:>9,}  {one.why}{_where(one)}" for one in found)
        yield from (f"{name}: {text}" for name, text in self.figures)

    def markdown(self) -> str:
        """Return the page as Markdown."""
        read = sum(one.rows for one in self.files)
        out = ["# Data quality", "", f"{_rows(read)} read, {self.rows:,} {self.grain} in the table.", ""]
        out += ["| file | rows | layout | how it was read |", "| --- | ---: | --- | --- |"]
        out += [
            f"| {_cell(one.file)} | {one.rows:,} | {one.layout} | {_cell(one.how)} |" for one in self.files
        ]
        for kind, title in TITLES.items():
            found = [one for one in self.items if one.kind == kind]
            out += ["", f"## {title}", ""]
            if not found:
                out.append("None.")
                continue
            out += ["| rows | why | such as |", "| ---: | --- | --- |"]
            out += [f"| {one.affected:,} | {_cell(one.why)} | {_cell(_named(one))} |" for one in found]
        if self.figures:
            out += ["", "## What the table holds", "", "| | |", "| --- | --- |"]
            out += [f"| {_cell(name)} | {_cell(text)} |" for name, text in self.figures]
        return "\n".join(out) + "\n"


def merged(items: list[Item]) -> tuple[Item, ...]:
    """Return findings with those of one kind and reason added up, in the order of the page."""
    found: dict[tuple[str, str], Item] = {}
    for one in items:
        if one.affected:
            key = one.kind, one.why
            before = found.get(key, Item(one.kind, one.why, 0))
            rows = (*before.rows, *one.rows)[:EXAMPLES]
            found[key] = Item(*key, before.affected + one.affected, rows)
    order = list(TITLES)
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.kind), -one.affected)))


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _named(one: Item) -> str:
    several = len({file for file, _ in one.rows}) > 1
    rows = ", ".join(f"{PurePath(file).name}:{row}" if several else str(row) for file, row in one.rows)
    return f"row{'s' * (len(one.rows) > 1)} {rows}{', ...' * (one.affected > len(one.rows))}" if rows else ""


def _where(one: Item) -> str:
    return f" ({_named(one)})" if one.rows else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

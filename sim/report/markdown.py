"""Write a report as Markdown, for a wiki or under a merge request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim import outlets
from sim.answer.lines import AS_FAST
from sim.answer.screen import LEGEND
from sim.report.content import Book, Grid, Scene, Sheet
from sim.report.page import assumed, facts, reconciled
from sim.scenario.labels import measure_first


def text_of(book: Book, prefix: str = "") -> str:
    """Return the report as Markdown: the answer, then a section a question, then where it comes from.

    prefix: words before the title.
    """
    return "\n".join((f"# {_said(book.heading(prefix))}", "", *_lines(book))).rstrip() + "\n"


def _lines(book: Book) -> Iterator[str]:
    for scene in book.scenes:
        if len(book.scenes) > 1:
            yield from (f"## {_said(scene.title)}", "")
        yield from (line for text in scene.answer for line in (_said(text), ""))
        yield from _grid(book, scene.table)
    if book.judged.rows:
        yield from (LEGEND, "")
    yield from (line for text in book.sure for line in (_said(text), ""))
    for scene in book.scenes:
        yield from _details(book, scene)
    yield from _turns(book)
    entered, remedies = reconciled(book)
    if entered.rows:
        yield from ("## What was entered and what the run shows", "")
        yield from _sheet(entered)
        yield from (line for text in remedies for line in (f"≠ {_said(text)}.", ""))
    yield from _method(book)


def _details(book: Book, scene: Scene) -> Iterator[str]:
    """Yield the tables of one scenario, folded away."""
    name = f", {scene.name}" if len(book.scenes) > 1 else ""
    for grids in scene.grids.values():
        for grid in grids:
            yield from (f"<details><summary>{_said(f'{grid.title}{name}')}</summary>", "")
            yield from _grid(book, grid)
            yield from ("</details>", "")


def _grid(book: Book, grid: Grid) -> Iterator[str]:
    """Yield measures by policy as a table; a difference and its sign stand behind the value."""
    then = any(row.then for _, rows in grid.parts for row in rows)
    heads = ["", *book.policies.values(), *([AS_FAST] if then else [])]
    rows = []
    for part, found in grid.parts:
        for row in found:
            label = f"{part}: {row.label}" if part else row.label
            cells = (
                " ".join(filter(None, (c.text, f"({c.change})" if c.change else "", c.sign)))
                for c in row.cells
            )
            rows.append((label, *cells, *([row.then] if then else [])))
    yield from _sheet(Sheet(tuple(heads), tuple(rows)))


def _sheet(found: Sheet) -> Iterator[str]:
    yield f"| {' | '.join(map(_said, found.heads))} |"
    yield f"| --- |{' ---: |' * (len(found.heads) - 1)}"
    yield from (f"| {' | '.join(map(_said, row))} |" for row in found.rows)
    yield ""


def _turns(book: Book) -> Iterator[str]:
    yield from ("## What would turn the answer", "")
    turns: Sequence[str] = [text for scene in book.scenes for text in (*scene.turns, scene.holds) if text]
    yield from (f"- {_said(text)}" for text in turns)
    if not turns and len(book.policies) > 1:
        yield f"No break-even study is in this result folder: `{_code(book.ran.command('break-even'))}`"
    if book.judged.unknown:
        yield from ("", _said(measure_first(book.judged.unknown).strip()))
    yield ""


def _method(book: Book) -> Iterator[str]:
    yield from ("## Method", "")
    for part, items in book.stress:
        yield from (f"<details><summary>{_said(part)} (STRESS-DES)</summary>", "")
        yield from (f"- **{_said(one.words)}**: {_said(one.answer)}" for one in items)
        yield from ("", "</details>", "")
    if (numbers := assumed(book)) is not None:
        yield from ("<details><summary>Assumptions</summary>", "")
        yield from _sheet(numbers)
        yield from ("</details>", "")
    used = set(book.judged.found["kpi"].unique())
    yield from ("<details><summary>Definitions</summary>", "")
    yield from (f"- **{_said(one.label)}** (`{key}`): {_said(one.definition)}."
                for key, one in book.judged.kpis.items() if key in used)  # fmt: skip
    yield from ("", "</details>", "")
    yield from _sheet(Sheet(("Where it comes from", ""), tuple(facts(book))))


def _said(text: str) -> str:
    return outlets.markdown(text)


def _code(text: str) -> str:
    """Return a text for code: without the sign that ends it."""
    return outlets.line(text).replace("`", "'")

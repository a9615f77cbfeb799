"""Make a page, a spreadsheet and slides of a result folder, without a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json
from sim.collector import without_collector

Formats = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help="Forms: html, md, xlsx, pptx, pdf, svg, png, or all; html,md,xlsx if left out.",
    ),
]


def report(
    result: Annotated[Path, typer.Argument(help="Folder of a result.", show_default=False)],
    formats: Formats = None,
    theme: Annotated[
        Path | None, typer.Option(help="Theme file (YAML): colours, font, logo, numbers, currency.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder that takes the report; the result's own if left out.")
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario that slides are about; the result's first if left out.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Make a report of RESULT: one page to mail, Markdown, a workbook, slides. Nothing is simulated.

    Example: goodwill report results/retail_bank --formats html,xlsx
    """
    from sim.report.build import wanted
    from sim.store import to_json

    made, kept = make(result, wanted(formats), out, theme, scenario, quiet=as_json)
    if as_json:
        echo_json(to_json({"written": [*map(str, made)], "kept": [*map(str, kept)]}))


def make(
    result: Path,
    forms: list[str],
    out: Path | None = None,
    theme: Path | None = None,
    scenario: str | None = None,
    *,
    quiet: bool = False,
) -> tuple[Sequence[Path], Sequence[Path]]:
    """Make the forms of a report and say where they are; return what was written, and what was kept."""
    with without_collector():  # a sixth of the time: figures make many small things, and end with them
        written, kept = _made(result, forms, out or result, theme, scenario)
    for path in kept:
        _say(f"Kept, because Goodwill did not write it or somebody changed it: {path}.")
    if not quiet:
        _say(f"Written: {', '.join(map(str, written))}.")
    return written, kept


def _made(
    result: Path, forms: list[str], folder: Path, theme: Path | None, scenario: str | None
) -> tuple[Sequence[Path], Sequence[Path]]:
    """Write the forms of a report; return what was written, and what was kept."""
    from sim import store
    from sim.report.build import files_of, studio_of
    from sim.report.look import Look, look_of
    from sim.scenario.theme import read_theme
    from sim.store import stored

    look = Look() if theme is None else look_of(read_theme(theme))
    with stored.as_written(result):
        studio = studio_of(result, _say, forms, look)
    with store.claim(folder), stored.as_written(result):
        return store.add(folder, files_of(studio, forms, look, _say, scenario))


def _say(line: str) -> None:
    echo(line, err=True)

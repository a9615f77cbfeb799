"""Lay results of different runs beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo_json, echo_lines

if TYPE_CHECKING:
    from sim.report.beside import Beside, Pairing


def compare(
    results: Annotated[list[Path], typer.Argument(help="Folders of results, the first to compare with.")],
    as_json: options.Json = False,
) -> None:
    """Print results of different runs beside the first: what changed between them, and what that did.

    Scenarios and policies of one name are compared. What does not mean the same is left out, with the reason.

    Example: goodwill compare results/retail_bank more_staff/retail_bank
    """
    from sim.report.beside import lay_beside
    from sim.store import to_json

    found = lay_beside(results)
    if as_json:
        echo_json(to_json(_plain(found)))
    else:
        echo_lines(_lines(found))


def _lines(found: Beside) -> list[str]:
    from textwrap import wrap

    from sim.answer.screen import LEGEND, WIDTH, table_of

    lines: list[str] = []
    for note in found.notes:
        lines += wrap(note, WIDTH, subsequent_indent="  ")
    for one in found.pairings:
        label = one.told.scenario.labels([one.told.scenario.baseline, *one.told.scenario.policies])
        words = label.get(one.policy, one.policy)
        lines += [
            "",
            f"{one.told.scenario.name}, {one.scenario}: {words}",
            "",
            *table_of(one.told, one.lines),
        ]
    lines += ["", LEGEND]
    for note in found.apart:
        lines += wrap(note, WIDTH, subsequent_indent="  ")
    return lines


def _plain(found: Beside) -> dict[str, Any]:
    return {
        "results": [one.label for one in found.results],
        "differences": list(found.notes),
        "not_compared": list(found.apart),
        "compared": [row for one in found.pairings for row in _rows(one)],
    }


def _rows(one: Pairing) -> list[dict[str, Any]]:
    from sim.comparison import plain

    told = one.told
    return [
        {
            **plain(row),
            "scenario": one.scenario,
            "policy": one.policy,
            "result": label,
            "against": told.policies[0],
        }
        for label in told.others
        for line in one.lines
        if (row := told.apart(label, line.kpi, line.dimension, line.member)) is not None
    ]

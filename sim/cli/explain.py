"""Explain a scenario: every number it believes in, where it comes from, and what its levers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli._terminal import echo_json, echo_lines

if TYPE_CHECKING:
    from sim.scenario.provenance import Choice, Provenance


def explain(
    file: Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)],
    path: Annotated[
        str, typer.Argument(help="Only what stands below this path, such as behaviour.trust.")
    ] = "",
    scenario: Annotated[str | None, typer.Option(help="Scenario to explain; the first if left out.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print the assumptions of FILE: value, range, source and confidence of every behavioural number.

    What nobody knows well and much depends on comes first: measure this first.

    Example: goodwill explain scenarios/retail_bank.yaml behaviour.trust
    """
    from sim.errors import GoodwillError
    from sim.scenario.load import load
    from sim.scenario.provenance import PLANNED, choices, provenances
    from sim.scenario.variant import listed, suggest

    loaded = load(file, scenario, sets or [])
    every = provenances(loaded.tree, loaded.scenario)
    found = [number for number in every if _is_below(number.path, path)]
    levers = [lever for lever in choices(loaded.scenario) if _is_below(lever.path, path)]
    if not found and not levers:
        sections = sorted({number.path.split(".")[0] for number in every})
        steps = [number.path.split(".") for number in every]
        above = dict.fromkeys(".".join(step[:end]) for step in steps for end in range(1, len(step) + 1))
        planned = PLANNED & {*path.split(".")}
        remedy = suggest(path, above, "Pick one of these, or a path below.")
        if planned:
            remedy = f"{min(planned)} is planned, not believed in: goodwill show prints it."
        allowed = f"allowed {listed(sections)}"
        raise GoodwillError(f"explain: no number stands there (got {path}; {allowed}). {remedy}")
    if as_json:
        told = {
            "assumptions": [_plain(number) for number in found],
            "levers": [_plain(one) for one in levers],
        }
        echo_json(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        echo_lines(_lines(found, levers))


def _is_below(path: str, asked: str) -> bool:
    return not asked or path == asked or path.startswith(asked + ".")


def _plain(told: Provenance | Choice) -> dict[str, Any]:
    return {key: value[:2] if key == "mark" and value else value for key, value in told._asdict().items()}


def _lines(found: list[Provenance], levers: list[Choice]) -> Iterator[str]:
    unknown = [number for number in found if number.unknown]
    if unknown:
        yield "Measure these first: much depends on them, and nobody knows them well"
        yield from (line for number in unknown for line in _told(number))
        yield ""
    rest = [number for number in found if not number.unknown]
    if rest:
        yield "Every other number the simulation believes in"
        yield from (line for number in rest for line in _told(number))
    yield from ("", "Labels in brackets: see docs/sources.md, and DESIGN.md, section 4, for equations.")
    if levers:
        yield from ("", "What the policies choose")
        yield from (f"  {lever.path}: {lever.kind}. {lever.does}" for lever in levers)


def _told(number: Provenance) -> Iterator[str]:
    bounds = f" [{number.range[0]}, {number.range[1]}]" if number.range else ""
    where = "default" if number.mark is None else f"{number.mark.file}:{number.mark.line}"
    sure = f", confidence {number.confidence}" if number.confidence else ""
    yield f"  {number.path} = {number.value}{bounds}"
    yield f"    {number.meaning}"
    yield f"    {where}; source: {number.source or 'none given'}{sure}"

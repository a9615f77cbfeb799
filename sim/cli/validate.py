"""Check scenario files without simulating anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.errors import Problem, ScenarioError

BAD_INPUT = 2


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files (YAML).")],
    resolved: Annotated[
        bool,
        typer.Option("--resolved", help="Print the first scenario in machine form, every default written."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Warn about every number written without its source.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print problems and warnings as JSON.")] = False,
) -> None:
    """Check units, names, hours and sums of every scenario, variation and policy of FILE.

    Problems and warnings go to stderr as file:line:column: field: what is wrong. What to do.

    Example: goodwill validate scenarios/retail_bank.yaml --resolved
    """
    reports = [_report(file, strict) for file in files]
    if as_json:
        typer.echo(
            json.dumps({"files": [_plain(report) for report in reports]}, indent=2, ensure_ascii=False)
        )
    else:
        for _, problems, warnings in reports:
            for warning in warnings:
                typer.echo(f"warning: {warning}", err=True)
            for problem in problems:
                typer.echo(str(problem), err=True)
    if any(problems for _, problems, _ in reports):
        raise typer.Exit(BAD_INPUT)
    if not as_json:
        _print_sound(files, resolved)


def _print_sound(files: list[Path], as_resolved: bool) -> None:
    from sim.scenario.load import load_scenario, resolved

    for number, file in enumerate(files):
        if as_resolved:
            typer.echo(("---\n" if number else "") + resolved(load_scenario(file)), nl=False)
        else:
            typer.echo(f"{file}: sound")


def _report(file: Path, strict: bool) -> tuple[Path, tuple[Problem, ...], tuple[Problem, ...]]:
    from sim.scenario.load import check

    try:
        warnings = check(file)
        return file, (), tuple(sorted((*warnings, *_unsourced(file)))) if strict else warnings
    except ScenarioError as error:
        return file, error.problems, ()


def _unsourced(file: Path) -> Iterator[Problem]:
    from sim.scenario.load import load
    from sim.scenario.provenance import unsourced

    loaded = load(file)
    for number in unsourced(loaded.tree, loaded.scenario):
        if number.mark is not None:
            allowed = "allowed {value, range, source, confidence}"
            text = f"has no source (got {number.value}; {allowed}). Write source: with where it comes from."
            yield Problem(*number.mark, number.path, text)


def _plain(report: tuple[Path, tuple[Problem, ...], tuple[Problem, ...]]) -> dict[str, Any]:
    file, problems, warnings = report
    return {
        "file": str(file),
        "sound": not problems,
        "problems": [vars(problem) for problem in problems],
        "warnings": [vars(warning) for warning in warnings],
    }

"""Check scenario files without simulating anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json, echo_yaml
from sim.errors import Problem, ScenarioError

BAD_INPUT = 2
OBSERVED = "observed"
Report = tuple[Path, tuple[Problem, ...], tuple[Problem, ...]]
"""A file with its problems and its warnings."""


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files (YAML).")],
    resolved: Annotated[
        bool,
        typer.Option("--resolved", help="Print the first scenario in machine form, every default written."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Warn about every number written without its source.")
    ] = False,
    sets: options.Sets = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print problems and warnings as JSON.")] = False,
) -> None:
    """Check units, names, hours and sums of every scenario, variation and policy of FILE.

    Problems and warnings go to stderr as file:line:column: field: what is wrong. What to do.

    Example: goodwill validate scenarios/retail_bank.yaml --resolved
    """
    changes = tuple(sets or ())
    reports = [_report(file, strict, changes) for file in files]
    if as_json:
        echo_json(json.dumps({"files": [_plain(report) for report in reports]}, indent=2, ensure_ascii=False))
    else:
        for _, problems, warnings in reports:
            for warning in warnings:
                echo(f"warning: {warning}", err=True)
            for problem in problems:
                echo(str(problem), err=True)
    if any(problems for _, problems, _ in reports):
        raise typer.Exit(BAD_INPUT)
    if not as_json:
        _print_sound(reports, changes, resolved)


def _print_sound(reports: Sequence[Report], sets: Sequence[str], as_resolved: bool) -> None:
    from sim.scenario.load import load_scenario, resolved

    for number, (file, _, warnings) in enumerate(reports):
        if as_resolved:
            echo_yaml(("---\n" if number else "") + resolved(load_scenario(file, sets=sets)))
        else:
            doubts = sum(one.field.startswith(OBSERVED) for one in warnings)
            figures = f"{doubts} measured figure{'s' * (doubts > 1)} to settle first"
            echo(f"{file}: sound{f', but {figures}' if doubts else ''}")


def _report(file: Path, strict: bool, sets: Sequence[str]) -> Report:
    from sim.scenario.load import check

    try:
        warnings = check(file, sets)
        _check_margins(file, sets)
        return file, (), tuple(sorted((*warnings, *_unsourced(file, sets)))) if strict else warnings
    except ScenarioError as error:
        return file, error.problems, ()


def _check_margins(file: Path, sets: Sequence[str]) -> None:
    """Refuse a section `matters` that names no measure, or no amount, in any scenario of the file.

    Raises: ScenarioError.
    """
    from sim.judging import with_margins
    from sim.scenario.load import load_all, scenario_names

    for loaded in load_all(file, scenario_names(file) or (None,), sets):
        with_margins(loaded)


def _unsourced(file: Path, sets: Sequence[str]) -> Iterator[Problem]:
    from sim.scenario.load import load
    from sim.scenario.provenance import unsourced

    loaded = load(file, sets=sets)
    for number in unsourced(loaded.tree, loaded.scenario):
        if number.mark is not None:
            allowed = "allowed {value, range, source, confidence}"
            text = f"has no source (got {number.value}; {allowed}). Write source: with where it comes from."
            yield Problem(*number.mark, number.path, text)


def _plain(report: Report) -> dict[str, Any]:
    file, problems, warnings = report
    return {
        "file": str(file),
        "sound": not problems,
        "problems": [vars(problem) for problem in problems],
        "warnings": [vars(warning) for warning in warnings],
    }

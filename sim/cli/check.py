"""Check scenario files against their expectations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sim.cli import _choices as options
from sim.cli._terminal import Terminal, echo, echo_json, echo_lines, echo_raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.checks.run import Wish
    from sim.checks.verdict import Report


class Undecided(StrEnum):
    """What an undecided check counts as."""

    fail = "fail"
    warn = "warn"
    accept = "pass"


class Outputs(NamedTuple):
    """Where verdicts go besides the table."""

    junit: Path | None
    markdown: Path | None
    out: Path | None
    github: bool
    json: bool


Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files (YAML).")]
Beside = Annotated[
    Path | None, typer.Option(help="File with the expectations, instead of the scenario's own.")
]
Stored = Annotated[Path | None, typer.Option(help="Stored result, instead of results/baselines/<name>.json.")]
Updating = Annotated[
    bool, typer.Option("--update-baseline", help="Show what changes, then write the baseline anew.")
]
Fast = Annotated[bool, typer.Option("--fast", help="Only compare the digest of one replication, bit by bit.")]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="Run failures again with other seeds before they fail.")
]
AtMost = Annotated[int | None, typer.Option(min=2, help="Replications allowed, instead of the file's.")]
CountsAs = Annotated[
    Undecided | None, typer.Option(help="What undecided counts as, instead of the file's word.")
]
ToJunit = Annotated[Path | None, typer.Option(help="File for JUnit XML.")]
ToMarkdown = Annotated[Path | None, typer.Option(help="File for a Markdown summary.")]
ToFolder = Annotated[Path | None, typer.Option(help="Folder that takes check.json.")]
Github = Annotated[bool, typer.Option("--github", help="Also print GitHub annotations.")]
Json = Annotated[bool, typer.Option("--json", help="Print check.json instead of the table.")]


def check(
    files: Files,
    expectations: Beside = None,
    baseline: Stored = None,
    update_baseline: Updating = False,
    fast: Fast = False,
    confirm: Confirm = False,
    at_most: AtMost = None,
    on_undecided: CountsAs = None,
    junit: ToJunit = None,
    markdown: ToMarkdown = None,
    out: ToFolder = None,
    github: Github = False,
    json: Json = False,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
) -> None:
    """Check FILE's results against what it expects: pass, fail or undecided.

    Exit codes: 0 fine, 1 a check failed, 2 bad input, 3 undecided, 4 baseline not comparable.

    Example: goodwill check scenarios/retail_bank.yaml --junit junit.xml
    """
    if len(files) > 1 and (expectations or baseline):
        raise typer.BadParameter("--expectations and --baseline go with one FILE only.")
    from sim.checks.run import Wish

    chosen = _chosen(files)
    wish = Wish(
        expectations=expectations,
        baseline=baseline,
        at_most=at_most,
        on_undecided=on_undecided.value if on_undecided else None,
        confirm=confirm,
        fast=fast,
        jobs=cluster or jobs or _processors(),
        engine=engine.value,
    )
    if update_baseline:
        _update(chosen, wish)
        return
    outputs = Outputs(junit, markdown, out, github, json)
    raise typer.Exit(_check(chosen, wish, outputs))


def _chosen(files: Sequence[Path]) -> Sequence[Path]:
    """Return the scenarios to check; of several files, faulty ones are refused before anything runs.

    A sound scenario that expects nothing is left out, and said to be, where others expect something.
    """
    from sim.checks.files import expects, scenario_files
    from sim.checks.plan import prepare
    from sim.scenario.load import load_scenario

    chosen = scenario_files(files)
    expecting = [file for file in chosen if expects(file)]
    if len(chosen) == 1 or not expecting:
        return chosen
    for file in chosen:
        if file in expecting:
            prepare(file)
            continue
        load_scenario(file)
        echo(f"{file}: expects nothing, so it is not checked.", err=True)
    return expecting


def _check(files: Sequence[Path], wish: Wish, outputs: Outputs) -> int:
    """Check file after file, print each table as it is ready, write the rest, and return the code."""
    from sim.checks import table
    from sim.checks.run import check as judge
    from sim.checks.verdict import code_of

    _check_outputs(outputs)
    reports: list[Report] = []
    for file in files:
        with _progress(file) as watch:
            reports.append(judge(file, wish, watch))
        echo_lines(() if outputs.json else table.lines(reports[-1]))
    _write(reports, outputs)
    return code_of(reports)


def _write(reports: Sequence[Report], outputs: Outputs) -> None:
    """Write every output that was asked for; all of them read the same reports."""
    from sim.checks import annotations, junit, markdown
    from sim.checks.verdict import record
    from sim.store import to_json

    if outputs.junit:
        _save(outputs.junit, junit.xml(reports))
    if outputs.markdown:
        _save(outputs.markdown, markdown.text(reports))
    if outputs.out:
        _save(outputs.out / "check.json", to_json(record(reports)))
    if outputs.github:
        for line in annotations.commands(reports, Path.cwd()):
            echo_raw(line, err=outputs.json)
    if outputs.json:
        echo_json(to_json(record(reports)))


def _check_outputs(outputs: Outputs) -> None:
    """Refuse outputs that could not be written, before anything is run."""
    from sim.store import check_file

    for path in (outputs.junit, outputs.markdown, outputs.out and outputs.out / "check.json"):
        if path:
            check_file(path)


def _save(path: Path, content: str) -> None:
    from sim.errors import ResultError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as fault:
        raise ResultError(f"{path}: cannot be written ({fault.strerror}). Choose another file.") from fault


def _update(files: Sequence[Path], wish: Wish) -> None:
    """Show what each baseline would change, then write it."""
    from sim.checks import baseline
    from sim.checks.run import propose

    for file in files:
        with _progress(file) as watch:
            proposal = propose(file, wish, watch)
        echo(f"{file}: {proposal.path}")
        for line in proposal.changes:
            echo(f"  {line}")
        if proposal.changes:
            baseline.write(proposal.path, proposal.baseline)
        echo("  written" if proposal.changes else "  nothing changes")


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[object], None] | None]:
    """Count finished runs on stderr while there is somebody to see it."""
    console = Terminal(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with console.status(f"{file}: 0 runs") as status:
        count = 0

        def watch(_: object) -> None:
            nonlocal count
            count += 1
            status.update(f"{file}: {count} runs")

        yield watch


def _processors() -> int:
    """Count the processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""Run a scenario file and compare its policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._asked import Asked
from sim.cli._terminal import Terminal, echo, echo_json

if TYPE_CHECKING:
    from rich.console import Console

    from sim.executors import Workers
    from sim.experiment import Results
    from sim.reporting.result import Judged
    from sim.scenario.load import Loaded
    from sim.scenario.model import Scenario
    from sim.store import Journal
    from sim.studies.marginal import Marginal

EVERY = "all"
"""What --scenario says to run every scenario of the file."""
INTERRUPTED = 130


class Figures(StrEnum):
    """Which figures are drawn."""

    all = "all"
    none = "none"


Replications = Annotated[int | None, typer.Option(min=1, help="Replications, instead of the file's.")]
Only = Annotated[
    int | None,
    typer.Option(
        min=0, help="Run this replication alone, by its number from 0, with the luck it always has."
    ),
]
EventLog = Annotated[
    bool,
    typer.Option(
        "--event-log",
        help="Write events/<scenario>/<policy>.csv for vidigi: replication 0, about 0.4 kB a contact.",
    ),
]
MakeReport = Annotated[
    bool, typer.Option("--report", help="Make a page, Markdown and a workbook of the result, too.")
]


def run(
    file: Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)],
    scenario: options.Scenarios = None,
    policy: options.Policies = None,
    sets: options.Sets = None,
    replications: Replications = None,
    only: Only = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    out: options.Out = Path("results"),
    keep_logs: options.KeepLogs = False,
    event_log: EventLog = False,
    versus: options.Versus = None,
    figures: Annotated[Figures, typer.Option(help="Figures to draw; they take a few seconds.")] = Figures.all,
    equal: options.EqualService = True,
    report: MakeReport = False,
    engine: options.Engines = options.Engine.auto,
    worlds: options.Worlds = None,
    full: options.Full = False,
    per: options.Per = options.Period.day,
    estimate: options.Estimate = False,
    json: Annotated[bool, typer.Option("--json", help="Print result.json instead of the table.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor table.")] = False,
) -> None:
    """Run policies and scenarios of FILE, compare them, and write results/<file's name>/.

    Example: goodwill run scenarios/retail_bank.yaml --scenario today --replications 20
    """
    chosen = _listed(scenario), _listed(policy), sets or [], 1 if only is not None else replications, seed
    drawn, workers = figures is Figures.all, cluster or jobs or _processors()
    asked = Asked(file, *chosen, keep_logs, event_log, versus, drawn, equal, workers, engine.value, only)
    if estimate:
        _estimate(asked, fits=worlds is not None)
        return
    content, judged, scenarios = _run(asked, out, quiet=quiet, fits=worlds is not None)
    found: dict[str, Any] = {}
    try:
        if worlds is not None and judged.results.complete:
            found = _worlds(asked, worlds, out, quiet=quiet or json)
    finally:
        if json:
            _print_json({**found, **content})
        elif not quiet:
            worlds_said = found.get("worlds")
            _print(judged, scenarios, asked, out, per, worlds_said, full=full)
        if report:
            _report(out / _folder_name(file), quiet=quiet)
    if not judged.results.complete:
        raise typer.Exit(INTERRUPTED)


def _print(
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    asked: Asked,
    out: Path,
    per: options.Period,
    worlds: Sequence[Any] | None,
    *,
    full: bool,
) -> None:
    """Print the answer, that of all worlds where they were asked."""
    from sim.cli._answer import print_answer
    from sim.commands import Ran

    told = Ran(str(asked.file), (*asked.sets,), str(out), (*(asked.scenarios or ()),), (*scenarios,))
    print_answer(judged, scenarios, out / _folder_name(asked.file), told, per.value, full, worlds)


def _print_json(content: Mapping[str, Any]) -> None:
    from sim.store import to_json

    echo_json(to_json(content))


def _worlds(asked: Asked, count: int, out: Path, *, quiet: bool) -> dict[str, Any]:
    """Compare the policies in `count` worlds, and print what they say."""
    from sim.cli._worlds import worlds_of

    return {"worlds": worlds_of(asked, count, out, quiet=quiet)}


def _estimate(asked: Asked, *, fits: bool) -> None:
    """Print how long the run would take."""
    from sim.cli._duration import duration

    read = _read(asked, partial(echo, err=True), fits=fits)
    echo(duration(asked, [one.scenario for one in read]))


def _report(folder: Path, *, quiet: bool) -> None:
    """Make the usual forms of a report; if that fails, say why and keep the result."""
    from sim.cli.report import make
    from sim.report.build import wanted
    from sim.reporting.by_product import by_product

    by_product(partial(echo, err=True), "Report", make, folder, wanted(None), quiet=quiet)


def _folder_name(file: Path) -> str:
    from sim.store import folder_name

    return folder_name(file.stem)


def _run(
    asked: Asked, out: Path, *, quiet: bool, fits: bool
) -> tuple[dict[str, Any], Judged, Mapping[str, Scenario]]:
    """Load, simulate, judge and write; give what there is to print.

    fits: whether worlds follow, which are fitted to what was measured.

    Raises: typer.Exit with 130 when interrupted before anything could be compared.
    """
    from sim import store
    from sim.cli._replaced import reports_in, tell_removed, warn_of_older
    from sim.experiment import ENGINE
    from sim.scenario.load import resolved

    messages = Terminal(stderr=True, quiet=quiet)

    def say(line: str) -> None:
        messages.print(line, markup=False, highlight=False, soft_wrap=True)

    read = _read(asked, say, fits=fits)
    loaded = [one.scenario for one in read]
    scenarios = {one.scenario: one for one in loaded}
    seed = loaded[0].run.seed if asked.seed is None else asked.seed
    texts = {name: resolved(one) for name, one in scenarios.items()}
    kept = {"keep_logs": asked.keep_logs, "event_log": asked.event_log}
    facts = {"scenarios": texts, "seed": seed, "engine": ENGINE, **kept}
    _check_versus(asked.versus, scenarios)
    count = loaded[0].run.replications if asked.replications is None else asked.replications
    asked = asked._replace(seed=seed, replications=count)
    folder = out / store.folder_name(asked.file.stem)
    store.check_folder(folder)
    with store.claim(folder):
        store.recover(folder)
        warn_of_older(folder, asked, loaded[0], texts, say)
        journal = store.Journal(folder, facts)
        began, clock, before = store.started(), store.stopwatch(), reports_in(folder)
        results = _finished(asked, scenarios, asked.jobs, journal, messages)
        manifest = {
            "file": str(asked.file),
            "out": str(out),
            "asked": asked.scenarios,
            "started": began,
            "duration_s": round(store.stopwatch() - clock, 3),
        }
        content, judged = _save(folder, results, read, texts, manifest, asked, journal.logs, say)
        tell_removed(folder, before, say)
        if results.complete:
            journal.discard()
    say(_last_words(results, folder))
    return content, judged, scenarios


def _finished(
    asked: Asked, scenarios: Mapping[str, Scenario], jobs: Workers, journal: Journal, messages: Console
) -> Results:
    """Return all results, or those that an interruption leaves.

    Raises: typer.Exit with 130 when interrupted before anything could be compared.
    """
    from sim.experiment import Interrupted

    try:
        return _simulate(asked, scenarios, jobs, journal, messages)
    except Interrupted as stop:
        if stop.results is None:
            messages.print("Interrupted before the first complete replication; what finished is kept.")
            raise typer.Exit(INTERRUPTED) from stop
        return stop.results


def _save(
    folder: Path,
    results: Results,
    read: Sequence[Loaded],
    texts: Mapping[str, str],
    manifest: Mapping[str, Any],
    asked: Asked,
    logs: Path,
    say: Callable[[str], None],
) -> tuple[dict[str, Any], Judged]:
    """Judge and write; where a defect keeps the results from being judged, what was simulated is saved."""
    from sim.reporting import result
    from sim.reporting.by_product import by_product
    from sim.scenario.provenance import measure_first, provenances

    wanted = result.Wanted(say, asked.keep_logs, asked.event_log, asked.figures, asked.versus, asked.sets)
    scenarios = {one.scenario.scenario: one.scenario for one in read}
    try:
        judged = result.judge(results, scenarios, wanted)
        paths = [
            by_product(say, "What to measure first", measure_first, one.tree, one.scenario) for one in read
        ]
        judged = judged._replace(
            unknown=list(dict.fromkeys(path for some in paths for path in some or ())),
            assumptions=by_product(say, "Assumptions", provenances, read[0].tree, read[0].scenario) or (),
            equal=by_product(say, "Equal service", _equal, judged, scenarios, folder, asked, say) or {},
        )
        content = result.content(judged, asked.file.name, read[0].scenario)
    except Exception:
        result.save(folder, results, texts, manifest, wanted, logs)
        say(f"The simulations are saved in {folder}; a defect keeps them from being compared.")
        raise
    result.save(folder, results, texts, manifest, wanted, logs, (content, judged, scenarios))
    return content, judged


def _equal(
    judged: Judged, scenarios: Mapping[str, Scenario], folder: Path, asked: Asked, say: Callable[[str], None]
) -> dict[str, dict[str, Marginal]]:
    """Estimate what equal service takes; Ctrl-C leaves it out and keeps the result."""
    from sim.reporting.equal import equal_service
    from sim.studies.bench import Bench
    from sim.studies.kept import Cache

    if not (asked.equal_service and asked.only is None and judged.results.complete):
        return {}
    bench = Bench(Cache(folder), judged.results.seed, asked.jobs, engine=asked.engine)
    try:
        return equal_service(judged, scenarios, bench)
    except KeyboardInterrupt:
        say("Interrupted: what equal service takes is left out.")
        return {}


def _read(asked: Asked, say: Callable[[str], None], *, fits: bool) -> list[Loaded]:
    """Load the scenarios that are asked for, and say what is odd about them.

    fits: whether worlds of the first one are asked for. Raises: GoodwillError where the file rules them out.
    """
    from sim.cli._worlds import check
    from sim.judging import with_margins
    from sim.scenario.load import load_all, scenario_names

    names: Sequence[str | None] = asked.scenarios or (None,)
    if list(names) == [EVERY]:
        known = scenario_names(asked.file)
        names = names if EVERY in known else known or (None,)
    read = [with_margins(one) for one in load_all(asked.file, names, asked.sets)]
    if fits:
        check(read[0])
    for warning in sorted({warning for one in read for warning in one.warnings}):
        say(f"warning: {warning}")
    return read


def _check_versus(versus: str | None, scenarios: Mapping[str, Scenario]) -> None:
    """Refuse to compare with a scenario that is not run, or with itself alone.

    Raises: GoodwillError.
    """
    from sim.errors import GoodwillError
    from sim.scenario.variant import listed, suggest

    if versus is None:
        return
    if versus not in scenarios:
        remedy = suggest(versus, scenarios, "Name it in --scenario too.")
        raise GoodwillError(
            f"--versus: the scenario is not run (got {versus}; allowed {listed(scenarios)}). {remedy}"
        )
    if len(scenarios) == 1:
        raise GoodwillError(
            f"--versus: leaves nothing to compare (got {versus} alone; allowed with at least one more "
            f"scenario). Name another one in --scenario too: --scenario {versus},OTHER."
        )


def _simulate(
    asked: Asked, scenarios: Mapping[str, Scenario], jobs: Workers, journal: Journal, messages: Console
) -> Results:
    """Run the experiment behind a progress bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.progress import TimeRemainingColumn as Remaining

    from sim.experiment import Replicate, run_experiment

    first = next(iter(scenarios.values()))
    count = asked.replications or first.run.replications
    total = count * len(scenarios) * len(asked.policies or first.policies)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    still = not messages.is_terminal
    with Progress(
        *columns, TextColumn("left"), Remaining(), console=messages, transient=True, disable=still
    ) as bar:
        task = bar.add_task("Runs", total=total)

        def advance(_: Replicate) -> None:
            bar.advance(task)

        results = run_experiment(
            scenarios,
            asked.policies,
            count,
            asked.seed,
            jobs,
            on_result=advance,
            journal=journal,
            logs=journal.logs if asked.keep_logs or asked.event_log else None,
            logs_of=None if asked.keep_logs else 1,
            engine=asked.engine,
            say=lambda line: messages.print(line, markup=False, highlight=False, soft_wrap=True),
            first_number=asked.only or 0,
        )
    if results.reused:
        messages.print(f"{results.reused} of {total} runs were already finished and are reused.")
    return results


def _last_words(results: Results, folder: Path) -> str:
    """Return where the result is, and what to do after an interruption."""
    if results.complete:
        return f"Written to {folder}."
    return (
        f"Interrupted: {len(results.replications)} of {results.wanted} replications are complete and written "
        f"to {folder}. Run the same command again to go on from here."
    )


def _listed(texts: Sequence[str] | None) -> list[str] | None:
    """Split names at commas, each once; None where none are given."""
    texts = [texts] if isinstance(texts, str) else texts
    names = (name.strip() for text in texts or () for name in text.split(","))
    return list(dict.fromkeys(names)) or None


def _processors() -> int:
    """Count the processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

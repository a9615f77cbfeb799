"""Run a scenario file and compare its policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli._print import Judged
    from sim.experiment import Results
    from sim.scenario.model import Scenario
    from sim.store import Journal

INTERRUPTED = 130
PANELS = ("service_level", "abandoned_share", "occupancy")
"""The measures drawn by interval."""


class Asked(NamedTuple):
    """Hold what the command line asks to run; None stands for the file's own choice."""

    file: Path
    scenarios: Sequence[str] | None
    policies: Sequence[str] | None
    sets: Sequence[str]
    replications: int | None
    seed: int | None
    keep_logs: bool
    event_log: bool
    versus: str | None


def run(
    file: Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)],
    scenario: Annotated[
        str | None, typer.Option(help="Scenarios to run, separated by commas; the first one if left out.")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="Policies to run, separated by commas; all if left out.")
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file.")
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=1, help="Replications, instead of the file's.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed, instead of the file's.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; one per processor if left out.")] = None,
    out: Annotated[Path, typer.Option(help="Folder that takes the result's folder.")] = Path("results"),
    keep_logs: Annotated[bool, typer.Option("--keep-logs", help="Keep all log tables as parquet.")] = False,
    event_log: Annotated[
        bool,
        typer.Option(
            "--event-log",
            help="Write events/<scenario>/<policy>.csv for vidigi: replication 0, about 0.4 kB a contact.",
        ),
    ] = False,
    versus: Annotated[
        str | None, typer.Option(help="Compare the scenarios that run with this one, under each policy.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print result.json instead of the table.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print neither progress nor table.")] = False,
) -> None:
    """Run policies and scenarios of FILE, compare them, and write results/<file's name>/.

    Example: goodwill run scenarios/retail_bank.yaml --scenario today --replications 20
    """
    chosen = _listed(scenario), _listed(policy), sets or [], replications, seed
    asked = Asked(file, *chosen, keep_logs, event_log, versus)
    content, judged, scenarios = _run(asked, jobs or _processors(), out / file.stem, quiet=quiet)
    if json:
        from sim.store import to_json

        typer.echo(to_json(content), nl=False)
    elif not quiet:
        from sim.cli._print import print_run

        print_run(judged, scenarios)
    if not judged.results.complete:
        raise typer.Exit(INTERRUPTED)


def _run(
    asked: Asked, jobs: int, folder: Path, *, quiet: bool
) -> tuple[dict[str, Any], Judged, Mapping[str, Scenario]]:
    """Load, simulate, judge and write; give what there is to print.

    Raises: typer.Exit with 130 when interrupted before anything could be compared.
    """
    from rich.console import Console

    from sim import store
    from sim.experiment import ENGINE, Interrupted
    from sim.scenario.load import load, resolved
    from sim.scenario.provenance import measure_first

    messages = Console(stderr=True, quiet=quiet)
    read = [load(asked.file, name, asked.sets) for name in asked.scenarios or (None,)]
    for warning in sorted({warning for one in read for warning in one.warnings}):
        messages.print(f"warning: {warning}", markup=False, highlight=False, soft_wrap=True)
    loaded = [one.scenario for one in read]
    scenarios = {one.scenario: one for one in loaded}
    seed = loaded[0].run.seed if asked.seed is None else asked.seed
    texts = {name: resolved(one) for name, one in scenarios.items()}
    kept = {"keep_logs": asked.keep_logs, "event_log": asked.event_log}
    facts = {"scenarios": texts, "seed": seed, "engine": ENGINE, **kept}
    _check_versus(asked.versus, scenarios)
    count = loaded[0].run.replications if asked.replications is None else asked.replications
    asked = asked._replace(seed=seed, replications=count)
    began, clock = store.started(), store.stopwatch()
    store.check_folder(folder)
    store.recover(folder)
    _warn_of_older(folder, asked, loaded[0], texts, messages)
    journal = store.Journal(folder, facts)
    try:
        results = _simulate(asked, scenarios, jobs, journal, messages)
    except Interrupted as stop:
        if stop.results is None:
            messages.print("Interrupted before the first complete replication; what finished is kept.")
            raise typer.Exit(INTERRUPTED) from stop
        results = stop.results
    judged = _judge(results, scenarios, asked)
    unknown = dict.fromkeys(path for one in read for path in measure_first(one.tree, one.scenario))
    judged = judged._replace(unknown=list(unknown))
    content = _content(judged, asked.file, loaded[0])
    manifest = {"started": began, "duration_s": round(store.stopwatch() - clock, 3)}
    _write(folder, judged, scenarios, texts, content, manifest, asked, journal.logs)
    if results.complete:
        journal.discard()
    messages.print(_last_words(results, folder), markup=False, highlight=False, soft_wrap=True)
    return content, judged, scenarios


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


def _warn_of_older(
    folder: Path, asked: Asked, scenario: Scenario, texts: Mapping[str, str], messages: Console
) -> None:
    """Say that an earlier result goes that tells of something else, while it can still be kept."""
    from sim import store

    inputs = {
        "scenarios_sha256": _digests(texts),
        "policies": list(asked.policies or scenario.policies),
        "seed": asked.seed,
        "replications_wanted": asked.replications,
    }
    if store.replaces(folder, inputs):
        text = f"This run replaces an earlier result with other inputs in {folder}; another --out keeps both."
        messages.print(text, markup=False, highlight=False, soft_wrap=True)


def _digests(texts: Mapping[str, str]) -> dict[str, str]:
    """Digest each scenario's machine form."""
    from sim import store

    return {name: store.sha256(text) for name, text in texts.items()}


def _notice(results: Results, sets: Sequence[str]) -> str:
    """Say what sets a run apart: an interruption, and changes by --set; empty for a plain one."""
    stopped = [] if results.complete else [f"interrupted, {len(results.replications)} of {results.wanted}"]
    return "".join(f"; {part}" for part in (*stopped, *(f"--set {change}" for change in sets)))


def _simulate(
    asked: Asked, scenarios: Mapping[str, Scenario], jobs: int, journal: Journal, messages: Console
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
        )
    if results.reused:
        messages.print(f"{results.reused} of {total} runs were already finished and are reused.")
    return results


def _judge(results: Results, scenarios: Mapping[str, Scenario], asked: Asked) -> Judged:
    """Estimate everything, and compare where the baseline and another policy or scenario ran."""
    from sim.cli._print import Judged
    from sim.comparison import compare, compare_scenarios, estimates, measures
    from sim.oracles import oracles

    rows = compare(results) if results.baseline in results.policies else ()
    found = estimates(results.table, results.confidence, measures())
    between = compare_scenarios(results, asked.versus) if asked.versus else ()
    beside = oracles(results.table, scenarios)
    notice = _notice(results, asked.sets)
    return Judged(results, found, rows, measures(), beside, between, notice=notice)


def _content(judged: Judged, file: Path, scenario: Scenario) -> dict[str, Any]:
    """Give the content of result.json."""
    from sim.comparison import plain as told
    from sim.comparison import summary
    from sim.oracles import plain

    about = {
        "file": file.name,
        "name": scenario.name,
        "description": scenario.description,
        "currency": scenario.customers.currency,
        "labels": scenario.labels(judged.results.policies),
        "oracles": plain(judged.beside),
        "between_scenarios": [
            {**told(row), "policy": row.scenario, "scenario": row.policy} for row in judged.between
        ],
    }
    return summary(judged.results, judged.found, judged.rows, judged.kpis, about)


def _write(
    folder: Path,
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    texts: Mapping[str, str],
    content: Mapping[str, Any],
    facts: Mapping[str, Any],
    asked: Asked,
    logs: Path,
) -> None:
    """Write the run's folder; `logs` holds the logs that were kept on the way."""
    from sim import store
    from sim.cli._events import event_logs
    from sim.experiment import ENGINE
    from sim.tables import differences, intervals, whole_week

    results, found = judged.results, judged.found
    manifest = store.manifest(
        next(iter(texts.values())),
        {
            "scenarios_sha256": _digests(texts),
            "set": _changes(asked.sets),
            "policies": list(results.policies),
            "seed": results.seed,
            "engine": ENGINE,
            "replications": len(results.replications),
            "replications_wanted": results.wanted,
            "complete": results.complete,
            "digest": results.digest,
            "digests": dict(results.digests),
            "contacts": results.contacts,
            "worker_seconds": round(results.seconds, 3),
            **facts,
        },
    )
    figures: dict[str, bytes] = {}
    for index, scenario in enumerate(scenarios.values()):
        figures |= _figures(judged, scenario, f".{store.safe_name(scenario.scenario)}" if index else "")
    apart = differences(judged.rows, judged.between, judged.kpis)
    tables = (results.table, whole_week(found, judged.kpis), intervals(found), apart)
    events = event_logs(results, scenarios, logs) if asked.event_log else {}
    kept = logs if asked.keep_logs else None
    store.write(folder, store.RunFiles(content, *tables, texts, manifest, figures, kept, events))


def _figures(judged: Judged, scenario: Scenario, suffix: str) -> dict[str, bytes]:
    """Draw the figures of one scenario: file name to bytes."""
    from sim.comparison import measures, opening
    from sim.plots import policy_differences, service_by_interval, style
    from sim.tables import intervals

    results, name = judged.results, scenario.scenario
    labels = scenario.labels(results.policies)
    about = (results.baseline, name, results.confidence, len(results.replications))
    kpis = measures(len(scenario.queues))
    drawn = {}
    others = [policy for policy in results.policies if policy != results.baseline]
    by_policy = [opening(judged.rows, name, policy, kpis) for policy in others]
    rows = [row for group in zip(*by_policy, strict=True) for row in group]
    if rows:
        currency, said = scenario.customers.currency, (judged.unknown, judged.notice)
        data = policy_differences.Differences(rows, kpis, labels, *about, currency, *said)
        drawn["policy_differences"] = policy_differences.figure(data)
    empty = service_by_interval.ByInterval((), (), labels, *about, judged.unknown, judged.notice)
    panels = [kpis[name] for name in PANELS]
    week = service_by_interval.collect(
        intervals(judged.found), empty, panels, _target(scenario), scenario.clock.told_days()
    )
    if week.panels:
        drawn["service_by_interval"] = service_by_interval.figure(week)
    return {
        f"{stem}{suffix}.{form}": save(figure)
        for stem, figure in drawn.items()
        for form, save in (("png", style.png), ("svg", style.svg))
    }


def _changes(sets: Sequence[str]) -> dict[str, str]:
    """Give changes by --set as path and value."""
    pairs = (change.partition("=") for change in sets)
    return {path.strip(): value.strip() for path, _, value in pairs}


def _last_words(results: Results, folder: Path) -> str:
    """Say where the result is, and what to do after an interruption."""
    if results.complete:
        return f"Written to {folder}."
    return (
        f"Interrupted: {len(results.replications)} of {results.wanted} replications are complete and written "
        f"to {folder}. Run the same command again to go on from here."
    )


def _target(scenario: Scenario) -> float | None:
    """Give the service level's target if all queues share it."""
    targets = {queue.service_level.share for queue in scenario.queues.values()}
    return targets.pop() if len(targets) == 1 else None


def _listed(text: str | None) -> list[str] | None:
    """Split names at commas; None stays None."""
    return None if text is None else list(dict.fromkeys(name.strip() for name in text.split(",")))


def _processors() -> int:
    """Count the processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

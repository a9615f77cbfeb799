"""Compare a scenario with what a centre did, step by step."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json
from sim.errors import GoodwillError

if TYPE_CHECKING:
    import polars as pl

    from sim.scenario.model import Scenario
    from sim.studies.backtest import Step
    from sim.studies.backtest_page import Told
    from sim.studies.observed import Observed


def backtest(
    file: options.File,
    against: Annotated[
        Path, typer.Option(help="What was observed: a table of goodwill import, or a CSV with its columns.")
    ],
    since: Annotated[str | None, typer.Option(help="First date to compare, such as 2026-03-15.")] = None,
    until: Annotated[str | None, typer.Option(help="Last date to compare.")] = None,
    scenario: options.Scenario = None,
    policy: Annotated[str | None, typer.Option(help="Policy; the baseline if left out.")] = None,
    replications: Annotated[int, typer.Option(min=19, help="Replications of each step.")] = 40,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
    out: Annotated[Path, typer.Option(help="Page to write; a picture stands beside it.")] = Path(
        "backtest.md"
    ),
    results: Annotated[
        Path, typer.Option(help="Folder of result folders; that of FILE takes the bands.")
    ] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the fits as JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate the observed days, and say which figures lie within the luck of single days.

    Steps give the scenario the true arrivals, the true roster and the true handle times, one after the other,
    so that the error left over shows where it comes from.

    Example: goodwill backtest scenario.yaml --against contacts.parquet --since 2026-03-15
    """
    asked = Asked(file, scenario, policy, replications, seed, jobs, cluster, engine.value)
    found = _tested(asked, _table(against, since, until), against.name, quiet=quiet)
    _write(out, found)
    place = _leave(results, asked, found)
    if as_json:
        plain = {step.name: {key: fit._asdict() for key, fit in step.fits.items()} for step in found.steps}
        echo_json(json.dumps({"verdict": found.verdict, "steps": plain}, indent=2, ensure_ascii=False))
    elif not quiet:
        lines = [*_lines(found.steps), "", found.verdict, f"Written: {out}", f"For reports: {place}"]
        echo("\n".join(lines))


class Asked(NamedTuple):
    """What the command line asks."""

    file: Path
    scenario: str | None
    policy: str | None
    replications: int
    seed: int | None
    jobs: int | None
    cluster: str | None
    engine: str


class Found(NamedTuple):
    """What a backtest found: its steps, what was observed, the table of bands, and its verdict."""

    own: Scenario
    steps: Sequence[Step]
    seen: Observed
    told: Told
    table: pl.DataFrame
    verdict: str


def _tested(asked: Asked, table: pl.DataFrame, source: str, *, quiet: bool) -> Found:
    """Run the steps against what was observed."""
    from sim.experiment import chosen
    from sim.scenario.load import load_scenario
    from sim.studies.backtest import backtest as tested
    from sim.studies.backtest import matched, table_of
    from sim.studies.backtest_page import Told, verdict
    from sim.studies.observed import observed

    own = load_scenario(asked.file, asked.scenario)
    within = next(iter(own.queues.values())).service_level.within
    names = matched(own, table["type"].unique().to_list())
    seen = observed(table, own, names, within)
    one = own.baseline if asked.policy is None else chosen([asked.policy], own)[0]
    steps = tested(
        (asked.file, asked.scenario, one), seen, asked.replications, asked.seed,
        asked.cluster or asked.jobs or _processors(), within,
        lambda name: None if quiet else echo(f"{name} ...", err=True), asked.engine,
    )  # fmt: skip
    told = Told(own.name, one, source, asked.replications, within)
    return Found(own, steps, seen, told, table_of(steps, seen), verdict(steps))


def _table(path: Path, since: str | None, until: str | None) -> pl.DataFrame:
    """Return the observed table, of the dates asked for."""
    import polars as pl

    from sim.hours import parse_date
    from sim.importers.build import Asked, import_files
    from sim.importers.grain import grain_of
    from sim.importers.preset import preset
    from sim.quantities import QuantityError

    if path.suffix == ".parquet":
        try:
            table = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError):
            wrong = "cannot be read as a table (got no parquet file; allowed what goodwill import writes)."
            raise GoodwillError(f"{path}: {wrong} Import the export first.") from None
    else:
        table = import_files("custom", preset("custom"), [path], Asked()).table
    grain = grain_of(table)
    if grain is None:
        wrong = "is no table of an import (got other columns; allowed what goodwill import writes)."
        raise GoodwillError(f"{path}: {wrong} Import the export first.")
    date = pl.col("arrived" if grain == "contacts" else "start").dt.date()
    for option, text in (("--since", since), ("--until", until)):
        if text is None:
            continue
        try:
            day = parse_date(text)
        except QuantityError as error:
            raise GoodwillError(f"{option}: {error}") from None
        table = table.filter(date >= day if option == "--since" else date <= day)
    if table.is_empty():
        raise GoodwillError(
            f"{path}: has no rows on these dates (got none; allowed some). Change --since or --until."
        )
    return table.with_columns(pl.col("type").fill_null("unknown"))


def _write(out: Path, found: Found) -> None:
    from sim.plots.backtest import band_of, figure
    from sim.studies.backtest_page import page

    picture, told = out.with_suffix(".png"), found.told
    words = (
        f"{told.scenario}, {found.table['step'][0]}; policy {told.policy}, {told.replications} replications; "
        f"bands of single replications. Observed: {told.source}."
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(figure(band_of(found.table, words)).saved("png"))
        out.write_text(page(found.steps, found.seen, told, picture.name), "utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        wrong = f"cannot be written (got {reason}; allowed a folder of yours). Choose another --out."
        raise GoodwillError(f"{out}: {wrong}") from None


def _leave(results: Path, asked: Asked, found: Found) -> Path:
    """Leave the bands in the result folder, where reports find them; return where."""
    from sim import store
    from sim.scenario.load import resolved
    from sim.studies import kept

    folder, told = results / store.folder_name(asked.file.stem), found.told
    facts = {
        "command": "backtest",
        "scenario": found.own.scenario,
        "scenario_sha256": store.sha256(resolved(found.own)),
        "policy": told.policy,
        "source": told.source,
        "replications": told.replications,
        "within_s": told.within,
        "verdict": found.verdict,
        "versions": store.versions(),
    }
    kept.write(folder, {"backtest": found.table}, facts)
    return folder / store.STUDIES / "backtest.csv"


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lines(steps: Sequence[Step]) -> list[str]:
    from sim.cli._sections import table
    from sim.studies.backtest_page import WORDS, amount

    rows = []
    for step in steps:
        for key, fit in step.fits.items():
            floors = f"{fit.floors:.1f}" if fit.floors < 1e6 else "no luck"
            shares = f"{100 * fit.inside:.0f} %", f"{100 * fit.inside_days:.0f} %"
            errors = amount(key, fit.error), amount(key, fit.floor), floors
            rows.append((step.name, WORDS[key], *shares, *errors, "yes" if fit.holds else "no"))
    head = (
        "step",
        "figure",
        "intervals in band",
        "days in band",
        "day error",
        "luck floor",
        "÷ floor",
        "fits",
    )
    return list(table(head, iter(rows)))

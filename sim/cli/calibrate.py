"""The command `calibrate`: fit the numbers nobody measured to what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo

if TYPE_CHECKING:
    from sim.cli._study import Study
    from sim.commands import Ran
    from sim.scenario.model import Scenario
    from sim.studies.calibrate import Centre, Fit
    from sim.studies.figures import Beside

LEAST = 6
"""Replications of the last check at least."""
LEAST_OFF = 2
"""Figures of waiting that have to be off the same way before agents are named."""
NEARLY = 1.5
"""Errors by which figures contradict each other enough to explain a fit that is not good (assumption)."""
FAILED = 1


def calibrate(
    file: options.File,
    out: Annotated[
        Path | None,
        typer.Option(help="File for the fitted numbers, beside FILE; NAME.fitted.yaml if left out."),
    ] = None,
    scenario: options.Scenario = None,
    sets: options.Sets = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
    results: Annotated[Path, typer.Option(help="Folder that takes the result's folder.")] = Path("results"),
    full: Annotated[
        bool, typer.Option("--full", help="Print how far off the model that led the search was, too.")
    ] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Fit the numbers that nobody measured to the figures under observed:, today's policy running.

    The fit is checked on luck that it has not seen. What comes out extends FILE and names it as its source.
    A fit that misses a figure, or fits at the end of a range only, is not called good: exit code 1.

    Example: goodwill calibrate my_centre.yaml --out my_centre.fitted.yaml
    """
    from sim.cli._study import Asked, study

    target = _target(file, out)
    asked = Asked(file, scenario, None, sets, replications, seed, cluster or jobs, results, engine.value)
    with study(asked, quiet=quiet) as one:
        good = _fit(one, target, engine.value, full=full, as_json=as_json, quiet=quiet)
    if not good:
        raise typer.Exit(FAILED)


def _target(file: Path, out: Path | None) -> Path:
    """Return where the fitted file goes. Raises: GoodwillError where it could not extend FILE."""
    from sim.errors import GoodwillError

    target = out or file.with_name(f"{file.stem}.fitted.yaml")
    if target.resolve() == file.resolve():
        raise GoodwillError(
            f"--out: is the scenario itself (got {target}; allowed another file). Name another."
        )
    if target.resolve().parent != file.resolve().parent:
        raise GoodwillError(
            f"--out: lies in another folder (got {target}; allowed a file beside {file}, which it extends). "
            f"Write {file.with_name(target.name)}."
        )
    return target


def _fit(one: Study, target: Path, engine: str, *, full: bool, as_json: bool, quiet: bool) -> bool:
    from sim.cli._study import print_json
    from sim.cli.run import _processors
    from sim.studies.bench import Bench
    from sim.studies.calibrate import Centre, final
    from sim.studies.calibrate import calibrate as find
    from sim.studies.kept import Cache

    centre = Centre(one.loaded, one.bench)
    fit = find(centre)
    fresh = Bench(Cache(one.folder), one.seed + 1, _processors(), engine=engine)
    count = max(one.replications, LEAST)
    rows = final(centre, fit, fresh, count)
    good = _is_good(fit, rows)
    _write(one, centre, fit, target, good=good)
    tables = _tables(centre, fit, rows)
    one.leave("calibrate", tables, {"good": good, "fitted": target.name})
    if as_json:
        print_json(tables)
    elif not quiet:
        echo(
            "\n".join(
                _lines(centre, fit, rows, one.ran._replace(file=str(target)), one.seed + 1, count, full=full)
            )
        )
    return good


def _is_good(fit: Fit, rows: Sequence[Beside]) -> bool:
    from sim.studies.calibrate import GOOD

    return not fit.at_end and all(abs(row.away or 0.0) <= GOOD for row in rows)


def _write(one: Study, centre: Centre, fit: Fit, target: Path, *, good: bool) -> None:
    """Write the fitted file. Raises: GoodwillError where the disk refuses."""
    from sim.errors import GoodwillError
    from sim.scenario.source import dump
    from sim.studies.fitted_file import written

    said = centre.scenario.observed
    source = f"calibrated to observed ({said.source})" if said and said.source else "calibrated to observed"
    if not good:
        source += ", not a good fit"
    content = dump({"extends": one.file.name, **written(centre, fit, source, good=good)})
    head = f"# Written by goodwill calibrate: it extends {one.file.name} by the numbers fitted to observed.\n"
    try:
        target.write_text(head + content, encoding="utf-8")
    except OSError as fault:
        raise GoodwillError(f"{target}: cannot be written ({fault}). Choose another --out.") from fault


def _tables(centre: Centre, fit: Fit, rows: Sequence[Beside]):  # type: ignore[no-untyped-def]
    """Return the fit as tables: the numbers with their ranges, and the figures."""
    import polars as pl

    from sim.studies.figures import row

    numbers = pl.DataFrame({
        "number": [one.name for one in centre.fit_numbers],
        "means": [one.words for one in centre.fit_numbers],
        "before": [one.now for one in centre.fit_numbers],
        "fitted": [float(fit.values[one.name]) for one in centre.fit_numbers],
        "low": [one.low for one in centre.fit_numbers],
        "high": [one.high for one in centre.fit_numbers],
        "at_end": [one.name in fit.at_end for one in centre.fit_numbers],
    })  # fmt: skip
    return {"fitted": numbers, "fitted_figures": pl.DataFrame([row(one) for one in rows])}


def _lines(
    centre: Centre, fit: Fit, rows: Sequence[Beside], ran: Ran, seed: int, count: int, *, full: bool
) -> Iterator[str]:
    from sim.answer.measured import table
    from sim.cli._sections import table as laid_out
    from sim.studies.calibrate import GOOD
    from sim.studies.figures import misfits

    own = centre.scenario
    yield f"{own.name}, scenario {own.scenario}: fitted to what was measured"
    head = ("number", "means", "range", "was", "fitted")
    yield from laid_out(head, (
        (one.name, one.words, f"{one.text(one.low)} to {one.text(one.high)}", one.text(one.now),
         one.text(fit.values[one.name]) + (" (end of its range)" if one.name in fit.at_end else ""))
        for one in centre.fit_numbers
    ))  # fmt: skip
    yield from _as_written(centre)
    for one in (number for number in centre.open_numbers if number.name in fit.moved):
        yield (
            f"Nothing fits with {one.name} ({one.words}) at {one.text(one.now)}, which nobody measured: it "
            f"is {one.text(fit.values[one.name])} here, where the rest fits best."
        )
    yield ""
    yield from table(rows)
    yield f"On luck the fit has not seen: seed {seed}, {count} replications."
    off = ", ".join(f"{name} {size:+.1f}" for name, size in fit.correction.items() if abs(size) > GOOD)
    if off and full:
        yield f"The model without a queue, which led the search, was off by (errors): {off}."
    yield ""
    if fit.at_end:
        yield (
            f"Not a good fit: {', '.join(fit.at_end)} at the end of the range. A figure is wrong, or the "
            "range is, or the centre is another one than the file describes."
        )
    elif bad := list(misfits(rows)):
        yield f"Not a good fit: over {GOOD:g} errors off: {', '.join(one.figure.words for one in bad)}."
    else:
        yield f"A good fit: every figure within {GOOD:g} errors."
    yield from _rewritten(fit, rows) or _look(own, rows)
    if _is_good(fit, rows):
        yield (
            "Other numbers may fit as well and call for another decision: "
            f"{ran.command('run', '--worlds 24')} compares the policies in all of them."
        )
    else:
        yield "Settle that in the file and fit again; worlds of a centre that does not fit decide nothing."


def _as_written(centre: Centre) -> Iterator[str]:
    """Yield the numbers that keep the file's value because the figure that would settle them is missing."""
    told = {one.told.name for one in centre.figures}
    if "offered" not in told:
        yield "No contacts offered are measured: the volume stays as the file lists it."
    if "aht" not in told:
        talk = next((one for one in centre.numbers if one.name == "work"), None)
        now = f" ({talk.text(talk.now)})" if talk is not None and len(talk.paths) == 1 else ""
        yield f"No handle time is measured: the talk an issue needs stays as the file has it{now}."


def _rewritten(fit: Fit, rows: Sequence[Beside]) -> list[str]:
    """Return by what to multiply the volume where it stands at the end of its range; nothing where not."""
    offered = next((one for one in rows if one.figure.told.name == "offered"), None)
    if "volume" not in fit.at_end or offered is None or not offered.shown:
        return []
    told, times = offered.figure.told.value, fit.values["volume"]
    factor = times * told / offered.shown
    measured = f"{told:,.0f} contacts a day are measured"
    brings = f"{times:.2g} times the volume as written brings {offered.shown:,.0f}, repeats included"
    return [f"Rewrite the volume: multiply it by about {factor:.2g}. {measured}, and {brings}."]


def _look(scenario: Scenario, rows: Sequence[Beside]) -> Iterator[str]:
    """Yield where to look first: at the agents if waits or a formula say so, else at the one figure off."""
    from sim.scenario.contradictions import contradictions
    from sim.scenario.waits import asked, waits
    from sim.studies.figures import misfits

    bad, words, found = list(misfits(rows)), _agents(rows), waits(scenario)
    doubts = [one for one in contradictions(scenario, NEARLY) if one.address[0] == "observed"]
    if bad and not {"offered", "aht"} <= {one.figure.told.name for one in rows}:
        yield "Measure that first: without it nobody can say which other figure is wrong."
    elif bad and found is not None and found.far:
        yield f"By {found.formula} the agents on duty cannot have shown these waits. {asked(found)}"
    elif bad and doubts:
        yield from (f"{'.'.join(map(str, one.address))}: {one.text}" for one in doubts)
    elif words and found is not None and not found.are_as_many:
        yield f"{words} By {found.formula}: {asked(found)}"
    elif words and found is None:
        yield words
    elif len(bad) == 1:
        yield f"Only {bad[0].figure.words} is off: look at how it is defined first."


def _agents(rows: Sequence[Beside]) -> str:
    """Return where to look first if waits are off as they are with too many or too few agents; "" if not."""
    from sim.studies.calibrate import GOOD

    off = {one.figure.told.name: one.away or 0.0 for one in rows if abs(one.away or 0.0) > GOOD}
    tense = {"service_level": -1.0, "abandoned": 1.0, "asa": 1.0, "occupancy": 1.0}
    signs = {off[name] * sign > 0.0 for name, sign in tense.items() if name in off}
    if len(signs) != 1 or len(off.keys() & tense.keys()) < LEAST_OFF:
        return ""
    words = "too few" if signs.pop() else "too many"
    return (
        f"Waits are off as with {words} agents at work: look first at on_duty or shifts, at breaks, absence "
        "and shrinkage, and at the volume by hour."
    )

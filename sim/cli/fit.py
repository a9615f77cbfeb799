"""Fit a scenario to an imported table of contacts or intervals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json
from sim.commands import command
from sim.errors import GoodwillError

if TYPE_CHECKING:
    from sim.fit.found import Found
    from sim.fit.written import About

DRAWN = 5
"""Types that the picture shows, the busiest."""


def fit(
    table: Annotated[Path, typer.Argument(metavar="CONTACTS", help="Table that goodwill import wrote.")],
    out: Annotated[Path, typer.Option(help="Scenario to write.")] = Path("scenario.yaml"),
    interval: Annotated[str, typer.Option(help="Planning interval, such as 15m.")] = "30m",
    target: Annotated[str, typer.Option(help="Service level of all queues.")] = "80/20",
    half_life: Annotated[
        float, typer.Option(min=0.5, help="Weeks after which a date counts half in the means of volume.")
    ] = 26.0,
    until: Annotated[str | None, typer.Option(help="Last date to fit, such as 2026-03-14.")] = None,
    classes: Annotated[
        bool, typer.Option("--classes", help="Write classes of customers: patience, whom agents pick.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a scenario whose every number was measured, with its source, n and 95 % interval.

    Beside scenario.yaml stand its tables (scenario/volume.csv, scenario/on_duty.csv), the fit report
    scenario.fit.md and its picture. What the table cannot tell is an assumption, and says so.

    Example: goodwill fit contacts.parquet --out scenario.yaml
    """
    from sim.fit.found import fit as fitted
    from sim.fit.found import with_classes
    from sim.fit.written import About, written

    seconds, level = _interval(interval), _level(target)
    rows = _read(table, until)
    found = fitted(rows, seconds, half_life, level)
    found = with_classes(found) if classes else found
    about = About(out.stem, table.name, out.stem, target, classes)
    text = written(found, about)
    _write(out, text.yaml, text.tables, found, about)
    if as_json:
        echo_json(json.dumps(_plain(found), indent=2, ensure_ascii=False, default=float))
    elif not quiet:
        echo("\n".join(_lines(found, out)))


def _interval(text: str) -> int:
    from sim.quantities import QuantityError, parse_duration

    try:
        seconds = parse_duration(text)
    except QuantityError as error:
        raise GoodwillError(f"--interval: {error}") from None
    if seconds < 60 or 86400 % seconds:
        wrong = f"does not divide a day (got {text}; allowed such as 15m, 30m or 1h). Write one of these."
        raise GoodwillError(f"--interval: {wrong}")
    return int(seconds)


def _level(text: str) -> float:
    from sim.quantities import QuantityError, parse_level

    try:
        return parse_level(text).within
    except QuantityError as error:
        raise GoodwillError(f"--target: {error}") from None


def _read(path: Path, until: str | None) -> Any:
    import polars as pl

    from sim.hours import parse_date
    from sim.importers.grain import grain_of
    from sim.quantities import QuantityError

    try:
        rows = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        wrong = "cannot be read as a table (got no parquet file; allowed what goodwill import writes)."
        raise GoodwillError(f"{path}: {wrong} Import the export first.") from None
    if until is not None:
        try:
            last = parse_date(until)
        except QuantityError as error:
            raise GoodwillError(f"--until: {error}") from None
        at = "arrived" if grain_of(rows) == "contacts" else "start"
        rows = rows.filter(pl.col(at).dt.date() <= last)
    if rows.is_empty():
        raise GoodwillError(
            f"{path}: has no rows (got none up to {until}; allowed some). Choose a later date."
        )
    return rows


def _write(out: Path, yaml: str, tables: Any, found: Found, about: About) -> None:
    from sim.fit.report import report
    from sim.plots.fitted_times import figure

    panels = _panels(found)
    picture = f"{out.stem}.fit.png" if panels else ""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(yaml, "utf-8")
        for name, text in tables.items():
            (out.parent / name).parent.mkdir(exist_ok=True)
            (out.parent / name).write_text(text, "utf-8")
        out.with_suffix(".fit.md").write_text(report(found, about, [picture] if picture else []), "utf-8")
        if panels:
            span = f"{about.source}, {found.grid.first} to {found.grid.last}"
            told = (
                "Pale steps: measured (patience by Kaplan-Meier, the served right-censored). Lines: the "
                f"fitted law. {span}; the busiest types with laws of their own."
            )
            (out.parent / picture).write_bytes(figure(panels, told).saved("png"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise GoodwillError(
            f"{out}: cannot be written (got {reason}; allowed a folder of yours). Choose another --out."
        ) from None


def _panels(found: Found) -> list[Any]:
    import numpy as np

    from sim.fit.laws import kaplan_meier, survival
    from sim.plots.fitted_times import Curve, Panel

    busiest = sorted(found.volumes, key=lambda name: -found.volumes[name].per_week.value)
    panels = []
    kinds: tuple[tuple[str, Any], ...] = (
        ("Share still willing to wait", found.patience),
        ("Share of talks still going on", found.talk),
    )
    for words, by_type in kinds:
        curves = []
        for name in [name for name in busiest if name in by_type and not by_type[name].pooled][:DRAWN]:
            at, measured = kaplan_meier(by_type[name].data)
            some = np.unique(np.linspace(0, at.size - 1, 300).astype(int))
            curves.append(Curve(name, at[some], measured[some], survival(by_type[name].laws[0], at[some])))
        if curves:
            panels.append(Panel(words, curves))
    return panels


def _plain(found: Found) -> dict[str, Any]:
    """Return the fitted numbers as plain values."""
    by_type = {
        name: {
            "per_week": found.volumes[name].per_week._asdict(),
            "day_to_day": found.volumes[name].day._asdict(),
            **({"talk": found.talk[name].mean._asdict()} if name in found.talk else {}),
            **(
                {"patience_median": found.patience[name].median()._asdict()} if name in found.patience else {}
            ),
        }
        for name in found.grid.types
    }
    back = None if found.returns is None else found.returns.redial._asdict()
    return {
        "types": by_type,
        "redial": back,
        "groups": {group.name: list(group.types) for group in found.groups},
        "left_out": {one.name: {"found": one.found, "shows": one.words} for one in found.left_out},
    }


def _lines(found: Found, out: Path) -> list[str]:
    grid = found.grid
    lines = [f"{grid.first} to {grid.last}: {len(grid.types)} types, open {', '.join(_hours(grid.hours()))}"]
    for name in grid.types:
        volume = found.volumes[name].per_week.value
        talk = found.talk.get(name)
        mean = talk.mean.value if talk else getattr(found.mean_talk.get(name), "value", None)
        said = [f"{volume:,.0f} a week", "handle time unknown" if mean is None else f"talk {mean:.0f} s"]
        if talk:
            said.append(f"{talk.law}{' of all types' if talk.pooled else ''}")
        if name in found.patience:
            said.append(f"median patience {found.patience[name].median().value:.0f} s")
        lines.append(f"  {name}: {', '.join(said)}")
    if found.returns:
        lines.append(f"  {100 * found.returns.redial.value:.0f} % dial again after hanging up")
    if found.short and found.short.out:
        lines.append(
            f"  {len(found.short.out)} agents end calls at once far more often than the others: the policy "
            "nobody_hangs_up asks what changes without that"
        )
    lines += [f"  left out, {one.found}: {one.name}: {one.words}" for one in found.left_out]
    report = out.with_suffix(".fit.md").name
    return [*lines, f"Written: {out}, {report}. Next: {command('validate', out)}, then {command('run', out)}"]


def _hours(hours: dict[str, str]) -> list[str]:
    return [f"{day} {span}" for day, span in hours.items()]

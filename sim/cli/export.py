"""Write a simulated run as an export of a contact-centre system, in its own columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json
from sim.errors import GoodwillError

if TYPE_CHECKING:
    import polars as pl


def export(
    file: options.File,
    preset: Annotated[str, typer.Argument(help="System, as for goodwill import, or a mapping file.")],
    out: Annotated[Path, typer.Option(help="CSV to write.")] = Path("calls.csv"),
    layout: Annotated[
        str | None, typer.Option(help="One of the preset's; its first one if left out.")
    ] = None,
    scenario: options.Scenario = None,
    policy: Annotated[str | None, typer.Option(help="Policy; the baseline if left out.")] = None,
    sets: options.Sets = None,
    seed: options.Seed = None,
    replication: Annotated[int, typer.Option(min=0, help="Which replication, from 0.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the calls of one simulated replication as your system would export them.

    It shows whether import and fit give back what was simulated, and how much log a fit needs.

    Example: goodwill export scenarios/retail_bank.yaml five9 --out calls.csv
    """
    from sim.experiment import chosen
    from sim.importers.exports import export as exported
    from sim.importers.preset import preset as preset_of
    from sim.scenario.load import load_scenario
    from sim.scenario.variant import listed
    from sim.studies.recorded import record

    layouts = preset_of(preset).layouts
    name = layout or next(iter(layouts))
    if name not in layouts:
        wrong = f"is none of the preset's (got {name}; allowed {listed(layouts)}). Pick one."
        raise GoodwillError(f"--layout: {wrong}")
    own = load_scenario(file, scenario, tuple(sets or ()))
    one = own.baseline if policy is None else chosen([policy], own)[0]
    rows = record(own, one, own.run.seed if seed is None else seed, replication)
    if rows.is_empty():
        raise GoodwillError(
            f"{file}: has no contact on its measured days (got none; allowed some). Add volume."
        )
    _write(exported(rows, layouts[name]), out)
    if as_json:
        told = {"file": str(out), "lines": rows.height, "policy": one, "layout": name}
        echo_json(json.dumps(told, indent=2, ensure_ascii=False))
    elif not quiet:
        echo(f"Written: {out}, {rows.height:,} lines of {own.name} under {one}, layout {name}")


def _write(rows: pl.DataFrame, out: Path) -> None:
    try:
        rows.write_csv(out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        wrong = f"cannot be written (got {reason}; allowed a folder of yours). Choose another --out."
        raise GoodwillError(f"{out}: {wrong}") from None

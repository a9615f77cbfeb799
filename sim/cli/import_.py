"""Turn the exports of a contact centre into one table of contacts or intervals."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json
from sim.errors import GoodwillError

if TYPE_CHECKING:
    from sim.importers.build import Imported


class Dates(StrEnum):
    """Which comes first in dates whose year is last."""

    dmy = "dmy"
    mdy = "mdy"


def import_(
    preset: Annotated[
        str,
        typer.Argument(
            help="technion, genesys, connect, avaya, five9, cxone, zendesk or custom; or a mapping file of "
            "your own, such as my.yaml."
        ),
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports: CSV or .xlsx.")],
    out: Annotated[Path, typer.Option(help="Table to write; the quality page stands beside it.")] = Path(
        "contacts.parquet"
    ),
    dates: Annotated[
        Dates | None, typer.Option(help="What comes first in dates such as 02/03/2026, if no row tells.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="The centre's, such as Europe/Amsterdam, for moments with an offset.")
    ] = None,
    layout: Annotated[str | None, typer.Option(help="One of the preset's layouts, by name.")] = None,
    drop_faulty: Annotated[
        bool, typer.Option("--drop-faulty", help="Leave rows out that do not fit, and count them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the quality page as JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Read call logs or interval exports into one tidy table, and say what was dropped, repaired and why.

    A row that does not fit is named by file, row and column, with the remedy; nothing is written then.
    Beside contacts.parquet stand contacts.quality.md and contacts.quality.json.

    Example: goodwill import five9 calls.csv --out contacts.parquet
    """
    found = _imported(preset, files, out, (dates, timezone, drop_faulty, layout))
    if as_json:
        echo_json(json.dumps(found.quality.plain(), indent=2, ensure_ascii=False))
    elif not quiet:
        echo("\n".join([*found.quality.lines(), f"Written: {out}, {out.with_suffix('.quality.md').name}"]))


def _imported(
    preset: str, files: list[Path], out: Path, asked: tuple[Dates | None, str | None, bool, str | None]
) -> Imported:
    """Import the files and write the table with its quality pages."""
    from sim.importers.build import Asked, import_files
    from sim.importers.preset import preset as preset_of

    if out.suffix != ".parquet":
        wrong = f"is no parquet file (got {out}; allowed a name that ends with .parquet). Rename it."
        raise GoodwillError(f"--out: {wrong}")
    dates, timezone, drop_faulty, layout = asked
    found = import_files(preset, preset_of(preset), files, Asked(dates, _zone(timezone), drop_faulty, layout))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        found.table.write_parquet(out)
        out.with_suffix(".quality.md").write_text(found.quality.markdown(), "utf-8")
        out.with_suffix(".quality.json").write_text(found.quality.json(), "utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        wrong = f"cannot be written (got {reason}; allowed a folder of yours). Choose another --out."
        raise GoodwillError(f"{out}: {wrong}") from None
    return found


def _zone(timezone: str | None) -> str | None:
    from sim.quantities import QuantityError
    from sim.scenario.zone import parse_timezone

    try:
        return None if timezone is None else parse_timezone(timezone)
    except QuantityError as error:
        raise GoodwillError(f"--timezone: {error}") from None

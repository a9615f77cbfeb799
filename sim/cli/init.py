"""Start a study: write a commented scenario and the schema that editors check it by."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from sim.cli._terminal import echo, echo_json
from sim.commands import command
from sim.errors import GoodwillError

SCENARIO = "my_centre.yaml"
SCHEMA = "scenario.schema.json"
STARTER, FIGURES = "starter.yaml", "figures.yaml"


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder for the files.")] = Path(),
    figures: Annotated[
        bool, typer.Option("--figures", help="Start from a few figures of your reports, to calibrate.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the names of the files as JSON.")] = False,
) -> None:
    """Write a commented starter scenario into DIR; a file that is there already is never overwritten.

    With --figures the file is one queue, and your handle time, service level and so on go under observed:.

    Example: goodwill init my_study
    """
    from sim.cli.schema import text

    contents = {
        SCENARIO: (files("sim.cli") / "templates" / (FIGURES if figures else STARTER)).read_text("utf-8"),
        SCHEMA: text(),
    }
    taken = [name for name in contents if (folder / name).exists()]
    if taken:
        there = ", ".join(str(folder / name) for name in taken)
        wrong = f"holds these files already (got {there}; allowed a folder without them)."
        raise GoodwillError(f"{folder}: {wrong} Move them, or choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        text_of = f"cannot be written (got {reason}; allowed a writable folder). Choose another folder."
        raise GoodwillError(f"{folder}: {text_of}") from error
    if as_json:
        echo_json(json.dumps({"written": [str(folder / name) for name in contents]}))
        return
    for name in contents:
        echo(f"wrote {folder / name}")
    then = f", then {command('calibrate', folder / SCENARIO)}" if figures else ""
    echo(f"Next: {command('validate', folder / SCENARIO)}{then}")

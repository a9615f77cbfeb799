"""Print the JSON Schema of scenario files."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli._terminal import echo_raw


def schema(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, which this command always does.")
    ] = True,
) -> None:
    """Print the JSON Schema (draft 07) of scenario files, for editors that complete and check YAML.

    Example: goodwill schema > scenario.schema.json
    """
    del as_json
    echo_raw(text())


def text() -> str:
    """Return the schema as the text that `schema` prints."""
    from sim.scenario.schema import scenario_schema

    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"

"""Print what every lever and distribution is and takes."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli._terminal import echo_json, echo_raw


def levers(
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON instead of Markdown.")] = False,
) -> None:
    """Print the levers and distributions that a scenario file may name, as a page of Markdown.

    Example: goodwill levers > docs/levers.md
    """
    from sim.scenario.reference import entries, page

    if as_json:
        told = [{**entry._asdict(), "keys": [key._asdict() for key in entry.keys]} for entry in entries()]
        echo_json(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        echo_raw(page())

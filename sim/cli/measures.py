"""Print what every measure is and where it is printed."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli._terminal import echo_json, echo_raw


def measures(
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON instead of Markdown.")] = False,
) -> None:
    """Print every measure with its unit, its formula in words and where it is printed, as a page of Markdown.

    Example: goodwill measures > docs/measures.md
    """
    from sim.judging import MATTERS
    from sim.kpis import KPIS
    from sim.kpis.reference import entry, page

    if as_json:
        told = [entry(kpi, MATTERS)._asdict() for kpi in KPIS.values()]
        echo_json(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        echo_raw(page(MATTERS))

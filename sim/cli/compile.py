"""Compile the fast engine ahead of time, so that no run waits for it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli._terminal import echo, echo_json


def compile(  # noqa: A001 - the command's name
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Compile the fast engine for this machine, once for each version; runs with --engine auto then use it.

    It needs numba; README says how it is installed.

    Example: goodwill compile
    """
    from sim.engines.choice import all_variants, is_ready, prepare, where
    from sim.store import stopwatch

    began, was_ready = stopwatch(), is_ready()
    prepare(all_variants(), lambda line: echo(line, err=True))
    seconds = round(stopwatch() - began, 1)
    if as_json:
        echo_json(
            json.dumps({"folder": where(), "compiled_now": not was_ready, "seconds": seconds}, indent=2)
        )
    elif was_ready:
        echo(f"The engine was compiled before, in {where()}.")
    else:
        echo(f"Compiled in {seconds:.0f} s, kept in {where()}.")

"""Speak with the command line: one file per command, found by name, each light until it runs.

A module of this folder that defines a function of its own name is a command (`import_` is `import`,
which Python keeps for itself); a module whose name starts with an underscore serves them and is imported
only when one of them needs it. Command modules import what is heavy (tables, figures, statistics) inside
functions, so that `--help` and `validate` start at once.
"""

from __future__ import annotations

import gc
import pkgutil
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from sim.cli._once import Once
from sim.cli._terminal import echo
from sim.errors import GoodwillError

BAD_INPUT = 2
INTERRUPTED = 130

app = typer.Typer(
    name="goodwill",
    help="Simulate a contact centre, compare policies, and say how sure each difference is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        try:
            echo(f"goodwill {version('goodwill-sim')}")
        except PackageNotFoundError:
            echo("goodwill (not installed)")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Simulate a contact centre, compare policies, and say how sure each difference is."""


def _register() -> None:
    for name in sorted(entry.name for entry in pkgutil.iter_modules(__path__) if entry.name[0] != "_"):
        command = getattr(import_module(f"{__name__}.{name}"), name, None)
        if command is not None:
            app.command(name.rstrip("_").replace("_", "-"), cls=Once)(command)


_register()


def main() -> None:
    """Run the command line; what Goodwill refuses goes to stderr and ends with exit code 2."""
    try:
        app()
    except GoodwillError as error:
        echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()  # the process ends with all that it made: nobody need look through it

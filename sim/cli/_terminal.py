"""Print to the terminal: the only file of the command line that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import typer
from rich.console import Console
from rich.segment import Segment

from sim import outlets


def echo(text: str, *, err: bool = False) -> None:
    """Print lines for people; what files say in them can neither steer a terminal nor command a build."""
    typer.echo(outlets.lines(text), err=err)


def echo_lines(texts: Iterable[str]) -> None:
    """Print one line for each text, whatever breaks it holds."""
    for text in texts:
        echo(" ".join(text.splitlines()))


def echo_json(text: str) -> None:
    """Print JSON."""
    typer.echo(outlets.json_text(text.removesuffix("\n")))


def echo_yaml(text: str) -> None:
    """Print YAML."""
    typer.echo(outlets.yaml_text(text.removesuffix("\n")))


def echo_raw(text: str, *, err: bool = False) -> None:
    """Print lines for machines that have escapes of their own: Markdown, workflow commands."""
    typer.echo(text.removesuffix("\n"), err=err)


class Terminal(Console):
    """A terminal for tables and progress; texts in them are made safe as by `echo`."""

    def __init__(self, **named: Any) -> None:
        super().__init__(highlight=False, **named)

    def render(self, *given: Any, **named: Any) -> Iterator[Segment]:
        """Yield what is to be printed, piece by piece."""
        for text, style, control in super().render(*given, **named):
            yield Segment(text if control else outlets.lines(text), style, control)

"""Refuse an option whose value would not count: one that is given twice, or beside one that replaces it."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

INSTEAD = ("cluster", "jobs")
"""Options of which one takes the place of the other."""


class Once(TyperCommand):
    """A command that takes every option once, but for those that gather values, and one of `INSTEAD`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises: typer.BadParameter for an option that is given again, or is replaced by another.
        """
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for number, param in enumerate(order):
            single = not (getattr(param, "multiple", True) or getattr(param, "is_flag", False))
            if single and param in order[:number]:
                raise typer.BadParameter(f"{param.opts[0]} is given twice (allowed once). Leave one out.")
        both = [param.opts[0] for param in order if param.name in INSTEAD]
        if len(both) > 1:
            raise typer.BadParameter(f"{both[0]} and {both[1]} do not go together. Leave one out.")
        return super().parse_args(ctx, args)

"""Refuse an option that is given twice where only its last value would count."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand


class Once(TyperCommand):
    """A command that takes every option once, but for those that gather values."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises: typer.BadParameter for an option that is given again.
        """
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for number, param in enumerate(order):
            single = not (getattr(param, "multiple", True) or getattr(param, "is_flag", False))
            if single and param in order[:number]:
                raise typer.BadParameter(f"{param.opts[0]} is given twice (allowed once). Leave one out.")
        return super().parse_args(ctx, args)

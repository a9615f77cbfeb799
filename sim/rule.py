"""Register pure functions that an engine may also compile."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

RULES: dict[str, Callable[..., object]] = {}


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Register `function` as a rule and return it unchanged.

    A rule is scalar arithmetic on `math` and on NamedTuples of numbers, without state,
    clock or chance, so that one text serves every engine (DESIGN.md, "Arithmetic").
    """
    RULES[f"{function.__module__}.{function.__name__}"] = function
    return function

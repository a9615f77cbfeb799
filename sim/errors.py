"""Errors that name what went wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a file: its place, the field, what is wrong and the remedy.

    `line` and `column` count from 1; 0 stands for "the whole file". The text is
    `file:line:column: field: what is wrong (got X; allowed Y). What to do.`
    """

    file: str
    line: int
    column: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.field}: {self.text}" if self.field else f"{place}: {self.text}"


class GoodwillError(Exception):
    """Anything Goodwill refuses to do; the message is written for the user."""


class ScenarioError(GoodwillError):
    """A scenario that cannot be run; lists every problem, sorted by place."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return ScenarioError, (self.problems,)


class InvariantError(GoodwillError):
    """A conservation law did not hold in a run: a defect of Goodwill, never of the scenario."""


class ResultError(GoodwillError):
    """A result folder that cannot be written, read or compared."""

"""Write reports as GitHub workflow commands, which show up at the lines of the expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.checks.verdict import Level, Report
from sim.scenario.tree import Mark

COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "notice": "notice"}
WORDS = {"pass": "Check passed", "fail": "Check failed", "undecided": "Check undecided"}


def commands(reports: Sequence[Report], root: Path) -> Iterator[str]:
    """Yield a command for every check that did not pass; paths are written relative to `root`."""
    for report in reports:
        for one in report.outcomes:
            if one.level in COMMANDS:
                message = one.message(report.currency)
                yield _command(COMMANDS[one.level], one.case.mark, root, WORDS[one.verdict], message)
        if not report.has_history:
            mark = Mark(report.file, 1, 1)
            yield _command("error", mark, root, "Baseline not comparable", report.baseline_note)


def _command(kind: str, mark: Mark, root: Path, title: str, message: str) -> str:
    parts = {"file": _relative(mark.file, root), "line": mark.line, "col": mark.column, "title": title}
    inside = ",".join(f"{name}={_property(str(value))}" for name, value in parts.items())
    return f"::{kind} {inside}::{_data(message)}"


def _relative(file: str, root: Path) -> str:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix()


def _data(text: str) -> str:
    """Escape a message; source: GitHub's toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

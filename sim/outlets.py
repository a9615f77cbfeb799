"""Make texts of files safe for where they go: a terminal, a build's log, a spreadsheet, a figure.

Every text that Goodwill did not write itself leaves through one of these functions.
"""

from __future__ import annotations

import json
import re

COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#)", re.MULTILINE)
"""What a build's runner takes for a command: `::error::` at the start of a line, `##[error]` anywhere.

Source: GitHub's runner, src/Runner.Common/ActionCommand.cs.
"""
FORMULA = re.compile(r"[=+\-@\t\r]")
"""First signs by which a spreadsheet takes a cell for a formula. Source: OWASP, CSV injection."""

MARKED = {ord(sign): f"\\{sign}" for sign in "\\|*_`[]~$#"} | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
)
"""What Markdown takes for a table's bounds, emphasis, a link, a tag, mathematics or somebody to call."""
LISTED = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
"""What Markdown takes for an entry of a list, or for a line under a title, at the start of a line."""


def lines(text: str) -> str:
    """Return a text for a terminal: what cannot be printed is written out, nothing commands a build."""
    shown = "".join(char if char.isprintable() or char in "\n\u00a0" else _written(char) for char in text)
    return COMMAND.sub(lambda found: f"{found[0]} ", shown)


def line(text: str) -> str:
    """Return a text for one line of a terminal or a figure."""
    return lines(" ".join(text.split()))


def cell(text: str) -> str:
    """Return a text for a cell of a spreadsheet: behind an apostrophe where it would be a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def markdown(text: str) -> str:
    """Return a text for one line of Markdown, in which nothing is read as a sign of it."""
    told = line(text).translate(MARKED)
    return LISTED.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", told)


def json_text(text: str) -> str:
    """Return JSON text with escapes for what cannot be printed; it means the same."""
    shown = (char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)
    return "".join(shown).replace("##", "\\u0023#")


def yaml_text(text: str) -> str:
    """Return YAML text with escapes for what cannot be printed or commands a build; it means the same.

    Such texts stand in double quotes there (`sim.scenario.source.dump`).
    """
    shown = "".join(char if char.isprintable() or char == "\n" else f"\\U{ord(char):08x}" for char in text)
    return COMMAND.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):x}", shown)


def _written(char: str) -> str:
    """Return a character's code as people write it, a blank for a tab."""
    return char.encode("unicode_escape", "surrogatepass").decode("ascii") if char != "\t" else " "

"""Read the text files of a scenario from disk: whole up to a size, or line by line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sim.errors import Problem, ScenarioError
from sim.quantities import show
from sim.scenario.tree import Address, Mark, problem
from sim.scenario.workbook import is_workbook, text_of

BYTES = 2_000_000
BAD = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is not UTF-8."""
LETTERS = 1_000_000
"""Letters of the longest line that is read line by line."""


def read_text(path: Path, shown: str) -> str:
    """Read a text file of at most two million bytes.

    Raises:
        ScenarioError: it cannot be opened, is too large, or is not UTF-8.
    """
    try:
        with _opened(path, shown) as file:
            content = file.read(BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(error, shown) from None
    if len(content) > BYTES:
        text = f"is too large (got more than {BYTES} bytes; allowed {BYTES}). Split it or shorten its lists."
        raise ScenarioError([Problem(shown, 0, 0, "", text)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _no_text(shown, line, content[error.start]) from None


def read_beside(scenario: Path, name: Any, mark: Mark, address: Address) -> tuple[str, str]:
    """Read a file named by a scenario; returns its text and its name as messages show it.

    Of a workbook (.xlsx) it is the first sheet, as a CSV table.

    Raises:
        ScenarioError: the name leads out of the scenario's own folder, or the file cannot be read.
    """
    path = _beside(scenario, name, mark, address)
    try:
        if is_workbook(path):
            return text_of(bytes_beside(scenario, name, BYTES, mark, address), str(path)), str(path)
        return read_text(path, str(path)), str(path)
    except ScenarioError as error:
        raise _named(error, name, mark, address) from None


def lines_beside(scenario: Path, name: Any, mark: Mark, address: Address) -> tuple[Iterator[str], str]:
    """Open a file of any size that a scenario names; returns its lines, read one by one, and its name.

    Raises:
        ScenarioError: as `read_beside`; while lines are taken, for what is not UTF-8 or has no lines.
    """
    path = _beside(scenario, name, mark, address)
    if is_workbook(path):
        text, shown = read_beside(scenario, name, mark, address)
        return iter(text.splitlines(keepends=True)), shown
    try:
        return _lines(_opened(path, str(path)), str(path)), str(path)
    except (OSError, ValueError) as error:
        raise _named(_unreadable(error, str(path)), name, mark, address) from None
    except ScenarioError as error:
        raise _named(error, name, mark, address) from None


def bytes_beside(theme: Path, name: Any, most: int, mark: Mark, address: Address) -> bytes:
    """Read a file of at most `most` bytes that a theme names; it must stand in its folder.

    Raises:
        ScenarioError: the name leads out of the folder, or the file cannot be read or is too large.
    """
    path = _beside(theme, name, mark, address, "theme")
    try:
        with _opened(path, str(path)) as opened:
            content = opened.read(most + 1)
    except (OSError, ValueError) as error:
        raise _named(_unreadable(error, str(path)), name, mark, address) from None
    except ScenarioError as error:
        raise _named(error, name, mark, address) from None
    if len(content) > most:
        text = f"is too large (got more than {most} bytes; allowed {most}). Make it smaller."
        raise ScenarioError([problem(mark, address, text)])
    return content


def _lines(file: IO[bytes], shown: str) -> Iterator[str]:
    with io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="") as lines:
        number = 0
        while line := lines.readline(LETTERS):
            number += 1
            if len(line) == LETTERS and line[-1] not in "\r\n":
                text = f"has a line without end (got {LETTERS} letters; allowed fewer). Break it up."
                raise ScenarioError([Problem(shown, number, 1, "document", text)])
            if not line.isascii() and (bad := BAD.search(line)):
                raise _no_text(shown, number, ord(bad[0]) & 0xFF)
            yield line


def _opened(path: Path, shown: str) -> IO[bytes]:
    """Open a file; a pipe or a device is refused and not waited for."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        text = "is no file (got a pipe or a device; allowed a file). Save what it gives to a file first."
        raise ScenarioError([Problem(shown, 0, 0, "", text)])
    return path.open("rb")


def _unreadable(error: Exception, shown: str) -> ScenarioError:
    reason = getattr(error, "strerror", None) or str(error)
    text = f"cannot be read (got {reason.lower()}; allowed a readable file). Check the name and its folder."
    return ScenarioError([Problem(shown, 0, 0, "", text)])


def _no_text(shown: str, line: int, byte: int) -> ScenarioError:
    text = f"is not text (got byte 0x{byte:02x}; allowed UTF-8). Save the file as UTF-8."
    return ScenarioError([Problem(shown, line, 1, "document", text)])


def _beside(scenario: Path, name: Any, mark: Mark, address: Address, whose: str = "scenario") -> Path:
    """Return the path of a file that a scenario, or a theme, names, which must stand in its folder."""
    if not isinstance(name, str) or not name or "\0" in name:
        text = (
            f"is not a file name (got {show(name)}; allowed a name such as base.yaml). Write the file's name."
        )
        raise ScenarioError([problem(mark, address, text)])
    folder = scenario.parent
    try:
        inside = (folder / name).resolve().is_relative_to(folder.resolve()) and not Path(name).is_absolute()
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        text = f"leads out of the {whose}'s folder (got {show(name)}; allowed files in it). Move it there."
        raise ScenarioError([problem(mark, address, text)])
    return folder / name


def _named(error: ScenarioError, name: str, mark: Mark, address: Address) -> ScenarioError:
    """Return an error whose problems without a line stand where the scenario names the file."""
    faults = [fault for fault in error.problems if fault.line]
    named = [problem(mark, address, f"{name} {fault.text}") for fault in error.problems if not fault.line]
    return ScenarioError([*faults, *named])

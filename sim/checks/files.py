"""Scenario files, and what stands beside them: expectations, assumptions, base files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sim.checks.expectations import ROOT_KEYS
from sim.errors import ScenarioError
from sim.scenario.reading import read_text
from sim.scenario.source import read
from sim.scenario.tree import Mark, problem

KEY = "expectations"
KINDS = frozenset({KEY, "measures", "compare", "history"})
"""The keys of which a file of expectations has at least one."""
BESIDE = ("assumptions", "extends")
_KEYS = re.compile(r"^([A-Za-z_]+)[ \t]*:", re.MULTILINE)
_FILE = r"""[ \t]*:[ \t]*(["']?)([\w./][^\n"'#]*?)\1[ \t]*(?:#.*)?$"""


def has_expectations(file: Path) -> bool:
    """Return, without reading YAML, whether a file may be a scenario with expectations.

    Raises: ScenarioError when it cannot be read as text.
    """
    text = read_text(file, str(file))
    return KEY in _KEYS.findall(text) and not _expects_only(text)


def scenario_files(files: Sequence[Path]) -> tuple[Path, ...]:
    """Return the scenario files that `files` stand for, each once.

    A file of expectations stands for the scenarios of its folder that name it; a base file or a file of
    assumptions that another of `files` names stands for nothing of its own if it expects nothing.

    Raises: ScenarioError for a file that cannot be read, or expectations that no scenario names.
    """
    texts = {file: read_text(file, str(file)) for file in files}
    named = ((file.parent, _named(text, key)) for file, text in texts.items() for key in BESIDE)
    beside = {folder / name for folder, name in named if name}
    found: list[Path] = []
    for file, text in texts.items():
        if _expects_only(text):
            found += _scenarios_of(file)
        elif file not in beside or KEY in _KEYS.findall(text):
            found.append(file)
    return tuple(dict.fromkeys(found))


def expects(file: Path) -> bool:
    """Return whether a scenario, or the base file that it extends, expects anything.

    Raises: ScenarioError when the file is no YAML.
    """
    value = read(file).value
    return isinstance(value, Mapping) and value.get(KEY) not in (None, {})


def _expects_only(text: str) -> bool:
    """Return whether a text is a file of expectations: it has some, and nothing else."""
    keys = set(_KEYS.findall(text))
    return bool(keys & KINDS) and keys <= {KEY, *ROOT_KEYS}


def _named(text: str, key: str) -> str:
    """Return the file that a text names under a key of its root; empty if it names none."""
    name = re.search(f"^{key}{_FILE}", text, re.MULTILINE)
    return name[2] if name else ""


def _scenarios_of(file: Path) -> Iterator[Path]:
    """Yield the scenarios beside a file of expectations that name it."""
    others = sorted(path for path in file.parent.iterdir() if path.suffix in (".yaml", ".yml"))
    naming = [path for path in others if path.is_file() and _named(_text(path), KEY) == file.name]
    if not naming:
        got = f"got {file.name}; allowed `{KEY}: {file.name}` in a scenario of this folder"
        remedy = "Name it there, or give the scenario as FILE and this one with --expectations."
        text = f"holds expectations that no scenario beside it names ({got}). {remedy}"
        raise ScenarioError([problem(Mark(str(file), 0, 0), (), text)])
    yield from naming


def _text(path: Path) -> str:
    try:
        return read_text(path, str(path))
    except ScenarioError:
        return ""

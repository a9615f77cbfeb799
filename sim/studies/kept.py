"""Keep what studies leave: replications by what decides them, and tables in the result folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from sim import store
from sim.errors import ResultError
from sim.store import STUDIES, plain, sealed, sibling

SEAL = "sha256"
"""Key of the digest of a study's facts and table: what was changed since is not read."""


TEXTS = "texts_sha256"
"""Key of the digests of a study's further files, by name."""
FORGED = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    pl.exceptions.PolarsError,
)
"""What reading a file may raise that was not written by a study."""


class Cache:
    """Replications on disk, each under a name that digests all that decides it.

    Goodwill's own sources and the versions of its libraries are part of the name, so another
    version finds nothing of this one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = sibling(folder, STUDIES)
        self._made_by = store.made_by()

    def find(self, name: str) -> pl.DataFrame | None:
        """Return the table kept under `name`; None if there is none. A damaged one is dropped."""
        return sealed.read(self._path(name))

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep a table under a name; it appears whole or not at all.

        Raises: ResultError when the disk refuses.
        """
        sealed.write(self._path(name), table)

    def _path(self, name: str) -> Path:
        return self.folder / f"{store.sha256(f'{name} {self._made_by}')[:32]}.parquet"


def write(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    about: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
) -> list[str]:
    """Write the tables of one study into a result folder, beside what other studies left there.

    about: what was studied: command, digest of the scenario, seed and the like; `read` gives it back. texts:
    further files by name, such as sections of a scenario.
    Returns where files stay that had the names of these files, but were not as a study wrote them.
    Raises: ResultError when the folder cannot be written or holds something else.
    """
    with store.claim(folder):
        store.recover(folder)
        store.check_folder(folder)
        return _fill(folder / STUDIES, tables, json.loads(store.to_json(about)), texts or {})


def _fill(
    place: Path, tables: Mapping[str, pl.DataFrame], about: dict[str, Any], texts: Mapping[str, str]
) -> list[str]:
    kept: list[str] = []
    if texts:
        about = {**about, TEXTS: {name: store.sha256(text) for name, text in texts.items()}}
    try:
        place.mkdir(parents=True, exist_ok=True)
        earlier = {name: _sealed(place, name) for name in tables}
        known = {file: digest for one in earlier.values() if one for file, digest in _texts(one[1]).items()}
        for name, text in texts.items():
            path = place / name
            if os.path.lexists(path) and _digest(path) != known.get(name):
                kept.append(str(path.rename(store.free(path))))
            _put(path, text)
        for name, table in tables.items():
            rows = store.to_csv(table)
            facts = store.to_json({**about, SEAL: _seal(about, rows)})
            if earlier[name] is None:
                kept += [
                    str(path.rename(store.free(path)))
                    for path in _paths(place, name)
                    if os.path.lexists(path)
                ]
            for path, text in zip(_paths(place, name), (facts, rows), strict=True):
                _put(path, text)
    except OSError as fault:
        raise ResultError(f"{place}: cannot be written ({fault}). Choose another --out.") from fault
    return kept


def read(folder: Path, name: str, scenario_sha256: str) -> tuple[pl.DataFrame, dict[str, Any]] | None:
    """Return the table that a study left in a result folder, and what was studied.

    None where there is none, where it cannot be read or was changed, or where it is about another scenario
    than the one whose machine form has this digest.
    """
    found = _sealed(folder / STUDIES, name)
    return found if found and found[1].get("scenario_sha256") == scenario_sha256 else None


def holds(folder: Path) -> bool:
    """Return whether any study left something in a result folder."""
    return (folder / STUDIES).is_dir()


def _sealed(place: Path, name: str) -> tuple[pl.DataFrame, dict[str, Any]] | None:
    """Return a study's table and facts as they were written, None for anything else."""
    facts, rows = _paths(place, name)
    try:
        about, content = plain.read_json(facts), plain.read_bytes(rows)
        if about.pop(SEAL) != _seal(about, content.decode("utf-8")):
            return None
        return pl.read_csv(content, infer_schema_length=None), about
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        pl.exceptions.PolarsError,
    ):
        return None


def _texts(about: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of a study's further files by name, as its facts hold them."""
    return dict(about.get(TEXTS) or {})


def _digest(path: Path) -> str | None:
    """Return the digest of a file's text; None for what is no plain file of text."""
    try:
        return store.sha256(plain.read_bytes(path).decode("utf-8"))
    except FORGED:
        return None


def _put(path: Path, text: str) -> None:
    """Write a text; it appears whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8", newline="")
    partial.replace(path)


def _paths(place: Path, name: str) -> tuple[Path, Path]:
    """Return where the facts and the rows of a study's table stand."""
    return place / f"{name}.json", place / f"{name}.csv"


def _seal(about: dict[str, Any], rows: str) -> str:
    return store.sha256(store.to_json(about) + rows)

"""Keep finished replications beside a result folder until their run completes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from sim.store import manifest, sealed
from sim.store.names import sibling

ABOVE = (
    "answer",
    "checks",
    "cli",
    "comparison",
    "journey_tables",
    "oracles",
    "plots",
    "pytest_plugin",
    "report",
    "reporting",
    "studies",
    "tables",
)
"""Parts of Goodwill above the experiment: what they say of a replication cannot change it."""
OURS = re.compile(r"[0-9a-f]{32}|writing-\d+")


class Journal:
    """The finished replications of one run, found again by a run of the same inputs.

    The key digests all that decides a replication: resolved scenarios, seed, engine,
    versions and Goodwill's own sources; another key finds nothing.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any]) -> None:
        self.root = sibling(folder, "unfinished")
        about = {**facts, **_made_by()}
        self.folder = self.root / manifest.sha256(json.dumps(about, sort_keys=True))[:32]
        self.logs = self.folder / "logs"

    def finished(self) -> Iterator[pl.DataFrame]:
        """Return every table kept by an earlier run with the same key; a damaged one is dropped."""
        tables = (sealed.read(path) for path in sorted(self.folder.glob("*.parquet")))
        return (table for table in tables if table is not None)

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep a table under a name; it appears whole or not at all.

        Raises: ResultError when the disk refuses.
        """
        sealed.write(self.folder / f"{manifest.sha256(name)[:32]}.parquet", table)

    def discard(self) -> None:
        """Remove every journal of this result: a completed run supersedes them all."""
        for path in self.root.glob("*"):
            if OURS.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)
        with contextlib.suppress(OSError):
            self.root.rmdir()


def made_by() -> str:
    """Return the digest of what makes replications: versions, platform and Goodwill's own sources."""
    return manifest.sha256(json.dumps(_made_by(), sort_keys=True))


def rests_on() -> dict[str, str]:
    """Return, by name, all that two machines must have alike for results to be the same bit by bit."""
    libm = " ".join(platform.libc_ver()).strip() or platform.system()
    machine = {"processor": platform.machine(), "C library": libm, "Goodwill's source files": _sources()}
    return {**manifest.versions(), **machine}


def _made_by() -> dict[str, Any]:
    return {"versions": manifest.versions(), "platform": platform.platform(), "sources": _sources()}


def _sources() -> str:
    return _digest_of(manifest.SOURCES)


@cache
def _digest_of(folder: Path) -> str:
    """Return the digest of the sources below `folder` that reach a replication, in order of their names."""
    found = hashlib.sha256(f"{sys.version}\n".encode())
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder)
        if name.parts[0].removesuffix(".py") not in ABOVE:
            found.update(name.as_posix().encode() + b"\n" + path.read_bytes())
    return found.hexdigest()

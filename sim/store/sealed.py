"""Keep a table on disk under a seal, so that one that was damaged, changed or exchanged is never taken."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from pathlib import Path

import polars as pl

from sim.errors import ResultError

SEAL = hashlib.sha256().digest_size
"""Bytes before the table: the SHA-256 of the file's name and the table."""


def write(path: Path, table: pl.DataFrame) -> None:
    """Write a table; it appears whole or not at all.

    Raises: ResultError when the disk refuses.
    """
    partial, content = path.with_suffix(f".{os.getpid()}.partial"), io.BytesIO()
    table.write_parquet(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(_seal(path, content.getvalue()) + content.getvalue())
        partial.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise ResultError(f"{path.parent}: cannot be written ({fault}). Choose another --out.") from fault


def read(path: Path) -> pl.DataFrame | None:
    """Return the table that `write` left at `path`, or None; what stands there else is dropped."""
    if not path.is_file():
        return None
    try:
        content = path.read_bytes()
        if content[:SEAL] == _seal(path, content[SEAL:]):
            return pl.read_parquet(content[SEAL:])
    except (OSError, pl.exceptions.PolarsError):
        pass
    with contextlib.suppress(OSError):
        path.unlink()
    return None


def _seal(path: Path, content: bytes) -> bytes:
    return hashlib.sha256(path.name.encode() + b"\n" + content).digest()

"""Keep the log tables of a replication."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from sim.errors import ResultError

PARTIAL = "*.partial"


class LogFiles:
    """One replication's log tables as parquet files, or nothing when no folder is given.

    They are written into scratch space of this process and take their place once they are whole.
    Raises: ResultError when the disk refuses.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parts: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        if folder is not None:
            self._scratch = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
            with _told(folder):
                shutil.rmtree(self._scratch, ignore_errors=True)
                self._scratch.mkdir(parents=True)

    def add(self, table: str, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        """Write one chunk of rows at once, so that memory does not grow with the run."""
        if self._folder is None:
            return
        part = self._parts[table] = self._parts.get(table, -1) + 1
        frame = pl.DataFrame({name: np.asarray(values) for name, values in columns.items()})
        content = io.BytesIO()
        frame.write_parquet(content)
        self._rows[table] = self._rows.get(table, 0) + frame.height
        with _told(self._folder):
            (self._scratch / f"{table}.{part:06d}.part").write_bytes(content.getbuffer())

    def finish(self) -> None:
        """Join the chunks into one file per table, and put the tables in their place."""
        if self._folder is None:
            return
        with _told(self._folder):
            for table in self._parts:
                parts = sorted(self._scratch.glob(f"{table}.*.part"))
                path = self._scratch / f"{table}.parquet"
                pl.scan_parquet(parts).sink_parquet(path)
                if pl.scan_parquet(path).select(pl.len()).collect().item() != self._rows[table]:
                    raise OSError(f"{path.name} was cut short")  # Polars does not tell that a disk is full
                for part in parts:
                    part.unlink()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._scratch.rename(self._folder)


def read_log(folder: Path, table: str) -> pl.DataFrame | None:
    """Return a log table that `LogFiles` kept in `folder`; None if it has no rows or was not kept."""
    path = folder / f"{table}.parquet"
    return pl.read_parquet(path) if path.is_file() else None


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what a disk refuses into words."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.") from fault

"""Read files that may have been forged: nothing is waited for, and no nesting is too deep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises: OSError for what cannot be read, and for a folder, a pipe or a device, which are not waited for.
    """
    if path.exists() and not path.is_file():
        raise OSError(f"{path.name} is no file")
    return path.read_bytes()


def read_json(path: Path) -> Any:
    """Return what a file of JSON holds.

    Raises: OSError as `read_bytes`; ValueError for what is no JSON, or nested deeper than Python reads.
    """
    try:
        return json.loads(read_bytes(path).decode("utf-8"))
    except RecursionError as fault:
        raise ValueError(f"{path.name} is nested too deeply") from fault

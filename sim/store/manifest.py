"""Where a result comes from: digests, versions, platform."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any

SCHEMA_VERSION = 1
SOURCES = Path(__file__).parents[1]
LIBRARIES = ("numpy", "scipy", "simpy", "polars", "pydantic")
RESTS_ON = {*LIBRARIES, "polars-runtime-32", "pydantic_core", "PyYAML", "tzdata"}


def manifest(scenario_text: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Describe where a result comes from: scenario digest, versions, platform, and `facts`.

    Results are bit-identical under the same pinned libraries, platform and libm, so all three are named. Of
    the constraints file only the libraries that a result rests on count: tools for tests and pages do not.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario_sha256": sha256(scenario_text),
        **facts,
        "versions": versions(),
        "platform": platform.platform(),
        "libm": " ".join(platform.libc_ver()).strip() or platform.system(),
        "constraints_sha256": _constraints(SOURCES.parent / "constraints.txt"),
    }


def _constraints(file: Path) -> str | None:
    """Return the digest of the versions that are pinned of what a result rests on, None without a file."""
    if not file.is_file():
        return None
    pinned = (line for line in file.read_text("utf-8").splitlines() if line.partition("==")[0] in RESTS_ON)
    return sha256("\n".join(sorted(pinned)))


def versions() -> dict[str, str]:
    """Return the versions of Goodwill, Python and the libraries that reach a result."""
    try:
        own = metadata.version("goodwill-sim")
    except metadata.PackageNotFoundError:
        own = "unknown"
    return {
        "goodwill": own,
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in LIBRARIES},
    }


def started() -> str:
    """Return the date and time now, in UTC, for a manifest."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def stopwatch() -> float:
    """Return a clock for durations [s]; durations go into manifests, never into results."""
    return perf_counter()


def sha256(text: str) -> str:
    """Digest a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(content: Mapping[str, Any]) -> str:
    """Return a mapping as JSON text; NaN and infinity are refused."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

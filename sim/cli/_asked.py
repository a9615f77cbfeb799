"""Hold what the command line asks `run` to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.executors import Workers


class Asked(NamedTuple):
    """What the command line asks to run; None stands for the file's own choice."""

    file: Path
    scenarios: Sequence[str] | None
    policies: Sequence[str] | None
    sets: Sequence[str]
    replications: int | None
    seed: int | None
    keep_logs: bool
    event_log: bool
    versus: str | None
    figures: bool
    equal_service: bool
    jobs: Workers
    engine: str
    only: int | None = None

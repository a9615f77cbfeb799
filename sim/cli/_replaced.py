"""Say what a run replaces of an earlier one in its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim import store

if TYPE_CHECKING:
    from sim.cli._asked import Asked
    from sim.scenario.model import Scenario


def warn_of_older(
    folder: Path, asked: Asked, scenario: Scenario, texts: Mapping[str, str], say: Callable[[str], None]
) -> None:
    """Warn that an earlier result of something else will be replaced, while it can still be kept."""
    inputs = {
        "scenarios_sha256": {name: store.sha256(text) for name, text in texts.items()},
        "policies": list(asked.policies or scenario.policies),
        "seed": asked.seed,
        "replications_wanted": asked.replications,
    }
    if store.replaces(folder, inputs):
        say(f"This run replaces an earlier result with other inputs in {folder}; another --out keeps both.")

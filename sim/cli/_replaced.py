"""Say what a run replaces of an earlier one in its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim import store
from sim.commands import command
from sim.store.folder import digest, listed

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


REPORTS = {"report.html": "html", "report.md": "md", "tables.xlsx": "xlsx", "slides.pptx": "pptx",
           "report.pdf": "pdf"}  # fmt: skip
"""Files of a report by their form."""


def reports_in(folder: Path) -> list[str]:
    """Return the report's files of a result folder that a new run removes: ours, and not edited."""
    wrote = listed(folder)
    return [name for name in REPORTS if name in wrote and digest(folder / name) == wrote[name]]


def tell_removed(folder: Path, before: list[str], say: Callable[[str], None]) -> None:
    """Say which files of a report went with the earlier result, and how to make them anew."""
    gone = [name for name in before if not (folder / name).exists()]
    if gone:
        anew = command("report", folder, "--formats", ",".join(REPORTS[name] for name in gone))
        say(f"Removed, because they told of the earlier run: {', '.join(gone)}. Make them anew: {anew}")

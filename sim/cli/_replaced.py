"""Tell what of an earlier result a new run replaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim import store
from sim.commands import command
from sim.report.forms import FIGURES, FILES
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


def reports_in(folder: Path) -> dict[str, str]:
    """Return the files of a report that a new run removes, ours and not edited, each with its form."""
    wrote, by_name = listed(folder), {name: form for form, name in FILES.items()}
    forms = {name: by_name.get(name) or _form_of_figure(name) for name in wrote}
    return {name: form for name, form in forms.items() if form and digest(folder / name) == wrote[name]}


def _form_of_figure(name: str) -> str:
    return name.rpartition(".")[2] if name.startswith(f"{FIGURES}/") else ""


def tell_removed(folder: Path, before: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Say which files of an earlier report were removed, and the command that writes them anew."""
    gone = [name for name in before if not (folder / name).exists()]
    if gone:
        named = dict.fromkeys(f"{FIGURES}/" if name.startswith(f"{FIGURES}/") else name for name in gone)
        forms = ",".join(dict.fromkeys(before[name] for name in gone))
        anew = command("report", folder, "--formats", forms)
        say(f"Removed, because they told of the earlier run: {', '.join(named)}. Write them anew: {anew}")

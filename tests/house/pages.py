"""Write the pages that the code makes, and the gallery's figures: `python -m tests.house.pages`."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from sim.cli import app
from sim.cli.schema import text as schema
from sim.commands import Ran
from sim.judging import MATTERS
from sim.kpis.reference import page as measures
from sim.plots.base import Made, exhibits
from sim.plots.gallery import WITHOUT
from sim.plots.gallery import page as gallery
from sim.reporting.given import read_given
from sim.scenario.model import Scenario
from sim.scenario.reference import page as levers
from sim.scenario.semantics import SEMANTICS_REVISION

ROOT = Path(__file__).resolve().parents[2]
DEFAULTS = "tests/house/defaults.json"


def defaults():
    """Return the default of every key of the format, by model and key."""
    schema = Scenario.model_json_schema()
    models = {"Scenario": schema, **schema["$defs"]}
    return {
        f"{model}.{key}": about["default"]
        for model, shape in sorted(models.items())
        for key, about in sorted(shape.get("properties", {}).items())
        if "default" in about
    }


def holds(old, new) -> bool:
    """Return whether a default says what it said; a key that is new within it is no change."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and holds(value, new[key]) for key, value in old.items())
    return old == new


def recorded() -> str:
    """Return the defaults with their revision as text; recorded ones stay until it is raised."""
    stored = json.loads((ROOT / DEFAULTS).read_text("utf-8"))
    kept = stored["defaults"] if stored["semantics_revision"] == SEMANTICS_REVISION else {}
    here = defaults()
    told = {key: value if holds(kept.get(key, value), value) else kept[key] for key, value in here.items()}
    content = {"semantics_revision": SEMANTICS_REVISION, "defaults": told}
    return json.dumps(content, indent=1) + "\n"


PAGES = {
    "docs/guide/gallery.md": gallery,
    "docs/levers.md": levers,
    "docs/measures.md": lambda: measures(MATTERS),
    "scenarios/scenario.schema.json": schema,
    DEFAULTS: recorded,
}

PICTURES = "docs/guide/gallery"
RUN = ("--replications", "4", "--jobs", "1", "--no-equal-service", "--figures", "none", "--quiet")


def pictures() -> dict[str, bytes]:
    """Return the gallery's figures by exhibit, of a run of the small day, which takes some seconds."""
    with tempfile.TemporaryDirectory() as place:
        file = Path("scenarios", "small_day.yaml")
        done = CliRunner().invoke(app, ["run", str(ROOT / file), "--out", place, *RUN])
        if done.exit_code:
            raise RuntimeError(done.output)
        given = read_given(Path(place, file.stem))
        found = exhibits(replace(given, ran=Ran(file.as_posix())))
        return {
            one.name: one.for_page() for one in found if isinstance(one, Made) and one.name not in WITHOUT
        }


if __name__ == "__main__":
    for exhibit, figure in pictures().items():
        (ROOT / PICTURES / f"{exhibit}.svg").write_bytes(figure)
    for name, text in PAGES.items():
        (ROOT / name).write_text(text(), encoding="utf-8")

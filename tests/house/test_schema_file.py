"""The tracked JSON Schema is the one the models give."""

import json
from pathlib import Path

from sim.scenario.schema import scenario_schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_tracked_schema_is_what_the_models_say_now():
    tracked = json.loads((ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8"))
    assert tracked == json.loads(json.dumps(scenario_schema())), (
        "the models changed: run `python run_sim.py schema > scenarios/scenario.schema.json`"
    )


def test_every_shipped_scenario_names_the_schema_for_editors():
    for folder, up in ((ROOT / "scenarios", ""), (ROOT / "scenarios" / "evidence", "../")):
        for path in folder.glob("*.yaml"):
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema={up}scenario.schema.json", path.name

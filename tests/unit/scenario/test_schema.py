"""Check the JSON Schema: it is draft 07, it takes what loads, and it refuses what editors can know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from sim.scenario.load import load_scenario, resolved
from sim.scenario.schema import scenario_schema
from sim.scenario.source import parse

ROOT = Path(__file__).parents[3]
VALID = sorted((ROOT / "tests" / "cases" / "valid").glob("*.yaml"))
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))
STARTER = ROOT / "sim" / "cli" / "templates" / "starter.yaml"
SCHEMA = scenario_schema()


def faults(text: str) -> list[str]:
    value = parse(text, "x").tree.value
    return [error.json_path for error in Draft7Validator(SCHEMA).iter_errors(value)]


def everything(node: Any) -> list[Any]:
    inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    return [node, *(part for item in inner for part in everything(item))]


def test_the_schema_is_draft_07() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    text = json.dumps(SCHEMA)
    assert not [word for word in ("$defs", "prefixItems", "unevaluatedProperties", '"null"') if word in text]


def test_every_reference_leads_somewhere_and_stands_alone() -> None:
    references = [node for node in everything(SCHEMA) if isinstance(node, dict) and "$ref" in node]
    assert references
    assert all(node["$ref"].removeprefix("#/definitions/") in SCHEMA["definitions"] for node in references)
    assert all(len(node) == 1 for node in references)


@pytest.mark.parametrize("path", [*VALID, *SHIPPED, STARTER], ids=lambda path: path.stem)
def test_a_sound_scenario_meets_the_schema(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*VALID, STARTER], ids=lambda path: path.stem)
def test_the_machine_form_meets_the_schema(path: Path) -> None:
    assert faults(resolved(load_scenario(path))) == []


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("    queue: service\n    refers_to", "    queu: service\n    refers_to", "$.contacts.balance"),
        ("mean: 12m", "mean: 12", "$.queues.service"),
        ("wage: 29.50", "wage: much", "$.groups.generalists"),
        ("version: 1", "version: 2", "$.version"),
        ("baseline: target", "", "$"),
        ("pace: quality_time", "pace: [quality_time]", "$.policies.quality"),
        ("    patience: {dist: weibull, scale: 6m29s, shape: 0.91}\n", "", "$.queues.disputes"),
    ],
)
def test_what_an_editor_can_know_is_refused_at_its_place(old: str, new: str, at: str) -> None:
    text = next(path for path in VALID if path.stem == "full").read_text("utf-8")
    assert old in text
    found = faults(text.replace(old, new, 1))
    assert found
    assert all(path.startswith(at) for path in found)


def test_fields_carry_their_documentation_and_defaults_in_the_file_s_own_units() -> None:
    clock = SCHEMA["definitions"]["Clock"]["properties"]
    assert clock["days"]["description"] == "Number of measured days."
    assert clock["interval"]["default"] == "30m"
    assert SCHEMA["definitions"]["Queue"]["properties"]["service_level"]["default"] == "80/20"


def test_only_a_file_that_extends_another_may_be_incomplete() -> None:
    assert faults("extends: base.yaml\nqueues: {service: {short_abandon: 3s}}\n") == []
    assert faults("extends: base.yaml\nqueues: {service: {short_abandon: 3}}\n") == [
        "$.queues.service.short_abandon"
    ]
    assert faults("name: x\n") == ["$"] * 7

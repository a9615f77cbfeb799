"""Write the scenario file's JSON Schema (draft 07) for editors, from the models themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from sim.frozen import Frozen, meanings
from sim.quantities import FAMILIES
from sim.scenario.model import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"
EXTENDS = {
    "description": "A base file in the same folder; mappings are merged key by key, other values replaced.",
    "type": "string",
}

_FORMS = {name: one.json_schema["anyOf"] for name, one in FAMILIES.items() if "anyOf" in one.json_schema}
_NAMES = {json.dumps(form, sort_keys=True): name for name, form in reversed(_FORMS.items())}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files; in a file that extends another nothing is required."""
    raw = Scenario.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_WithoutDefaults, mode="validation"
    )
    models = {model.__name__: model for model in _descendants(Frozen)}
    for name, definition in [("Scenario", raw), *raw["$defs"].items()]:
        if name in models:
            _describe(definition, models[name])
    whole: dict[str, Any] = _draft_07(raw)
    definitions = whole.pop("definitions")
    whole["properties"] = {"extends": EXTENDS, **whole["properties"]}
    return {
        "$schema": DRAFT,
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/definitions/part"},
        "else": {"$ref": "#/definitions/whole"},
        "definitions": {
            "whole": whole,
            "part": _part(whole),
            **{name: {"anyOf": _FORMS[name]} for name in _NAMES.values()},
            **definitions,
            **{f"{name}.part": _part(definition) for name, definition in definitions.items()},
        },
    }


def _part(node: Any) -> Any:
    """Require nothing, neither here nor in the definitions referred to."""
    if isinstance(node, list):
        return [_part(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _part(value) for key, value in node.items() if key != "required" or isinstance(value, dict)}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    target = kept.get("$ref", "").removeprefix("#/definitions/")
    return {**kept, "$ref": f"#/definitions/{target}.part"} if target and target not in _FORMS else kept


class _WithoutDefaults(GenerateJsonSchema):
    """Leave defaults out: pydantic would write them in seconds, where files write units."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _descendants(model: type[Frozen]) -> Iterator[type[Frozen]]:
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)


def _describe(definition: dict[str, Any], model: type[Frozen]) -> None:
    """Add what each key means, and its default."""
    forms = model.model_construct().model_dump(mode="json", exclude_none=True)
    for word, texts in (("description", meanings(model)), ("default", forms)):
        for name, text in texts.items():
            if name in definition.get("properties", {}):
                definition["properties"][name][word] = text


def _draft_07(node: Any) -> Any:
    """Rewrite what draft 07 spells otherwise; nulls go, because scenario files have none."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node if item != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    found = {
        key: _draft_07(value) for key, value in node.items() if key not in ("properties", "$defs", "title")
    }
    for key, new in (("properties", "properties"), ("$defs", "definitions")):
        if key in node:
            found[new] = {inner: _draft_07(value) for inner, value in node[key].items()}
    if "prefixItems" in found:
        found |= {"items": found.pop("prefixItems"), "additionalItems": False}
    if len(found.get("anyOf", ())) == 1:
        found |= found.pop("anyOf")[0]
    name = _NAMES.get(json.dumps(found.get("anyOf"), sort_keys=True))
    if name:
        del found["anyOf"]
        found["$ref"] = f"#/definitions/{name}"
    if "$ref" in found and len(found) > 1:
        found["allOf"] = [{"$ref": found.pop("$ref")}]
    return found

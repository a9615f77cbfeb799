"""Write the scenario file's JSON Schema (draft 07) for editors, from the models themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from sim.frozen import Frozen
from sim.scenario.model import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"
EXTENDS = {
    "description": "A base file in the same folder; mappings are merged key by key, other values replaced.",
    "type": "string",
}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files; a file that extends another need not be complete."""
    raw = Scenario.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_WithoutDefaults, mode="validation"
    )
    schema: dict[str, Any] = _draft_07(raw)
    models = {model.__name__: model for model in _descendants(Frozen)}
    for name, definition in [("Scenario", schema), *schema.get("definitions", {}).items()]:
        if name in models:
            _add_defaults(definition, models[name])
    required = schema.pop("required")
    schema["properties"] = {"extends": EXTENDS, **schema["properties"]}
    return {"$schema": DRAFT, **schema, "if": {"required": ["extends"]}, "else": {"required": required}}


class _WithoutDefaults(GenerateJsonSchema):
    """Leave defaults out: pydantic would write them in seconds, where files write units."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _descendants(model: type[Frozen]) -> Iterator[type[Frozen]]:
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)


def _add_defaults(definition: dict[str, Any], model: type[Frozen]) -> None:
    forms = model.model_construct().model_dump(mode="json", exclude_none=True)
    for name, form in forms.items():
        if name in definition.get("properties", {}):
            definition["properties"][name]["default"] = form


def _draft_07(node: Any) -> Any:
    """Rewrite what draft 07 spells otherwise; nulls go, because scenario files have none."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node if item != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    found = {
        key: _draft_07(value) for key, value in node.items() if key not in ("properties", "$defs", "title")
    }
    for key, name in (("properties", "properties"), ("$defs", "definitions")):
        if key in node:
            found[name] = {inner: _draft_07(value) for inner, value in node[key].items()}
    if "prefixItems" in found:
        found |= {"items": found.pop("prefixItems"), "additionalItems": False}
    if "$ref" in found and len(found) > 1:
        found["allOf"] = [{"$ref": found.pop("$ref")}]
    if len(found.get("anyOf", ())) == 1:
        found |= found.pop("anyOf")[0]
    return found

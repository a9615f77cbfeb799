"""Where a key belongs that stands in the wrong section, or that Goodwill calls otherwise."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from sim.frozen import Frozen
from sim.scenario.model import Scenario
from sim.scenario.variant import SAME

OTHERWISE = {
    ("fte", "ftes", "headcount", "heads", "staff", "agents"): (
        "Say how many work under shifts: NAME: staff: {GROUP: 8}, groups: NAME: fte: 62, or under on_duty:."
    ),
    ("cost", "costs", "price", "salary"): "Costs are groups.NAME.wage, and overtime on top of it.",
}
"""What no key of a file stands for alone, and how to say it."""


def elsewhere(name: str) -> str:
    """Return the remedy for an unknown key: where it stands, by whatever name."""
    for words, remedy in OTHERWISE.items():
        if name.lower() in words:
            return remedy
    alike = next((words for words in SAME if name.lower() in words), (name,))
    found = [path for path in _paths() if path.rpartition(".")[2] in (name, *alike)]
    return f"It stands at {' or '.join(found[:2])}." if 0 < len(found) <= 2 else "Remove it."


@cache
def _paths() -> tuple[str, ...]:
    """Return the dotted path of every field of a scenario, with NAME for what people name."""
    return tuple(dict.fromkeys(_below(Scenario, "")))


def _below(model: type[Frozen], path: str) -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        here = f"{path}.{name}".strip(".")
        found.append(here)
        for inner, named in _models(field.annotation):
            found += _below(inner, f"{here}.NAME" if named else here)
    return found


def _models(hint: Any, *, named: bool = False) -> list[tuple[type[Frozen], bool]]:
    """Return the models in a type, each with whether it stands under a name."""
    if isinstance(hint, type) and issubclass(hint, Frozen):
        return [(hint, named)]
    is_mapping = getattr(hint, "__origin__", None) is dict
    return [found for part in get_args(hint) for found in _models(part, named=named or is_mapping)]

"""Open Goodwill from Python: `load_scenario`, `simulate`, `compare`, `check`; imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.checks.run import check
    from sim.comparison import compare
    from sim.reporting.simulate import simulate
    from sim.scenario.load import load_scenario

__all__ = ["check", "compare", "load_scenario", "simulate"]

_HOMES = {
    "check": "sim.checks.run",
    "compare": "sim.comparison",
    "load_scenario": "sim.scenario.load",
    "simulate": "sim.reporting.simulate",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute '{name}'. Public are: {', '.join(__all__)}.")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

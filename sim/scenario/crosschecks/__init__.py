"""Check what single fields cannot know: names that must exist, hours that must fit, sums that must hold."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sim.scenario.crosschecks.base import Finding
from sim.scenario.model import Scenario


def crosscheck(scenario: Scenario) -> list[Finding]:
    """Return every finding of every check in this folder; none of them simulates."""
    subjects = [entry.name for entry in iter_modules(__path__) if entry.name != "base"]
    checks = [check for name in subjects for check in import_module(f"{__name__}.{name}").CHECKS]
    return [finding for check in checks for finding in check(scenario)]

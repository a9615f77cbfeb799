"""Make the event log of a policy from the logs that a run kept of its first replication."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from sim.scenario.model import Scenario


def event_log(scenario: Scenario, policy: str, logs: Path, number: int) -> pl.DataFrame | None:
    """Return the event log of replication `number` under a policy; None without contacts."""
    from sim import store
    from sim.event_log import events
    from sim.experiment import log_folder
    from sim.world.build import build

    folder = log_folder(logs, scenario.scenario, policy, number)
    legs, contacts = store.read_log(folder, "legs"), store.read_log(folder, "contacts")
    if legs is None or contacts is None:
        return None
    return events(build(scenario, policy), legs, contacts)

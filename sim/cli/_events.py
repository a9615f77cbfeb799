"""Make the event logs of a run from the logs it kept of its first replication."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from sim.experiment import Results
    from sim.scenario.model import Scenario

REPLICATION = 0


def event_logs(
    results: Results, scenarios: Mapping[str, Scenario], logs: Path
) -> dict[tuple[str, str], pl.DataFrame]:
    """Return the event log of replication 0 of every scenario and policy; none for one without contacts."""
    from sim import store
    from sim.build import build
    from sim.event_log import events
    from sim.experiment import log_folder

    found = {}
    for name, scenario in scenarios.items():
        for policy in results.policies:
            folder = log_folder(logs, name, policy, REPLICATION)
            legs, contacts = store.read_log(folder, "legs"), store.read_log(folder, "contacts")
            if legs is not None and contacts is not None:
                found[name, policy] = events(build(scenario, policy), legs, contacts)
    return found

"""Measure what memory a year of customers who come and go takes, beside 60 days of them.

Run `python benchmarks/memory.py [customers]`, 50,000 if none are named. Each length is a process of its own
that prepares, simulates and measures one replication. Customers have 4 contacts and one failure a year, and
`behaviour.loyalty` is on; the engine keeps who is there and what is open, so the peaks should be alike.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"  # as in the worker processes of a run; before Polars is imported

from sim.build import build
from sim.experiment import Job, replicate
from sim.scenario.model import Scenario

CUSTOMERS = 50_000
DAYS = (60, 365)
KILOBYTE = 1024
CALLS_A_YEAR = 4.0
HOURS_A_YEAR = 8760.0


def centre(customers: int, days: int) -> Scenario:
    """Return a centre that is open around the clock and large enough that hardly anybody waits."""
    an_hour = customers * CALLS_A_YEAR / HOURS_A_YEAR
    world: dict[str, Any] = {
        "version": 1,
        "name": "Customers who come and go",
        "clock": {
            **{"start": "2026-01-01", "days": days, "warm_up": "0d", "drain": "0d"},
            **{"open": "00:00-24:00", "interval": "24h"},
        },
        "queues": {"phone": {"patience": {"dist": "exponential", "mean": "180s"}}},
        "contacts": {
            "call": {
                "queue": "phone",
                "volume": {"per_hour": an_hour},
                "work": {"dist": "lognormal", "mean": "245s", "cv": 1},
            },
            "complaint": {"queue": "phone", "work": {"dist": "lognormal", "mean": "245s", "cv": 1}},
        },
        "failures": {"service": {"per_customer_year": 1, "contact": "complaint"}},
        "groups": {"agents": {"skills": ["phone"], "skill": 0.9}},
        "on_duty": {"agents": max(2, round(customers / 5000 * 2))},
        "customers": {"count": customers},
        "behaviour": {"loyalty": {}},
        "policies": {"quality_time": {"pace": "quality_time"}},
        "baseline": "quality_time",
    }
    return Scenario.model_validate(world)


def megabytes(customers: int, days: int) -> tuple[float, int]:
    """Return the peak memory of a process that runs `days` [MB], and its contacts."""
    told = subprocess.run(
        [sys.executable, __file__, str(customers), str(days)], capture_output=True, text=True, check=True
    )
    peak, contacts = told.stdout.split()
    return float(peak), int(contacts)


def tells_memory(customers: int, days: int) -> None:
    """Run one replication in this process and print its peak memory [MB] and its contacts."""
    scenario = centre(customers, days)
    world = build(scenario, scenario.baseline)
    contacts = replicate(Job("as_written", world.policy, world, 1, 0)).contacts
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE, contacts)


def main(customers: int) -> None:
    """Print the peak of each length, and what a further day took."""
    peaks = []
    print(f"{'days':>6}{'contacts':>12}{'peak MB':>10}")
    for days in DAYS:
        peak, contacts = megabytes(customers, days)
        peaks.append(peak)
        print(f"{days:>6}{contacts:>12,}{peak:>10.1f}", flush=True)
    print(f"{customers:,} customers, {1000 * (peaks[1] - peaks[0]) / (DAYS[1] - DAYS[0]):.0f} kB a day")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        tells_memory(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS)

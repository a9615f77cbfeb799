"""Measure what memory a year of customers who come and go takes, beside 60 days and longer studies.

Run `python benchmarks/memory.py [customers]`, 50,000 if none are named. Each length is a process of its own
that prepares, simulates and measures one replication. Customers have 4 contacts and one failure a year, and
`behaviour.loyalty` is on. The engine keeps who is there and what is open, so peaks follow the customers.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"  # as in the worker processes of a run; before Polars is imported

import polars as pl

from sim.experiment import Job, replicate
from sim.scenario.model import Scenario
from sim.world.build import build

CUSTOMERS = 50_000
DAYS = (60, 365, 730, 1095)
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
            "start": "2026-01-01",
            "days": days,
            "warm_up": "0d",
            "drain": "0d",
            "open": "00:00-24:00",
            "interval": "24h",
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


def peak(customers: int, days: int) -> tuple[float, int, int]:
    """Return what a process that runs `days` took [MB], its contacts, and the customers at the end."""
    command = [sys.executable, __file__, str(customers), str(days)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), int(told[1]), int(told[2])


def tells(customers: int, days: int) -> None:
    """Run one replication in this process; print its peak [MB], its contacts and the customers at the end."""
    scenario = centre(customers, days)
    world = build(scenario, scenario.baseline)
    done = replicate(Job("as_written", world.policy, world, 1, 0))
    sums = done.kpis.filter((pl.col("kpi") == "customer_base") & (pl.col("dimension") == "all"))
    base = round(sums["numerator"][0])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE, done.contacts, base)


def main(customers: int) -> None:
    """Print the peak of each length."""
    print(f"{'days':>6}{'contacts':>12}{'customers':>12}{'peak MB':>10}")
    for days in DAYS:
        megabytes, contacts, base = peak(customers, days)
        print(f"{days:>6}{contacts:>12,}{base:>12,}{megabytes:>10.1f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        tells(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS)

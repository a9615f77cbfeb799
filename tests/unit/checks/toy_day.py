"""Stand in for the engine: a day whose measures follow from a hash of seed and replication."""

import hashlib

import polars as pl

from sim.experiment import Job, Replicate
from sim.kpis import KPIS

SCENARIO = """\
version: 1
name: Toy
clock: {start: 2026-03-02, days: 1, warm_up: 0d, drain: 0d, open: {mon-fri: "09:00-12:00"}, interval: 60m}
queues: {service: {patience: {dist: exponential, mean: 3m}}}
contacts: {question: {queue: service, volume: [20, 30, 25], work: {dist: exponential, mean: 4m}}}
groups: {clerks: {skills: [service], wage: 30}}
shifts: {day: {days: mon-fri, hours: 09:00-12:00, staff: {clerks: 2}}}
customers: {count: 500, repeat_window: 1d, currency: EUR}
policies:
  plain: {}
  kind: {pace: {kind: quality_time, rapport: 45s}}
baseline: plain
variations: {fewer: {shifts.day.staff: {multiply: 0.5}}}
scenarios: {today: [], busy: [fewer]}
run: {seed: 7, replications: 10}
"""


def luck(*address):
    """Return a number in [-1, 1) that only the address decides."""
    return int(hashlib.sha256(repr(address).encode()).hexdigest()[:12], 16) / 16**12 * 2 - 1


def replicate(job: Job, lost: float = 0.0, noise: float = 0.04, slices: bool = True) -> Replicate:
    """Return a service level near 80 %, 5 points more under `kind`; `lost` is taken off it."""
    share = 0.80 + noise * luck(job.seed, job.replication) - lost
    share += 0.05 + 0.002 * luck(job.seed, job.replication, "kind") if job.policy == "kind" else 0.0
    share -= 0.1 if job.scenario == "busy" else 0.0
    rows = [("all", "", kpi, 10.0, 20.0) for kpi in KPIS if kpi != "service_level"]
    rows += [("all", "", "service_level", 100 * share, 100.0)]
    rows += [("queue", "service", "service_level", 100 * share, 100.0)] if slices else []
    names = ("dimension", "member", "kpi", "numerator", "denominator")
    digest = hashlib.sha256(repr((job.scenario, job.policy, share)).encode()).hexdigest()
    table = pl.DataFrame(rows, schema=list(names), orient="row")
    return Replicate(job.policy, job.scenario, job.replication, table, digest, 100, 0.1)

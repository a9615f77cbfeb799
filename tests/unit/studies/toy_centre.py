"""Stand in for the engine: measures that are known functions of the staffing, and a little luck."""

import polars as pl

from sim.experiment import Replicate
from sim.scenario.load import load_scenario

TEXT = """
version: 1
name: toy
clock: {start: 2026-03-02, days: 5, warm_up: 0d, drain: 1d, open: {mon-fri: 09:00-17:00}, interval: 60m}
queues: {service: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}}
contacts:
  question:
    queue: service
    volume: 30
    work: {dist: exponential, mean: {value: 4m, range: [3m, 6m], source: assumption}}
groups:
  clerks: {skills: [service], wage: 30}
  seniors: {skills: [service], wage: 40, absence: 10%, absence_paid: true}
shifts:
  day: {days: mon-fri, hours: 09:00-17:00, breaks: [12:00-12:30], staff: {clerks: 8, seniors: 2.5}}
customers: {count: 500}
behaviour: {work: {congestion_pressure: {value: 0.2, range: [0, 1], source: assumption}}}
policies:
  target: {pace: {kind: handle_time_target, counts: talk, target: 3m, pressure: 1}}
  quality: {pace: {kind: quality_time, rapport: 45s}}
  bigger: {label: Two more clerks, changes: {shifts.day.staff.clerks: {add: 2}}}
baseline: target
run: {seed: 3, replications: 6}
"""


def scenario(folder, text=TEXT, sets=()):
    """Load the toy centre, or another text."""
    (folder / "toy.yaml").write_text(text)
    return load_scenario(folder / "toy.yaml", sets=sets)


class Shelf(dict):
    """Replications in memory, with a count of what was asked for."""

    def find(self, name):
        return self.get(name)

    def keep(self, name, table):
        assert name not in self, f"{name} was simulated twice"
        self[name] = table


def agents(world):
    """Return the mean number of agents at work on a day."""
    return sum(max((stretch.chance for stretch in agent.week[0]), default=0.0) for agent in world.agents)


def luck(job):
    """Return a number between -1 and 1 that only the replication decides."""
    return (((job.seed + job.replication) * 0.6180339887) % 1.0) * 2.0 - 1.0


def turning(job):
    """Return a service level that quality time raises by 0.1 points for each second of work below 5m15s.

    Congestion pressure, which has a range too, moves both policies alike.
    """
    mean = job.world.types[0].work.numbers[0]
    gain = 0.001 * (315.0 - mean) * (1.0 + 0.2 * luck(job)) if job.policy == "quality" else 0.0
    level = 0.5 + 0.001 * job.world.kappa + gain + 0.05 * luck(job)
    kpis = pl.DataFrame(
        [("all", "", "service_level", 1000.0 * level, 1000.0), ("all", "", "csat", 700.0, 1000.0)],
        schema=["dimension", "member", "kpi", "numerator", "denominator"],
        orient="row",
    )
    return Replicate(job.policy, job.scenario, job.replication, kpis, "0" * 64, 10, 0.0)


def crossing(job):
    """Return a service level that rises by 1 % an agent, or by 5 %: equal at 1.1 of the file's."""
    more = agents(job.world) - 1.1 * 10.5
    level = 0.6 + (0.05 if job.policy == "quality" else 0.01) * more + 0.02 * luck(job)
    kpis = pl.DataFrame(
        [("all", "", "service_level", 1000.0 * level, 1000.0)],
        schema=["dimension", "member", "kpi", "numerator", "denominator"],
        orient="row",
    )
    return Replicate(job.policy, job.scenario, job.replication, kpis, "0" * 64, 10, 0.0)


def replicate(job):
    """Return a service level of 5 % an agent and 10 points less under quality time; 2 points of luck."""
    count = agents(job.world)
    level = 0.05 * count - (0.10 if job.policy == "quality" else 0.0) + 0.02 * luck(job)
    rows = {
        "service_level": (1000.0 * level, 1000.0),
        "abandoned_share": (1000.0 * max(0.0, 0.30 - 0.02 * count), 1000.0),
        "staff_cost": (5.0 * 240.0 * count, 5.0),
    }
    kpis = pl.DataFrame(
        [("all", "", name, over, under) for name, (over, under) in rows.items()],
        schema=["dimension", "member", "kpi", "numerator", "denominator"],
        orient="row",
    )
    return Replicate(job.policy, job.scenario, job.replication, kpis, "0" * 64, 10, 0.0)

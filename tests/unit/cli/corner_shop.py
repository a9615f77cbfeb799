"""Run a small centre from the command line and read what it leaves."""

import json

from typer.testing import CliRunner

from sim.cli import app

SCENARIO = """
version: 1
name: corner-shop
clock: {start: 2026-03-02, days: 2, warm_up: 0d, drain: 1d, open: {mon-fri: 09:00-12:00}, interval: 60m}
queues: {service: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}}
contacts: {question: {queue: service, volume: [20, 30, 25], work: {dist: exponential, mean: 4m}}}
groups: {clerks: {skills: [service], wage: 30}}
shifts: {day: {days: mon-fri, hours: 09:00-12:00, staff: {clerks: 2}}}
customers: {count: 500}
policies:
  target: {label: Three minutes, pace: {kind: handle_time_target, counts: talk, target: 3m, pressure: 1}}
  quality: {label: Quality time, pace: {kind: quality_time, rapport: 45s}}
baseline: target
variations: {busy: {contacts.question.volume: {multiply: 1.2}}}
scenarios: {today: [], busy: [busy]}
run: {seed: 3, replications: 3}
"""


TWO_QUEUES = (
    SCENARIO.replace("queues: {", "queues: {repairs: {service_level: 70/60, patience: 5m}, ")
    .replace("contacts: {", "contacts: {repair: {queue: repairs, volume: [9, 9, 9], work: 6m}, ")
    .replace("groups: {", "groups: {fitters: {skills: [repairs], wage: 40}, ")
    .replace("staff: {", "staff: {fitters: 1, ")
)


def run(*options, figures="none"):
    """Run the shop; figures take longer than all the rest and are drawn only where a test looks at them."""
    jobs = () if "--jobs" in options else ("--jobs", "1")
    return CliRunner().invoke(app, ["run", "shop.yaml", *jobs, "--figures", figures, "--full", *options])


def content(folder):
    return json.loads((folder / "results" / "shop" / "result.json").read_text())


def line_of(text, start):
    """Return the cells of the printed line that begins with `start`, in the tables below the answer."""
    lines = text[text.find("All tables: --full") :].splitlines()
    return next(line.split("  ") for line in lines if line.strip().startswith(start))

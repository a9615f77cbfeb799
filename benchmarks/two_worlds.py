"""Measure the two-worlds case: hidden truths, what their figures say about a decision, and a pilot.

Usage: python benchmarks/two_worlds.py truths [WORLDS] [FIRST] [LAST]
       python benchmarks/two_worlds.py coverage [CENTRES] [WORLDS] [FIRST]
       python benchmarks/two_worlds.py pilot

With --engine compiled anywhere it takes the compiled engine; the figures are the same.

truths: eight hidden truths, from the usual figures and with `bunch` and `transferred`. coverage: in how many
centres the true difference lies inside the interval. pilot: figures of a pilot under a tighter target, which
agents met by saving or by cutting.

A truth is a centre of one queue whose numbers the program knows and the fit does not: the file begins at the
same middling numbers for all. Figures come from four replications of the truth with the usual errors.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import NamedTuple

import numpy as np

from sim.amount import Tolerance
from sim.scenario.load import load
from sim.studies.bench import Bench, Setting
from sim.studies.calibrate import Centre, calibrate, ratio
from sim.studies.worlds import further, verdicts, worlds

TEXT = """version: 1
name: hidden
clock: {{start: 2026-03-02, days: 5, warm_up: 1d, drain: 7d, open: "09:00-17:00", interval: 60m}}
queues:
  calls:
    service_level: 80/20
    patience: {{dist: lognormal, median: {patience:g}s, sigma: 1.5}}
    redial: {{chance: {redial:.3f}, after: {{dist: exponential, mean: 10m}}}}
contacts:
  question:
    queue: calls
    volume: {{per_hour: {volume:g}}}
    work: {{dist: lognormal, mean: {work:g}s, cv: {cv:.3f}}}
    acw: 30s
groups: {{agents: {{skills: [calls], skill: {skill:.3f}}}}}
on_duty: {{agents: 11}}
customers: {{count: 40000}}
behaviour: {{recontact: {{chance: {chance:.3f}}}, work: {{avoidable: {avoidable:.3f}}}}}
policies:
  today:
    pace: {{kind: handle_time_target, target: 5m30s, pressure: {{ended: {ended:.3f}, within: 1m}}}}
    handoff: {{kind: cold, pass_on: {pass_on:.3f}, notes: {notes:.3f}}}
  confirm:
    pace: {{kind: handle_time_target, target: 5m30s, pressure: {{ended: {ended:.3f}, within: 1m}}}}
    handoff: {{kind: cold, pass_on: {pass_on:.3f}, notes: {notes:.3f}}}
    confirm: {{}}
{tighter}baseline: today
run: {{seed: {seed}, replications: 2}}
"""
TIGHTER = """  tighter:
    pace:
      kind: handle_time_target
      target: 4m24s
      pressure: {{ended: {pressed:.3f}, within: 1m}}
      saves: {saves:.3f}
    handoff: {{kind: cold, pass_on: {pass_on:.3f}, notes: {notes:.3f}}}
"""
START = {
    "patience": 240.0, "redial": 0.4, "volume": 60.0, "work": 345.0, "cv": 0.9, "skill": 0.85, "chance": 0.55,
    "ended": 0.25, "pass_on": 0.3, "notes": 0.5, "avoidable": 0.0, "pressed": 0.4, "saves": 0.5,
}  # fmt: skip
USUAL = ("offered", "aht", "fcr", "recontact_7d", "service_level", "abandoned", "occupancy")
SETTLING = (*USUAL, "bunch", "transferred")
KPI = {"abandoned": "abandoned_share"}
WORTH, NEAR = 0.05, 0.01
CUTS, CANNOT = ("ended", 0.30, 0.60, 0.95), ("ended", 0.0, 0.12, 0.72)
"""The two stories: ends of the share that agents cut within a minute, and about what they can solve."""


OPEN = {
    "cv": (0.7, 1.1), "chance": (0.4, 0.7), "pass_on": (0.15, 0.45), "notes": (0.3, 0.7),
    "patience": (180.0, 320.0), "redial": (0.25, 0.55),
}  # fmt: skip
"""What else differs between truths."""
STORIES = {"saving": {"saves": 0.8, "pressed": 0.05}, "cutting": {"saves": 0.05, "pressed": 0.6}}
"""How agents meet the tighter target of a pilot."""


class Shelf:
    """Keep nothing between runs."""

    def find(self, _):
        """Find nothing."""

    def keep(self, *_):
        """Keep nothing."""


ENGINE = {"engine": "simpy"}


def bench_of(seed):
    """Return a bench of the engine asked for, that keeps nothing."""
    return Bench(Shelf(), seed, **ENGINE)


class Truth(NamedTuple):
    """A hidden centre: its story, numbers, figures, and what `confirm` really changes of FCR."""

    story: str
    numbers: dict
    figures: dict
    gain: float


def centre(numbers, folder, observed="", *, tighter=False, seed=5):
    """Return a centre with these numbers and figures."""
    more = TIGHTER.format(**numbers) if tighter else ""
    path = Path(folder) / "centre.yaml"
    path.write_text(TEXT.format(**numbers, tighter=more, seed=seed) + observed, "utf-8")
    return load(path)


def shown(loaded, policies, replications, seed, names):
    """Return figures of each policy, by (policy, figure)."""
    bench = bench_of(seed)
    table = bench.table({("", name): Setting(loaded.scenario, name) for name in policies}, replications)
    found = {}
    for policy in policies:
        for name in names:
            if name == "recontact_7d":
                found[policy, name] = 1.0 - ratio(table, "fcr_measured", policy)[0]
            else:
                found[policy, name] = ratio(table, KPI.get(name, name), policy)[0]
    return found


def observed(figures, policy, names, indent="  "):
    """Return figures as a file states them."""
    lines = []
    for name in names:
        value = figures[policy, name]
        if name == "fcr":
            lines.append(f"fcr: {{value: {value:.4f}, by: survey}}")
        elif name == "aht":
            lines.append(f"aht: {value:.1f}s")
        else:
            lines.append(f"{name}: {value:.4f}")
    return "".join(f"{indent}{line}\n" for line in lines)


def truth(index, folder):
    """Return a hidden truth of either story by turns; none whose gain is near what is worth having."""
    for attempt in range(20):
        luck = np.random.default_rng((16, index, attempt))
        cuts = index % 2 == 0
        _, low, high, skill = CUTS if cuts else CANNOT
        work = (360.0, 400.0) if cuts else (300.0, 340.0)
        drawn = {name: luck.uniform(*ends) for name, ends in OPEN.items()}
        skill = min(max(skill + luck.uniform(-0.03, 0.03), 0.6), 1.0)
        numbers = (
            START | drawn | {"ended": luck.uniform(low, high), "skill": skill, "work": luck.uniform(*work)}
        )
        loaded = centre(numbers, folder)
        figures = shown(loaded, ("today", "confirm"), 4, 900 + index, SETTLING)
        gain = figures["confirm", "fcr"] - figures["today", "fcr"]
        if abs(gain - WORTH) > NEAR:
            return Truth("cut short" if cuts else "cannot solve", numbers, figures, gain)
    raise SystemExit("no truth of this story is far enough from what is worth having")


def told(one, names, count, folder):
    """Return what the worlds say that fit these figures: the verdict, and the measurements ranked."""
    loaded = centre(START, folder, "observed:\n" + observed(one.figures, "today", names))
    laid = worlds(Centre(loaded, bench_of(5)), count, ["confirm"], ["fcr"])
    rows = verdicts(laid, ["confirm"], {"fcr": Tolerance(WORTH)}, {"fcr": "higher"})
    return laid, rows[0] if rows else None, [f.figure for f in further(laid, "confirm", "fcr")[:3]]


def say(words, one, laid, row, ranked):
    """Print one line."""
    if row is None:
        print(f"  {words}: none of {laid.tried} worlds fits", flush=True)
        return
    inside = abs(row.mean - one.gain) <= row.half
    print(
        f"  {words}: {row.tried} of {laid.tried} worlds fit, gain of 5 points in {row.wins} of {row.tried}, "
        f"{100 * row.mean:+.1f} ± {100 * row.half:.1f} ({100 * row.low:+.1f} to {100 * row.high:+.1f}), "
        f"truth {'inside' if inside else 'OUTSIDE'}; next: {', '.join(ranked) or 'too few worlds'}",
        flush=True,
    )


def truths(count, first, last, folder):
    """Run the two-worlds case for some of the hidden truths."""
    for index in range(first, last):
        began, one = process_time(), truth(index, folder)
        print(
            f"truth {index + 1}, {one.story}: confirm gains {100 * one.gain:+.1f} points of FCR", flush=True
        )
        say("usual figures", one, *told(one, USUAL, count, folder))
        laid, row, ranked = told(one, SETTLING, count, folder)
        say("with bunch and transferred", one, laid, row, ranked)
        if row is not None:
            share, has = row.wins / row.tried, one.gain > WORTH
            right = share >= 0.8 if has else share <= 0.4
            print(f"  {'right' if right else 'WRONG'}: {100 * share:.0f} % of the worlds ", end="")
            print(f"({process_time() - began:.0f} s of processor)", flush=True)


def coverage(centres, count, first, folder):
    """Count the centres whose true difference lies inside the printed interval."""
    inside = 0
    for index in range(first, centres):
        one = truth(100 + index, folder)
        laid, row, ranked = told(one, USUAL, count, folder)
        say(f"centre {index + 1}, {one.story}, {100 * one.gain:+.1f}", one, laid, row, ranked)
        inside += row is not None and abs(row.mean - one.gain) <= row.half
        print(f"{inside} of {index + 1 - first} inside", flush=True)


def pilot(folder):
    """Fit what agents saved and cut under a tighter target to the figures of a pilot of four weeks."""
    for story, there in {
        "saving": {"saves": 0.8, "pressed": 0.05},
        "cutting": {"saves": 0.05, "pressed": 0.6},
    }.items():
        numbers = START | {"skill": 0.9, "work": 360.0, "avoidable": 0.2} | there
        figures = shown(centre(numbers, folder, tighter=True), ("today", "tighter"), 4, 77, SETTLING)
        under = "  under:\n    tighter:\n" + observed(figures, "tighter", ("aht", "fcr", "bunch"), " " * 6)
        section = "observed:\n" + observed(figures, "today", SETTLING) + under
        loaded = centre(START | {"avoidable": 0.2}, folder, section, tighter=True)
        fit = calibrate(Centre(loaded, bench_of(5)))
        here = {name: fit.values[name] for name in ("saves", "pressed tighter")}
        says = ", ".join(f"{name} {100 * value:.0f} %" for name, value in here.items())
        print(
            f"pilot met by {story} ({there}): fitted {says}; worst figure {fit.worst:.1f} errors off",
            flush=True,
        )


if __name__ == "__main__":
    words = sys.argv[1:]
    if "--engine" in words:
        place = words.index("--engine")
        ENGINE["engine"] = words[place + 1]
        del words[place : place + 2]
    what, *rest = words or ["truths"]
    numbers = [int(one) for one in rest]
    with tempfile.TemporaryDirectory() as folder:
        if what == "pilot":
            pilot(folder)
        elif what == "coverage":
            coverage(*(numbers + [40, 24, 0][len(numbers) :]), folder)
        else:
            truths(*(numbers + [24, 0, 8][len(numbers) :]), folder)

"""Print what own logs and own figures cost: import and fit of a large log; a fit and worlds of a scenario.

Usage: python benchmarks/own_figures.py log [ROWS]
       python benchmarks/own_figures.py worlds [COUNT] [ENGINE] [short]

log: import and fit of a log of so many rows (1,000,000), a simulated one repeated under new numbers of
contacts and callers. worlds: three policies of the retail bank in so many worlds (24), on simpy or compiled;
the figures that it has to show are its own, so that every run is of a centre that fits. short: 3 days between
a warm-up of 1 and a drain of 2 instead of 5 between 7 and 7, which says in minutes how the engines compare.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import resource
import sys
import tempfile
from pathlib import Path
from re import sub
from time import perf_counter, process_time

import polars as pl

ROOT = Path(__file__).parents[1]
BANK = ROOT / "benchmarks" / "retail_bank_five.yaml"
POLICIES = ("handle_time", "quality_time", "adaptive")
FIGURES = {
    "offered": "{:.0f}", "aht": "{:.1f}s", "fcr": "{{value: {:.4f}, by: survey}}", "service_level": "{:.4f}",
    "occupancy": "{:.4f}", "transferred": "{:.4f}", "bunch": "{:.4f}",
}  # fmt: skip
"""Figures that the bank shows, and how a file states them."""
KPIS = ("fcr", "service_level", "agent_seconds_per_resolved")
SEED = 5
WEEK = 7


class Told:
    """Print how long each step took, and the memory at its most so far."""

    def __init__(self):
        self._began = perf_counter(), process_time()

    def __call__(self, words):
        """Print what is done."""
        wall, cpu = perf_counter() - self._began[0], process_time() - self._began[1]
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        print(f"{words}: {cpu:.1f} s of processor, {wall:.1f} s, at most {most:,.0f} MB", flush=True)
        self._began = perf_counter(), process_time()


def log(rows, told):
    """Import and fit a log of `rows` lines."""
    from sim.fit.found import fit
    from sim.importers.build import Asked, import_files
    from sim.importers.exports import export
    from sim.importers.preset import preset
    from sim.scenario.load import load_scenario
    from sim.studies.recorded import record

    known = load_scenario(ROOT / "tests" / "unit" / "fit" / "known.yaml")
    lines = record(known, known.baseline, 3)
    copies = -(-rows // lines.height)
    weeks = -(-known.clock.days // 5)
    parts = []
    for copy in range(copies):
        later = pl.duration(days=WEEK * weeks * copy)
        own = [pl.format("{}-{}", name, pl.lit(copy)).alias(name) for name in ("contact_id", "customer_id")]
        parts.append(lines.with_columns(pl.col("arrived") + later, *own))
    told(f"{lines.height:,} lines simulated, {copies} copies")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        export(pl.concat(parts), next(iter(preset("five9").layouts.values()))).write_csv(path)
        told(f"export written, {path.stat().st_size / 1e6:.0f} MB")
        table = import_files("five9", preset("five9"), [path], Asked("mdy", "UTC")).table
        told(f"import of {table.height:,} contacts")
        found = fit(table, 1800, 26.0, 20.0)
        told(f"fit of {table.height:,} contacts, {len(found.volumes)} types")


class Shelf:
    """Keep nothing between runs."""

    def find(self, _):
        """Find nothing."""

    def keep(self, *_):
        """Keep nothing."""


def worlds_of_the_bank(count, engine, told, *, short):
    """Fit the bank to its own figures, and compare three policies in `count` worlds."""
    from sim.scenario.load import load
    from sim.studies.bench import Bench, Setting
    from sim.studies.calibrate import Centre, calibrate, ratio
    from sim.studies.worlds import worlds

    text = BANK.read_text("utf-8")
    if short:
        text = sub(r"days: 5\b", "days: 3\n  warm_up: 1d\n  drain: 2d", text, count=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.yaml"
        path.write_text(text, "utf-8")
        scenario = load(path).scenario
    own = Bench(Shelf(), 900, engine=engine)
    table = own.table({("", scenario.baseline): Setting(scenario, scenario.baseline)}, 2)
    lines = [
        f"  {name}: {form.format(ratio(table, name, scenario.baseline)[0])}\n"
        for name, form in FIGURES.items()
    ]
    told(f"figures of the bank, {own.simulated} engine runs, {engine}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.yaml"
        path.write_text(text + "observed:\n" + "".join(lines), "utf-8")
        loaded = load(path)
    bench = Bench(Shelf(), SEED, engine=engine)
    fit = calibrate(Centre(loaded, bench))
    told(f"calibrate: worst figure {fit.worst:.1f} errors off, {bench.simulated} engine runs, {engine}")
    bench = Bench(Shelf(), SEED, engine=engine)
    laid = worlds(Centre(loaded, bench), count, POLICIES, KPIS)
    kept = f"{len(laid.worlds)} of {count} worlds kept"
    told(f"{kept}, {len(POLICIES)} policies, {bench.simulated} engine runs, {engine}")


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["log"]
    if what == "log":
        log(int(rest[0]) if rest else 1_000_000, Told())
    else:
        worlds_of_the_bank(
            int(rest[0]) if rest else 24,
            rest[1] if len(rest) > 1 else "simpy",
            Told(),
            short="short" in rest[2:],
        )

"""Print what reactive presence explains in the Anonymous Bank: fitted on 1-14 February, looked at on 15-21.

Usage: python benchmarks/reactive_presence.py CALLS [TRIES] [REPLICATIONS] [ENGINE]

CALLS: the bank's calls of 1 to 21 February 1999 as they are handed out; nothing of them is kept.
TRIES: settings that the search tries (60), each with one replication; with 0, the one found before.
REPLICATIONS: of each row (10). ENGINE: simpy or compiled.

Groups, patience, handle times and rosters are those of `goodwill fit`, from the same two weeks: by its rule,
in which an agent is gone after a gap of 45 minutes or when callers waited, and by gaps of 60 minutes alone.
Arrivals are as recorded, redials among them, so that nobody redials in the simulation. Fitted to five
figures: the share aside, the wait and the number in line that call, and `goes_after`.
"""

import datetime
import json
import math
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from sim.fit import duty
from sim.fit.found import fit
from sim.fit.written import About, names_of, written
from sim.hours import DAYS
from sim.importers.build import Asked, import_files
from sim.importers.preset import preset
from sim.scenario.load import load_scenario
from sim.studies.observed import observed
from sim.studies.recorded import record

FIRST = (datetime.date(1999, 2, 1), datetime.date(1999, 2, 14))
THEN = (datetime.date(1999, 2, 15), datetime.date(1999, 2, 21))
FIGURES = ("waits at all", "waits over 300 s", "answered in 20 s", "abandoned", "mean wait, s")
SCALES = np.array([0.02, 0.002, 0.02, 0.01, 3.0])
"""A distance that counts alike in every figure: about the spread of single replications (assumption)."""
FOUND = {"kind": "reactive", "share": "30%", "waiting": 6, "waited": "180s", "goes_after": "60s"}
"""The setting that 60 tries found (docs/findings.md)."""
BY_GAPS = (3600.0, math.inf)
SEED = 1999
PLAIN = (
    ("counts", "new"), ("first_attempts", "100%"), ("day_to_day", "0%"), ("day_to_day_shared", "0%"),
    ("interval_to_interval", "0%"),
)  # fmt: skip
"""What a forecast says of a volume, and recorded calls do not."""


def figures(lines):
    """Return the five figures of calls with a wait and an outcome."""
    wait, answered = lines["wait_s"].to_numpy(), (lines["outcome"] == "answered").to_numpy()
    gone = (lines["outcome"] == "abandoned").to_numpy()
    return np.array(
        [(wait > 0).mean(), (wait > 300).mean(), (answered & (wait <= 20)).mean(), gone.mean(), wait.mean()]
    )


def between(table, span):
    """Return the calls of some days."""
    return table.filter(pl.col("arrived").dt.date().is_between(*span))


class Bank:
    """The bank as its first two weeks say, with a roster by one of the two rules."""

    def __init__(self, table, folder, rule=None):
        usual = duty.AWAY, duty.WAITED
        self.table, self.folder = table, folder
        if rule is not None:
            duty.AWAY, duty.WAITED = rule
        first = between(table, FIRST)
        found = fit(first, 1800, 26.0, 20.0)
        self.path = folder / f"bank_{'gaps' if rule else 'rule'}.yaml"
        text = written(found, About("the bank", "calls", self.path.stem, "80/20"))
        self.path.write_text(text.yaml, "utf-8")
        for name, csv in text.tables.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(csv, "utf-8")
        self.own = {span: self._changes(span) for span in (FIRST, THEN)}
        duty.AWAY, duty.WAITED = usual

    def _changes(self, span):
        """Return the changes that play the calls of some days, and those that give their own roster."""
        scenario, table = load_scenario(self.path), between(self.table, span)
        seen = observed(table, scenario, names_of(sorted(table["type"].unique())), 20.0)
        calls = [f"clock.start={span[0]}", f"clock.days={seen.days}"]
        calls += [f"queues.{name}.redial.chance=0%" for name, one in scenario.queues.items() if one.redial]
        for name, one in scenario.contacts.items():
            moments = {"arrivals": seen.arrivals[name]} if name in seen.arrivals else 0
            calls.append(f"contacts.{name}.volume={json.dumps(moments)}")
            calls += [f"contacts.{name}.{key}={value}" for key, value in PLAIN if key in one.model_fields_set]
        duties = {name: lists(scenario, seen, seen.present[name]) for name in scenario.on_duty}
        roster = [f"on_duty.{name}={json.dumps(numbers)}" for name, numbers in duties.items()]
        return calls, roster

    def scenario(self, span, own, presence=None):
        """Return the scenario of some days, with their own roster or that of the first two weeks."""
        calls, roster = self.own[span]
        sets = [*calls, *(roster if own else ())]
        if presence is not None:
            names = load_scenario(self.path).groups
            sets += [f"groups.{name}.presence={json.dumps(presence)}" for name in names]
        return load_scenario(self.path, None, sets)


def lists(scenario, seen, present):
    """Return agents on duty as lists by date, and by weekday for the days around them."""
    found = {}
    for day in range(seen.days):
        date = datetime.date.fromordinal(seen.first + day)
        length, spans = int(scenario.clock.interval), scenario.clock.open[date.weekday()]
        slots = [int(at // length) for span in spans for at in np.arange(span.start, span.end, length)]
        values = [round(float(present[day, slot]), 2) for slot in slots]
        found.setdefault(DAYS[date.weekday()], values)
        found[date.isoformat()] = values
    return found


def played(scenario, replications, engine):
    """Return the figures of single replications, shape (replications, 5)."""
    rows = []
    for number in range(replications):
        lines = record(scenario, scenario.baseline, SEED, number, engine)
        rows.append(figures(lines.filter(pl.col("leg") == 0)))
    return np.array(rows)


def search(bank, seen, tries, engine):
    """Return the setting whose figures of the first two weeks are nearest, and its distance."""
    if not tries:
        shown = played(bank.scenario(FIRST, True, FOUND), 1, engine)[0]
        return float(np.sqrt((((shown - seen) / SCALES) ** 2).mean())), FOUND
    dice, best = np.random.default_rng(SEED), (math.inf, {})
    for _ in range(tries):
        setting = {
            "kind": "reactive",
            "share": f"{dice.choice([10, 15, 20, 25, 30, 35, 40, 45, 50])}%",
            "waiting": int(dice.choice([2, 3, 4, 5, 6, 8, 10])),
            "waited": f"{dice.choice([20, 30, 45, 60, 75, 90, 120, 150, 180])}s",
            "goes_after": f"{dice.choice([0, 15, 30, 60, 120, 300])}s",
        }
        shown = played(bank.scenario(FIRST, True, setting), 1, engine)[0]
        distance = float(np.sqrt((((shown - seen) / SCALES) ** 2).mean()))
        if distance < best[0]:
            best = (distance, setting)
            print(f"  {distance:.2f}: {setting}", flush=True)
    return best


def told(name, rows, spread=True):
    """Print a row of the table: means, and the sd of one replication."""
    mean = rows.mean(axis=0)
    sd = rows.std(axis=0, ddof=1) if spread and len(rows) > 1 else np.zeros(len(mean))
    cells = []
    for k, (value, error) in enumerate(zip(mean, sd, strict=True)):
        unit, factor, digits = (" s", 1.0, 1) if k == 4 else (" %", 100.0, 2 if k == 1 else 1)
        plus = f" ± {factor * error:.{digits}f}" if spread else ""
        cells.append(f"{factor * value:.{digits}f}{plus}{unit}")
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def main(calls, tries, replications, engine):
    """Fit, look, and print the table."""
    bank = preset("technion")
    table = import_files("technion", bank, [calls], Asked()).table.with_columns(
        pl.col("type").fill_null("unknown")
    )
    seen = {span: figures(between(table, span)) for span in (FIRST, THEN)}
    with tempfile.TemporaryDirectory() as folder:
        by_rule, by_gaps = Bank(table, Path(folder)), Bank(table, Path(folder), BY_GAPS)
        distance, setting = search(by_gaps, seen[FIRST], tries, engine)
        print(f"fitted: {setting}, {distance:.2f} scales off, {tries} settings tried\n")
        print("| | " + " | ".join(FIGURES) + " |\n|" + " --- |" * 6)
        told("1–14 February, observed", seen[FIRST][None], spread=False)
        rows = (
            ("as rostered, roster by the rule", FIRST, by_rule, True, None),
            ("as rostered, roster by gaps of 60 minutes", FIRST, by_gaps, True, None),
            ("reactive (fitted here)", FIRST, by_gaps, True, setting),
            ("as rostered, by the rule, roster of 1–14", THEN, by_rule, False, None),
            ("reactive, roster of 1–14", THEN, by_gaps, False, setting),
            ("as rostered, by the rule, the week's own roster", THEN, by_rule, True, None),
            ("reactive, the week's own roster", THEN, by_gaps, True, setting),
        )
        for place, (name, span, of, own, presence) in enumerate(rows):
            if place == 3:
                told("15–21 February, observed", seen[THEN][None], spread=False)
            told(name, played(of.scenario(span, own, presence), replications, engine))


if __name__ == "__main__":
    calls, *rest = sys.argv[1:]
    tries, replications, engine = (*rest, *("60", "10", "simpy")[len(rest) :])
    main(Path(calls), int(tries), int(replications), engine)

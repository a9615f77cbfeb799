"""Test the fit on a real bank: fit the Anonymous Bank to 1-14 February 1999, compare it with 15-21 February.

Usage: python benchmarks/bank_backtest.py FOLDER [REPLICATIONS]

FOLDER holds the call log of the bank (anonymous_bank_1999_02_01_to_21.txt), no part of Goodwill. The bounds:
of the forecast, at least 85 % of the half-hours of every figure lie in the 90 % band of single replications;
given the true arrivals and roster, the mean absolute error of the days is at most 1.5 luck floors; and the
median patience fitted to the first two weeks lies within the interval that all three weeks give. Prints the
ladder; exits with 1 where a bound is missed.
"""

import json
import re
import subprocess
import sys
import tempfile
from math import log
from pathlib import Path

import yaml

PROGRAM = Path(__file__).parents[1] / "run_sim.py"
LOG = "anonymous_bank_1999_02_01_to_21.txt"
FIGURES = {"offered": "offered contacts", "abandoned_share": "abandoned", "asa": "mean wait",
           "service_level": "service level"}  # fmt: skip
INSIDE, FLOORS = 0.85, 1.5
FORECAST, ROSTER = "as forecast", "true roster"
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0}


def goodwill(*words, may_fail=False):
    """Run one command and return what it prints."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode and not may_fail:
        raise SystemExit(done.stderr)
    return done.stdout


def seconds(text):
    """Return a duration such as 7m36.9s in seconds."""
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)([hms])", text))


def patiences(path):
    """Return the median patience of each queue: value and interval [s], with the law."""
    found = {}
    for name, queue in yaml.safe_load(path.read_text("utf-8"))["queues"].items():
        law = queue["patience"]
        if law["dist"] == "lognormal":
            one, factor = law["median"], 1.0
        elif law["dist"] == "exponential":
            one, factor = law["mean"], log(2.0)
        else:
            one, factor = law["scale"], log(2.0) ** (1.0 / law["shape"]["value"])
        ends = [factor * seconds(end) for end in one["range"]]
        found[name] = law["dist"], factor * seconds(one["value"]), ends
    return found


def main(folder, replications):
    """Fit, test, print and judge."""
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        table, fitted, whole = here / "bank.parquet", here / "bank.yaml", here / "whole.yaml"
        goodwill("import", "technion", Path(folder) / LOG, "--timezone", "Asia/Jerusalem", "--out", table)
        goodwill("fit", table, "--until", "1999-02-14", "--out", fitted)
        goodwill("fit", table, "--out", whole)
        text = goodwill("backtest", fitted, "--against", table, "--since", "1999-02-15", "--replications",
                        replications, "--out", here / "page.md", "--json", may_fail=True)  # fmt: skip
        early, late = patiences(fitted), patiences(whole)
    found = json.loads(text)
    print(found["verdict"])
    for step, fits in found["steps"].items():
        for key, fit in fits.items():
            floors = fit["error"] / fit["floor"] if fit["floor"] else float("nan")
            line = f"{step:18} {FIGURES[key]:16} {100 * fit['inside']:3.0f} % of half-hours in the band, "
            print(f"{line}day error {fit['error']:.4g}, luck floor {fit['floor']:.4g}, ratio {floors:.2f}")
            if step == FORECAST and fit["inside"] < INSIDE:
                wrong.append(f"{FIGURES[key]}: {100 * fit['inside']:.0f} % of half-hours, not 85 %")
            if step == ROSTER and floors > FLOORS:
                wrong.append(f"{FIGURES[key]}: {floors:.2f} luck floors, not 1.5")
    for name, (law, value, _) in early.items():
        other, _, (low, high) = late[name]
        whole = f"on 1-21 February {low:.0f} to {high:.0f} s ({other})"
        print(f"{name}: median patience {value:.0f} s ({law}), {whole}")
        if not low <= value <= high:
            wrong.append(f"{name}: patience {value:.0f} s outside {low:.0f} to {high:.0f} s")
    print("\n".join(["", *(f"MISSED {one}" for one in wrong)]) if wrong else "All bounds are met.")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "29"))

"""Make scenarios/anonymous_bank.yaml again from the bank's calls, and say what differs from the shipped file.

Usage: python benchmarks/bank_scenario.py FOLDER

FOLDER holds the call log of the bank (anonymous_bank_1999_02_01_to_21.txt), no part of Goodwill. Imports and
fits it by the two commands that the scenario names at its head, and compares every number and table. What was
written by hand is listed. Exits with 1 where a number or table of the fit is not the shipped one.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "scenarios" / "anonymous_bank.yaml"
LOG, TABLE = "anonymous_bank_1999_02_01_to_21.txt", "february_1999.parquet"
BY_HAND = {
    ("name",), ("description",), ("customers", "currency"), ("policies", "handle_time"),
    ("policies", "quality_time"), ("scenarios",), ("run",), ("expectations",),
}  # fmt: skip
"""Paths that were written by hand, and not by `fit`."""


def goodwill(*words):
    """Run one command."""
    program = [sys.executable, str(ROOT / "run_sim.py"), *map(str, words)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def differences(fitted, shipped, path=()):
    """Yield the paths at which two trees differ, with both values."""
    if isinstance(fitted, dict) and isinstance(shipped, dict):
        for key in {**fitted, **shipped}:
            yield from differences(fitted.get(key), shipped.get(key), (*path, key))
    elif fitted != shipped:
        yield path, fitted, shipped


def main(folder):
    """Import, fit, compare and judge."""
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        fitted = here / SHIPPED.name
        goodwill(
            "import", "technion", Path(folder) / LOG, "--timezone", "Asia/Jerusalem", "--out", here / TABLE
        )
        goodwill("fit", here / TABLE, "--out", fitted)
        trees = (yaml.safe_load(path.read_text("utf-8")) for path in (fitted, SHIPPED))
        for path, ours, theirs in differences(*trees):
            if any(path[: len(hand)] == hand for hand in BY_HAND):
                print(f"by hand: {'.'.join(path)}")
            else:
                wrong.append(f"{'.'.join(path)}: fit {ours}, shipped {theirs}")
        for table in sorted((here / SHIPPED.stem).iterdir()):
            shipped = SHIPPED.parent / SHIPPED.stem / table.name
            if not shipped.is_file() or shipped.read_bytes() != table.read_bytes():
                wrong.append(f"{table.name}: not the shipped table")
    print(
        "\n".join(f"DIFFERS {one}" for one in wrong) if wrong else "All else is as import and fit write it."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1]))

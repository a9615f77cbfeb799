"""Compare what `goodwill run` of the retail bank takes with what it took in another clone.

Run `python benchmarks/run_beside.py CLONE [pairs] [replications]`: both run the clone's scenario on one
process with SimPy, in turn, and processor seconds are compared, so that other work on the machine matters
little.
Figures and equal service are made, as by default: with few replications they weigh more than in a usual run.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[1]


def seconds(root: Path, file: Path, replications: int, more: tuple[str, ...]) -> float:
    """Return the processor seconds [s] that a run of `file` takes with the program in `root`."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as out:
        start = [sys.executable, str(root / "run_sim.py"), "run", str(file), "--jobs", "1", "--quiet"]
        asked = ["--replications", str(replications), "--out", out, *more]
        subprocess.run([*start, *asked], env=os.environ | {"PYTHONPATH": str(root)}, cwd=out, check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def main(clone: str, pairs: int = 3, replications: int = 10) -> None:
    """Print each pair of runs, and the median of their ratios."""
    other = Path(clone).resolve()
    file = other / "scenarios" / "retail_bank.yaml"
    ratios = []
    for number in range(pairs):
        each = {}
        for root in (other, HERE) if number % 2 == 0 else (HERE, other):
            each[root] = seconds(root, file, replications, ("--engine", "simpy") if root == HERE else ())
        ratios.append(each[HERE] / each[other])
        print(f"before {each[other]:.1f} s, now {each[HERE]:.1f} s: {ratios[-1]:.2f} times", flush=True)
    print(f"median of {pairs}: {statistics.median(ratios):.2f} times, {replications} replications")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))

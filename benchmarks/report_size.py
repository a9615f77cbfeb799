"""Measure what a report of five policies x three scenarios x 20 replications takes: seconds and megabytes.

Run `python benchmarks/report_size.py [RESULT]`. RESULT is the folder of
`run benchmarks/retail_bank_five.yaml --scenario all`; without one it is run first, with 20 replications,
which takes minutes. Each report is built by a process of its own, as a reader would, from the folder alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
FILE = Path(__file__).with_name("retail_bank_five.yaml")
FORMS = ("html", "md", "xlsx", "svg", "png")
MEGABYTE = 1e6


def goodwill(*words: str | Path) -> None:
    """Run a command of Goodwill, quietly."""
    subprocess.run([sys.executable, ROOT / "run_sim.py", *words], check=True, stdout=subprocess.DEVNULL)


def main(result: Path) -> None:
    """Build the report of `result` in each form, and print what it took."""
    print("form   seconds  megabytes  files")
    for form in FORMS:
        with tempfile.TemporaryDirectory() as place:
            began = perf_counter()
            goodwill("report", result, "--formats", form, "--out", place)
            seconds = perf_counter() - began
            files = [one for one in Path(place).rglob("*") if one.is_file()]
            size = sum(one.stat().st_size for one in files) / MEGABYTE
            print(f"{form:5}  {seconds:7.1f}  {size:9.2f}  {len(files):5}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            goodwill("run", FILE, "--scenario", "all", "--out", folder, "--figures", "none", "--quiet")
            main(Path(folder, FILE.stem))

"""Keep what the README shows of its first run: `python -m tests.unit.answer.first_screen [RESULT]`.

RESULT is the folder that `goodwill run scenarios/retail_bank.yaml` left (results/retail_bank). Its sums go
into retail_bank.json, from which the screen is made again without a run, and its first lines into the README.
"""

import json
import sys
from pathlib import Path

import polars as pl

from sim.cli._answer import answer
from sim.commands import Ran
from sim.experiment import COLUMNS, Results
from sim.reporting.result import Wanted, judge
from sim.scenario.load import load
from sim.scenario.provenance import measure_first
from sim.studies.marginal import from_plain

ROOT = Path(__file__).parents[3]
KEPT = Path(__file__).with_name("retail_bank.json")
README = ROOT / "README.md"
FILE = "scenarios/retail_bank.yaml"
FENCE = "It prints the answer first, and then how sure it is:\n\n```text\n", "```\n"
SLICES = {"queue": ("service_level", "abandoned_share", "aht"), "contact": ("offered",)}
"""Measures of slices that the screen reads, beside all that hold all contacts."""


def screen():
    """Return all lines that the first run prints, and the digests of its first replication."""
    kept = json.loads(KEPT.read_text("utf-8"))
    read = load(ROOT / FILE)
    one = read.scenario
    rows = [
        (policy, one.scenario, r, dimension, member, kpi, over, under)
        for policy, dimension, member, kpi, *sums in kept["sums"]
        for r, (over, under) in enumerate(zip(*sums, strict=True))
    ]
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    count = table["replication"].n_unique()
    results = Results(
        table,
        (one.scenario,),
        tuple(one.policies),
        one.baseline,
        one.run.confidence,
        one.run.seed,
        tuple(range(count)),
        count,
        {},
        0,
        0.0,
    )
    scenarios = {one.scenario: one}
    judged = judge(results, scenarios, Wanted(lambda _: None))
    equal = {one.scenario: {row["policy"]: from_plain(row) for row in kept["equal_service"]}}
    judged = judged._replace(unknown=measure_first(read.tree, one), equal=equal)
    return answer(judged, scenarios, Path("results/retail_bank"), Ran(FILE)), kept["digests"]


def shown():
    """Return the lines that the README shows."""
    return README.read_text("utf-8").partition(FENCE[0])[2].partition(FENCE[1])[0].splitlines()


def lead(lines):
    """Return the lines that the README is to show: all up to what signs and intervals mean."""
    return lines[: next(k for k, line in enumerate(lines) if line.startswith("Check with"))]


def keep(folder):
    """Keep the sums of a result folder, and show its first lines in the README."""
    table = pl.read_parquet(folder / "replications.parquet")
    content = json.loads((folder / "result.json").read_text("utf-8"))
    digests = json.loads((folder / "manifest.json").read_text("utf-8"))["digests"]
    wanted = pl.col("dimension") == "all"
    for dimension, kpis in SLICES.items():
        wanted |= (pl.col("dimension") == dimension) & pl.col("kpi").is_in(kpis)
    keys = ["policy", "dimension", "member", "kpi"]
    sums = (
        table.filter(wanted)
        .sort("replication", maintain_order=True)
        .group_by(keys, maintain_order=True)
        .agg("numerator", "denominator")
    )
    rows = ",\n".join(
        json.dumps(list(row)) for row in sums.select(*keys, "numerator", "denominator").iter_rows()
    )
    first = {name: digest for name, digest in digests.items() if name.endswith("/0")}
    equal = json.dumps(content["equal_service"])
    text = f'{{"digests": {json.dumps(first)},\n"equal_service": {equal},\n"sums": [\n{rows}\n]}}\n'
    KEPT.write_text(text, "utf-8")
    show()


def show():
    """Show the first lines of the screen in the README."""
    before, _, rest = README.read_text("utf-8").partition(FENCE[0])
    after = rest.partition(FENCE[1])[2]
    README.write_text(f"{before}{FENCE[0]}{chr(10).join(lead(screen()[0]))}\n{FENCE[1]}{after}", "utf-8")


if __name__ == "__main__":
    keep(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "results/retail_bank"))

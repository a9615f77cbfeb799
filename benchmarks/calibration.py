"""Write the table that shows how the customer model is calibrated, through the real engine.

    python benchmarks/calibration.py --jobs 2

The worlds are `scenarios/calibration/*.yaml`: a cohort with one failure each, an ordinary mix of issues,
and the two field figures from Dell. About two minutes of processor time; docs/calibration.md holds it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sim.estimate import ratio
from sim.experiment import run_experiment
from sim.scenario.load import load_scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios" / "calibration"
CONFIDENCE = 0.95


class Ask(NamedTuple):
    """A figure: a measure of one slice of one scenario, beside what is published."""

    what: str
    file: str
    scenario: str | None
    policy: str
    kpi: str
    dimension: str
    member: str
    published: float
    within: float
    factor: float


class Figure(NamedTuple):
    """A figure with the half-width of its 95 % interval, in the unit it is published in."""

    ask: Ask
    value: float
    half_width: float


def share(
    what: str, file: str, scenario: str | None, kpi: str, published: float, within: float, **slice_: str
) -> Ask:
    """Return the asking for a share of the handle-time policy, in percent."""
    policy = slice_.pop("policy", "handle_time")
    dimension, member = next(iter(slice_.items()), ("all", ""))
    return Ask(what, file, scenario, policy, kpi, dimension, member, published, within, 100.0)


def engaged(voiced: str, scenario: str) -> list[Ask]:
    """Return the askings for who is engaged, where `voiced` of the failed customers speak up."""
    groups = {"good": 48.0, "poor": 31.0}
    found = [share(f"engaged, no problem{voiced}", "cohort", "without_a_problem", "engaged_share", 56.0, 1.5)]
    found.append(share(f"engaged, a problem{voiced}", "cohort", scenario, "engaged_share", 29.0, 1.5))
    for member, published in groups.items():
        what = f"engaged, {member} handling{voiced}"
        found.append(share(what, "cohort", scenario, "engaged_share", published, 1.5, problem=member))
    return found


DRIVERS = {"promptness": (69, 65), "warmth": (65, 67), "handoffs": (63, 72), "outcome": (47, 51)}
ASKED = [
    *engaged("", "with_a_problem"),
    *engaged(", 30 % speak up", "voiced_30")[1:],
    *engaged(", 50 % speak up", "voiced_50")[1:],
    share("satisfied", "mix", None, "csat", 72.0, 2.0),
    Ask("talk per leg [s]", "mix", None, "handle_time", "talk", "all", "", 201.0, 10.0, 1.0),
    share("resolved in one contact", "mix", None, "fcr", 72.5, 2.5),
    *(
        share(f"good because of {driver}", "mix", None, "good_because", good, 6.0, driver=driver)
        for driver, (good, _) in DRIVERS.items()
    ),
    *(
        share(f"bad because of {driver}", "mix", None, "bad_because", bad, 6.0, driver=driver)
        for driver, (_, bad) in DRIVERS.items()
    ),
    Ask("Dell, told to be short: talk [min]", "dell", None, "be_short", "talk", "all", "", 22.0, 0.5, 1 / 60),
    share("Dell, told to be short: solved", "dell", None, "fcr", 44.0, 1.0, policy="be_short"),
    Ask("Dell, told to solve: talk [min]", "dell", None, "solve", "talk", "all", "", 32.0, 0.5, 1 / 60),
    share("Dell, told to solve: solved", "dell", None, "fcr", 65.0, 1.0, policy="solve"),
]


def figures(replications: int | None, jobs: int) -> Iterator[Figure]:
    """Run every world once and yield the figures in their order."""
    tables: dict[tuple[str, str | None, str], pl.DataFrame] = {}
    for ask in ASKED:
        key = ask.file, ask.scenario, ask.policy
        if key not in tables:
            scenario = load_scenario(SCENARIOS / f"{ask.file}.yaml", ask.scenario)
            count = scenario.run.replications if replications is None else replications
            world = {ask.scenario or "as_written": scenario}
            tables[key] = run_experiment(world, [ask.policy], count, jobs=jobs).table
        yield _figure(ask, tables[key])


def _figure(ask: Ask, table: pl.DataFrame) -> Figure:
    rows = table.filter(
        (pl.col("kpi") == ask.kpi) & (pl.col("dimension") == ask.dimension) & (pl.col("member") == ask.member)
    )
    found = ratio(rows["numerator"].to_numpy(), rows["denominator"].to_numpy(), CONFIDENCE)
    return Figure(ask, ask.factor * (found.value or 0.0), ask.factor * (found.half_width or 0.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    print("| figure | published | allowed | simulated, 95 % interval |\n| --- | --- | --- | --- |")
    for ask, value, half_width in figures(asked.replications, asked.jobs):
        print(
            f"| {ask.what} | {ask.published:g} | ± {ask.within:g} | {value:.1f} ± {half_width:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""Test which policies are called best: the best mean, and whom it is not clearly ahead of."""

import polars as pl

from sim.answer.best import best_of
from sim.comparison import compare_table
from sim.judging import Judge
from sim.kpis import KPIS

SHOWN = {"target": (0.780, 0.781, 0.778), "ask": (0.70, 0.95, 0.66), "kind": (0.92, 0.92, 0.92)}
"""Satisfied customers by policy in three replications: `ask` is lower than the target, but by luck."""


def table(shown):
    rows = [
        ("today", policy, replication, "all", "", "csat", 1000.0 * value, 1000.0)
        for policy, values in shown.items()
        for replication, value in enumerate(values)
    ]
    names = ("scenario", "policy", "replication", "dimension", "member", "kpi", "numerator", "denominator")
    return pl.DataFrame(rows, schema=names, orient="row")


def test_the_best_mean_comes_first_and_whoever_is_clearly_worse_is_left_out():
    found = best_of(table(SHOWN), "today", list(SHOWN), ["csat"], Judge(KPIS))
    assert found == {"csat": ["kind", "ask"]}


def test_one_who_is_clearly_ahead_of_all_stands_alone():
    shown = {**SHOWN, "ask": (0.700, 0.701, 0.699)}
    assert best_of(table(shown), "today", list(shown), ["csat"], Judge(KPIS)) == {"csat": ["kind"]}


def test_a_pair_has_the_verdict_that_it_has_beside_all_other_measures():
    lows, highs = (0.50, 0.52, 0.49), (0.60, 0.65, 0.62)
    csat = table({"target": lows, "kind": highs})
    clear = table({"target": (0.500, 0.501, 0.502), "kind": (0.900, 0.9011, 0.902)})
    headlines = [name for name, one in KPIS.items() if one.headline and name != "csat"]
    whole = pl.concat([csat, *(clear.with_columns(pl.lit(name).alias("kpi")) for name in headlines)])
    verdicts = {row.kpi: row.verdict for row in compare_table(whole, "target", Judge(KPIS))}
    assert verdicts["csat"] == "better"
    assert best_of(whole, "today", ["target", "kind"], ["csat"], Judge(KPIS)) == {"csat": ["kind"]}
    assert best_of(csat, "today", ["target", "kind"], ["csat"], Judge(KPIS)) == {"csat": ["kind", "target"]}

"""What a run tells, made of a few numbers, with verdicts by the judge."""

from types import SimpleNamespace

import numpy as np
import polars as pl

from sim.answer.told import tell
from sim.comparison import compare_table, estimates, measures
from sim.judging import Judge

COUNT = 10


def told(
    policies,
    *,
    queues=("service",),
    target=0.8,
    abandoned=None,
    days=5,
    open_days=None,
    labels=None,
    equal=None,
    best=None,
    spread=0.002,
):
    """Return what a run tells.

    policies: name to the values of measures over all contacts, "queue:measure" for those of a queue; the
    first is the baseline. Replications differ by `spread` of each value, each policy by luck of its own.
    open_days: how many of the days open; all if left out.
    """
    luck = np.random.default_rng(1)
    rows = []
    for policy, values in policies.items():
        for name, value in values.items():
            queue, _, kpi = name.rpartition(":")
            noise = luck.standard_normal(COUNT)
            shaken = value * (1.0 + spread * (noise - noise.mean()))
            where = ("queue", queue) if queue else ("all", "")
            rows += [(policy, "today", r, *where, kpi, float(shaken[r]), 1.0) for r in range(COUNT)]
    names = ("policy", "scenario", "replication", "dimension", "member", "kpi", "numerator", "denominator")
    table = pl.DataFrame(rows, schema=names, orient="row")
    first = next(iter(policies))
    kpis = measures(len(queues))
    clock = SimpleNamespace(days=days, warm_up_days=0, days_of_run=lambda: range(days))
    clock.kinds = lambda: [SimpleNamespace(spans=day < (open_days or days)) for day in range(days)]
    level = SimpleNamespace(share=target, within=20.0)
    scenario = SimpleNamespace(
        scenario="today",
        baseline=first,
        queues={name: SimpleNamespace(service_level=level, abandoned_at_most=abandoned) for name in queues},
        clock=clock,
        customers=SimpleNamespace(currency="EUR"),
        labels=lambda names: {name: (labels or {}).get(name, name) for name in names},
    )
    judged = compare_table(table, first, Judge(kpis)) if len(policies) > 1 else ()
    more = {"fte": dict.fromkeys(policies, 50.0), "equal": equal or {}, "best": best or {}}
    return tell(scenario, tuple(policies), estimates(table, 0.95, kpis), judged, kpis, more)
